import EvalGateCore

/// Which lines of a policy no message may quote: those of a `restricted` section, because the values in it must not leave, and
/// a message about one of them goes to a terminal and from there to the log of a job that anybody may read. A section with
/// another name than a policy's may be meant as one (`restrictd`), so lines are shown of those alone whose names are known.
///
/// Told by the text and not by what was read from it, because a file that cannot be read has values too.
struct ConfidentialLines {
  /// The name of the section that a hidden line belongs to.
  private var sections: [Int: String] = [:]

  init(_ table: LineTable, of bytes: [UInt8]) {
    // How deep the keys of the policy stand, and the key of a `restricted` section while in it.
    var top: Int?
    var depth: Int?
    var section = ""
    var number = 1
    while let range = table.range(number, of: bytes) {
      let line = bytes[range]
      let indentation = line.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
      if let first = line.dropFirst(indentation).first, Self.beginsKey(first) {
        if let key = depth, indentation <= key { depth = nil }
        if indentation <= top ?? indentation {
          top = top ?? indentation
          section = Self.name(line.dropFirst(indentation))
        }
      }
      if depth == nil, Self.namesSection(line) { depth = indentation }
      if depth != nil || !Self.shown.contains(section) { sections[number] = section }
      number += 1
    }
  }

  /// The name of the section of a line that may not be quoted, as it is written; nil where the line may be.
  func section(of line: Int) -> String? { sections[line] }

  /// The sections of a policy that hold no values of `restricted`.
  static let shown: Set = [
    "changelog", "version", "id", "name", "description", "defaults", "trust", "tools", "sequences", "pii", "secrets",
    "canaries", "system_prompt", "channels", "unicode",
  ]

  /// What stands before the colon, without quotes.
  private static func name(_ line: ArraySlice<UInt8>) -> String {
    let marks: Set = [UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: " ")]
    return String(decoding: line.prefix { $0 != UInt8(ascii: ":") }.filter { !marks.contains($0) }, as: UTF8.self)
  }

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
  /// - Parameter section: the name of the policy's section in which it is, which may be said where it looks like one.
  func confidential(in section: String = "") -> Diagnostic {
    var quiet = self
    quiet.excerpt = nil
    let isNearlyRight = label?.hasPrefix("did you mean") == true
    if !isNearlyRight {
      quiet.hideQuotes { part, before in
        !Self.isOurs(part, after: before) && !(part == section && HiddenTexts.isName(section))
      }
    }
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
      || ConfidentialLines.shown.contains(String(part))
  }

  /// Whether a file could not be read as YAML or JSON. Nobody knows then which of its keys are known, and what stands under any other
  /// may be meant to be restricted.
  var isOfReading: Bool { [.yamlSyntax, .yamlFeature, .yamlAlias, .duplicateKey, .jsonSyntax].contains(code) }

  /// The words of the section itself.
  private static let restrictedKeys: Set = [
    "restricted", "id", "owner", "match", "values", "values_from", "partial_ratio", "min_chars", "partial_reach",
    "allow_mask", "allow_when", "audience", "echo_of_user_input",
  ]
}
