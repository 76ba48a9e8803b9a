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
    if label?.hasPrefix("did you mean") != true { quiet.message = Self.withoutQuotes(message) }
    return quiet
  }

  /// A sentence in which everything between back quotes is left out, except what follows the name of a key or rule.
  private static func withoutQuotes(_ sentence: String) -> String {
    let parts = sentence.split(separator: "`", omittingEmptySubsequences: false)
    var text = ""
    for (index, part) in parts.enumerated() {
      guard index % 2 == 1 else {
        text += part
        continue
      }
      text += "`" + (isOurs(part, after: parts[index - 1]) ? part : "…") + "`"
    }
    return text
  }

  private static func isOurs(_ part: Substring, after words: Substring) -> Bool {
    words.hasSuffix("restricted rule ") || restrictedKeys.contains(String(part))
  }

  /// The words of the section itself.
  private static let restrictedKeys: Set = [
    "restricted", "id", "owner", "match", "values", "values_from", "partial_ratio", "min_chars", "allow_mask",
    "allow_when",
    "audience", "echo_of_user_input",
  ]
}
