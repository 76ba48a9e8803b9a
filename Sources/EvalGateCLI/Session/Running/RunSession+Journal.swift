import EvalGateCore
import EvalGateReporters
import EvalGateStore
import StrictJSON

extension RunSession {
  struct OpenJournal {
    let file: Journal
    let header: RunHeader
    /// Ordinals that need not be asked again.
    let done: [Int]
    var isResumed = false
    /// By the part of the run that is gone on with.
    var spent: [EarlierResults.Spent] = []
    /// By ordinal, of what is asked again.
    var before: [Int: SpentBefore] = [:]
    /// The same of what a second route is asked again.
    var beside: [Int: SpentBefore] = [:]
  }

  func openJournal(_ plan: Plan, _ header: RunHeader) throws -> OpenJournal {
    if let resumed { return try goOn(with: resumed, plan, header) }
    guard let saved = savedBeside else {
      try workspace.runs.prepare()
      let journal = try Journal.create(
        at: workspace.runs.journalPath(of: header.id), header: header, secrets: workspace.secrets)
      return OpenJournal(file: journal, header: header, done: [])
    }
    let left = RunsFolder.journals(beside: saved)
    let journal = try workspace.runs.begin(header, toBecome: saved, secrets: workspace.secrets)
    if !settings.quiet { say(left: left, at: saved) }
    return OpenJournal(file: journal, header: header, done: [])
  }

  /// What takes the place of a run that was broken off.
  private func say(left: [String], at saved: String) {
    workspace.say(
      left.map { journal in
        Diagnostic(
          .runReplaced, "a run that was not finished was to become this file: another one takes its place",
          at: SourceLocation(path: journal), severity: .note,
          help: "`evalgate run --resume \(SafeText.shellWord(settings.save ?? saved))` goes on with what is there")
      })
  }

  private func goOn(with stored: StoredRun, _ plan: Plan, _ now: RunHeader) throws -> OpenJournal {
    // Before anything is opened for writing, so that a run of another plan stays as it is.
    let begun = try RunFile.header(at: stored.path)
    guard begun.planDigest == plan.digest else {
      throw Diagnostic(
        .planChanged,
        "run \(stored.id) was made from another plan: a prompt, a case, a policy, a flag or evalgate itself is different now",
        help: "start again with `evalgate run`; what the old run recorded stays where it is")
    }
    try Self.refuseOtherPrograms(begun, now)
    try Self.refuseOtherPrices(begun, now)
    if !stored.isJournal { try workspace.runs.prepare() }
    var earlier = EarlierResults(plan)
    let resumed =
      stored.isJournal
      ? try Journal.resume(
        at: stored.path, secrets: workspace.secrets, admitting: { earlier.look(at: $0) }, lacking: { earlier.unheard })
      : try Journal.reopen(
        sealed: stored.path, at: workspace.runs.journalPath(of: stored.id), secrets: workspace.secrets,
        admitting: { earlier.look(at: $0) }, lacking: { earlier.unheard })
    say(lost: resumed.lost)
    return OpenJournal(
      file: resumed.journal, header: resumed.journal.header,
      done: resumed.done.subtracting(resumed.errors).sorted(), isResumed: true, spent: earlier.spent,
      before: earlier.before, beside: earlier.beside)
  }

  /// Half of the answers of one version of a program and half of another's are a run of neither.
  private static func refuseOtherPrograms(_ begun: RunHeader, _ now: RunHeader) throws(Diagnostic) {
    for tuple in begun.tuples {
      guard let later = now.tuples.first(where: { $0.suite == tuple.suite }),
        let change = tuple.changedRevision(in: later)
      else { continue }
      let words = { (revision: JSONValue?) in
        revision.map { "`\(SafeText.terminal(UntrustedText(String($0.serialized().prefix(80)))))`" } ?? "not named"
      }
      throw Diagnostic(
        .planChanged,
        "run \(begun.id.prefix(7)) was begun with another version of \(SafeText.terminal(UntrustedText(change.program))) in suite `\(SafeText.terminal(UntrustedText(change.suite)))`: `\(SafeText.terminal(UntrustedText(change.name)))` was \(words(change.before)) and is \(words(change.now))",
        help: otherProgramHelp)
    }
    guard let edited = begun.editedProgram(in: now) else { return }
    throw Diagnostic(
      .planChanged,
      "run \(begun.id.prefix(7)) was begun with other files of \(SafeText.terminal(UntrustedText(edited.program))) in suite `\(SafeText.terminal(UntrustedText(edited.suite)))`",
      help: otherProgramHelp)
  }

  private static let otherProgramHelp =
    "go back to that version to finish the run, or start again with `evalgate run`; what it recorded stays"

  /// What was spent before stays at the prices of then.
  private static func refuseOtherPrices(_ begun: RunHeader, _ now: RunHeader) throws(Diagnostic) {
    guard let (before, later) = begun.prices.change(in: now.prices) else { return }
    let safe = { SafeText.terminal(UntrustedText($0)) }
    throw Diagnostic(
      .planChanged,
      "run \(begun.id.prefix(7)) was begun at other prices: \(safe(before.target)) cost \(safe(before.prices)), and costs \(later.prices)",
      help: "put those prices back to finish the run, or start again with `evalgate run`; what it recorded stays")
  }

  /// What of the earlier part does not count, so that nobody wonders what is asked again.
  private func say(lost: [Diagnostic]) {
    var notes = Array(lost.prefix(Self.mostLost))
    if lost.count > notes.count {
      notes[notes.count - 1].help.append(
        "so it is with \(Format.count(lost.count - notes.count, "more line"))")
    }
    workspace.say(notes)
  }

  private static let mostLost = 20

  /// The journal of a run that is joined from shards: it takes the place of one that was broken off, which is said.
  func beginJoining(_ shards: ShardSet, admitting: (RunLine) -> String?) throws -> Journal {
    let saved = savedBeside
    if saved == nil { try workspace.runs.prepare() }
    let left = saved.map(RunsFolder.journals) ?? []
    let journal = try workspace.runs.join(
      shards, toBecome: saved, secrets: workspace.secrets, admitting: admitting
    ).journal
    if let saved, !settings.quiet { say(left: left, at: saved) }
    return journal
  }

  /// With `--save` the journal stands beside the run it becomes, so that a read-only checkout can be evaluated too.
  func journalPlace(of id: String) -> String {
    savedBeside.map { RunsFolder.journalPath(of: id, beside: $0) } ?? workspace.runs.journalPath(of: id)
  }

  /// Where the run is to lie, if it is not to be kept and a journal can lie beside it.
  private var savedBeside: String? {
    settings.save.map(Host.absolute).flatMap { PlainFiles.isSpecial($0) ? nil : $0 }
  }

  /// Where the run lies when it is whole.
  func sealedPlace(of id: String) -> String {
    settings.save.map(Host.absolute) ?? workspace.runs.sealedPath(of: id)
  }

  /// Puts a run in its place, where it may take that of another one; which is said.
  func seal(
    _ journal: Journal, as header: RunHeader, _ gates: [GateOutcome], _ end: RunEnd, to path: String
  ) async throws {
    let replaced = savedBeside == nil ? nil : (try? RunFile.header(at: path))?.id
    try journal.seal(as: header, gates: gates, end: end, to: path)
    guard savedBeside != nil else {
      if settings.save == nil { await workspace.pruneRuns() }
      return
    }
    workspace.runs.tidy(after: journal.header.id, at: path)
    guard let replaced, replaced != header.id, !settings.quiet else { return }
    workspace.say([
      Diagnostic(
        .runReplaced, "run \(replaced.prefix(7)) lay here: run \(header.id.prefix(7)) took its place",
        at: SourceLocation(path: path), severity: .note, help: "save runs under names of their own to keep them all")
    ])
  }

  /// The run's name while it is made, told to programs as `EVALGATE_RUN`.
  func draftID(_ plan: Plan) -> String {
    let moment = Digest(
      of: Array("\(plan.digest.hex) \(Host.now) \(Host.processID) \(Host.monotonicMilliseconds)".utf8))
    return String(moment.hex.prefix(16))
  }
}

extension DiagnosticCode {
  static let runReplaced = DiagnosticCode(
    "run/replaced", "`--save` names a file that is another run's, or that an unfinished run was to become.")
}
