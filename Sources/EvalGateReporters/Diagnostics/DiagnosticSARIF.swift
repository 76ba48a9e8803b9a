public import EvalGateCore
import StrictJSON

/// Problems as a log of static analysis results (SARIF 2.1.0, OASIS standard of 2020), for code scanning.
public enum DiagnosticSARIF {
  /// Results that GitHub takes of one run; of more it keeps the first 5,000 (docs, "SARIF results exceed one or more limits").
  public static let limit = 5_000

  /// The log on one line, with a line feed.
  ///
  /// - Parameter troubles: what the tool itself could not do, which is no result.
  public static func render(_ diagnostics: [Diagnostic], troubles: [Diagnostic] = [], version: String) -> String {
    let shown = diagnostics.sorted { $0.severity < $1.severity }.prefix(limit)
    var codes: [DiagnosticCode] = []
    for diagnostic in shown where !codes.contains(diagnostic.code) { codes.append(diagnostic.code) }
    var run: JSONObject = [
      "tool": [
        "driver": ["name": "evalgate", "semanticVersion": .string(version), "rules": .array(codes.map(rule))]
      ],
      // Columns count Unicode scalars (section 3.14.17).
      "columnKind": "unicodeCodePoints",
      "results": .array(shown.map { result($0, codes.firstIndex(of: $0.code) ?? 0) }),
    ]
    var notes = troubles.map(notification)
    if diagnostics.count > shown.count {
      notes.append([
        "level": "warning", "message": ["text": .string("\(diagnostics.count - shown.count) more results left out")],
      ])
    }
    if !notes.isEmpty {
      run["invocations"] = [
        ["executionSuccessful": .bool(troubles.isEmpty), "toolExecutionNotifications": .array(notes)]
      ]
    }
    let log: JSONValue = [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [.object(run)],
    ]
    return log.printed() + "\n"
  }

  /// What went wrong with the tool (section 3.58), with its place where there is one.
  private static func notification(_ trouble: Diagnostic) -> JSONValue {
    var note: JSONObject = [
      "level": .string(trouble.severity.rawValue), "descriptor": ["id": .string(trouble.code.name)],
      "message": ["text": .string(SafeText.terminal(UntrustedText(trouble.message)))],
    ]
    if let place = trouble.location {
      note["locations"] = [["physicalLocation": ["artifactLocation": ["uri": .string(uri(place.path))]]]]
    }
    return .object(note)
  }

  private static func rule(_ code: DiagnosticCode) -> JSONValue {
    [
      "id": .string(code.name), "fullDescription": ["text": .string(code.explanation)],
      "help": ["text": .string("evalgate explain \(code.name)")],
    ]
  }

  private static func result(_ diagnostic: Diagnostic, _ rule: Int) -> JSONValue {
    let sentences = [diagnostic.message, diagnostic.label].compactMap { $0 } + diagnostic.help
    var result: JSONObject = [
      "ruleId": .string(diagnostic.code.name), "ruleIndex": .number(JSONNumber(rule)),
      "level": .string(diagnostic.severity.rawValue),
      "message": ["text": .string(SafeText.terminal(UntrustedText(sentences.joined(separator: "; "))))],
    ]
    if let place = diagnostic.location {
      result["locations"] = [["physicalLocation": location(place)]]
      // Without line and column, so that it survives edits above it (section 3.27.17).
      let identity: JSONValue = [
        .string(diagnostic.code.name), .string(place.path), .string(diagnostic.message),
      ]
      result["partialFingerprints"] = ["evalgate/v1": .string(Digest(of: identity).hex)]
    }
    return .object(result)
  }

  private static func location(_ place: SourceLocation) -> JSONValue {
    let (line, column) = (max(1, place.line), max(1, place.column))
    return [
      "artifactLocation": ["uri": .string(uri(place.path))],
      "region": [
        "startLine": .number(JSONNumber(line)), "startColumn": .number(JSONNumber(column)),
        "endColumn": .number(JSONNumber(column + max(1, place.length))),
      ],
    ]
  }

  /// A path as a URI reference (section 3.4.4): what a path segment cannot hold is percent-encoded (RFC 3986, section 3.3). A
  /// colon in the first segment would read as a scheme (section 4.2), so none is left.
  private static func uri(_ path: String) -> String {
    var bytes: [UInt8] = []
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        bytes.append(byte)
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        bytes += Array(("%" + (digits.utf8.count == 1 ? "0" : "") + digits).utf8)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
