import GateStatistics

extension GoldenGroups {
  static let estimates: [String: Compute] = [
    "proportion_ci": { input in
      let share = try Proportion(passes: input.int("x"), of: input.int("n")).need()
      let confidence = try input.double("conf")
      return .map([
        "wilson": try pair(share.wilson(confidence: confidence)),
        "clopper_pearson": try pair(share.clopperPearson(confidence: confidence)),
        "jeffreys": try pair(share.jeffreys(confidence: confidence)),
        "upper_one_sided": .maybe(share.upperBound(alpha: 1 - confidence)),
        "lower_one_sided": .maybe(share.lowerBound(alpha: 1 - confidence)),
      ])
    },
    "signflip_exact": { input in
      .map(["p_worse": .number(try SignFlipTest(input.doubles("cluster_totals"), seed: 0).need().pWorse)])
    },
    "signflip_mc": { input in
      let test = try SignFlipTest(
        input.doubles("cluster_totals"), seed: UInt64(input.int("seed")), resamples: input.int("resamples"))
      return .map(["p_worse": .number(try test.need().pWorse)])
    },
    "clustered_mean": { input in
      let mean = try ClusteredMean(
        drops: input.doubles("drop_per_case"), clusters: input["cluster"].list.map { try $0.string }
      ).need()
      let interval = try mean.interval(confidence: input.double("conf")).need()
      return .map([
        "mean": .number(mean.mean), "se_naive": .maybe(mean.naiveError), "se_cr0": .number(mean.cr0),
        "se_cr1": .maybe(mean.cr1), "G": .integer(mean.clusters), "df": .integer(mean.degreesOfFreedom),
        "ci_lo": .number(interval.lower), "ci_hi": .number(interval.upper),
      ])
    },
    "bootstrap_bca": { input in
      let boot = try Bootstrap(
        input.doubles("values"), seed: UInt64(input.int("seed")), resamples: input.int("resamples"),
        confidence: input.double("conf")
      ).need()
      return .map([
        "mean": .number(boot.mean), "pct_lo": .number(boot.percentile.lower), "pct_hi": .number(boot.percentile.upper),
        "z0": .number(boot.bias), "acc": .number(boot.acceleration), "bca_lo": .number(boot.bca.lower),
        "bca_hi": .number(boot.bca.upper), "boot_mean": .number(boot.resampledMean),
      ])
    },
    "quantile_ci": { input in
      let ranks = try QuantileRanks(n: input.int("n"), quantile: input.double("q"), confidence: input.double("conf"))
        .need()
      return .map([
        "rank_lo": .integer(ranks.lower), "rank_hi": .integer(ranks.upper), "coverage": .number(ranks.coverage),
      ])
    },
    "cost_ratio": { input in
      let cost = try CostRatio(baseline: input.doubles("base"), candidate: input.doubles("cand"))
      let confidence = try input.double("conf")
      let (delta, log) = try (cost.delta(confidence: confidence).need(), cost.logDelta(confidence: confidence).need())
      let fieller = cost.fieller(confidence: confidence)
      return .map([
        "ratio": .number(cost.ratio), "se_delta": .maybe(cost.error), "delta_lo": .number(delta.lower),
        "delta_hi": .number(delta.upper), "log_lo": .number(log.lower), "log_hi": .number(log.upper),
        "fieller_lo": .maybe(fieller?.lower), "fieller_hi": .maybe(fieller?.upper),
      ])
    },
    "multiplicity": { input in
      let p = try input.doubles("p")
      return .map([
        "holm": .numbers(try Multiplicity.holm(p).need()), "bh": .numbers(try Multiplicity.benjaminiHochberg(p).need()),
      ])
    },
    "two_proportions": { input in
      let two = TwoProportions(
        baseline: try Proportion(passes: input.int("base_pass"), of: input.int("base_n")).need(),
        candidate: try Proportion(passes: input.int("cand_pass"), of: input.int("cand_n")).need())
      let interval = try two.newcombe().need()
      return .map([
        "drop": .number(two.drop), "newcombe_lo": .number(interval.lower), "newcombe_hi": .number(interval.upper),
        "p_worse_fisher": .number(two.fisher.pWorseExact), "p_worse_midp": .number(two.fisher.pWorseMidP),
      ])
    },
    "welch": { input in
      func summary(_ key: String) throws -> SampleSummary {
        let three = try input[key].list
        return try SampleSummary(mean: three[0].number, deviation: three[1].number, n: three[2].integer).need()
      }
      let test = try WelchTest(
        baseline: summary("base"), candidate: summary("cand"), confidence: input.double("conf")
      ).need()
      return .map([
        "drop": .number(test.drop), "df": .number(test.degreesOfFreedom), "p_worse": .number(test.pWorse),
        "ci_lo": .number(test.interval.lower), "ci_hi": .number(test.interval.upper),
      ])
    },
  ]

  static let paired: [String: Compute] = [
    "mcnemar": { input in
      let test = try McNemarTest(broke: input.int("broke"), fixed: input.int("fixed")).need()
      return .map([
        "p_worse_exact": .number(test.pWorseExact), "p_worse_midp": .number(test.pWorseMidP),
        "p_better_midp": .number(test.pBetterMidP), "p_two_exact": .number(test.pTwoSidedExact),
        "p_two_midp": .number(test.pTwoSidedMidP), "chi2": .maybe(test.chiSquared), "p_chi2": .maybe(test.pChiSquared),
      ])
    },
    "newcombe_paired": { input in
      let table = try counts(input)
      let interval = try table.newcombe(confidence: input.double("conf")).need()
      return .map(["drop": .maybe(table.drop), "lo": .number(interval.lower), "hi": .number(interval.upper)])
    },
    "stratified_exact": { input in
      let test = try StratifiedTest(runs(input["cases"])).need()
      return .map([
        "T": .integer(test.passes), "E": .number(test.expected), "p_worse_exact": .number(test.pWorseExact),
        "p_worse_midp": .number(test.pWorseMidP), "p_better_midp": .number(test.pBetterMidP),
        "informative": .integer(test.informative),
      ])
    },
  ]

  static func counts(_ input: GoldenInput) throws -> PairedCounts {
    try PairedCounts(
      both: input.int("both"), broke: input.int("broke"), fixed: input.int("fixed"), neither: input.int("neither")
    ).need()
  }
}
