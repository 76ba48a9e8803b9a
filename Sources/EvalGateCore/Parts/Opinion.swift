public import StrictJSON

/// A program of the user's that judges candidates: a policy, or what an `exec` check runs.
public struct JudgeProgram: Sendable {
  /// What it is asked to be.
  public enum Role: String, Hashable, Sendable { case check, policy }

  public let role: Role
  /// The program and its arguments; no shell is involved.
  public let command: [String]
  /// Names of the environment variables it is given beside `PATH`, `EVALGATE_RUN` and `EVALGATE_ARM`.
  public let variables: [String]
  /// The files it is made of beside those that its command names; nil where nobody says it.
  public let inputs: ProgramInputs?
  /// How long it may say nothing, in milliseconds; nil for the timeout of the suite's route.
  public let timeout: Double?
  /// The mapping that names it. It runs in that file's folder, as all paths there are meant.
  public let location: SourceLocation
  /// Which opinions are its: the same role, command, variables and folder make the same program, in every run.
  public let key: String

  public init(
    _ role: Role, command: [String], variables: [String] = [], inputs: ProgramInputs? = nil, timeout: Double? = nil,
    location: SourceLocation
  ) {
    self.role = role
    self.command = command
    self.variables = variables
    self.inputs = inputs
    self.timeout = timeout
    self.location = location
    let digest = Digest(
      of: [
        "command": .array(command.map { .string($0) }), "env": .array(variables.map { .string($0) }),
        "folder": .string(location.folder),
      ])
    key = "\(role.rawValue) \(Self.name(of: command))#\(digest.hex.prefix(16))"
  }

  /// The program with its arguments, for people.
  public var name: String { Self.name(of: command) }

  /// Relative to the root that all places are relative to; empty at the root.
  public var folder: String { location.folder }

  /// On one line and not too long; of the program only the file's name, but whole arguments: `python3 tools/judge.py` says which.
  private static func name(of command: [String]) -> String {
    let program = command.first?.split(separator: "/").last.map(String.init) ?? ""
    let words = ([program] + command.dropFirst()).joined(separator: " ").unicodeScalars
    return UntrustedText(
      String(String.UnicodeScalarView(words.prefix(longestName + 1).map { $0.value < 0x20 ? " " : $0 }))
    ).excerpt(longestName).unsafeText
  }

  private static let longestName = 60
}

extension JudgeProgram {
  /// Reads the command with `env`, `inputs` and `timeout` beside it, which checks and policies write alike.
  ///
  /// - Parameter key: where the command stands.
  public init(_ role: Role, command key: String, options: inout OptionReader) throws(Diagnostic) {
    let node = try options.required(key)
    let command = try options.command(key)
    guard command.first?.isEmpty == false else {
      throw OptionReader.wrong(node, key, "a program with its arguments, such as `[./judge]`")
    }
    let timeout = try options.optionalQuantity("timeout", units: [.time])?.value
    if let timeout, timeout <= 0 {
      throw Diagnostic(
        .wrongType, "`timeout` must be longer than nothing", at: options.node.location,
        help: "give `timeout` a time such as `30s`"
      )
    }
    self.init(
      role, command: command, variables: try options.optionalStrings("env") ?? [],
      inputs: try ProgramInputs(&options), timeout: timeout, location: options.node.location)
  }
}

/// What a program said of one candidate while it was generated, kept so that the run can be decided again without asking.
public struct Opinion: Hashable, Sendable {
  public enum Outcome: Hashable, Sendable {
    /// The reply as it came, without its `id`.
    case reply(JSONValue)
    /// Why there is none. Never a pass.
    case failure(UntrustedText)
  }

  /// Of the case line it belongs to.
  public var ordinal: Int
  /// The key of the program that was asked.
  public var program: String
  /// Which answer of a conversation it is about, counted from 1; nil for the last one, and for the conversation as a whole.
  public var answer: Int?
  public var outcome: Outcome

  public init(ordinal: Int, program: String, answer: Int? = nil, outcome: Outcome) {
    self.ordinal = ordinal
    self.program = program
    self.answer = answer
    self.outcome = outcome
  }

  public init(ordinal: Int, program: String, reply: JSONValue) {
    self.init(ordinal: ordinal, program: program, outcome: .reply(reply))
  }
}

/// Asks the user's programs what they think of a candidate. Pure code reads afterwards what they said.
public protocol OpinionSource: Sendable {
  /// A program that gives no usable answer is data, not an exception.
  ///
  /// - Parameter trial: of the case, counted from 1.
  func opinion(
    of program: JudgeProgram, on answer: JudgedAnswer, of evalCase: EvalCase, in suite: Suite, trial: Int
  ) async -> Opinion.Outcome
}

extension Sequence<Opinion> {
  /// What a program said; nil where it was not asked.
  ///
  /// - Parameter answer: of a conversation, counted from 1; nil for the last one, and for the conversation as a whole.
  public func outcome(of program: JudgeProgram, answer: Int? = nil) -> Opinion.Outcome? {
    first { $0.answer == answer && $0.program.utf8.elementsEqual(program.key.utf8) }?.outcome
  }
}

extension Suite {
  /// The programs that judge the candidates of a case, each once.
  public func programs(judging evalCase: EvalCase) -> [JudgeProgram] {
    var programs: [JudgeProgram] = []
    func add(_ program: JudgeProgram?) {
      guard let program, !programs.contains(where: { $0.key == program.key }) else { return }
      programs.append(program)
    }
    add(policy?.program)
    for check in evalCase.checks { add(check.check.program) }
    return programs
  }

  /// Those that are asked about a candidate: of one without an answer there is nothing to ask, and of one that failed on the way
  /// only the policy has something to say.
  public func programs(judging candidate: Candidate, of evalCase: EvalCase) -> [JudgeProgram] {
    let programs = programs(judging: evalCase)
    guard !programs.isEmpty else { return [] }
    let candidate = admissible(candidate)
    guard candidate.standing != nil else { return [] }
    return candidate.failure == nil ? programs : programs.filter { $0.role == .policy }
  }

  /// What every program says of a candidate. A policy is asked about every answer of a conversation, as it is in production, a
  /// check about the conversation as a whole.
  ///
  /// - Parameter messages: what was sent before the last answer.
  public func opinions(
    from source: any OpinionSource, on candidate: Candidate, after messages: [Message], of evalCase: EvalCase,
    ordinal: Int, trial: Int
  ) async -> [Opinion] {
    var opinions: [Opinion] = []
    for program in programs(judging: candidate, of: evalCase) {
      let answers =
        program.role == .policy ? candidate.answers(after: messages) : [JudgedAnswer(candidate, after: messages)]
      for (place, answer) in answers.enumerated() {
        let outcome = await source.opinion(of: program, on: answer, of: evalCase, in: self, trial: trial)
        opinions.append(
          Opinion(
            ordinal: ordinal, program: program.key,
            answer: program.role == .policy && place < candidate.earlier.count ? place + 1 : nil,
            outcome: outcome))
      }
    }
    return opinions
  }
}
