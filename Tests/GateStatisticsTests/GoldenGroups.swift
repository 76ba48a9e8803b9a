import GateStatistics

/// How each group of the shared file is computed from its input, by the group's name.
enum GoldenGroups {
  typealias Compute = @Sendable (GoldenInput) throws -> GoldenValue

  static let all: [String: Compute] = [tails, estimates, paired, sequential, judge, driftAndPlan, decisions]
    .reduce(into: [:]) { $0.merge($1) { first, _ in first } }

  static let tails: [String: Compute] = [
    "normal_cdf": { .map(["value": .number(Normal.cdf(try $0.double("x")))]) },
    "normal_ppf": { .map(["value": .number(Normal.quantile(try $0.double("p")))]) },
    "t_cdf": { input in
      let law = try StudentT(degreesOfFreedom: input.double("df")).need()
      return .map(["value": .number(law.cdf(try input.double("x")))])
    },
    "t_ppf": { input in
      let law = try StudentT(degreesOfFreedom: input.double("df")).need()
      return .map(["value": .number(law.quantile(try input.double("p")))])
    },
    "betainc": { input in
      let law = try BetaDistribution(input.double("a"), input.double("b")).need()
      return .map(["value": .number(law.cdf(try input.double("x")))])
    },
    "beta_ppf": { input in
      let law = try BetaDistribution(input.double("a"), input.double("b")).need()
      return .map(["value": .number(law.quantile(try input.double("p")))])
    },
    "binom": { input in
      let law = try Binomial(n: input.int("n"), p: input.double("p")).need()
      let k = try input.int("k")
      return .map(["pmf": .number(law.pmf(k)), "cdf": .number(law.cdf(k)), "sf": .number(law.sf(k))])
    },
    "chi2_sf": { input in
      let law = try ChiSquared(degreesOfFreedom: input.double("df")).need()
      return .map(["value": .number(law.sf(try input.double("x")))])
    },
    "splitmix64": { input in
      var random = SplitMix64(seed: UInt64(try input.int("seed")))
      let first = (0..<8).map { _ -> GoldenValue in
        let hex = String(random.next(), radix: 16)
        return .text(String(repeating: "0", count: 16 - hex.count) + hex)
      }
      return .map([
        "first8_hex": .list(first), "below_100_next5": .list((0..<5).map { _ in .integer(random.below(100)) }),
      ])
    },
  ]

  static func pair(_ interval: Interval?) throws -> GoldenValue {
    let interval = try interval.need()
    return .numbers([interval.lower, interval.upper])
  }

  static func runs(_ input: GoldenInput) throws -> [CaseRuns] {
    try input.list.map { one in
      let four = try one.list.map { try $0.integer }
      return try CaseRuns(
        baselinePasses: four[0], baselineRuns: four[1], candidatePasses: four[2], candidateRuns: four[3]
      ).need()
    }
  }

  static func undecided(_ error: Undecided) -> GoldenValue {
    .map(["verdict": .text("undecided"), "reason": .text(error.reason)])
  }
}
