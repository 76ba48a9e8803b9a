import EvalGateCore
import Testing

@Suite("what is kept of many failures")
struct KeptFailuresTests {
  /// Two kilobytes of text are kept of each of these.
  private func record(_ ordinal: Int) -> CaseRecord {
    CaseRecord(
      ordinal: ordinal, suite: "s", caseID: "c\(ordinal)", caseDigest: Digest(of: "c".utf8),
      checksDigest: Digest(of: "k".utf8), location: SourceLocation(path: "cases.jsonl", line: ordinal + 1), trial: 1,
      promptVersion: "1", evalsetVersion: "1", modelRoute: "r", passFail: .fail,
      candidate: Candidate(answer: Answer(text: "\(ordinal) " + String(repeating: "long ", count: 500))),
      decision: Decision(schema: .notAsked, action: .accept),
      findings: [Finding("equals", .failed, "expected x, got " + String(repeating: "y", count: 500))])
  }

  private func failures(_ ordinals: some Sequence<Int>) -> [CaseFailure] {
    let collector = RunCollector()
    for ordinal in ordinals { collector.add(record(ordinal), isSafety: false) }
    return collector.results().failures
  }

  /// Sixteen megabytes, of which each failure takes a little over two and a half kilobytes.
  private let more = 8_000

  @Test("every failure is told, and the first ones of the plan with what was answered")
  func first() throws {
    let kept = failures(0..<more)
    #expect(kept.map(\.caseID) == (0..<more).map { "c\($0)" })
    let end = try #require(kept.firstIndex { $0.output == nil })
    #expect((6_000..<7_000).contains(end))
    #expect(kept[..<end].allSatisfy { $0.output != nil } && kept[end...].allSatisfy { $0.output == nil })
    #expect(kept[end...].allSatisfy { $0.message.unsafeText.hasPrefix("expected x, got y") })
  }

  @Test("which ones does not depend on the order in which they came")
  func order() {
    let forwards = failures(0..<more)
    #expect(failures((0..<more).reversed()) == forwards)
    #expect(failures((0..<more).map { ($0 * 3_001) % more }) == forwards)
  }

  @Test("of a few failures everything is kept")
  func few() {
    let kept = failures([2, 0, 1])
    #expect(kept.allSatisfy { $0.output != nil && $0.message.unsafeText.utf8.count > 500 })
  }
}
