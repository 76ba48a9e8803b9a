import EvalGateCore

/// Which lines of a file no message may quote: those of a `restricted` section, because the values in it must not leave, and a message
/// about one of them goes to a terminal and from there to the log of a job that anybody may read.
///
/// Told by the text and not by what was read from it, because a file that cannot be read has values too.
struct ConfidentialLines {
  private var lines: Set<Int> = []

  init(_ table: LineTable, of bytes: [UInt8]) {
    // How deep the key of the section stands, while in it.
    var depth: Int?
    var number = 1
    while let range = table.range(number, of: bytes) {
      let line = bytes[range]
      let indentation = line.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
      if let key = depth, indentation <= key, let first = line.dropFirst(indentation).first, Self.beginsKey(first) {
        depth = nil
      }
      if depth == nil, Self.namesSection(line) { depth = indentation }
      if depth != nil { lines.insert(number) }
      number += 1
    }
  }

  /// Whether a line belongs to a `restricted` section: from its key to the next line that stands no deeper and begins another key.
  func contains(_ line: Int) -> Bool { lines.contains(line) }

  private static func namesSection(_ line: ArraySlice<UInt8>) -> Bool {
    line.indices.contains { line[$0...].starts(with: "restricted".utf8) }
  }

  /// Elements of a list and closing brackets stand where their key does and end nothing.
  private static func beginsKey(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "{"),
      UInt8(ascii: ","),
      UInt8(ascii: "#"):
      false
    default: true
    }
  }
}

extension Diagnostic {
  /// Without the line it is about and without what it quotes of it, but for a name that was nearly right.
  var confidential: Diagnostic {
    var quiet = self
    quiet.excerpt = nil
    let isNearlyRight = label?.hasPrefix("did you mean") == true
    if !isNearlyRight { quiet.hideQuotes { part, before in !Self.isOurs(part, after: before) } }
    return quiet
  }

  /// Leaves parts that the message quotes out of it, and whatever quotes them again below it.
  mutating func hideQuotes(where isHidden: (_ part: Substring, _ before: Substring) -> Bool) {
    var hidden: [String] = []
    message = message.hidingQuotes { part, before in
      guard isHidden(part, before) else { return false }
      hidden.append(String(part).lettersAndDigits)
      return true
    }
    let saysAgain = { (part: Substring, _: Substring) in
      let said = String(part).lettersAndDigits
      return hidden.contains { !$0.isEmpty && said.contains($0) }
    }
    label = label?.hidingQuotes(where: saysAgain)
    help = help.map { $0.hidingQuotes(where: saysAgain) }
  }

  private static func isOurs(_ part: Substring, after words: Substring) -> Bool {
    words.hasSuffix("restricted rule ") || restrictedKeys.contains(String(part))
  }

  /// The words of the section itself.
  private static let restrictedKeys: Set = [
    "restricted", "id", "owner", "match", "values", "values_from", "partial_ratio", "min_chars", "partial_reach",
    "allow_mask", "allow_when", "audience", "echo_of_user_input",
  ]
}
