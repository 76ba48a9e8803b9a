import EvalGateCore
import UnicodeText

/// What of an answer is there for whoever reads it: without the thoughts that a server left in the text, comments, and fences with
/// nothing between them.
enum WordsForReader {
  static func of(_ text: String) -> String { mayHoldOthers(text) ? withoutFences(fenced(text)) : text }

  /// The same with the lines that only begin or end a block of code.
  static func withFences(_ text: String) -> String { mayHoldOthers(text) ? fenced(text) : text }

  private static func mayHoldOthers(_ text: String) -> Bool {
    text.utf8.contains { "<[`~".utf8.contains($0) } || text.utf8.starts(with: "\u{25C1}".utf8)
  }

  private static func fenced(_ text: String) -> String { withoutComments(withoutThoughts(text)) }

  /// Whether a text leaves no mark on a page.
  static func areMissing(in text: String) -> Bool { of(text).unicodeScalars.allSatisfy(\.isUnseen) }

  // MARK: Thoughts

  /// How models write the beginning and the end of what they think.
  private static let thoughts = [
    ("<think>", "</think>"), ("<thinking>", "</thinking>"), ("<thought>", "</thought>"),
    ("<reasoning>", "</reasoning>"), ("<seed:think>", "</seed:think>"), ("[THINK]", "[/THINK]"),
    ("<|START_THINKING|>", "<|END_THINKING|>"), ("\u{25C1}think\u{25B7}", "\u{25C1}/think\u{25B7}"),
    ("<|channel|>analysis", "<|channel|>final<|message|>"),
  ]

  /// Thoughts come before words. Where they were cut off there are no words, and some templates write their beginning themselves.
  private static func withoutThoughts(_ text: String) -> String {
    let start = text.unicodeScalars.drop { $0.isUnseen }
    for (opening, closing) in thoughts {
      if Substring(start).utf8.starts(with: opening.utf8) {
        return Substring(start).range(of: closing).map { String(text[$0.upperBound...]) } ?? ""
      }
      if let end = text[...].range(of: closing), text[..<end.lowerBound].range(of: opening) == nil {
        return String(text[end.upperBound...])
      }
    }
    return text
  }

  // MARK: Marks

  private static func withoutComments(_ text: String) -> String {
    var plain = ""
    var rest = text[...]
    while let start = rest.range(of: "<!--") {
      plain += rest[..<start.lowerBound]
      rest = rest[start.upperBound...].range(of: "-->").map { rest[$0.upperBound...] } ?? ""
    }
    return plain + rest
  }

  /// Lines that only begin or end a block of code.
  private static func withoutFences(_ text: String) -> String {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Substring($0) }
      .filter { !isFence($0) }.joined(separator: "\n")
  }

  private static func isFence(_ line: Substring) -> Bool {
    let scalars = line.trimmingSpaces.unicodeScalars
    guard let sign = scalars.first, sign == "`" || sign == "~" else { return false }
    let word = scalars.drop { $0 == sign }
    return scalars.count - word.count >= 3 && !word.contains { $0 == sign || $0.properties.isWhitespace }
  }
}

extension Substring {
  /// Where a text first stands, byte by byte.
  fileprivate func range(of text: String) -> Range<Substring.Index>? {
    let wanted = Array(text.utf8)
    var place = utf8.startIndex
    while let first = utf8[place...].firstIndex(of: wanted[0]) {
      if utf8[first...].starts(with: wanted) { return first..<utf8.index(first, offsetBy: wanted.count) }
      place = utf8.index(after: first)
    }
    return nil
  }
}

extension Unicode.Scalar {
  /// Whether it leaves no mark on a page.
  var isUnseen: Bool {
    properties.isWhitespace || isDefaultIgnorable || value == 0x2800
      || [.control, .format].contains(generalCategory)
  }
}
