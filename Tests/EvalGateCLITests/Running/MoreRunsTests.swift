import StrictJSON
import Testing

/// Forty tickets of which both versions answer 38 rightly: no drop, and too few cases to rule out five points.
@Suite("more runs until it is proven")
struct MoreRunsTests {
  private static func project(more: String = "") async throws -> TemporaryProject {
    let project = try TemporaryProject(Sample.triage())
    try project.write(".evalgate/\n", to: ".gitignore")
    let gates =
      "\n  accuracy: { metric: accuracy, no_worse_than: baseline, on_unproven: more_runs }"
    try project.write(
      Sample.configuration(gates: gates).replacing("route: r,", with: "route: r,\(more)"), to: "evalgate.yml")
    try await project.commit("Version 13")
    let run = try await project.evalgate("run")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    guard run.run.code == 0, accepted.run.code == 0 else { throw TemporaryProject.Failure(run.text + accepted.text) }
    try await project.commit("Accept version 13")
    // Other words, the same answers.
    try project.write(
      """
      id: triage
      version: 14
      messages:
        - { role: system, content: "One word." }
        - { role: user, content: "{{first}}" }
      changelog: [{ version: 14, why: shorter, back_to: 13 }]

      """, to: "prompts/triage.prompt.yml")
    return project
  }

  @Test("both versions are asked every case three times and three times more, and the end is said")
  func ceiling() async throws {
    let project = try await Self.project()
    try await Snapshot.expect(
      [project.evalgate("run", "--save", "r.jsonl"), project.evalgate("explain", "accuracy", "--run", "r.jsonl")],
      "more-runs")
    let fresh = try ConfirmationTests.lines(project.read("r.jsonl"), "confirm")
    let trials = Set(fresh.compactMap { $0["trial"]?.intValue })
    #expect(fresh.count == 480)
    #expect(trials == Set(2...7))
  }

  @Test("deciding again reuses them and asks nobody")
  func again() async throws {
    let project = try await Self.project()
    _ = try await project.evalgate("run")
    let again = try await project.evalgate("gate", "latest")
    #expect(again.run.code == 0, "\(again.text)")
    #expect(again.run.output.contains("6 fresh runs of both versions on 40 cases did not settle it"), "\(again.text)")
  }

  @Test("where they are not wanted or not to be had, the row says why and the run goes on")
  func cannot() async throws {
    let project = try await Self.project()
    let run = try await project.evalgate("run", "--no-confirm")
    #expect(run.run.code == 0, "\(run.text)")
    #expect(run.run.output.contains("no more runs: `--no-confirm` was given"), "\(run.text)")
    #expect(run.run.output.contains("40 live"), "\(run.text)")
  }

  /// Every call may need 4,102 tokens and takes about 7: the run has enough, the 240 calls of three rounds have not.
  @Test("the budget bounds them: what it does not reach is not asked, and nothing passes on it")
  func budget() async throws {
    let project = try await Self.project()
    let run = try await project.evalgate("run", "--budget", "tokens=4500")
    #expect(run.run.code == 0, "\(run.text)")
    #expect(run.run.output.contains("~ accuracy"), "\(run.text)")
    #expect(run.run.output.contains("no more runs: no fresh answer of the base version (budget)"), "\(run.text)")
  }

  @Test("replayed answers are no evidence, except where recordings are allowed")
  func replayed() async throws {
    let denied = try await Self.project()
    _ = try await denied.evalgate("run", "--mode", "record")
    let refused = try await denied.evalgate("run", "--mode", "replay")
    #expect(refused.run.code == 0, "\(refused.text)")
    #expect(refused.run.output.contains("no more runs: "), "\(refused.text)")

    let allowed = try await Self.project(more: " recordings: allow,")
    _ = try await allowed.evalgate("run", "--mode", "record")
    var files: Set<String> = []
    for concurrency in ["1", "7"] {
      let run = try await allowed.evalgate(
        "run", "--mode", "replay", "--concurrency", concurrency, "--save", "r.jsonl")
      #expect(run.run.output.contains("520 replayed"), "\(run.text)")
      files.insert(try allowed.read("r.jsonl"))
    }
    #expect(files.count == 1)
  }

  @Test("a plan says how many calls that may be")
  func planned() async throws {
    let project = try await Self.project()
    let plan = try await project.evalgate("plan")
    #expect(plan.run.output.contains("up to 480 more calls while it is unproven"), "\(plan.text)")
  }
}
