import StrictJSON
import Testing

@Suite("planning and noise")
struct PlanningTests {
  @Test("a plan without anything stored says what it does not know")
  func unknown() async throws {
    let project = try TemporaryProject(Sample.triage())
    try await Snapshot.expect([project.evalgate("plan")], "plan-unknown")
    #expect(!project.exists(".evalgate"))
  }

  @Test("a plan from five stored runs says what it takes and what each gate can see")
  func stored() async throws {
    let project = try await Self.refreshed()
    try await Snapshot.expect(
      [project.evalgate("plan", "--baseline", "evalsets/baselines/triage.jsonl", "--trials", "2", "--margin", "2pt")],
      "plan-stored")
  }

  @Test("a plan as JSON has numbers where the text has words, and null where nothing is known")
  func json() async throws {
    let project = try await Self.refreshed()
    let plan = try JSONValue(parsing: Array(try await project.evalgate("plan", "--json").run.output.utf8))
    #expect(plan["schema_version"]?.intValue == 1)
    #expect(plan["totals"]?["calls"]?.intValue == 20)
    #expect(plan["totals"]?["tokens"]?.intValue == 440)
    let gate = plan["gates"]?[0]
    #expect(gate?["noise"]?["measured"] == true)
    #expect(gate?["noise"]?["baseline_runs"]?.intValue == 5)
    #expect(gate?["finds"]?["kind"] == "drop")
    #expect(gate?["allowed"]?.isNull == true)
  }

  @Test("nothing selected is no plan")
  func empty() async throws {
    let project = try TemporaryProject(Sample.triage())
    #expect(try await project.evalgate("plan", "--case", "none-*").run.code == 4)
    #expect(try await project.evalgate("plan", "trage").run.error.contains("did you mean `triage`?"))
    #expect(try await project.evalgate("plan", "--margin", "2").run.code == 2)
  }

  @Test("noise asks twice, deals what came and says how often the gates block the same version")
  func noise() async throws {
    let project = try TemporaryProject(
      FlakyProject.files(
        "t-03:2 t-05:2 t-07:2 t-09:1",
        gates:
          "\n  accuracy: { metric: pass_rate, no_worse_than: baseline }\n  literal: { metric: pass_rate, at_least: baseline }\n  floor: { metric: pass_rate, at_least: 80% }"
      ))
    try await Snapshot.expect(
      [project.evalgate("noise", "--deals", "400"), project.evalgate("noise", "--stored", "--deals", "400")], "noise")
    #expect(!project.exists("evalsets/baselines"))
  }

  /// Three cases differ between the two runs. The literal rule blocks when more of them break than are fixed, which is when
  /// two or three of three coins fall that way: one half.
  @Test("the literal rule blocks an unchanged version as often as one counts by hand")
  func literal() async throws {
    let project = try TemporaryProject(
      FlakyProject.files(
        "t-03:2 t-05:2 t-07:2", gates: "{ literal: { metric: pass_rate, at_least: baseline } }"))
    let run = try await project.evalgate("noise", "--deals", "4000", "--json").run
    let report = try JSONValue(parsing: Array(run.output.utf8))
    let blocks = try #require(report["gates"]?[0]?["false_blocks"]?["hits"]?.intValue)
    #expect(abs(Double(blocks) / 4000 - 0.5) < 0.03, "\(run.output)")
  }

  @Test("the same seed gives the same bytes, another one other figures")
  func seeds() async throws {
    let project = try await Self.refreshed()
    let arguments = ["noise", "--stored", "--deals", "200", "--json"]
    let first = try await EvalGate.run(arguments, in: project)
    let second = try await EvalGate.run(arguments, in: project)
    let other = try await EvalGate.run(arguments + ["--seed", "7"], in: project)
    #expect(first.code == 0, "\(first.error)")
    #expect(first.output == second.output)
    #expect(first.output != other.output)
  }

  @Test("recordings and single runs are no repeats")
  func notEnough() async throws {
    let project = try await TemporaryProject.withBaseline()
    let run = try await project.evalgate("noise", "--stored").run
    #expect(run.code == 3)
    #expect(run.error.contains("noise/not-enough-repeats"), "\(run.error)")
  }

  private static func refreshed() async throws -> TemporaryProject {
    let project = try TemporaryProject(FlakyProject.files("t-03:2 t-05:3 t-09:1"))
    let refreshed = try await project.evalgate("baseline", "refresh", "--runs", "5")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "five runs")
    guard refreshed.run.code == 0, accepted.run.code == 0 else {
      throw TemporaryProject.Failure(refreshed.text + accepted.text)
    }
    return project
  }
}
