import ArgumentParser
import EvalGateCore
import EvalGateReporters
import EvalGateStore

extension RecordingsCommand {
  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify",
      abstract:
        "Every problem of what is kept: lines that cannot be read, cases without an answer, answers without a case, secrets.",
      discussion: "Exit code 2 where something has to be mended before a replay can be trusted.")
    @OptionGroup var project: ProjectOptions
    @OptionGroup var asked: AskedRevision

    @Argument(help: ArgumentHelp("Only of these suites.", valueName: "suite"))
    var suites: [String] = []

    func run() async throws {
      let workspace = try Workspace(project)
      let loaded = try await workspace.project(quiet: true)
      let evalsets = try loaded.evalsets(of: suites)
      let sight = SecretSight(known: workspace.secrets)
      var problems: [Diagnostic] = []
      var files: [(evalset: Evalset, place: RecordingsPlace, lines: [Line])] = []
      for evalset in evalsets {
        for place in workspace.recordingFiles(of: evalset) {
          var lines: [Line] = []
          let faults = try FileRecordings.review(place.path, shownAs: place.name, isCommitted: place.isCommitted) {
            recording, number in
            lines.append(Line(number, recording))
            problems += secrets(in: recording, SourceLocation(path: place.name, line: number), evalset, sight)
          }
          problems += faults
          files.append((evalset, place, lines))
        }
      }
      // Who asks for what can be found only where everything can be read.
      let isReadable = !problems.contains { $0.code == .damagedRecording }
      var use: RecordingUse?
      if isReadable {
        let base = try await asked.base(of: loaded, workspace)
        let found = try await RecordingUse.find(in: loaded, base: base, workspace)
        problems += gaps(found, loaded)
        for file in files { problems += unused(file.lines, of: file.place, file.evalset, found) }
        use = found
      }
      workspace.say(problems)
      for file in files where !file.lines.isEmpty {
        let asked = use.map { use in file.lines.count { use.asker(of: $0.recording, in: file.evalset.id) != nil } }
        let isKnown = use?.unknown[file.evalset.id] == nil
        let rest = asked.map { ", \(isKnown ? "" : "at least ")\($0) asked for" } ?? ", not compared with the cases"
        workspace.console.line(
          "  \(file.place.name)  \(Format.count(file.lines.count, "recording"))\(rest)"
            + (isReadable && !file.place.isCommitted ? try differing(file.evalset, workspace) : ""))
      }
      let errors = problems.count { $0.severity == .error }
      if errors > 0 { throw Ending(.invalid) }
      if files.allSatisfy(\.lines.isEmpty) { workspace.console.line("no recordings are kept") }
    }

    /// What a replay says here and nowhere else.
    private func differing(_ evalset: Evalset, _ workspace: Workspace) throws -> String {
      let kept = try FileRecordings.keep(
        committed: workspace.absolute(evalset.recordingsPath), local: workspace.localRecordings(of: evalset),
        isTrial: true)
      guard kept.differing > 0 else { return "" }
      return "; \(kept.differing) committed ones are others, until `evalgate recordings keep`"
    }

    /// What is needed of a line to find who asks for it.
    private struct Line {
      let number: Int
      /// Without its answer.
      let recording: Recording
      /// Whether somebody wrote it by hand, and so on purpose.
      let isNoted: Bool

      init(_ number: Int, _ recording: Recording) {
        self.number = number
        isNoted = recording.note != nil
        self.recording = Recording(
          request: recording.request, trial: recording.trial, route: recording.route, asked: recording.asked)
      }
    }

    /// What looks like a key or a token. In a safety set planted ones belong to the scenarios, so they are only pointed out.
    private func secrets(
      in recording: Recording, _ place: SourceLocation, _ evalset: Evalset, _ sight: SecretSight
    ) -> [Diagnostic] {
      sight.findings(in: recording).prefix(1).map { finding in
        Diagnostic(
          .secretInRecording, "an answer looks as if it held a secret (\(finding))",
          at: place, severity: evalset.kind == .safety ? .warning : .error,
          help:
            "`evalgate recordings show` shows it masked; remove the line, and replace the secret where it is a real one"
        )
      }
    }

    /// Cases of which nothing is kept: an error where a suite is replayed.
    private func gaps(_ use: RecordingUse, _ project: Project) -> [Diagnostic] {
      project.suites.filter { suites.isEmpty || suites.contains($0.name) }.compactMap { suite in
        guard let missing = use.unanswered[suite.name], !missing.isEmpty else { return nil }
        let isReplayed = suite.mode == .replay
        let named = missing.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
        let more = missing.count > 3 ? " and \(missing.count - 3) more" : ""
        return Diagnostic(
          .unansweredCase, "suite `\(suite.name)` keeps no answer for \(named)\(more)",
          at: suite.evalset.location, severity: isReplayed ? .error : .note,
          help: isReplayed
            ? "record it with `evalgate run \(suite.name) --mode record`, then `evalgate recordings keep`"
            : "a replay needs every answer; other modes ask for what is not kept")
      }
    }

    /// One message a file: the first line that no case asks for, and how many more there are.
    private func unused(
      _ lines: [Line], of place: RecordingsPlace, _ evalset: Evalset, _ use: RecordingUse
    ) -> [Diagnostic] {
      if let why = use.unknown[evalset.id] {
        return lines.isEmpty
          ? []
          : [
            Diagnostic(
              .unusedRecording, "which recordings are not used any more cannot be told: \(why)",
              at: SourceLocation(path: place.name, line: 1),
              severity: .note, help: "nothing of this file is pruned")
          ]
      }
      let unused = lines.filter { !$0.isNoted && use.asker(of: $0.recording, in: evalset.id) == nil }
      guard let first = unused.first else { return [] }
      let rest = unused.count > 1 ? " (and \(unused.count - 1) more)" : ""
      return [
        Diagnostic(
          .unusedRecording, "no case asks for this recording\(rest)",
          at: SourceLocation(path: place.name, line: first.number),
          severity: .warning,
          help: "a prompt, a case, a setting or an address changed; `evalgate recordings prune --dry-run` shows them",
          "or an earlier evalgate recorded it, which kept no address: record anew first, `evalgate run --mode record`")
      ]
    }
  }
}

extension DiagnosticCode {
  static let secretInRecording = DiagnosticCode(
    "recordings/secret",
    "A kept answer holds what looks like a key, a token or a password. Recordings are committed, so whoever reads the repository reads it."
  )
  static let unansweredCase = DiagnosticCode(
    "recordings/missing",
    "A case has no recording under the request that it would send now. A replay calls nobody, so it is an error there.")
  static let unusedRecording = DiagnosticCode(
    "recordings/unused",
    "No case of the head or of the base sends the request that this recording answers. It does no harm and decides nothing."
  )
}
