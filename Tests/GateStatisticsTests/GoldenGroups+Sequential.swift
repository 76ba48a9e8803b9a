import GateStatistics
import StrictJSON

extension GoldenGroups {
  static let sequential: [String: Compute] = [
    "e_worse": { input in
      let evidence = try EValue.worse(broke: input.int("broke"), fixed: input.int("fixed")).need()
      return .map(["ln_e": .number(evidence.logE), "anytime_p": .number(evidence.anytimeP)])
    },
    "e_noninferior": { input in
      let evidence = try EValue.nonInferior(
        broke: input.int("broke"), fixed: input.int("fixed"), tie: input.int("tie"), margin: input.double("margin"),
        grid: input.int("grid"))
      return .map(["ln_e": .number(try evidence.need().logE)])
    },
    "e_worse_repeated_baseline": { input in
      var informative: [Int: Int] = [:]
      for (total, count) in try input["informative_by_total"].value.objectValue.need() {
        informative[try Int(total).need()] = try count.intValue.need()
      }
      let evidence = try EValue.worse(
        informative: informative, candidateFailures: input.int("cand_failures"), baselineRuns: input.int("k_base"))
      return .map(["ln_e": .number(try evidence.need().logE)])
    },
    "group_sequential": { input in
      var test = try GroupSequential(
        planned: input.int("N"), alpha: input.double("alpha"),
        spending: Spending(rawValue: input.text("spending")).need()
      ).need()
      for look in try input["looks"].list where !test.hasStopped {
        let seen = test.look(
          done: try look.int("n"), newNullFailures: try look.doubles("new_null_fail_probs"),
          failures: try look.int("cum_cand_failures"))
        _ = try seen.need("look")
      }
      let looks = test.looks.map { look -> GoldenValue in
        .map(["boundary": .maybe(look.boundary), "spent": .number(look.spent), "crossed": .flag(look.crossed)])
      }
      return .map(["looks": .list(looks), "stopped_at_look": .maybe(test.looks.firstIndex(where: \.crossed))])
    },
    "confidence_sequence_prpl_eb": { input in
      var sequence = try ConfidenceSequence(alpha: input.double("alpha")).need()
      for score in try input.doubles("x") { sequence.record(score) }
      return .map([
        "lo": .number(sequence.interval.lower), "hi": .number(sequence.interval.upper),
        "lo_running": .number(sequence.running.lower), "hi_running": .number(sequence.running.upper),
      ])
    },
  ]

  static let judge: [String: Compute] = [
    "judge_corrected_rate": { input in
      let calibration = try JudgeCalibration(
        judgePassGivenPass: input.int("judge_pass_given_pass"), truePass: input.int("calib_true_pass"),
        judgeFailGivenFail: input.int("judge_fail_given_fail"), trueFail: input.int("calib_true_fail")
      ).need()
      let judged = try Proportion(passes: input.int("judge_pass"), of: input.int("n")).need()
      let rate = try calibration.corrected(judged, confidence: input.double("conf")).need()
      return .map([
        "youden": .number(rate.youden), "theta": .maybe(rate.rate), "theta_unclipped": .maybe(rate.unclipped),
        "lo": .maybe(rate.interval?.lower), "hi": .maybe(rate.interval?.upper),
        "calibration_mismatch": .flag(rate.isMismatch),
      ])
    },
    "agreement": { input in
      let table = try input["table_human_rows_judge_cols"].list.map { try $0.list.map { try $0.integer } }
      let result = try Agreement(table).need()
      return .map([
        "n": .integer(result.n), "agreement": .number(result.agreement), "kappa": .maybe(result.kappa),
        "kappa_se": .maybe(result.kappaError), "kappa_lo": .maybe(result.kappaInterval()?.lower),
        "kappa_hi": .maybe(result.kappaInterval()?.upper), "kappa_linear": .maybe(result.kappaLinear),
        "kappa_quadratic": .maybe(result.kappaQuadratic), "ac1": .maybe(result.ac1),
        "alpha_nominal": .maybe(result.alphaNominal), "alpha_ordinal": .maybe(result.alphaOrdinal),
        "alpha_interval": .maybe(result.alphaInterval),
      ])
    },
    "krippendorff_missing": { input in
      let raters = try input["raters"].list.map { try $0.list.map { try $0.optionalNumber } }
      return .map(
        Dictionary(
          uniqueKeysWithValues: MeasurementLevel.allCases.map {
            ($0.rawValue, .maybe(Krippendorff.alpha(raters: raters, level: $0)))
          }))
    },
    "ppi_mean": { input in
      func estimate(_ tuning: PredictionPoweredMean.Tuning) throws -> PredictionPoweredMean {
        try PredictionPoweredMean(
          human: input.doubles("human"), judgeOnLabelled: input.doubles("judge_on_labelled"),
          judgeOnUnlabelled: input.doubles("judge_on_unlabelled"), tuning: tuning, confidence: 1 - input.double("alpha")
        ).need()
      }
      let (plain, tuned, human) = try (estimate(.plain), estimate(.tuned), input.doubles("human"))
      return .map([
        "ppi_point": .number(plain.mean), "ppi_lo": .number(plain.interval.lower),
        "ppi_hi": .number(plain.interval.upper),
        "ppi_tuned_point": .number(tuned.mean), "ppi_tuned_lo": .number(tuned.interval.lower),
        "ppi_tuned_hi": .number(tuned.interval.upper), "human_only": .maybe(ClusteredMean(drops: human)?.mean),
      ])
    },
    "position_bias": { input in
      let bias = try PositionBias(
        consistentA: input.int("consistent_a"), consistentB: input.int("consistent_b"),
        firstBoth: input.int("first_both"), secondBoth: input.int("second_both"), tie: input.int("tie")
      ).need()
      return .map([
        "consistency": .number(bias.consistency.rate), "consistency_wilson": try pair(bias.consistency.wilson()),
        "p_position": .number(bias.p), "first_share": .maybe(bias.firstShare),
      ])
    },
  ]

  static let driftAndPlan: [String: Compute] = [
    "ks": { input in
      let test = try KolmogorovSmirnov(input.doubles("a"), input.doubles("b")).need()
      return .map([
        "D": .number(test.distance), "p_exact": .maybe(test.exactP), "p_asymptotic": .number(test.asymptoticP),
      ])
    },
    "psi": { input in
      let index = try StabilityIndex(expected: input.ints("expected"), observed: input.ints("observed")).need()
      return .map(["psi": .number(index.value), "noise_limit95": .number(index.noiseLimit)])
    },
    "monitors": { input in
      var monitor = try DriftMonitor(
        p0: input.double("p0"), p1: input.double("p1"), cusumThreshold: input.double("cusum_h"),
        alpha: input.double("sr_alpha")
      ).need()
      for failed in try input.ints("fail") { monitor.record(failed: failed == 1) }
      return .map([
        "cusum_final": .number(monitor.cusum), "cusum_max": .number(monitor.cusumMax),
        "cusum_alarm": .maybe(monitor.cusumAlarm), "ln_sr_final": .number(monitor.logEvidence),
        "sr_alarm": .maybe(monitor.alarm),
      ])
    },
    "power": { input in
      let plan = try PairedPlan(n: input.int("n"), noiseDiscordance: input.double("noise_discordance")).need()
      let alpha = try input.double("alpha")
      return .map([
        "exact_power": .maybe(plan.exactPower(drop: try input.double("drop"), alpha: alpha)),
        "mde80_formula": .maybe(plan.minimumDetectableDrop(alpha: alpha)),
      ])
    },
    "pass_k": { input in
      let runs = try RepeatedRuns(passes: input.int("passes"), runs: input.int("runs")).need()
      let k = try input.int("k")
      return .map(["pass_at_k": .maybe(runs.passAt(k)), "pass_hat_k": .maybe(runs.passHat(k))])
    },
    "flake": { input in
      let cases = try input["cases"].list.map { one in
        try RepeatedRuns(passes: one.list[0].integer, runs: one.list[1].integer).need()
      }
      let fit = try FlakeFit(cases).need()
      return .map([
        "noise_discordance": .maybe(RepeatedRuns.noiseDiscordance(cases)),
        "unstable_cases": .integer(cases.count(where: \.isUnstable)), "bb_loglik": .number(fit.logLikelihood),
        "bb_mean": .number(fit.mean), "bb_rho": .number(fit.rho),
        "post_mean_first": .number(fit.posteriorMean(cases[0])),
      ])
    },
  ]
}
