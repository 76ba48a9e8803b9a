import EvalGateConfig
import EvalGateCore
import JSONSchema
import StrictJSON

/// What a document that was checked turned out to be.
struct CheckedDocument: Sendable {
  enum Verdict: String, Sendable {
    case valid, invalid
    /// Given up at a limit: nobody knows.
    case undecided
  }

  let path: String
  /// The line of a file of JSON lines, from 1; nil for a document that is a file.
  var line: Int?
  var verdict = Verdict.valid
  var problems: [DocumentProblem] = []
  /// The result in an output format of the specification; nil where none was asked for, or none could be made.
  var output: JSONValue?
}

/// A problem of a document, with what a program may want to know of it.
struct DocumentProblem: Sendable {
  var diagnostic: Diagnostic
  /// Why a text is no JSON.
  var reason: JSONError.Reason?
  /// Which keyword of the schema is broken where.
  var issue: SchemaIssue?
  /// The byte of the document that it is about, from 0.
  var offset: Int?
  /// A second place that belongs to it: the first of two equal keys, where the JSON begins, or what was left open.
  var other: Place?

  struct Place: Sendable {
    let offset: Int
    let line: Int
    let column: Int
  }
}

/// Checks documents: strict JSON (RFC 8259), and a schema where there is one. Pure.
struct DocumentCheck: Sendable {
  let schema: JSONSchema?
  var output: JSONSchema.OutputFormat?
  /// Nesting and size of one document.
  var limits = JSONLimits.default

  /// The document that a line of a file is.
  /// - Parameter bytes: nil for a line over the limit, of which nothing was kept.
  func check(_ bytes: [UInt8]?, path: String, line: Int) -> CheckedDocument {
    guard let bytes else { return tooLarge("a line", path, line: line) }
    return check(bytes.last == UInt8(ascii: "\r") ? Array(bytes.dropLast()) : bytes, path: path, line: .some(line))
  }

  /// A document over the limit, which is refused before it is in memory.
  func tooLarge(_ what: String, _ path: String, line: Int? = nil) -> CheckedDocument {
    let diagnostic = Diagnostic(
      .oversized, "\(what) of more than \(limits.bytes >> 20) MiB",
      at: line.map { SourceLocation(path: path, line: $0) } ?? SourceLocation(file: path),
      help: line == nil
        ? "check it in parts; a file of JSON lines is read line by line with `--lines`" : "write smaller documents")
    return CheckedDocument(
      path: path, line: line, verdict: .invalid, problems: [DocumentProblem(diagnostic: diagnostic, reason: .sizeLimit)]
    )
  }

  /// One document: a whole file, or a line of it.
  func check(_ bytes: [UInt8], path: String, line: Int?) -> CheckedDocument {
    var checked = CheckedDocument(path: path, line: line)
    let document: JSONDocument
    do throws(JSONError) {
      document = try JSONDocument(parsing: bytes, limits: limits)
    } catch {
      checked.verdict = .invalid
      checked.problems = [Self.problem(error, bytes, path, firstLine: line ?? 1)]
      return checked
    }
    let places = DocumentPlaces(document: document, bytes: bytes, path: path, firstLine: line ?? 1)
    checked.problems = Self.lossyNumbers(of: document, places)
    if let schema { validate(document.root.value, by: schema, places, &checked) }
    return checked
  }

  /// Numbers of one document that are warned about.
  private static let shownNumbers = 10

  private static func lossyNumbers(of document: JSONDocument, _ places: DocumentPlaces) -> [DocumentProblem] {
    let numbers = document.root.numbersBeyondDouble
    return numbers.prefix(shownNumbers).enumerated().map { index, number in
      let more = index == shownNumbers - 1 ? numbers.count - shownNumbers : 0
      return DocumentProblem(
        diagnostic: Diagnostic(
          .imprecise, "number \(number.number?.text.prefix(40) ?? "") \(number.number?.lossInDouble ?? "")",
          at: places.place(of: number), severity: .warning, label: more > 0 ? "and \(more) more like it" : nil,
          help: "write it as a string, where other programs have to read it exactly",
          excerpt: places.excerpt(of: number)), offset: number.byteOffset)
    }
  }

  private func validate(
    _ value: JSONValue, by schema: JSONSchema, _ places: DocumentPlaces, _ checked: inout CheckedDocument
  ) {
    switch schema.validate(value) {
    case .valid: break
    case .invalid(let issues):
      checked.verdict = .invalid
      checked.problems = issues.map { places.problem($0) } + checked.problems
    case .tooExpensive(let limit): giveUp(limit, places, &checked)
    }
    guard let output, checked.verdict != .undecided else { return }
    do throws(TooExpensive) {
      let result = try schema.output(for: value, as: output)
      checked.output = result
      guard let cut = result["cut"]?.stringValue else { return }
      checked.problems.append(
        DocumentProblem(
          diagnostic: Diagnostic(
            .cutOutput, "the `\(output.rawValue)` output is cut: \(cut)", at: places.start, severity: .note,
            help: "ask for `--output basic`, or for a smaller document")))
    } catch {
      giveUp(error.message, places, &checked)
    }
  }

  private func giveUp(_ limit: String, _ places: DocumentPlaces, _ checked: inout CheckedDocument) {
    if checked.verdict == .valid { checked.verdict = .undecided }
    let diagnostic = Diagnostic(
      .tooExpensive, "too expensive to validate: \(limit)", at: places.start,
      help: "simplify the schema's patterns or references, or check a smaller document")
    checked.problems.append(DocumentProblem(diagnostic: diagnostic))
  }

  private static func problem(_ error: JSONError, _ bytes: [UInt8], _ path: String, firstLine: Int) -> DocumentProblem {
    var diagnostic = JSONReader.diagnostic(
      for: error, path: path, firstLine: firstLine, depth: JSONLimits.default.depth)
    diagnostic.excerpt = DocumentPlaces.excerpt(around: error.offset, in: bytes)
    let other = error.otherOffset.map { offset in
      let place = TextPosition(of: offset, in: bytes.span)
      return DocumentProblem.Place(offset: offset, line: firstLine + place.line - 1, column: place.column)
    }
    if let other {
      let what: String? =
        switch error.reason {
        case .duplicateKey: "first"
        case .markdownFence, .proseBefore: "JSON begins"
        case .truncated: "left open"
        default: nil
        }
      diagnostic.label = what.map { "\($0) at \(other.line):\(other.column)" }
    }
    return DocumentProblem(diagnostic: diagnostic, reason: error.reason, offset: error.offset, other: other)
  }
}

extension DiagnosticCode {
  static let oversized = DiagnosticCode(
    "json/oversized",
    "A document is over the limit of size that keeps hostile input cheap. It is refused before it is read whole.")
  static let againstSchema = DiagnosticCode(
    "json/schema",
    "A document does not follow its JSON Schema. The place is that of the value, or of the key where the key itself is not allowed."
  )
  static let imprecise = DiagnosticCode(
    "json/precision",
    "A number has more digits or a larger exponent than a 64-bit float holds (RFC 8259 section 6). It is valid JSON; many programs will read another number."
  )
  static let cutOutput = DiagnosticCode(
    "json/output-cut",
    "The listing that `--output` asks for ends at its limit of units or bytes. The verdict is that of the whole schema."
  )
  static let tooExpensive = DiagnosticCode(
    "json/too-expensive",
    "Validating was given up at a limit on steps, nesting or backtracking, so the document is neither valid nor invalid. Such a run ends with exit code 3."
  )
}
