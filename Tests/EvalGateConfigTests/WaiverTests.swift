import EvalGateConfig
import EvalGateCore
import Testing

@Suite("waivers")
struct WaiverTests {
  private func repository(_ waivers: String) -> MemoryFiles {
    files(["triage.cases.jsonl": #"{"id": "a", "text": "x", "expected": "y"}"#, "triage.waivers.yml": waivers])
  }

  private static let today = CalendarDate(year: 2026, month: 6, day: 10)

  @Test("a waiver is read with reason, owner and day")
  func read() async throws {
    let project = try await load(
      repository("- { case: a, check: equals, reason: known, owner: ines, expires: 2026-07-30 }"), today: Self.today)
    let waiver = project.suites[0].evalset.waivers[0]
    #expect(waiver.caseID == "a" && waiver.check == "equals" && waiver.reason == "known" && waiver.owner == "ines")
    #expect(waiver.expires == CalendarDate("2026-07-30") && project.notes.isEmpty)
  }

  @Test(
    "a waiver that cannot hold is an error",
    arguments: [
      (
        "- { case: b, reason: r, owner: o, expires: 2026-06-30 }",
        "waiver/invalid triage.waivers.yml:1:3: waiver for case `b`, which is not in this evalset"
      ),
      (
        "- { case: a, check: equal, reason: r, owner: o, expires: 2026-06-30 }",
        "waiver/invalid triage.waivers.yml:1:3: waiver for check `equal`, which judges no case of this evalset"
      ),
      (
        "- { case: a, reason: r, owner: o, expires: 2026-09-09 }",
        "waiver/invalid triage.waivers.yml:1:3: waiver of `a` lasts 91 days, at most 90 are allowed"
      ),
      (
        "- { case: a, reason: r, owner: o, expires: 2026-02-30 }",
        "file/wrong-type triage.waivers.yml:1:44: `expires` must be a day such as `2026-06-30`, not `2026-02-30`"
      ),
      (
        "- { case: a, owner: o, expires: 2026-06-30 }", "file/missing-key triage.waivers.yml:1:3: waiver needs `reason`"
      ),
      (
        "- { case: a, reason: \"\", owner: o, expires: 2026-06-30 }",
        "waiver/invalid triage.waivers.yml:1:22: `reason` of a waiver says nothing"
      ),
      (
        "- { case: a, reason: r, owner: \"  \", expires: 2026-06-30 }",
        "waiver/invalid triage.waivers.yml:1:32: `owner` of a waiver says nothing"
      ),
      (
        "- { case: a, check: equals }",
        "file/missing-key triage.waivers.yml:1:3: waiver needs `reason`, `owner`, `expires`"
      ),
    ])
  func errors(text: String, message: String) async {
    let found = await problems(repository(text), today: Self.today)
    #expect(found == [message])
  }

  @Test(
    "an expired waiver is a warning and counts again, one that ends soon is told ahead",
    arguments: [
      ("2026-06-07", "waiver/expired triage.waivers.yml:1:3: waiver of `a` expired 3 days ago (o)"),
      ("2026-06-17", "waiver/expiring triage.waivers.yml:1:3: waiver of `a` expires on 2026-06-17 (o)"),
    ])
  func ends(day: String, message: String) async throws {
    let project = try await load(repository("- { case: a, reason: r, owner: o, expires: \(day) }"), today: Self.today)
    #expect(project.notes.map(\.line) == [message])
    #expect(project.suites[0].evalset.waivers.count == 1)
  }
}
