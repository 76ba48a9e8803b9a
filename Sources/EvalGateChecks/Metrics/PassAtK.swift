import EvalGateCore
import GateStatistics

/// The chance that at least one of k trials passes (Chen et al. 2021), without bias, as the mean over cases.
struct PassAtK: TrialDraw {
  static let id: MetricID = "pass_at_k"
  static let summary =
    "The chance that at least one of k trials passes, 1 - C(n-c, k) / C(n, k), as the mean over cases."

  let k: Int

  init(options: inout OptionReader) throws(Diagnostic) { k = try options.int("k", in: 1...1000) }

  static func chance(passes: Int, trials: Int, k: Int) -> Double {
    RepeatedRuns(passes: passes, runs: trials)?.passAt(k) ?? 0
  }
}
