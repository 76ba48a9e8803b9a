import EvalGateCore
import EvalGateReporters
import Testing
import UnicodeText

@Suite("problems as a compiler shows them")
struct DiagnosticTextTests {
  private static let code = DiagnosticCode("gate/unknown-key", "for tests")

  private func diagnostic(
    _ line: String, column: Int, length: Int = 7, number: Int = 5, label: String? = "did you mean `at_least`?"
  ) -> Diagnostic {
    Diagnostic(
      Self.code, "unknown key `atleast` in gate `accuracy`",
      at: SourceLocation(path: "evalgate.yml", line: number, column: column, length: length), label: label,
      help: "bounds are `at_least`, `at_most`, `exactly`, `no_worse_than`", excerpt: line)
  }

  @Test("a narrow terminal breaks between words")
  func narrow() {
    let one = Diagnostic(
      Self.code, "the provider or the data changed since this was accepted", severity: .note,
      help: "run it again and accept what it does")
    #expect(
      DiagnosticText.render([one], ReportContext(color: false, unicode: true, width: 40)) == """
        note[gate/unknown-key]: the provider
          or the data changed since this was
          accepted
           = help: run it again and accept
             what it does

        """)
  }

  @Test("message, place, line, caret, help")
  func whole() {
    let line = "  accuracy: { metric: accuracy, suite: ticket-triage, atleast: 93% }"
    #expect(
      DiagnosticText.render([diagnostic(line, column: 55)], plain) == """
        error[gate/unknown-key]: unknown key `atleast` in gate `accuracy`
          --> evalgate.yml:5:55
           |
         5 |   accuracy: { metric: accuracy, suite: ticket-triage, atleast: 93% }
           |                                                       ^^^^^^^ did you mean `at_least`?
           = help: bounds are `at_least`, `at_most`, `exactly`, `no_worse_than`
           = more: evalgate explain gate/unknown-key

        """)
  }

  @Test("a longer line number moves everything with it")
  func wideNumber() {
    let lines = DiagnosticText.render([diagnostic("atleast: 1", column: 1, number: 1234)], plain).split(separator: "\n")
    #expect(lines[1] == "     --> evalgate.yml:1234:1")
    #expect(lines[3] == " 1234 | atleast: 1")
    #expect(lines[4] == "      | ^^^^^^^ did you mean `at_least`?")
  }

  @Test("without an excerpt the label stands behind the place, without a place it leads the help")
  func bare() {
    var one = diagnostic("", column: 1)
    one.excerpt = nil
    #expect(DiagnosticText.render([one], plain).contains("\n   | did you mean `at_least`?\n"))
    one.location = nil
    #expect(DiagnosticText.render([one], plain).contains("\n   = did you mean `at_least`?\n   = help: bounds "))
  }

  /// The line and the caret's line, with what leads them taken off.
  private func framed(_ line: String, column: Int, length: Int) -> (line: String, before: Int, caret: Int) {
    let text = DiagnosticText.render([diagnostic(line, column: column, length: length, label: nil)], plain)
    let lines = text.split(separator: "\n").map(String.init)
    let caretLine = lines[4].dropFirst(5)
    return (
      String(lines[3].dropFirst(5)), caretLine.prefix { $0 == " " }.count, caretLine.count { $0 == "^" }
    )
  }

  @Test(
    "the caret is under the key, however wide what stands before it is",
    arguments: [
      ("abc: key", 6, 3, 5, 3), ("漢字: key", 5, 3, 6, 3), ("é: key", 4, 3, 3, 3), ("👩‍👩‍👧: key", 8, 3, 4, 3),
      ("key: 漢字", 6, 2, 5, 4), ("\tkey", 2, 3, 1, 3),
    ])
  func wide(line: String, column: Int, length: Int, before: Int, caret: Int) {
    let frame = framed(line, column: column, length: length)
    #expect(frame.before == before)
    #expect(frame.caret == caret)
  }

  @Test("of a long line only the part around the caret is shown", arguments: [1, 60, 5_000, 9_990])
  func long(column: Int) {
    let line = String(repeating: "abcdefghij", count: 1_000)
    let frame = framed(line, column: column, length: 3)
    #expect(frame.line.count <= 112)
    #expect(frame.caret == 3)
    let under = frame.line.dropFirst(frame.before).prefix(3)
    #expect(under == line.dropFirst(column - 1).prefix(3))
  }

  @Test("a caret over a whole long line ends with what is shown of it")
  func longCaret() {
    let frame = framed(String(repeating: "x", count: 10_000), column: 1, length: 10_000)
    #expect(frame.line.count <= 112)
    #expect(frame.before + frame.caret <= frame.line.count)
  }

  @Test("a place outside its line does no harm", arguments: [(0, 1), (100, 1), (1, 0), (3, 1_000_000)])
  func outside(column: Int, length: Int) {
    #expect(framed("short", column: column, length: length).caret >= 1)
  }

  @Test("what a file says cannot command a terminal", arguments: hostile)
  func hostileText(text: String) {
    var one = diagnostic(text, column: 1)
    one.message = text
    one.label = text
    one.help = [text]
    one.location?.path = text
    let shown = DiagnosticText.render([one], plain)
    #expect(isHarmless(shown))
  }

  @Test("twenty are shown, the rest is counted")
  func limit() {
    let text = DiagnosticText.render(Array(repeating: diagnostic("atleast: 1", column: 1), count: 27), plain)
    #expect(text.hasSuffix("\nand 7 more\n"))
    #expect(text.split(separator: "\n").count { $0.hasPrefix("error[") } == 20)
  }

  @Test("colours only where they are asked for")
  func colours() {
    #expect(DiagnosticText.render([diagnostic("x", column: 1)], ReportContext(color: true)).contains("\u{1B}["))
    #expect(!DiagnosticText.render([diagnostic("x", column: 1)], plain).contains("\u{1B}"))
  }
}

/// Nothing that a terminal obeys, and no line that a runner takes for a command.
func isHarmless(_ text: String) -> Bool {
  let isQuiet = text.unicodeScalars.allSatisfy { scalar in
    scalar == "\n"
      || !(scalar.value < 32 || (127...159).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
        || (0x2066...0x2069).contains(scalar.value))
  }
  let lines = text.utf8.split(separator: UInt8(ascii: "\n")).map { $0.drop { $0 == UInt8(ascii: " ") } }
  let commands = lines.contains { $0.starts(with: "::".utf8) }
  return isQuiet && !commands && !holds(text, "##[")
}

/// By scalars: a mark on a sign hides it from a comparison of characters, but not from whoever reads the bytes.
func holds(_ text: String, _ part: String) -> Bool {
  let (text, part) = (Array(text.utf8), Array(part.utf8))
  guard text.count >= part.count else { return false }
  return (0...(text.count - part.count)).contains { text[$0..<($0 + part.count)].elementsEqual(part) }
}
