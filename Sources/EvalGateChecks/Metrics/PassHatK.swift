import EvalGateCore
import GateStatistics

/// The chance that k trials all pass (Yao et al. 2024, tau-bench), without bias, as the mean over cases.
struct PassHatK: TrialDraw {
  static let id: MetricID = "pass_hat_k"
  static let summary = "The chance that k trials all pass, C(c, k) / C(n, k), as the mean over cases."

  let k: Int

  init(options: inout OptionReader) throws(Diagnostic) { k = try options.int("k", in: 1...1000) }

  static func chance(passes: Int, trials: Int, k: Int) -> Double {
    RepeatedRuns(passes: passes, runs: trials)?.passHat(k) ?? 0
  }
}
