import EvalGateCore
import EvalGatePolicy
import EvalGateReporters
import StrictJSON

/// What `evalgate policy check` found.
struct PolicyCheckReport: Sendable {
  private var files: [(path: String, summary: String?, problems: [Diagnostic])] = []

  /// A policy that can be read, tried on what it says itself.
  mutating func add(_ file: PolicyFile) {
    let blind = SelfTesting.problems(of: file.rules, id: file.source.id, at: file.source.location)
    files.append((file.path, blind.isEmpty ? Self.summary(file) : nil, blind + file.rules.advice))
  }

  mutating func add(_ problems: Problems, in name: String) {
    let path = problems.sorted.lazy.compactMap(\.location?.path).first
    files.append((path ?? CommandPlace().shown(Host.absolute(name)), nil, problems.sorted))
  }

  var outcome: RunOutcome {
    let problems = files.flatMap(\.problems).filter { $0.severity == .error }
    if problems.contains(where: { $0.code != .blind }) { return .invalid }
    return problems.isEmpty ? .passed : .blind
  }

  func render(_ format: DocumentFormat, _ context: ReportContext) -> String {
    let problems = files.flatMap(\.problems)
    switch format {
    case .text:
      let rows = files.filter { $0.summary != nil }.map { ["valid", $0.path, $0.summary ?? ""] }
      return (problems.isEmpty ? "" : DiagnosticText.render(problems, context) + "\n") + Columns.text(rows, indent: "")
    case .sarif: return DiagnosticSARIF.render(problems, version: EvalGateVersion.current)
    case .github: return DiagnosticGitHub.render(problems)
    case .json: return json.printed(.pretty) + "\n"
    }
  }

  /// `support-desk 6 · 9 tool rules · 2 restricted rules with 5 values · detectors restricted`
  private static func summary(_ file: PolicyFile) -> String {
    let (source, rules) = (file.source, file.rules)
    var parts = ["\(source.id) \(source.version)", Format.count(rules.count(of: "tools"), "tool rule")]
    let sequences = rules.count(of: "sequences")
    if sequences > 0 { parts.append(Format.count(sequences, "sequence")) }
    let restricted = rules.count(of: "restricted")
    if restricted > 0 {
      parts.append(
        "\(Format.count(restricted, "restricted rule")) with \(Format.count(rules.restrictedValueCount, "value"))")
    }
    if !rules.detectors.isEmpty { parts.append("detectors " + rules.detectors.map(\.name).joined(separator: ", ")) }
    return parts.joined(separator: " · ")
  }

  private var json: JSONValue {
    [
      "schema_version": 1, "valid": .bool(outcome == .passed),
      "files": .array(
        files.map { file in
          [
            "path": .string(file.path), "valid": .bool(file.summary != nil),
            "problems": .array(
              file.problems.map { problem in
                var object: JSONObject = [
                  "code": .string(problem.code.name), "severity": .string(problem.severity.rawValue),
                  "message": .string(SafeText.terminal(UntrustedText(problem.message))),
                ]
                if let place = problem.location {
                  object["line"] = .number(JSONNumber(place.line))
                  object["column"] = .number(JSONNumber(place.column))
                }
                return .object(object)
              }),
          ]
        }),
    ]
  }
}
