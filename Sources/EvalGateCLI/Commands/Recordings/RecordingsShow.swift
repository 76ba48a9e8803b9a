import ArgumentParser
import EvalGateCore
import EvalGateReporters
import EvalGateStore
import StrictJSON

extension RecordingsCommand {
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "What is kept, case by case; one case whole where one is named.",
      discussion: "Keys, tokens and passwords are masked, whoever said them.")
    @OptionGroup var project: ProjectOptions
    @OptionGroup var asked: AskedRevision

    @Argument(help: ArgumentHelp("Only of this suite.", valueName: "suite"))
    var suite: String?

    @Argument(help: ArgumentHelp("Only of this case, whole.", valueName: "case"))
    var caseID: String?

    @Flag(help: "As JSON lines, one a recording.")
    var json = false

    func run() async throws {
      let workspace = try Workspace(project)
      let loaded = try await workspace.project(quiet: true)
      let evalsets = try loaded.evalsets(of: suite.map { [$0] } ?? [])
      if let caseID { try check(caseID, in: evalsets) }
      let base = try await asked.base(of: loaded, workspace)
      let use = try await RecordingUse.find(in: loaded, base: base, workspace)
      let sight = SecretSight(known: workspace.secrets)
      let context = workspace.context(.output)
      var shown = 0
      for evalset in evalsets {
        let isSafety = evalset.kind == .safety
        for file in workspace.recordingFiles(of: evalset) {
          let kept = try entries(of: file, evalset, use, sight)
          guard !kept.isEmpty else { continue }
          shown += kept.count
          if json {
            for entry in kept { workspace.console.line(entry.json(file: file.name).printed()) }
          } else if caseID != nil {
            workspace.console.write(kept.map { RecordingText.whole($0, file: file.name, context) }.joined())
          } else {
            workspace.console.write(RecordingText.table(kept, file: file.name, isSafety: isSafety, context))
          }
        }
      }
      if shown == 0, !json { workspace.console.line("nothing is kept" + (caseID.map { " of case `\($0)`" } ?? "")) }
    }

    private func check(_ caseID: String, in evalsets: [Evalset]) throws {
      let known = evalsets.flatMap { set in (0..<set.cases.count).map { set.cases.header(at: $0).id } }
      guard !known.contains(caseID) else { return }
      throw Diagnostic(
        .unknownCase, "suite `\(suite ?? "")` has no case `\(caseID)`",
        label: suggestion(for: caseID, among: known).map { "did you mean `\($0)`?" },
        help: "`evalgate list cases --suite \(suite ?? "")` lists them")
    }

    /// In the order of the cases; what no case asks for comes last.
    private func entries(
      of file: RecordingsPlace, _ evalset: Evalset, _ use: RecordingUse, _ sight: SecretSight
    ) throws -> [RecordingText.Entry] {
      var entries: [RecordingText.Entry] = []
      let problems = try FileRecordings.review(file.path, shownAs: file.name, isCommitted: file.isCommitted) {
        recording, line in
        let asker = use.asker(of: recording, in: evalset.id)
        if caseID != nil, asker?.caseID != caseID { return }
        entries.append(
          RecordingText.Entry(
            recording: sight.masked(recording), line: line, caseID: asker?.caseID, turn: asker?.turn ?? 1,
            target: asker?.target, arm: asker?.arm ?? .head))
      }
      if let first = problems.first { throw first }
      let places = Dictionary(
        (0..<evalset.cases.count).map { (evalset.cases.header(at: $0).id, $0) }, uniquingKeysWith: { first, _ in first }
      )
      func order(_ entry: RecordingText.Entry) -> (Int, Int, Int, Int) {
        (entry.caseID.flatMap { places[$0] } ?? .max, entry.recording.trial, entry.turn, entry.line)
      }
      return entries.sorted { order($0) < order($1) }
    }
  }
}

extension RecordingText.Entry {
  fileprivate func json(file: String) -> JSONValue {
    func number(_ value: Double?) -> JSONValue { value.flatMap { JSONNumber($0) }.map { .number($0) } ?? .null }
    func number(_ value: Int?) -> JSONValue { value.map { .number(JSONNumber($0)) } ?? .null }
    func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
    let answer = recording.answer
    return [
      "file": .string(file), "line": number(line), "request": .string(recording.request.hex),
      "trial": number(recording.trial), "case": text(caseID), "turn": number(turn), "target": text(target),
      "arm": .string(arm.rawValue), "text": text(answer.text), "refusal": text(answer.refusal),
      "tool_calls": .array(answer.toolCalls.map(\.jsonWithoutID)),
      "finish_reason": text(answer.finishReason?.rawValue), "model": text(answer.model),
      "input_tokens": number(answer.usage?.input), "output_tokens": number(answer.usage?.output),
      "latency_ms": number(recording.latency), "failure": text(recording.failure?.reason.rawValue),
      "note": text(recording.note),
    ]
  }
}
