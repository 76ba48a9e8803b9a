import ArgumentParser
import EvalGateCore
import EvalGatePolicy
import EvalGateReporters
import EvalGateStore
import StrictJSON

struct PolicyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Work on the decision layer: check, explain, test and compare policies.",
    subcommands: [Check.self, Explain.self, Test.self, Diff.self])

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Read policy files and show every problem with its place.",
      discussion: """
        Each is also tried on its own restricted values and denials, as before a run with a safety suite. Ends with 0, with 2 \
        when a file is not right, or with 5 when a policy lets its own values through.
        """)

    @Argument(help: ArgumentHelp("Policy files.", valueName: "file"))
    var files: [String]

    @Option(help: "How to show problems: text, json, sarif or github.")
    var format: DocumentFormat = .text

    func run() async throws {
      var report = PolicyCheckReport()
      for file in files {
        do {
          report.add(try await PolicyFile.load(file))
        } catch let problems as Problems {
          report.add(problems, in: file)
        } catch let problem as Diagnostic {
          report.add(Problems([problem]), in: file)
        }
      }
      let console = Console()
      console.write(
        report.render(
          format,
          ReportContext(
            color: Console.usesColor(.auto, .output, environment: Host.environment),
            unicode: Console.showsUnicode(environment: Host.environment))))
      guard report.outcome == .passed else { throw Ending(report.outcome) }
    }
  }

  struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "explain", abstract: "What a rule, a reason or a detector is, and when it decides.",
      discussion: "Rules of a policy are looked up in the file that --policy names, or in the policies of the project.")

    @OptionGroup var project: ProjectOptions

    @Argument(
      help: ArgumentHelp("Such as `T-SEND`, `tainted`, `E_PARSE`, `pii` or `pii:US_SSN`.", valueName: "rule|reason"))
    var name: String

    @Option(help: ArgumentHelp("The policy whose rule is meant.", valueName: "path"))
    var policy: String?

    func run() async throws {
      let files: [PolicyFile]
      if let policy {
        files = [try await PolicyFile.load(policy)]
      } else {
        files = try await inProject()
      }
      Console().write(try PolicyExplanation(files).text(of: name))
    }

    /// The policies of the project around; none where there is no project that loads.
    private func inProject() async throws -> [PolicyFile] {
      guard let loaded = try? await Workspace(project).project(quiet: true) else { return [] }
      var files: [String: PolicyFile] = [:]
      for source in loaded.suites.compactMap(\.policy) {
        guard case .rules(let rules) = source.kind, let rules = rules as? RulePolicy else { continue }
        files[source.location.path] = PolicyFile(source: source, rules: rules)
      }
      return files.sorted { $0.key < $1.key }.map(\.value)
    }
  }

  struct Test: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "test", abstract: "The decisions of a policy on a file of calls, beside those that are expected.",
      discussion: """
        A line of the file is `{"id": "a", "tool": "refund", "arguments": {"amount": 20}, "expected": "deny"}`; `messages` say what the model had \
        been told, `text` is an output to decide about, `setup` is that of a case, and `expected` may be \
        `{"decision": "deny", "rule": "T-SEND", "reason": "tainted"}`. Ends with 1 when a decision is another than expected, \
        with 4 when nothing says what to expect.
        """)

    @Argument(help: ArgumentHelp("A policy file.", valueName: "policy"))
    var policy: String

    @Argument(help: ArgumentHelp("Calls as JSON lines; `-` is standard input.", valueName: "calls"))
    var calls: String

    @Option(help: "How to show the table: text or json.")
    var format: TableFormat = .text

    func run() async throws {
      let policy = try await PolicyFile.load(policy)
      let bytes = try StandardInput.bytes(of: calls, limit: 1 << 28)
      let name = calls == "-" ? StandardInput.name : CommandPlace().shown(Host.absolute(calls))
      let table = DecisionTable(try PolicyCalls(path: name).rows(bytes).map { PolicyTrial($0, under: policy.rules) })
      Console().write(
        table.render(format, policy, unicode: Console.showsUnicode(environment: Host.environment)))
      guard table.outcome == .passed else { throw Ending(table.outcome) }
    }
  }

  struct Diff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "diff", abstract: "Which decisions of a recorded run another policy would make otherwise.",
      discussion: """
        OLD and NEW are files, or `REV:PATH` for a file as it is at a revision. Asks no model and changes nothing. Ends with 0 \
        whatever differs, or with 1 where --exit-code is given and a decision flips.
        """)

    @OptionGroup var project: ProjectOptions

    @Argument(help: ArgumentHelp("The policy that decided.", valueName: "old"))
    var old: String

    @Argument(help: ArgumentHelp("The policy that would decide.", valueName: "new"))
    var new: String

    @Option(help: ArgumentHelp("A path, the beginning of an id, or `latest`.", valueName: "run"))
    var run = "latest"

    @Flag(help: "Exit 1 when a decision flips.")
    var exitCode = false

    @Option(help: "How to show what flips: text or json.")
    var format: TableFormat = .text

    func run() async throws {
      let workspace = try Workspace(project)
      let before = try await PolicyFile.load(old)
      let after = try await PolicyFile.load(new)
      let file = try RunFile(at: await workspace.ownRuns().find(run).path)
      let flips = try PolicyDifference(
        from: before, to: after, on: file, of: try await workspace.project(quiet: true))
      Console().write(flips.render(format, unicode: Console.showsUnicode(environment: Host.environment)))
      if flips.outcome != .passed { throw Ending(flips.outcome) }
      if exitCode, !flips.flips.isEmpty { throw Ending(.blocked) }
    }
  }
}

/// How a table of decisions is shown.
enum TableFormat: String, NamedChoice { case text, json }
