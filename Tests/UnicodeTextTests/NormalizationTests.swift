import Testing
import UnicodeText

/// Expected values are Python's: `unicodedata.normalize(form, text)` and `str.casefold()`. Compared by scalars, because
/// Swift's `==` already ignores what normal forms differ in.
@Suite struct NormalizationTests {
  @Test(
    "canonical forms compose and decompose",
    arguments: [
      ("e\u{301}", "\u{E9}", "e\u{301}"), ("\u{212B}", "\u{C5}", "A\u{30A}"),
      ("\u{1100}\u{1161}\u{11A8}", "\u{AC01}", "\u{1100}\u{1161}\u{11A8}"),
      ("q\u{307}\u{323}", "q\u{323}\u{307}", "q\u{323}\u{307}"), ("ﬁ", "ﬁ", "ﬁ"), ("abc", "abc", "abc"),
    ])
  func canonical(_ text: String, _ composed: String, _ decomposed: String) {
    #expect(scalars(text.nfc) == scalars(composed))
    #expect(scalars(text.nfd) == scalars(decomposed))
  }

  @Test(
    "compatibility forms become plain",
    arguments: [("ﬁ①Ｋｇ²", "fi1Kg2"), ("\u{1D55C}", "k"), ("\u{3392}", "MHz"), ("a\u{A0}b", "a b")])
  func compatibility(_ text: String, _ plain: String) {
    #expect(scalars(text.nfkc) == scalars(plain))
    #expect(scalars(text.nfkd) == scalars(plain))
  }

  @Test(
    "case folding is the full one", arguments: [("Straße", "strasse"), ("ΣΑΣ", "σασ"), ("ABC", "abc"), ("ﬃ", "ffi")])
  func caseFolding(_ text: String, _ folded: String) {
    #expect(scalars(text.caseFolded) == scalars(folded))
  }

  @Test("NFKC_Casefold drops what cannot be seen")
  func foldedForComparison() {
    #expect(scalars("\u{FF29}g\u{200B}NO\u{AD}re".nfkcCaseFolded) == scalars("ignore"))
  }

  @Test("invisible characters are removed and nothing else is")
  func ignorables() {
    #expect(scalars("a\u{200D}b\u{E0041}c\u{FE0F}e\u{301} ".removingDefaultIgnorables) == scalars("abce\u{301} "))
  }

  @Test("marks are stripped from composed and decomposed letters alike")
  func marks() {
    #expect(scalars("\u{E9}e\u{301}Z\u{351}\u{36B}o".strippingMarks) == scalars("eeZo"))
  }

  @Test("a NUL is a character like any other")
  func nul() {
    #expect(scalars("\u{0}E\u{301}\u{0}".nfc) == scalars("\u{0}\u{C9}\u{0}"))
  }

  @Test(
    "letters of another script among ASCII are mapped as they are alone",
    arguments: [
      "e\u{301}", "\u{E9}", "\u{301}", "Ü", "ﬁ", "\u{1100}\u{1161}\u{11A8}", "\u{212B}\u{323}", "\u{200D}",
      "q\u{307}\u{323}",
    ])
  func amongASCII(_ text: String) {
    for (before, after) in [("Abc ", " xyZ"), ("", "z"), ("A", ""), ("ab", "\u{E9}cd\u{301}")] {
      // A mark goes onto the letter before it, so that one is looked at as well.
      let (rest, base) = (String(before.dropLast()), String(before.suffix(1)))
      for form in [\String.nfc, \.nfd, \.nfkc, \.nfkd, \.caseFolded, \.nfkcCaseFolded, \.removingDefaultIgnorables] {
        let whole = scalars((before + text + after)[keyPath: form])
        let parts = rest[keyPath: form] + (base + text)[keyPath: form] + after[keyPath: form]
        #expect(whole == scalars(parts), "\(before)|\(text)|\(after)")
      }
    }
  }

  @Test("the empty string has an empty form")
  func empty() {
    #expect("".nfkcCaseFolded.isEmpty)
  }

  @Test("half a million marks in the worst order are put in order")
  func manyMarks() {
    let pairs = 250_000
    let text = "a" + String(repeating: "\u{35C}\u{316}", count: pairs)
    let expected = "a" + String(repeating: "\u{316}", count: pairs) + String(repeating: "\u{35C}", count: pairs)
    #expect(text.nfd.utf8.elementsEqual(expected.utf8))
  }

  private func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }
}
