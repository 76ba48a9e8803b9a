import EvalGateCore
import Testing

@Suite("shares of what broke")
struct AttributionTests {
  private typealias Failing = Set<Set<MixElement>>

  @Test(
    "shares are the Shapley values of each case, worked out by hand",
    arguments: [
      // The prompt alone.
      (Set([[.prompt], [.prompt, .route]]), [1.0, 0]), (Set([[.route], [.prompt, .route]]), [0, 1]),
      // Either breaks it, and only both do.
      (Set([[.prompt], [.route], [.prompt, .route]]), [0.5, 0.5]), (Set([[.prompt, .route]]), [0.5, 0.5]),
    ] as [(Set<Set<MixElement>>, [Double])])
  func two(failing: Set<Set<MixElement>>, shares: [Double]) {
    let attribution = Attribution(suite: "s", elements: [.prompt, .route], cases: ["a"]) { !failing.contains($1) }
    #expect(attribution.shares.map(\.cases) == shares)
    let kind: Attribution.Kind =
      switch failing.count {
      case 1: .together
      case 3: .either([.prompt, .route])
      default: .alone(shares[0] == 1 ? .prompt : .route)
      }
    #expect(attribution.kinds == [kind])
  }

  @Test("of three elements, where one breaks and another mends it")
  func three() {
    // It fails with the prompt, unless the policy is new too; with the route as well it fails whatever the policy is.
    let attribution = Attribution(suite: "s", elements: [.prompt, .policy, .route], cases: ["a"]) { _, set in
      !(set.contains(.prompt) && (!set.contains(.policy) || set.contains(.route)))
    }
    // By hand, with 1/3 for an element that comes first or last and 1/6 for each set of one before it: the prompt 1/3 + 1/6 + 1/3,
    // the policy −1/6 after the prompt, the route 1/3 after both.
    let sum = attribution.shares.reduce(0) { $0 + $1.cases }
    #expect(abs(sum - 1) < 1e-12)
    #expect(abs(attribution.shares[0].cases - 5.0 / 6) < 1e-12)
    #expect(abs(attribution.shares[1].cases - -1.0 / 6) < 1e-12)
    #expect(abs(attribution.shares[2].cases - 2.0 / 6) < 1e-12)
  }

  @Test("what does not break again is nobody's doing, and what was not measured is not guessed")
  func open() {
    let attribution = Attribution(suite: "s", elements: [.prompt, .route], cases: ["a", "b", "c"]) { id, set in
      switch id {
      case "a": true
      case "b": set == [.route] ? nil : set.isEmpty
      default: set.isEmpty
      }
    }
    #expect(attribution.kinds == [.unsteady, .unanswered, .either([.prompt, .route])])
    #expect(attribution.attributed == 1)
    #expect(attribution.shares.map(\.cases) == [0.5, 0.5])
  }

  @Test("what breaks already with nothing new but what cannot be mixed is not blamed on what can")
  func inseparable() {
    let attribution = Attribution(suite: "s", elements: [.prompt, .route], isWhole: false, cases: ["a", "b"]) {
      id, set in id == "b" && set.isEmpty
    }
    #expect(attribution.kinds == [.inseparable, .either([.prompt, .route])])
    #expect(attribution.attributed == 1)
    // Where nothing that changed can be mixed, both ends are one version, and nothing was asked again.
    let unmixed = Attribution(suite: "s", elements: [], cases: ["a"]) { _, _ in true }
    #expect(unmixed.kinds == [.inseparable])
    let nothing = Attribution(suite: "s", elements: [], isWhole: false, cases: ["a"]) { _, _ in false }
    #expect(nothing.kinds == [.inseparable])
  }
}
