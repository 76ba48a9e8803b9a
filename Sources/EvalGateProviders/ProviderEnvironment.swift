public import EvalGateCore

/// What providers may know of the machine: given by whoever runs them, so that tests need no environment, clock or chance.
public struct ProviderEnvironment: Sendable {
  /// The environment variables that credentials and programs' variables are taken from.
  public var variables: [String: String]
  /// Tells time and waits.
  public var clock: any RouteClock
  /// Seeds the jitter between tries.
  public var seed: UInt64
  /// The run's id, told to programs as `EVALGATE_RUN`.
  public var run: String
  /// Which side of the comparison is generated, told to programs as `EVALGATE_ARM`.
  public var arm: Arm
  /// The folder that the configuration's paths are relative to, as the system knows it.
  public var root: String
  /// What lies below it; nil where there are no files to look at.
  public var files: (any FileSource)?
  /// When the run's time is up, in milliseconds of the clock: nothing is asked from then on, and what is under way is cut off.
  /// Nil where nothing bounds it.
  public var deadline: Double?
  /// Told every credential that is found, whatever its variable or file is called: a server that quotes it must not have it kept.
  public var secretFound: @Sendable (String) -> Void
  /// Takes out of a message about a failure, which may quote anybody, everything that is known to be secret.
  public var hiding: @Sendable (String) -> String
  /// Finds in an answer what is known to be secret.
  public var searching: HiddenSecret.Search

  /// Makes an environment; by default with the real clock.
  public init(
    variables: [String: String], clock: any RouteClock = SystemClock(), seed: UInt64 = 0, run: String = "",
    arm: Arm = .head, root: String = ".", files: (any FileSource)? = nil, deadline: Double? = nil,
    secretFound: @escaping @Sendable (String) -> Void = { _ in },
    hiding: @escaping @Sendable (String) -> String = { $0 },
    searching: @escaping HiddenSecret.Search = { _ in nil }
  ) {
    self.variables = variables
    self.clock = clock
    self.seed = seed
    self.run = run
    self.arm = arm
    self.root = root
    self.files = files
    self.deadline = deadline
    self.secretFound = secretFound
    self.hiding = hiding
    self.searching = searching
  }
}
