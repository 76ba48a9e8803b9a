import Testing
import UnicodeText

@Suite struct DisplayWidthTests {
  @Test(
    "a text is as wide as a terminal draws it",
    arguments: [
      ("abc", 3), ("", 0), ("日本", 4), ("ｱ", 1), ("Ａ", 2), ("e\u{301}", 1), ("\u{200B}", 0), ("😀", 2), ("👨‍👩‍👧", 2),
      ("🇩🇪", 2), ("❤\u{FE0F}", 2), ("1\u{FE0F}\u{20E3}", 2), ("👍🏽", 2), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2),
      ("Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A", 2), ("\t\n\u{7}", 0), ("→", 1),
    ])
  func width(_ text: String, _ columns: Int) {
    #expect(text.displayWidth == columns)
  }

  @Test("a text that fits is left alone")
  func fits() {
    #expect("日本".truncated(toWidth: 4) == "日本")
  }

  @Test(
    "a text that does not fit ends in an ellipsis",
    arguments: [
      ("abcdef", 4, "abc…"), ("日本語", 4, "日…"), ("日本語", 5, "日本…"), ("abc", 1, "…"), ("abc", 0, ""), ("abc", -3, ""),
      ("👨‍👩‍👧👨‍👩‍👧", 3, "👨‍👩‍👧…"),
    ])
  func truncated(_ text: String, _ width: Int, _ expected: String) {
    #expect(text.truncated(toWidth: width) == expected)
  }

  @Test("an ellipsis wider than the room is left off")
  func wideEllipsis() {
    #expect("abcdef".truncated(toWidth: 2, ellipsis: "...") == "ab")
  }

  @Test("padding counts columns, not characters")
  func padded() {
    #expect("日本".padded(toWidth: 6) == "日本  ")
    #expect("日本".padded(toWidth: 6, alignRight: true) == "  日本")
    #expect("日本".padded(toWidth: 3) == "日本")
  }

  @Test(
    "a caret stands under the character that holds the byte",
    arguments: [(0, 0), (1, 1), (2, 1), (4, 3), (5, 4), (99, 4)])
  func caret(_ byte: Int, _ column: Int) {
    #expect("a日b".displayColumn(ofByte: byte) == column)
  }

  @Test("a general category comes from the Unicode tables")
  func categories() {
    let letters: [Unicode.Scalar] = ["A", "a", "ǅ", "ʰ", "א", "\u{301}", "1", "_", "€", " ", "\u{200D}", "\u{E000}"]
    #expect(
      letters.map(\.generalCategory) == [
        .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
        .decimalNumber, .connectorPunctuation, .currencySymbol, .spaceSeparator, .format, .privateUse,
      ])
  }

  @Test(
    "default ignorables are told apart", arguments: [("\u{AD}", true), ("\u{FE0F}", true), ("a", false), (" ", false)])
  func ignorable(_ text: Unicode.Scalar, _ expected: Bool) {
    #expect(text.isDefaultIgnorable == expected)
  }

  @Test("a virama has combining class 9")
  func virama() {
    #expect(Unicode.Scalar("\u{94D}").canonicalCombiningClass == 9)
  }
}
