import EvalGateCore
import EvalGateReporters
import JSONSchema
import StrictJSON

/// How what was found in files is shown.
enum DocumentFormat: String, CaseIterable, Sendable { case text, json, sarif, github }

/// All that `evalgate json` found.
struct DocumentReport: Sendable {
  let documents: [CheckedDocument]
  /// Whether there was a schema, and what `format` did in it.
  let format: JSONSchema.FormatBehaviour?
  /// Files of which nothing could be said.
  let unreadable: [Diagnostic]

  func count(_ verdict: CheckedDocument.Verdict) -> Int { documents.count { $0.verdict == verdict } }

  var outcome: RunOutcome {
    if !unreadable.isEmpty { return .invalid }
    if count(.invalid) > 0 { return .blocked }
    return count(.undecided) > 0 ? .undecided : .passed
  }

  func render(_ format: DocumentFormat, _ context: ReportContext) -> String {
    let problems = documents.flatMap(\.problems).map(\.diagnostic)
    switch format {
    case .text: return text(context)
    case .json: return json.printed(.pretty) + "\n"
    case .sarif: return DiagnosticSARIF.render(problems, version: EvalGateVersion.current)
    case .github: return DiagnosticGitHub.render(problems) + summary + "\n"
    }
  }

  private func text(_ context: ReportContext) -> String {
    var text = ""
    var start = 0
    // By file, because the number of problems shown is bounded for each.
    while start < documents.count {
      let end = documents[start...].firstIndex { $0.path != documents[start].path } ?? documents.count
      let problems = documents[start..<end].flatMap(\.problems).map(\.diagnostic)
      if !problems.isEmpty { text += DiagnosticText.render(problems, context) + "\n" }
      start = end
    }
    return text + summary + "\n"
  }

  /// The last line: the verdict, how many of how many, and what `format` did.
  var summary: String {
    let (invalid, undecided) = (count(.invalid), count(.undecided))
    let total = Format.count(documents.count, "document")
    var parts: [String]
    if invalid > 0 {
      parts = ["invalid  \(invalid) of \(total)"]
    } else if undecided > 0 {
      parts = ["undecided  \(undecided) of \(total) too expensive"]
    } else if documents.isEmpty, !unreadable.isEmpty {
      parts = []
    } else {
      parts = ["valid  \(total)"]
    }
    if invalid > 0, undecided > 0 { parts.append("\(undecided) too expensive") }
    if !unreadable.isEmpty { parts.append("unreadable  \(Format.count(unreadable.count, "file"))") }
    switch format {
    case .assertion: parts.append("format asserted")
    case .annotation: parts.append("format not asserted")
    case nil: break
    }
    return parts.joined(separator: " · ")
  }

  private var json: JSONValue {
    var object: JSONObject = [
      "schema_version": 1, "valid": .bool(outcome == .passed),
      "counts": [
        "documents": .number(JSONNumber(documents.count)), "valid": .number(JSONNumber(count(.valid))),
        "invalid": .number(JSONNumber(count(.invalid))), "undecided": .number(JSONNumber(count(.undecided))),
        "unreadable": .number(JSONNumber(unreadable.count)),
      ],
      "documents": .array(documents.map(\.json)),
    ]
    if !unreadable.isEmpty {
      object["unreadable"] = .array(unreadable.map { .string(SafeText.terminal(UntrustedText($0.message))) })
    }
    if let format { object["format"] = format == .assertion ? "assertion" : "annotation" }
    return .object(object)
  }
}

extension CheckedDocument {
  /// As it stands in the JSON form. A path is exactly the file's; sentences are as safe as anywhere else.
  fileprivate var json: JSONValue {
    var object: JSONObject = ["path": .string(path), "verdict": .string(verdict.rawValue)]
    if let line { object["line"] = .number(JSONNumber(line)) }
    object["problems"] = .array(problems.map(\.json))
    if let output { object["output"] = output }
    return .object(object)
  }
}

extension DocumentProblem {
  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "code": .string(diagnostic.code.name), "severity": .string(diagnostic.severity.rawValue),
      "message": .string(SafeText.terminal(UntrustedText(diagnostic.message))),
    ]
    if let place = diagnostic.location {
      object["line"] = .number(JSONNumber(place.line))
      object["column"] = .number(JSONNumber(place.column))
      object["length"] = .number(JSONNumber(place.length))
    }
    if let offset { object["offset"] = .number(JSONNumber(offset)) }
    if let other {
      object["other"] = [
        "offset": .number(JSONNumber(other.offset)), "line": .number(JSONNumber(other.line)),
        "column": .number(JSONNumber(other.column)),
      ]
    }
    if let reason { object["reason"] = .string(reason.rawValue) }
    if let issue {
      object["keyword"] = .string(issue.keyword)
      object["instance_location"] = .string(issue.instancePath.description)
      object["keyword_location"] = .string(issue.keywordLocation.description)
    }
    return .object(object)
  }
}
