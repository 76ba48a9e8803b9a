import EvalGateCore
import EvalGateReporters
import Testing
import UnicodeText

@Suite("one case whole")
struct CaseTextTests {
  private func record(_ text: String) -> CaseRecord {
    CaseRecord(
      ordinal: 0, suite: text, caseID: text, caseDigest: noDigest, checksDigest: noDigest,
      location: SourceLocation(path: text, line: 31), trial: 1, promptVersion: text, policyVersion: text,
      evalsetVersion: text, modelRoute: text, passFail: .fail,
      messages: [Message(.user, text, toolCalls: [ToolCall(name: text, argumentsText: text)])],
      candidate: Candidate(
        answer: Answer(
          text: text, toolCalls: [ToolCall(name: text, argumentsText: text)], usage: Usage(input: 12_345, output: 6),
          model: text), failure: GenerationFailure(.model, .refused, text), latency: 1840, tries: 2, target: text,
        cost: 0.0012),
      decision: Decision(
        schema: .invalid(reason: text, problems: [UntrustedText(text)]),
        policy: PolicyVerdict(
          action: .reject, rule: text, reason: text, path: text,
          calls: [CallVerdict(index: 0, tool: text, outcome: .deny, rule: text)]), action: .reject, rule: text),
      findings: [Finding(CheckID(text), .failed, text)],
      waived: [WaivedCheck(check: text, until: CalendarDate(secondsSince1970: 0), owner: text)])
  }

  @Test(
    "no line is wider than the screen, words stay whole, and what is quoted keeps its gutter", arguments: [40, 60, 80])
  func narrow(width: Int) {
    let words = "a customer was charged twice for the same month and asks when the money comes back"
    let text = CaseText.render(record(words), before: nil, ReportContext(unicode: true, width: width))
    for line in text.split(separator: "\n") { #expect(String(line).displayWidth <= width, "\(line)") }
    let known = Set(words.split(separator: " "))
    let quoted = text.split(separator: "\n").filter { $0.hasPrefix("    │ ") && !$0.contains("(") && !$0.contains(")") }
    #expect(quoted.count > 2)
    for line in quoted {
      #expect(line.dropFirst(6).split(separator: " ").allSatisfy(known.contains), "\(line)")
    }
  }

  @Test("everything that was asked, answered, decided and found")
  func whole() {
    var before = outcome("x", .pass)
    before.excerpt = "y"
    #expect(
      CaseText.render(record("x"), before: before, plain) == """
        x/x  trial 1  fail
          place      x:31
          versions   prompt x · policy x · evalset x · route x
          answer     live · x · reported as x · 1.84 s · 12\u{202F}345 + 6 tokens · $0.00120 · 2 tries
          failure    model, refused: x

          user
            │ x
            │ x(x)

          output
            │ x
            │ x(x)

          decided
            schema   x
            policy   reject by x x x
            call     x deny by x
            action   reject by x

          checks
            ✗ x  x
            ! x  waived until 1970-01-01 (x)

          baseline
            passed 1 of 1
            │ y

        """)
  }

  @Test("without a comparable result it says so")
  func noBaseline() {
    #expect(CaseText.render(record("x"), before: nil, plain).hasSuffix("\n    no comparable result\n"))
  }

  @Test("hostile text in every place commands nothing", arguments: hostile)
  func hostileText(text: String) {
    #expect(isHarmless(CaseText.render(record(text), before: nil, plain)))
  }

  @Test("without Unicode every sign is plain")
  func asciiLocale() {
    #expect(CaseText.render(record("x"), before: nil, ascii).utf8.allSatisfy { $0 < 128 })
  }
}
