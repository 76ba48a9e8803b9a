import ArgumentParser
import EvalGateCore
import EvalGateProviders
import EvalGateReporters
import EvalGateStore
import StrictJSON
import Synchronization

extension RecordingsCommand {
  struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "import", abstract: "Keep the results of a batch as this machine's recordings.",
      discussion:
        "FILE is an output file of OpenAI's batches or the results of one of Anthropic's, in which each request is named after its case, or CASE#TRIAL. Kept under the requests that the suite's cases send now."
    )
    @OptionGroup var project: ProjectOptions

    @Argument(help: ArgumentHelp("The batch's results.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("Whose cases were asked.", valueName: "name"))
    var suite: String

    @Option(
      help: ArgumentHelp("Which target of the route answered; its first when left out.", valueName: "provider/model"))
    var target: String?

    func run() async throws {
      let workspace = try Workspace(project)
      let loaded = try await workspace.project()
      _ = try loaded.evalsets(of: [suite])
      guard let suite = loaded.suite(named: suite) else { return }
      let bytes = try PlainFiles.read(Host.absolute(file), limit: 1 << 30)
      let recordings = try FileRecordings(
        committed: workspace.absolute(suite.evalset.recordingsPath),
        local: workspace.localRecordings(of: suite.evalset), secrets: workspace.secrets)
      let way = try await Parts.generator(
        for: suite.route, mode: .replay,
        environment: ProviderEnvironment(
          variables: workspace.environment, seed: 0, run: "recordings", arm: .head, root: workspace.root),
        recordings: recordings)
      var unanswered: [Diagnostic] = []
      var kept: [(recording: Recording, caseID: String)] = []
      var found: [Digest: [Int: (recording: Recording, caseID: String)]] = [:]
      for line in try lines(bytes, of: suite) {
        let question = try await question(line, suite, workspace)
        let keys = way.recordingKeys(of: question)
        let (request, asked) = (keys.first?.digest, try key(keys, suite).digest)
        var recording = Recording(
          request: request ?? asked, trial: line.found.trial, route: way.recordedRoute,
          asked: asked == request ? nil : asked)
        switch line.batch.outcome {
        case .success(let answer): recording.answer = answer
        case .failure(let failure) where failure.kind == .model: recording.failure = failure
        case .failure(let failure):
          unanswered.append(
            Diagnostic(
              .unansweredCase, "case `\(question.caseID)` has no answer: \(failure.message.unsafeText)",
              at: line.place, severity: .warning, help: "ask it again in another batch, or with `--mode record`"))
          continue
        }
        recording = recording.hiding(workspace.secrets.search)
        if let first = found[recording.request]?[recording.trial],
          first.recording.answer.outputDigest != recording.answer.outputDigest
            || first.recording.failure != recording.failure
        {
          throw Diagnostic(
            .plainLine,
            "cases `\(first.caseID)` and `\(question.caseID)` ask the same, and the batch answers them differently",
            at: line.place,
            help: "a recording holds one answer for a request: leave one of the two cases out of the batch",
            "or judge the batch as it is: `evalgate gate \(file)`")
        }
        found[recording.request, default: [:]][recording.trial] = (recording, question.caseID)
        kept.append((recording, question.caseID))
      }
      for (recording, caseID) in kept { try recordings.keep(recording, of: caseID) }
      await way.close()
      workspace.say(unanswered)
      let changes = recordings.changes
      workspace.console.line(
        "  \(workspace.recordingFiles(of: suite.evalset).last?.name ?? "")  \(changes.added) new, "
          + "\(changes.changedCount) changed, \(changes.same) the same")
    }

    private struct Line {
      let batch: BatchLine
      let found: CaseIndex.Place
      let place: SourceLocation
    }

    private func lines(_ bytes: [UInt8], of suite: Suite) throws -> [Line] {
      let form = "a line is one of a batch's results, with `custom_id` and `response` or `result`"
      let lines = ForeignLines(path: file, form: form)
      let index = CaseIndex(suite)
      var found: [Line] = []
      var seen: [CaseIndex.Place: Int] = [:]
      try lines.forEach(bytes) { object, place in
        guard let batch = BatchLine(object) else { throw lines.problem("no result of a batch", place) }
        let line = Line(batch: batch, found: try index.place(ofRequest: batch.id, place), place: place)
        if let first = seen[line.found] { throw lines.problem("`\(batch.id)` stands on line \(first) already", place) }
        seen[line.found] = place.line
        found.append(line)
      }
      return found
    }

    /// What the case sends.
    private func question(_ line: Line, _ suite: Suite, _ workspace: Workspace) async throws -> GenerationRequest {
      let evalCase = try suite.evalset.cases.evalCase(at: line.found.position)
      guard !evalCase.isConversation else {
        throw Diagnostic(
          .plainLine, "case `\(evalCase.id)` has several turns, and what it asks depends on what was answered",
          at: line.place, help: "leave it out of the batch; `--mode record` asks it")
      }
      let listener = Listener()
      let candidate = await Conversation(
        suite: suite, evalCase: evalCase, generator: listener, trial: line.found.trial, files: workspace.files
      ).run().candidate
      guard let request = listener.request else {
        throw Diagnostic(
          .plainLine, candidate.failure?.message.unsafeText ?? "the case asks nothing", at: evalCase.location,
          help: "mend the prompt or the case; `evalgate validate` names every problem")
      }
      return request
    }

    private func key(
      _ keys: [(target: String, digest: Digest)], _ suite: Suite
    ) throws -> (target: String, digest: Digest) {
      guard let target else {
        guard let first = keys.first else {
          throw Diagnostic(
            .internalError, "a route without targets", help: "this is a bug in evalgate; please report it")
        }
        return first
      }
      if let key = keys.first(where: { $0.target == target }) { return key }
      let known = keys.map(\.target)
      throw Diagnostic(
        .unknownSelection, "route `\(suite.route.name)` has no target `\(target)`",
        label: suggestion(for: target, among: known).map { "did you mean `\($0)`?" },
        help: "its targets are " + known.map { "`\($0)`" }.joined(separator: ", "))
    }
  }
}

/// Hears what is asked, and answers nothing.
private final class Listener: Generator {
  private let heard = Mutex<GenerationRequest?>(nil)

  var request: GenerationRequest? { heard.withLock { $0 } }

  func generate(_ request: GenerationRequest, trial: Int) async -> Candidate {
    heard.withLock { $0 = request }
    return Candidate(failure: GenerationFailure(.infrastructure, .missingRecording, "only listened to"), tries: 0)
  }
}
