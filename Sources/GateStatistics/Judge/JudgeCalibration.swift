/// How a pass/fail judge compares with human labels (specification 5).
public struct JudgeCalibration: Hashable, Sendable {
  /// Human passes the judge passed, and all human passes.
  public let judgePassGivenPass, truePass: Int
  /// Human fails the judge failed, and all human fails.
  public let judgeFailGivenFail, trueFail: Int

  /// A calibration; nil when an agreement is not within 0...class size or a class is beyond 2^49.
  public init?(judgePassGivenPass: Int, truePass: Int, judgeFailGivenFail: Int, trueFail: Int) {
    guard (0...(1 << 49)).contains(truePass), (0...(1 << 49)).contains(trueFail),
      (0...truePass).contains(judgePassGivenPass), (0...trueFail).contains(judgeFailGivenFail)
    else { return nil }
    (self.judgePassGivenPass, self.truePass) = (judgePassGivenPass, truePass)
    (self.judgeFailGivenFail, self.trueFail) = (judgeFailGivenFail, trueFail)
  }

  /// The number of labels.
  public var labels: Int { truePass + trueFail }

  /// P(judge pass | human pass); nil without human passes.
  public var sensitivity: Proportion? { Proportion(passes: judgePassGivenPass, of: truePass) }

  /// P(judge fail | human fail); nil without human fails.
  public var specificity: Proportion? { Proportion(passes: judgeFailGivenFail, of: trueFail) }

  /// Youden's J = sensitivity + specificity - 1; nil without both classes.
  public var youden: Double? {
    guard let sensitivity, let specificity else { return nil }
    return sensitivity.rate + specificity.rate - 1
  }

  /// The table of human (rows) by judge (columns), fail before pass.
  public var agreement: Agreement? {
    Agreement([
      [judgeFailGivenFail, trueFail - judgeFailGivenFail], [truePass - judgePassGivenPass, judgePassGivenPass],
    ])
  }

  /// The true drop behind an observed one when the judge errs alike in both arms: drop/J. Nil unless J > 0.
  public func trueDrop(observed drop: Double) -> Double? {
    guard let youden, youden > 0 else { return nil }
    return drop / youden
  }

  /// Whether sensitivity or specificity differ between the calibrations of two arms, by Fisher's two-sided test; if they
  /// do, judge verdicts may not gate this pair. Classes empty in one arm are not compared.
  public func differs(from other: JudgeCalibration, alpha: Double = 0.05) -> Bool {
    func differ(_ a: Proportion?, _ b: Proportion?) -> Bool {
      guard let a, let b else { return false }
      return TwoProportions(baseline: a, candidate: b).fisher.pTwoSided.isSignificant(at: alpha)
    }
    return differ(sensitivity, other.sensitivity) || differ(specificity, other.specificity)
  }

  /// The pass rate behind a judged one: θ = (p + spec - 1)/J (Rogan & Gladen 1978) with the interval of Lang &
  /// Reiczigel 2014 as Lee et al. use it for LLM judges (arXiv 2511.21140).
  ///
  /// Nil without both classes of labels, or for a confidence not strictly between 0 and 1.
  public func corrected(_ judged: Proportion, confidence: Double = 0.95) -> CorrectedRate? {
    guard let sensitivity, let specificity, let youden, confidence.isOpenUnit else { return nil }
    let z = Normal.quantile(0.5 + confidence / 2)
    let raw = youden > 0 ? (judged.rate + specificity.rate - 1) / youden : nil
    let size = Double(judged.n) + z * z
    let rate = (Double(judged.passes) + z * z / 2) / size
    let (failSize, passSize) = (Double(specificity.n) + 2, Double(sensitivity.n) + 2)
    let spec = (Double(specificity.passes) + 1) / failSize
    let sens = (Double(sensitivity.passes) + 1) / passSize
    let j = spec + sens - 1
    let point = raw.map { max(0, min(1, $0)) }
    guard j > 0 else {
      return CorrectedRate(youden: youden, rate: nil, unclipped: raw, interval: nil, isMismatch: true)
    }
    let theta = (rate + spec - 1) / j
    let specVariance = spec * (1 - spec) / failSize
    let sensVariance = sens * (1 - sens) / passSize
    let shift = 2 * z * z * (theta * sensVariance - (1 - theta) * specVariance)
    let variance =
      rate * (1 - rate) / size + (1 - theta) * (1 - theta) * specVariance + theta * theta * sensVariance
    let half = z * variance.squareRoot() / j
    func clipped(_ value: Double) -> Double { max(0, min(1, value)) }
    return CorrectedRate(
      youden: youden, rate: point, unclipped: raw,
      interval: Interval(clipped(theta + shift - half), clipped(theta + shift + half)),
      isMismatch: raw.map { $0 < -0.05 || $0 > 1.05 } ?? true)
  }
}

/// A judged pass rate with the judge's known errors taken out.
public struct CorrectedRate: Hashable, Sendable {
  /// Youden's J of the calibration.
  public let youden: Double
  /// The corrected rate within 0...1; nil when the judge is no better than chance.
  public let rate: Double?
  /// The same before it was brought into 0...1.
  public let unclipped: Double?
  /// The interval of the corrected rate; nil when the judge is no better than chance.
  public let interval: Interval?
  /// `calibration_mismatch`: J <= 0, or a rate so far outside 0...1 that the calibration cannot be of this judge here.
  public let isMismatch: Bool
}

/// Whether a judge may block (specification 5, trust rule).
public struct JudgeTrust: Hashable, Sendable {
  /// What a judge may do.
  public enum Verdict: String, Hashable, Sendable {
    /// Its verdicts may gate.
    case mayBlock = "may_block"
    /// Its verdicts may only warn.
    case warn
    /// A class has no label at all.
    case uncalibrated
  }

  /// Why a judge may not block.
  public enum Shortcoming: String, Hashable, Sendable, CaseIterable {
    /// Fewer than 100 labels.
    case fewLabels = "few_labels"
    /// Fewer than 30 labels of a class.
    case fewOfAClass = "few_of_a_class"
    /// Youden's J below .6.
    case lowYouden = "low_youden"
    /// Kappa below .6, or undefined.
    case lowKappa = "low_kappa"
    /// The lower bound of kappa below .4, or undefined.
    case uncertainKappa = "uncertain_kappa"
    /// Labels older than 90 days.
    case old
    /// Labels made with another judge tuple.
    case otherJudge = "other_judge"
  }

  /// What the judge may do, and everything that keeps it from blocking.
  public let verdict: Verdict
  /// Everything that keeps it from blocking, in the order of the rule.
  public let shortcomings: [Shortcoming]

  /// Applies the rule: >= 100 labels, >= 30 of each class, J >= .6, kappa >= .6 with lower bound >= .4, labels at most
  /// 90 days old and made with the same judge tuple.
  public init(_ calibration: JudgeCalibration, ageInDays: Double, sameJudge: Bool) {
    let agreement = calibration.agreement
    let failing: [(Shortcoming, Bool)] = [
      (.fewLabels, calibration.labels < 100),
      (.fewOfAClass, min(calibration.truePass, calibration.trueFail) < 30),
      (.lowYouden, !((calibration.youden ?? -1) >= 0.6)),
      (.lowKappa, !((agreement?.kappa ?? -1) >= 0.6)),
      (.uncertainKappa, !((agreement?.kappaInterval()?.lower ?? -1) >= 0.4)),
      (.old, !(ageInDays <= 90)),
      (.otherJudge, !sameJudge),
    ]
    shortcomings = failing.filter(\.1).map(\.0)
    verdict = calibration.youden == nil ? .uncalibrated : shortcomings.isEmpty ? .mayBlock : .warn
  }
}
