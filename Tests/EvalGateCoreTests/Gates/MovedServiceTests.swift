import EvalGateCore
import Testing

@Suite("times and amounts beside those of the baseline")
struct MovedServiceTests {
  private static func beside(
    _ before: [TrialOutcome], _ after: [TrialOutcome], _ ability: SuiteConfirmation.Ability = .possible
  ) -> SuiteEvidence {
    let plain = SuiteEvidence(singles(before), singles(after))
    return SuiteEvidence(
      name: plain.name, isSafety: false, hasSchema: false, maxMissing: plain.maxMissing, planned: plain.planned,
      outcomes: plain.outcomes, base: plain.base, confirmation: SuiteConfirmation(ability: ability))
  }

  private static let slower = rule(.atMost(.baseline(plus: 0.5)), metric: P95.compiled)
  private static let dearer = rule(.atMost(.baseline(plus: 0.1)), metric: Tokens.compiled)

  @Test("a service that is slower, or counts more, is no change's doing where both sides are one version")
  func drift() {
    for (gate, before, after) in [
      (Self.slower, many(120, .took(200)), many(120, .took(400))),
      (Self.dearer, many(120, .used(200)), many(60, .used(500)) + many(60, .used(600))),
    ] {
      #expect(verdict(gate, Self.beside(before, after)) == .block)
      let same = weigh(gate, Self.beside(before, after, .sameVersion))
      #expect(
        same.verdict == .unproven && same.reason?.hasPrefix("drift: both sides are one version") == true, "\(same)")
    }
  }

  @Test("a route that goes about asking otherwise may be what is slower, and counts no more for that")
  func conduct() {
    var suite = Self.beside(many(120, .took(200)), many(120, .took(400)), .sameVersion)
    suite.isConductedAlike = false
    #expect(verdict(Self.slower, suite) == .block)
  }

  @Test("answers over the limit block where the quantile is over it", arguments: [5, 9])
  func over(count: Int) {
    let suite = Self.beside(many(120, .took(300)), many(count, .took(600)) + many(120 - count, .took(300)))
    let gate = weigh(Self.slower, suite)
    #expect(gate.verdict == (count > 6 ? .block : .pass), "\(gate)")
  }
}
