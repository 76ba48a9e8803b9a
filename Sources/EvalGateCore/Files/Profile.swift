/// A named set of values for the flags of `evalgate run`: what a flag or the environment does not say, the profile says.
public struct Profile: Hashable, Sendable {
  /// The one that it inherits, where it names another than ``usual``. Its values are those of this one already.
  public var parent: String?
  public var baseline: String?
  public var mode: Mode?
  public var trials: Int?
  public var concurrency: Int?
  /// For one try, in milliseconds.
  public var timeout: Double?
  /// For the whole run, in milliseconds.
  public var maxDuration: Double?
  public var failFast: Bool?
  public var noCases: NoCases?
  public var progress: ProgressChoice?
  /// `FORMAT[=PATH]`, as `--report` takes them.
  public var reports: [String]?

  public init() {}

  /// This profile, and what it inherits where it says nothing itself.
  public func over(_ other: Profile) -> Profile {
    var merged = self
    merged.parent = parent ?? other.parent
    merged.baseline = baseline ?? other.baseline
    merged.mode = mode ?? other.mode
    merged.trials = trials ?? other.trials
    merged.concurrency = concurrency ?? other.concurrency
    merged.timeout = timeout ?? other.timeout
    merged.maxDuration = maxDuration ?? other.maxDuration
    merged.failFast = failFast ?? other.failFast
    merged.noCases = noCases ?? other.noCases
    merged.progress = progress ?? other.progress
    merged.reports = reports ?? other.reports
    return merged
  }

  /// The profile that is used when none is asked for, and that others inherit.
  public static let usual = "default"

  /// What is there without being written: in CI every case is run to the end, and progress is plain lines.
  public static let builtIn: [String: Profile] = {
    var ci = Profile()
    ci.failFast = false
    ci.progress = .lines
    return [usual: Profile(), "ci": ci]
  }()
}

/// What an empty selection means.
public enum NoCases: String, CaseIterable, Hashable, Sendable { case fail, warn, pass }

/// How to show that a run is going on.
public enum ProgressChoice: String, CaseIterable, Hashable, Sendable { case auto, bar, lines, none }
