import GateStatistics

extension GoldenGroups {
  static let decisions: [String: Compute] = [
    "decide_accuracy": { input in
      let rules: [String: AccuracyRule] = ["paired": .noWorseThan, "strict": .atLeast, "noninferior": .nonInferior]
      let settings = AccuracySettings(
        rule: try rules[input.text("mode")].need(), alpha: try input.double("alpha"), margin: try input.double("margin")
      )
      do throws(Undecided) {
        let table = try? counts(input)
        guard let table else { throw .invalidInput }
        let result = try AccuracyGate.decide(table, settings: settings)
        return .map([
          "n": .integer(result.n), "baseline": .number(result.baseline), "candidate": .number(result.candidate),
          "drop": .number(result.drop), "broke": .integer(result.broke), "fixed": .integer(result.fixed),
          "p_worse": .number(result.pWorse), "ci_lo": .maybe(result.interval?.lower),
          "ci_hi": .maybe(result.interval?.upper), "mde": .maybe(result.minimumDetectableDrop),
          "noninferior": .flag(result.nonInferior), "verdict": .text(result.verdict.rawValue),
        ])
      } catch { return undecided(error) }
    },
    "decide_two_stage": { input in
      let rule = try StoredConfirmation(
        stageOneAlpha: input.double("alpha1"), confirmAlpha: input.double("alpha2"),
        trigger: ConfirmTrigger(rawValue: input.text("trigger")).need()
      ).need()
      let fresh = input.has("fresh") ? try runs(input["fresh"]) : nil
      let result = try rule.decide(stored: runs(input["stage1"]), fresh: fresh)
      return .map([
        "p1": .number(result.stageOneP), "changed_worse": .integer(result.changed.worse),
        "changed_better": .integer(result.changed.better), "confirm_needed": .flag(result.confirmNeeded),
        "rerun_cases": .list(result.changed.indices.map { .integer($0) }), "p2": .maybe(result.confirmP),
        "p_gate": .number(result.gateP), "verdict": .text(result.verdict.rawValue),
      ])
    },
    "decide_fresh": { input in
      let rule = try FreshConfirmation(sequentialAlpha: input.double("alpha_a"), finalAlpha: input.double("alpha_b"))
        .need()
      let outcomes = try input.ints("fresh_discordant").map { $0 > 0 ? FreshOutcome.broke : .fixed }
      let result = try rule.decide(outcomes, finalP: input["p2"].optionalNumber)
      return .map([
        "stop_index": .maybe(result.stopIndex), "anytime_p": .number(result.anytimeP), "p_gate": .number(result.gateP),
        "verdict": .text(result.verdict.rawValue),
      ])
    },
    "decide_rate": { input in
      let (passes, n, threshold) = try (input.int("passes"), input.int("n"), input.double("threshold"))
      let (rule, alpha) = try (RateRule(rawValue: input.text("mode")).need(), input.double("alpha"))
      do throws(Undecided) {
        let result = try RateGate.decide(passes: passes, of: n, threshold: threshold, rule: rule, alpha: alpha)
        return .map([
          "verdict": .text(result.verdict.rawValue), "rate": .number(result.rate), "lower": .number(result.lower),
          "upper": .number(result.upper), "allowed_failures": .integer(result.allowedFailures),
        ])
      } catch { return undecided(error) }
    },
    "decide_safety": { input in
      let (failures, attempts) = try (input.int("failures"), input.int("attempts"))
      let (unverified, alpha) = try (input.int("unverified"), input.double("alpha"))
      do throws(Undecided) {
        let result = try SafetyGate.decide(failures: failures, attempts: attempts, unverified: unverified, alpha: alpha)
        return .map([
          "verdict": .text(result.verdict.rawValue), "failures": .integer(result.failures),
          "upper_bound": .number(result.upperBound), "rule_of_three": .maybe(result.ruleOfThree),
        ])
      } catch { return undecided(error) }
    },
    "decide_p95": { input in
      let (times, budget) = try (input.doubles("latency_ms"), input.double("budget_ms"))
      let (rule, alpha) = try (BudgetRule(rawValue: input.text("mode")).need(), input.double("alpha"))
      do throws(Undecided) {
        let result = try LatencyGate.decide(times, budget: budget, rule: rule, alpha: alpha)
        return .map([
          "verdict": .text(result.verdict.rawValue), "p95": .number(result.p95), "over": .integer(result.over),
          "p_over": .number(result.pOver), "ci_lo": .number(result.interval.lower),
          "ci_hi": .number(result.interval.upper),
        ])
      } catch { return undecided(error) }
    },
    "decide_cost": { input in
      let (baseline, candidate) = try (input.doubles("base"), input.doubles("cand"))
      let (tolerance, rule) = try (input.double("tolerance"), BudgetRule(rawValue: input.text("mode")).need())
      do throws(Undecided) {
        let result = try CostGate.decide(baseline: baseline, candidate: candidate, tolerance: tolerance, rule: rule)
        return .map([
          "verdict": .text(result.verdict.rawValue), "ratio": .number(result.cost.ratio),
          "lo90": .number(result.interval.lower), "hi90": .number(result.interval.upper),
        ])
      } catch { return undecided(error) }
    },
    "decide_canary": { input in
      let canary = try Canary(
        margin: input.double("margin"), alpha: input.double("alpha"), beta: input.double("beta"),
        minimumPairs: input.int("min_n")
      ).need()
      let result = try canary.decide(worse: input.int("worse"), better: input.int("better"), tie: input.int("tie"))
      return .map([
        "verdict": .text(result.verdict.rawValue), "ln_e_worse": .number(result.worse.logE),
        "ln_e_ok": .number(result.acceptable.logE), "anytime_p_worse": .number(result.worse.anytimeP),
      ])
    },
    "decide_slices": { input in
      let slices = try input["slices"].list.map { slice in
        try SliceCounts(
          baselinePasses: slice.int("base_pass"), baselineCount: slice.int("base_n"),
          candidatePasses: slice.int("cand_pass"), candidateCount: slice.int("cand_n")
        ).need()
      }
      let results = try SliceGate.decide(
        slices, q: input.double("q"), minimumDrop: input.double("min_drop"), minimumSize: input.int("min_n"))
      return .map([
        "slices": .list(
          results.map { result in
            var fields: [String: GoldenValue] = [
              "p": .maybe(result.p), "p_bh": .maybe(result.adjustedP), "verdict": .text(result.verdict.rawValue),
            ]
            if let drop = result.drop { fields["drop"] = .number(drop) }
            return .map(fields)
          })
      ])
    },
  ]
}
