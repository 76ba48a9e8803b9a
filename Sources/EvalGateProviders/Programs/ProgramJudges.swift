public import EvalGateCore
public import StrictJSON

/// The user's programs that judge, kept alive while they are asked: policies, and what `exec` checks run.
public actor ProgramJudges: OpinionSource {
  private let environment: ProviderEnvironment
  /// By program and timeout, so that suites share what is the same.
  private var judges: [String: Task<Judge, any Error>] = [:]
  private var started: [(program: JudgeProgram, judge: Judge)] = []

  /// Starts nothing yet.
  public init(in environment: ProviderEnvironment) {
    self.environment = environment
  }

  /// Starts everything that the suites' policies and checks name. One whose environment variable is not set judges nothing, as
  /// a service without its key answers nothing: a pipeline without secrets still gets its verdict and its reports.
  /// - Throws: `Diagnostic` for a program that cannot run, so that this is known before a model is asked.
  public func start(for suites: [Suite]) async throws {
    for suite in suites {
      for program in suite.programs { try await start(program, in: suite) }
    }
  }

  /// Starts the suites' policies only, where their checks run elsewhere.
  /// - Throws: `Diagnostic` for a program that cannot run.
  public func start(policiesOf suites: [Suite]) async throws {
    for suite in suites {
      if let program = suite.policy?.program { try await start(program, in: suite) }
    }
  }

  private func start(_ program: JudgeProgram, in suite: Suite) async throws {
    do {
      _ = try await judge(program, timeout: program.timeout(in: suite))
    } catch {
      guard let problem = error as? Diagnostic, LockedDoor.isOne(problem) else { throw error }
    }
  }

  /// Asks a program, which is started where it does not run yet.
  public nonisolated func opinion(
    of program: JudgeProgram, on answer: JudgedAnswer, of evalCase: EvalCase, in suite: Suite, trial: Int
  ) async -> Opinion.Outcome {
    do {
      let judge = try await judge(program, timeout: program.timeout(in: suite))
      return hiding(await judge.opinion(ProgramQuestion(answer, of: evalCase, trial: trial, for: program.role)))
    } catch {
      return hiding(.failure(UntrustedText((error as? Diagnostic)?.message ?? "it could not be started")))
    }
  }

  /// Why there is no opinion, without secrets that a program quoted.
  private nonisolated func hiding(_ outcome: Opinion.Outcome) -> Opinion.Outcome {
    guard case .failure(let message) = outcome else { return outcome }
    return .failure(UntrustedText(environment.hiding(message.unsafeText)))
  }

  /// What the suite's programs name as their revisions, with the files that their commands name, by key; of those that name any.
  public func revisions(of suite: Suite) -> JSONObject {
    let keys = Set(suite.programs.map(\.key))
    var revisions: JSONObject = [:]
    for (program, judge) in started where keys.contains(program.key) {
      if let named = judge.revisions { revisions[program.key] = .object(named) }
    }
    return revisions
  }

  /// The last of what each program wrote to standard error, for people.
  public var standardErrors: [(program: String, text: UntrustedText)] {
    started.compactMap { program, judge in
      judge.standardError.map { (program.name, UntrustedText($0)) }
    }
  }

  /// What programs that have ended answered more than once.
  public var repeated: [RepeatedReply] {
    started.flatMap { program, judge in judge.repeated.map { RepeatedReply($0, of: program) } }
  }

  /// Ends all programs: their input ends, and they have a few seconds to finish. They are started again when they are next asked.
  public func close() async {
    for (_, judge) in started { await judge.close() }
  }

  private func judge(_ program: JudgeProgram, timeout: Double) async throws -> Judge {
    let key = "\(program.key) \(timeout)"
    if let starting = judges[key] { return try await starting.value }
    let starting = Task { [environment] in
      let launch = try ProgramLaunch(
        ProgramRole(program.role), program.command, variables: program.variables, timeout: timeout,
        at: program.location, in: environment)
      let files = environment.files
      let parts = if let files { try await ProgramMake(program).parts(in: files) } else { ProgramParts() }
      let pool = ProgramPool(first: try await launch.start(), launch: launch, count: 1)
      return Judge(pool: pool, revisions: parts.joined(with: pool.revisions))
    }
    judges[key] = starting
    let judge = try await starting.value
    started.append((program, judge))
    return judge
  }
}

/// One program with the number of questions that it takes at once.
private struct Judge: Sendable {
  let pool: ProgramPool
  let revisions: JSONObject?
  private let turnstile: Turnstile
  /// A process for second tries, one at a time: a question that ends the program then takes no other with it.
  private let apart: ProgramPool
  private let apartTurnstile = Turnstile(room: 1)

  init(pool: ProgramPool, revisions: JSONObject?) {
    self.pool = pool
    self.revisions = revisions
    turnstile = Turnstile(room: pool.concurrency)
    apart = ProgramPool(apartFrom: pool)
  }

  var repeated: [(id: String, line: String)] { pool.repeated + apart.repeated }
  var standardError: String? { apart.standardError ?? pool.standardError }

  /// A program that ended may have done so because of another question, so it is asked once more, alone.
  func opinion(_ question: ProgramQuestion) async -> Opinion.Outcome {
    switch await ask(pool, through: turnstile, question, try: 1) {
    case .success(let reply): return .reply(reply.opinion)
    case .failure(let failure):
      guard failure.reason == .program else { return .failure(failure.message) }
    }
    switch await ask(apart, through: apartTurnstile, question, try: 2) {
    case .success(let reply): return .reply(reply.opinion)
    case .failure(let failure): return .failure(failure.message)
    }
  }

  func close() async {
    await pool.close()
    await apart.close()
  }

  private func ask(
    _ pool: ProgramPool, through turnstile: Turnstile, _ question: ProgramQuestion, try number: Int
  ) async -> Result<ProgramReply, GenerationFailure> {
    guard await turnstile.enter() else {
      return .failure(GenerationFailure(.infrastructure, .cancelled, "cancelled while waiting for a turn"))
    }
    defer { turnstile.leave() }
    return await pool.ask(question, try: number).outcome
  }
}

extension ProgramRole {
  fileprivate init(_ role: JudgeProgram.Role) {
    switch role {
    case .check: self = .check
    case .policy: self = .policy
    }
  }
}

extension JudgeProgram {
  fileprivate func timeout(in suite: Suite) -> Double { timeout ?? suite.route.timeout }
}

extension Suite {
  /// All programs of the policy and the checks.
  fileprivate var programs: [JudgeProgram] { [policy?.program].compactMap { $0 } + evalset.programs }
}
