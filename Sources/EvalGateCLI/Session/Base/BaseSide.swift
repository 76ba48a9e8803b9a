import ChildProcess
import EvalGateCore
import EvalGateProviders
import EvalGateStore

/// The base version of the suites, made ready to be asked when that is first needed.
///
/// Prompts, policies and routes are read through git and need no files on disk; programs run in a temporary checkout of the base,
/// after their `prepare`.
actor BaseSide {
  private let base: Base
  private let pool: GeneratorPool
  private var opened: [String: Generators] = [:]
  private var worktree: Worktree?
  private var prepared: Set<[String]> = []

  /// Long enough to build an application, short enough to end a hung one.
  private static let longestPreparation = Duration.seconds(900)

  init(_ base: Base, _ pool: GeneratorPool) {
    self.base = base
    self.pool = pool
  }

  /// Makes a suite's base version ready.
  ///
  /// - Parameters:
  ///   - arm: the suite at the base, with the head's cases.
  ///   - head: what the suite is now, with what programs say of themselves.
  ///   - isUnclear: whether that does not say which program it is.
  /// - Returns: what can be done: it may not run, or turn out to be the same version.
  func open(_ arm: Suite, head: RunTuple, isUnclear: Bool = false) async -> SuiteConfirmation.Ability {
    guard opened[arm.name] == nil else { return .possible }
    do {
      let root = arm.runsPrograms ? try await checkout(arm) : nil
      let kept = try pool.recordings(of: arm)
      let answers = await base.formerRecordings(of: arm).map { FormerRecordings($0, before: kept) }
      let generators = try await Generators([arm], pool, arm: .base, root: root, answers: answers ?? kept)
      if !isUnclear, await generators.completedTuple(of: arm).isProvenSame(as: head, of: arm) {
        await generators.close()
        return .sameVersion
      }
      opened[arm.name] = generators
      return .possible
    } catch let problem as Diagnostic {
      return .impossible("the base version cannot be run: \(problem.message)")
    } catch {
      return .impossible("the base version cannot be run: \(error)")
    }
  }

  /// - Parameter isFresh: tells of suites whose answers have to be new ones.
  func sources(isFresh: ((String) -> Bool)? = nil) -> ArmSources {
    let files = base.files
    let all = opened.map { ($0.key, $0.value.sources(files, isFresh: isFresh)) }
    let judges = Dictionary(uniqueKeysWithValues: all.compactMap { name, one in one.opinions.map { (name, $0) } })
    return ArmSources(
      generators: all.reduce(into: [:]) { $0.merge($1.1.generators) { first, _ in first } },
      opinions: SuiteJudges(bySuite: judges), files: files)
  }

  func standardErrors() async -> [(source: String, text: UntrustedText)] {
    var errors: [(source: String, text: UntrustedText)] = []
    for (_, generators) in opened.sorted(by: { $0.key < $1.key }) {
      errors += await generators.standardErrors().map { ("\($0.source) (base)", $0.text) }
    }
    return errors
  }

  /// What programs that have ended answered more than once.
  func repeats() async throws -> [ProgramRepeats] {
    var repeats: [ProgramRepeats] = []
    for generators in opened.values { repeats.append(try await generators.repeats()) }
    return repeats
  }

  /// Ends all programs, which are started again where they are asked again.
  func rest() async {
    for generators in opened.values { await generators.close() }
  }

  func close() async {
    await rest()
    await worktree?.remove()
    worktree = nil
  }

  /// Where the programs behind a suite's route run, when the route is the base's; nil where it has none.
  func root(of arm: Suite) async throws -> String? {
    arm.route.targets.contains { $0.provider == "exec" } ? try await checkout(arm) : nil
  }

  /// The base's files in a folder of their own, with the suite's programs prepared.
  private func checkout(_ arm: Suite) async throws -> String {
    let root = try await folder()
    for target in arm.route.targets where target.provider == "exec" { try await prepare(target, below: root) }
    return root
  }

  private func folder() async throws -> String {
    if let worktree { return worktree.root }
    guard let revision = base.revision,
      let revisions = await base.workspace.history()
    else {
      throw Diagnostic(.baseline, "there is no revision to check out", help: "name one with `--baseline`")
    }
    let made = try await revisions.worktree(at: revision)
    worktree = made
    return made.root
  }

  private func prepare(_ target: Target, below root: String) async throws {
    var options = try OptionReader(target.options, subject: "target")
    guard let command = try options.optionalCommand("prepare"), !command.isEmpty, prepared.insert(command).inserted
    else { return }
    var variables = ["EVALGATE_RUN": pool.run, "EVALGATE_ARM": Arm.base.rawValue]
    for name in ["PATH", "HOME"] + (try options.optionalStrings("env") ?? []) {
      variables[name] = pool.workspace.environment[name]
    }
    let folder = target.location.path.lastIndex(of: "/").map { "/" + target.location.path[..<$0] } ?? ""
    let result: CommandResult
    do throws(ChildProcessError) {
      result = try await runCommand(
        command, environment: .only(variables), workingDirectory: root + folder, timeout: Self.longestPreparation)
    } catch {
      throw Diagnostic(.baseline, "`prepare` failed: \(error.message)", help: "run it by hand in a fresh checkout")
    }
    guard result.exit == .code(0) else {
      let said = pool.workspace.secrets.shown(String(decoding: result.standardError, as: UTF8.self)).suffix(300)
      throw Diagnostic(
        .baseline, "`prepare` ended with \(result.exit): \(said)", help: "run it by hand in a fresh checkout")
    }
  }
}

/// Each suite's programs are its own: two suites may have come from different places of the base.
private struct SuiteJudges: OpinionSource {
  let bySuite: [String: any OpinionSource]

  func opinion(
    of program: JudgeProgram, on answer: JudgedAnswer, of evalCase: EvalCase, in suite: Suite, trial: Int
  ) async -> Opinion.Outcome {
    guard let judges = bySuite[suite.name] else { return .failure("the base version is not ready to be asked") }
    return await judges.opinion(of: program, on: answer, of: evalCase, in: suite, trial: trial)
  }
}
