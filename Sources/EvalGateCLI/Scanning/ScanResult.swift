import EvalGateCore
import EvalGatePolicy
import EvalGateReporters
import StrictJSON

/// All that `evalgate scan` found.
struct ScanResult: Sendable {
  let files: [ScannedFile]
  /// Whether findings that never fail are shown.
  let showsWeak: Bool
  /// Why files could not be read whole or as what they were said to be.
  var problems: [Diagnostic] = []
  private var unusable: Int { problems.count }

  private var findings: [FileFinding] { files.flatMap(\.findings) }
  private var blocking: Int { findings.count { $0.detection.blocks } }
  private var weak: Int { findings.count - blocking }
  private var exceeded: [(path: String, what: String)] {
    files.flatMap { file in file.exceeded.map { (file.path, $0) } }
  }

  var outcome: RunOutcome {
    if unusable > 0 { return .invalid }
    if blocking > 0 { return .blocked }
    // What could not be looked at may hold anything.
    return exceeded.isEmpty ? .passed : .undecided
  }

  func render(_ format: DocumentFormat, _ context: ReportContext) -> String {
    switch format {
    case .text: text
    case .json: json.printed(.pretty) + "\n"
    case .sarif: DiagnosticSARIF.render(diagnostics, troubles: problems, version: EvalGateVersion.current)
    case .github: DiagnosticGitHub.render(diagnostics) + summary + "\n"
    }
  }

  private func isShown(_ finding: FileFinding) -> Bool { showsWeak || finding.detection.blocks }

  private var text: String {
    let rows = findings.filter(isShown).map { finding in
      [
        SafeText.terminal(UntrustedText(finding.location.precise)), finding.name, finding.detection.confidence.rawValue,
        SafeText.terminal(UntrustedText(finding.evidence)) + (finding.path.map { "  in \($0)" } ?? ""),
      ]
    }
    let unseen = exceeded.map { path, what in
      "\(SafeText.terminal(UntrustedText(path))): not looked at to the end: \(what)\n"
    }
    return Columns.text(rows, indent: "") + unseen.joined() + summary + "\n"
  }

  /// The last line: the verdict, how many of how many, and what is not shown.
  var summary: String {
    let all = Format.count(files.count, "file")
    let hit = files.count { file in file.findings.contains { $0.detection.blocks } }
    let found = "found  \(Format.count(blocking)) in \(hit) of \(all)"
    var parts: [String]
    switch outcome {
    case .blocked: parts = [found]
    case .invalid: parts = [found, "\(Format.count(unusable, "problem")) with what was to be read"]
    case .undecided: parts = ["undecided  \(all), not all of which could be looked at"]
    default: parts = ["clean  \(all)"]
    }
    if weak > 0 { parts.append("\(Format.count(weak)) weak" + (showsWeak ? "" : ", shown with --weak")) }
    return parts.joined(separator: " · ")
  }

  private var diagnostics: [Diagnostic] {
    findings.filter(isShown).map { finding in
      Diagnostic(
        .found, "\(finding.name): \(finding.evidence)", at: finding.location,
        severity: finding.detection.blocks ? .error : .warning,
        help: "confidence \(finding.detection.confidence.rawValue), \(finding.detection.detector)")
    }
      + exceeded.map { path, what in
        Diagnostic(
          .notLookedAt, "not looked at to the end: \(what)", at: SourceLocation(path: path),
          help: "split the file, or what is encoded in it")
      }
  }

  private var json: JSONValue {
    [
      "schema_version": 1, "clean": .bool(outcome == .passed),
      "counts": [
        "files": .number(JSONNumber(files.count)), "findings": .number(JSONNumber(blocking)),
        "weak": .number(JSONNumber(weak)), "exceeded": .number(JSONNumber(exceeded.count)),
      ],
      "problems": .array(
        problems.map { problem in
          var object: JSONObject = [
            "code": .string(problem.code.name), "message": .string(SafeText.terminal(UntrustedText(problem.message))),
          ]
          if let place = problem.location { object["path"] = .string(place.path) }
          return .object(object)
        }),
      "files": .array(
        files.map { file in
          [
            "path": .string(file.path), "findings": .array(file.findings.map(\.json)),
            "exceeded": .array(file.exceeded.map { .string($0) }),
          ]
        }),
    ]
  }
}

extension FileFinding {
  /// As it stands in the JSON form, with the names that safety reports use.
  fileprivate var json: JSONValue {
    var evidence: JSONObject = ["masked": .string(detection.evidence.masked)]
    if let hmac = detection.evidence.hmac { evidence["hmac"] = .string(hmac) }
    var object: JSONObject = [
      "detector": .string(detection.detector.name), "version": .number(JSONNumber(detection.detector.version)),
      "entity": .string(detection.entity), "confidence": .string(detection.confidence.rawValue),
      "blocks": .bool(detection.blocks), "line": .number(JSONNumber(location.line)),
      "column": .number(JSONNumber(location.column)), "length": .number(JSONNumber(location.length)),
      "offset": .number(JSONNumber(offset)), "view": .string(detection.view),
      "chain": .array(detection.chain.map { .string($0) }), "evidence": .object(evidence),
    ]
    if let path { object["path"] = .string(path) }
    return .object(object)
  }
}

extension DiagnosticCode {
  static let found = DiagnosticCode(
    "scan/found",
    "A detector found something that should not be there: a credential, personal data, a restricted value, a link that carries data out, characters that hide something. Evidence is masked. Findings of confidence `certain` and `likely` fail the scan, `weak` ones never do."
  )
  static let notLookedAt = DiagnosticCode(
    "scan/budget",
    "A detector ran out of its budget, so the rest of the text may hold anything. Such a scan is never clean: it ends with exit code 3."
  )
}
