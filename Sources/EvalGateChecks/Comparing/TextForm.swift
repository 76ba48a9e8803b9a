import EvalGateCore
import UnicodeText

/// The form in which texts are compared: canonically composed, so that "é" is "é" however it was typed, and case folded when
/// case does not count. What is left is compared byte by byte.
struct TextForm: Sendable {
  let ignoresCase: Bool

  init(ignoresCase: Bool = false) { self.ignoresCase = ignoresCase }

  /// Reads `ignore_case`, which is false when left out.
  init(options: inout OptionReader) throws(Diagnostic) {
    ignoresCase = try options.bool("ignore_case", default: false)
  }

  static let help = OptionHelp(
    "ignore_case", "letters match whatever their case (Unicode case folding); false when left out")

  func text(_ text: String) -> String {
    // Folding is stable only on decomposed text (Unicode Standard, D145, canonical caseless matching).
    ignoresCase ? text.nfd.caseFolded.nfc : text.nfc
  }

  func bytes(_ text: some StringProtocol) -> [UInt8] { Array(self.text(String(text)).utf8) }

  func areEqual(_ a: some StringProtocol, _ b: some StringProtocol) -> Bool {
    text(String(a)).utf8.elementsEqual(text(String(b)).utf8)
  }
}

/// A text to be found in others, prepared once (Knuth, Morris & Pratt 1977), so that no text makes the search slow.
struct Needle: Sendable {
  let text: String
  private let bytes: [UInt8]
  /// How much of the needle still matches when the byte after this many does not.
  private let fallback: [Int]

  init(_ text: String, _ form: TextForm) {
    self.text = text
    bytes = form.bytes(text)
    var fallback = [Int](repeating: 0, count: bytes.count + 1)
    var length = 0
    for place in bytes.indices.dropFirst() {
      while length > 0, bytes[place] != bytes[length] { length = fallback[length] }
      if bytes[place] == bytes[length] { length += 1 }
      fallback[place + 1] = length
    }
    self.fallback = fallback
  }

  /// Whether it occurs in text of the same form.
  func occurs(in haystack: [UInt8]) -> Bool { occurs(in: haystack) { _ in true } }

  /// Whether it occurs in text of the same form at a place that is asked for.
  func occurs(in haystack: [UInt8], where isMeant: (Range<Int>) -> Bool) -> Bool {
    guard !bytes.isEmpty else { return true }
    var length = 0
    for place in haystack.indices {
      let byte = haystack[place]
      while length > 0, length == bytes.count || byte != bytes[length] { length = fallback[length] }
      if byte == bytes[length] { length += 1 }
      if length == bytes.count, isMeant(place + 1 - length..<place + 1) { return true }
    }
    return false
  }

  func begins(_ text: [UInt8]) -> Bool { text.starts(with: bytes) }
  func ends(_ text: [UInt8]) -> Bool { text.suffix(bytes.count).elementsEqual(bytes) }
}
