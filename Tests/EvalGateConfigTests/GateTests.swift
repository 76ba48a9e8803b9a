import EvalGateConfig
import EvalGateCore
import Testing

@Suite("gates")
struct GateTests {
  private func configuration(_ gate: String) -> MemoryFiles {
    files(["evalgate.yml": "version: 1\ngates: { g: { \(gate) } }"])
  }

  @Test(
    "a bound is read in the unit of its metric",
    arguments: [
      ("metric: pass_rate, at_least: 99.5%", .atLeast(.value(Quantity(0.995, .percent)))),
      ("metric: pass_rate, exactly: 100%", .exactly(.value(Quantity(1, .percent)))),
      ("metric: pass_rate, at_least: baseline", .atLeast(.baseline(plus: 0))),
      ("metric: pass_rate, no_worse_than: baseline", .noWorseThanBaseline),
      ("metric: latency_p95, at_most: 2.5s", .atMost(.value(Quantity(2500, .time)))),
      ("metric: cost_tokens, at_most: baseline + 10%", .atMost(.baseline(plus: 0.1))),
      ("metric: cost_tokens, at_most: baseline - 5%", .atMost(.baseline(plus: -0.05))),
      ("metric: cost_usd, at_most: 0.002", .atMost(.value(Quantity(0.002)))),
    ] as [(String, Bound)])
  func bounds(gate: String, bound: Bound) async throws {
    #expect(try await load(configuration(gate)).gates.map(\.bound) == [bound])
  }

  @Test(
    "a number where a rate is meant says how to write it",
    arguments: [("0.9", "write `90%`"), ("90", "write `90%`"), ("0.995", "write `99.5%`"), ("1", "write `100%`")])
  func rates(number: String, label: String) async {
    let found = await diagnostics(configuration("metric: pass_rate, at_least: \(number)"))
    #expect(found.map(\.label) == [label])
  }

  @Test(
    "a gate that is written wrong is an error with its place",
    arguments: [
      ("metric: pass_rate", "gate/bound evalgate.yml:2:13: gate `g` has no bound"),
      (
        "metric: pass_rate, at_least: 1%, at_most: 2%",
        "gate/bound evalgate.yml:2:57: gate `g` has two bounds, `at_least` and `at_most`"
      ),
      (
        "metric: f1, label: x, no_worse_than: baseline",
        "gate/bound evalgate.yml:2:52: `no_worse_than` needs a pass or a score for every case, which `f1` does not have"
      ),
      ("metric: f1, at_least: 90%", "file/missing-key evalgate.yml:2:13: gate `g` needs `label`"),
      (
        "metric: latency_p95, at_most: 800",
        "file/wrong-type evalgate.yml:2:45: `at_most` must be a time such as `2.5s` or `800ms`, not `800`"
      ),
      (
        "metric: pass_rate, at_least: 120%",
        "file/wrong-type evalgate.yml:2:44: `at_least` must be a rate from `0%` to `100%`, not `120%`"
      ),
      (
        "metric: pass_rate, at_least: 90%, margin: 1pt",
        "gate/bound evalgate.yml:2:57: `margin` goes with `no_worse_than` only"
      ),
      (
        "metric: pass_rate, at_least: 90%, exact: true",
        "gate/bound evalgate.yml:2:56: `exact` goes with `no_worse_than` only"
      ),
      (
        "metric: pass_rate, suite: triag, at_least: 90%", "config/unknown-name evalgate.yml:2:41: unknown suite `triag`"
      ),
      ("metric: pass_rate, atleast: 93%", "gate/unknown-key evalgate.yml:2:34: unknown key `atleast` in gate `g`"),
      (
        "metric: cost_tokens, at_most: baseline + 10",
        "file/wrong-type evalgate.yml:2:45: `at_most` must be `baseline` or a share of it such as `baseline + 10%`, not `baseline + 10`"
      ),
    ])
  func errors(gate: String, message: String) async {
    let found = await problems(configuration(gate))
    #expect(found.contains(message))
  }

  @Test("a filter, a floor and waivers are read")
  func filter() async throws {
    let gate = try await load(
      configuration(
        "metric: pass_rate, suite: triage, severity: blocking, tags: hard, exactly: 100%, min_cases: 20, waivers: never, block: false"
      )
    ).gates[0]
    #expect(gate.filter == CaseFilter(tags: ["hard"], severity: .blocking))
    #expect(gate.minCases == 20 && !gate.waiversAllowed && !gate.blocks && gate.suite == "triage")
  }

  @Test("a comparing gate may take the whole tail for its p", arguments: [(", exact: true", true), ("", false)])
  func exact(key: String, isExact: Bool) async throws {
    let gate = try await load(configuration("metric: pass_rate, no_worse_than: baseline" + key)).gates[0]
    #expect(gate.isExact == isExact)
  }

  @Test("without gates, a suite with a schema gets one on it, before the pass rate")
  func defaults() async throws {
    let project = try await load(
      files([
        "evalgate.yml": "version: 1",
        "triage.prompt.yml": (smallest["triage.prompt.yml"] ?? "") + "\noutput: { schema: { type: object } }",
      ]))
    #expect(project.gates.map(\.name) == ["schema", "pass_rate"])
    #expect(project.gates[0].bound == .atLeast(.value(Quantity(0.99, .percent))))
  }
}
