import ArgumentParser
import EvalGateCore
import EvalGatePolicy
import EvalGateReporters
import EvalGateStore

struct ScanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan",
    abstract: "Look for secrets, personal data, hidden characters and channels in files or a stream.",
    discussion: """
      Without a policy the detectors are secret, pii, channel, unicode and injection (which only advises). With one they are \
      the policy's own: restricted values and what its sections configure. Evidence is masked; nothing is printed as it \
      stands. Ends with 0 when nothing was found, 1 when something was, 2 when a file cannot be used, 3 when a text could not \
      be looked at to its end.
      """)

  @Argument(help: ArgumentHelp("Files; `-`, or none, is standard input.", valueName: "file"))
  var files: [String] = []

  @Option(help: ArgumentHelp("The detectors of this policy.", valueName: "path"))
  var policy: String?

  @Option(help: ArgumentHelp("Only these, such as `secret,pii:US_SSN`; may be repeated.", valueName: "names"))
  var detectors: [String] = []

  @Flag(help: "Every line is a JSON document: its texts are looked at one by one, escapes undone.")
  var lines = false

  @Flag(help: "Show what may as well be something else too. It never fails a scan.")
  var weak = false

  @Option(help: "How to show what was found: text, json, sarif or github.")
  var format: DocumentFormat = .text

  /// Bytes of one file.
  private static let limit = 1 << 30

  func validate() throws {
    guard files.count(where: { $0 == "-" }) < 2 else { throw ValidationError("standard input can be read only once.") }
  }

  func run() async throws {
    let place = CommandPlace()
    let choices = detectors.flatMap { $0.split(separator: ",") }.map { DetectorChoice(String($0)) }
    let scan = FileScan(scanner: try await scanner(choices), choices: choices)
    var results: [ScannedFile] = []
    var problems = Problems()
    for file in files.isEmpty ? ["-"] : files {
      do throws(Diagnostic) {
        let bytes = try Self.bytes(of: file)
        let name = file == "-" ? StandardInput.name : place.shown(Host.absolute(file))
        results.append(lines ? scan.lines(bytes, path: name, &problems) : scan.text(bytes, path: name))
      } catch {
        var problem = error
        problem.location?.path = place.shown(Host.absolute(file))
        problems.add(problem)
      }
    }
    let result = ScanResult(
      files: results, showsWeak: weak || !choices.isEmpty, problems: problems.list.map(Discretion.hidden))
    let console = Console()
    console.write(
      result.render(
        format, ReportContext(color: false, unicode: Console.showsUnicode(environment: Host.environment))))
    guard problems.isEmpty else { throw problems }
    guard result.outcome == .passed else { throw Ending(result.outcome) }
  }

  /// A pipe that the shell made (`<(…)`) has somebody who writes; a named one in a folder may wait for ever.
  private static func bytes(of file: String) throws(Diagnostic) -> [UInt8] {
    let isShells = file == "-" || Host.absolute(file).hasPrefix("/dev/fd/") || file.hasPrefix("/proc/self/fd/")
    return isShells
      ? try StandardInput.bytes(of: file, limit: limit) : try PlainFiles.read(Host.absolute(file), limit: limit)
  }

  private func scanner(_ choices: [DetectorChoice]) async throws -> Scanner {
    var scanner = Scanner.standard
    if let policy {
      scanner = try await PolicyFile.load(policy).rules.fileScanner
      guard !scanner.ids.isEmpty else {
        throw Diagnostic(
          .unknownDetector, "policy `\(policy)` has no detector that looks at files",
          help: "its rules are about calls: add `restricted`, `pii` or `secrets`, or leave `--policy` out")
      }
    }
    if let wrong = choices.lazy.compactMap(scanner.problem).first {
      throw Diagnostic(.unknownDetector, wrong, help: "write `--detectors secret,pii:US_SSN`")
    }
    scanner = scanner.only(choices)
    scanner.evidenceKey = try EvidenceKeys.own()
    return scanner
  }
}

extension DiagnosticCode {
  static let unknownDetector = DiagnosticCode(
    "scan/detector", "`evalgate scan` was asked for a detector that does not run, or for a kind that it does not find.")
}
