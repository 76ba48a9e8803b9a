import EvalGateCore
import EvalGateProviders
import EvalGateStore

/// What programs of one arm answered more than once.
struct ProgramRepeats: Sendable {
  /// What an answer was kept under.
  struct Kept: Hashable {
    let request: Digest
    let trial: Int
  }

  /// Where the records stand that they are about.
  var arm: Arm
  /// Of programs that stand for models, by suite.
  let answers: [String: [RepeatedReply]]
  /// Of these, what was kept and is not any more.
  let withdrawn: [Kept: RepeatedReply]
  /// Of programs that judge.
  let opinions: [RepeatedReply]
  /// The suites that these programs judge.
  let suites: Set<String>

  var isEmpty: Bool { answers.isEmpty && opinions.isEmpty }

  /// What was said twice about one trial: as its answer, and of it.
  func about(_ record: CaseRecord) -> (answer: RepeatedReply?, opinions: [RepeatedReply]) {
    guard record.arm == arm, suites.contains(record.suite) else { return (nil, []) }
    return (answer(to: record), opinions.filter { $0.isAbout(record.caseID, trial: record.trial) })
  }

  /// A kept answer is not one of these processes, unless another suite had asked for it in this run.
  private func answer(to record: CaseRecord) -> RepeatedReply? {
    guard record.candidate.source == .live else {
      return record.candidate.requestDigest.flatMap { withdrawn[Kept(request: $0, trial: record.trial)] }
    }
    return answers[record.suite]?.first { $0.isAbout(record.caseID, trial: record.trial) }
  }
}

extension LiveRun {
  /// Judges anew what programs answered more than once: nobody knows which answer was meant, so none counts and the case has no
  /// result.
  ///
  /// - Parameter repeats: of programs that have ended, so that they can say nothing more.
  /// - Returns: whether any trial is judged otherwise now.
  func withdraw(_ repeats: [ProgramRepeats]) throws -> Bool {
    let repeats = repeats.filter { !$0.isEmpty }
    guard !repeats.isEmpty else { return false }
    let file = try RunFile(at: journal.path)
    let said = file.opinionsByOrdinal
    var isAnother = false
    var positions: [String: [String: Int]] = [:]
    func weigh(_ record: CaseRecord, _ keep: (CaseRecord) throws -> Void) throws {
      let before = said[record.ordinal] ?? []
      guard let (anew, opinions) = try withdrawn(record, before, repeats, &positions) else { return }
      for opinion in opinions where !before.contains(opinion) { try journal.append(opinion) }
      try keep(anew)
      isAnother = true
    }
    try file.forEachRecord { record in
      try weigh(record) { anew in
        try journal.append(anew)
        try events?.add(anew)
      }
    }
    try file.forEachConfirmation { record in try weigh(record) { try journal.append(confirmation: $0) } }
    if isAnother { try intake.recount(try RunFile(at: journal.path)) }
    return isAnother
  }

  /// The trial without what was said twice; nil where nothing was.
  ///
  /// - Parameter positions: of the cases of each suite that was looked at, by id.
  private func withdrawn(
    _ record: CaseRecord, _ before: [Opinion], _ repeats: [ProgramRepeats], _ positions: inout [String: [String: Int]]
  ) throws -> (CaseRecord, [Opinion])? {
    guard !record.candidate.isError else { return nil }
    let found = repeats.map { $0.about(record) }
    guard found.contains(where: { $0.answer != nil || !$0.opinions.isEmpty }), let suite = suite(of: record) else {
      return nil
    }
    let places = positions[record.suite] ?? suite.casePositions
    positions[record.suite] = places
    guard let position = places[record.caseID] else { return nil }
    return suite.withdrawn(record, before, repeats, of: try suite.evalset.cases.evalCase(at: position))
  }

  private func suite(of record: CaseRecord) -> Suite? {
    guard let index = plan.suites.firstIndex(where: { $0.name == record.suite }) else { return nil }
    return plan.suite(at: index, on: record.arm)
  }
}

extension Suite {
  /// A trial without what was said twice, with what programs said of it; nil where nothing was.
  func withdrawn(
    _ record: CaseRecord, _ before: [Opinion], _ repeats: [ProgramRepeats], of evalCase: EvalCase
  ) -> (CaseRecord, [Opinion])? {
    let found = repeats.map { $0.about(record) }
    let answer = found.lazy.compactMap(\.answer).first
    let opinions = opinions(before, without: found.flatMap(\.opinions), on: record, of: evalCase)
    guard answer != nil || opinions != before else { return nil }
    var candidate = record.candidate
    if let answer { candidate.failure = GenerationFailure(.infrastructure, .program, answer.message) }
    let anew = judge(
      candidate, of: evalCase, ordinal: record.ordinal, trial: record.trial, arm: record.arm,
      messages: record.messages, today: Host.today, opinions: opinions)
    return (anew, opinions)
  }

  /// What was said of a trial, without what was said of it twice.
  ///
  /// - Parameter replies: those that are about the trial.
  func opinions(
    _ said: [Opinion], without replies: [RepeatedReply], on record: CaseRecord, of evalCase: EvalCase
  ) -> [Opinion] {
    let programs = Set(programs(judging: evalCase).map(\.key))
    return replies.reduce(into: said) { opinions, reply in
      guard let program = reply.program, programs.contains(program.key) else { return }
      let isLast = program.role == .check || reply.answer > record.candidate.earlier.count
      opinions.withdraw(program, of: record.ordinal, answer: isLast ? nil : reply.answer, because: reply.message)
    }
  }
}

extension [Opinion] {
  /// Puts in the place of what a program said that it said two things.
  fileprivate mutating func withdraw(_ program: JudgeProgram, of ordinal: Int, answer: Int?, because why: String) {
    removeAll { $0.program == program.key && $0.answer == answer }
    append(Opinion(ordinal: ordinal, program: program.key, answer: answer, outcome: .failure(UntrustedText(why))))
  }
}
