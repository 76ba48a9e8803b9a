import EvalGateCore
import EvalGateStore

extension RunSession {
  struct OpenJournal {
    let file: Journal
    let header: RunHeader
    /// Ordinals that need not be asked again.
    let done: [Int]
    var isResumed = false
    /// By the part of the run that is gone on with.
    var spent: [EarlierResults.Spent] = []
  }

  func openJournal(_ plan: Plan, _ header: RunHeader) throws -> OpenJournal {
    let path = try journalPath(of: header)
    if let resume = settings.resume { return try goOn(with: workspace.runs.find(resume), plan) }
    let journal = try Journal.create(at: path, header: header, secrets: workspace.secrets)
    return OpenJournal(file: journal, header: header, done: [])
  }

  private func goOn(with stored: StoredRun, _ plan: Plan) throws -> OpenJournal {
    // Before anything is opened for writing, so that a run of another plan stays as it is.
    guard try RunFile.header(at: stored.path).planDigest == plan.digest else {
      throw Diagnostic(
        .planChanged,
        "run \(stored.id) was made from another plan: a prompt, a case, a policy or a flag is different now",
        help: "start again with `evalgate run`; what the old run recorded stays where it is")
    }
    var earlier = EarlierResults(plan)
    let resumed =
      stored.isJournal
      ? try Journal.resume(at: stored.path, secrets: workspace.secrets) { earlier.look(at: $0) }
      : try Journal.reopen(
        sealed: stored.path, at: workspace.runs.journalPath(of: stored.id), secrets: workspace.secrets
      ) { earlier.look(at: $0) }
    let unheard = earlier.unheard.intersection(resumed.done)
    say(lost: resumed.lost, unheard: unheard.count)
    return OpenJournal(
      file: resumed.journal, header: resumed.journal.header,
      done: resumed.done.subtracting(resumed.errors).subtracting(unheard).sorted(), isResumed: true,
      spent: earlier.spent)
  }

  /// What of the earlier part does not count, so that nobody wonders what is asked again.
  private func say(lost: [Diagnostic], unheard: Int) {
    var notes = Array(lost.prefix(Self.mostLost))
    if lost.count > notes.count {
      notes[notes.count - 1].help.append(
        "so it is with \(Format.count(lost.count - notes.count, "more line"))")
    }
    if unheard > 0 {
      notes.append(
        Diagnostic(
          .damagedRun, "\(Format.count(unheard, "result")) without what a program said of it: asked again",
          severity: .warning, help: "an opinion was lost with a damaged line"))
    }
    workspace.say(notes)
  }

  private static let mostLost = 20

  /// With --save the journal stands beside the run it becomes, so that a read-only checkout can be evaluated too.
  func journalPath(of header: RunHeader) throws -> String {
    let path = journalPlace(of: header.id)
    if path == workspace.runs.journalPath(of: header.id) { try workspace.runs.prepare() }
    return path
  }

  func journalPlace(of id: String) -> String {
    guard let saved = settings.save.map(Host.absolute), !PlainFiles.isSpecial(saved) else {
      return workspace.runs.journalPath(of: id)
    }
    return RunsFolder.journalPath(of: id, beside: saved)
  }

  /// The run's name while it is made, told to programs as `EVALGATE_RUN`.
  func draftID(_ plan: Plan) -> String {
    let moment = Digest(
      of: Array("\(plan.digest.hex) \(Host.now) \(Host.processID) \(Host.monotonicMilliseconds)".utf8))
    return String(moment.hex.prefix(16))
  }
}
