package import SafeRegex
package import StrictJSON

/// Finds what a check looks at.
///
/// Several checks mostly look into the same answer, so a reader, which is for one candidate, parses it once.
struct SubjectReader {
  private var parsed: Subject?

  mutating func subject(_ selector: SubjectSelector, of candidate: Candidate) -> Subject {
    if case .candidate = selector { return .text(candidate.text) }
    if let failure = candidate.failure {
      let reason = "no answer: \(failure.reason.rawValue)"
      return candidate.isError ? .unknown(reason) : .absent(reason)
    }
    switch selector {
    case .text, .candidate: return .text(candidate.text)
    case .reasoning: return candidate.answer.reasoning.map(Subject.text) ?? .absent("no reasoning was returned")
    case .line(let pick): return Self.line(pick, of: candidate.text)
    case .regex(let regex, let pick): return Self.match(of: regex, pick, in: candidate.text)
    case .json: return json(of: candidate)
    case .path(let path): return Self.value(at: path, in: json(of: candidate))
    }
  }

  private mutating func json(of candidate: Candidate) -> Subject {
    if let parsed { return parsed }
    let subject = Self.parse(candidate.text)
    parsed = subject
    return subject
  }

  private static func parse(_ text: String) -> Subject {
    do throws(JSONError) {
      return .json(try JSONValue(parsing: text))
    } catch {
      return .absent("not JSON: \(error.message) at line \(error.line), column \(error.column)")
    }
  }

  /// The value itself for a path that can give one at most, else the list of all values.
  private static func value(at path: JSONPath, in subject: Subject) -> Subject {
    guard case .json(let root) = subject else { return subject }
    if path.isSingular { return path.singleValue(in: root).map(Subject.json) ?? .absent("nothing at \(path.text)") }
    let found = path.matches(in: root).map(\.value)
    return found.isEmpty ? .absent("nothing at \(path.text)") : .json(.array(found))
  }

  /// The first or last line that is not blank. Lines end with LF, CR LF or CR.
  private static func line(_ pick: SubjectSelector.Pick, of text: String) -> Subject {
    let lines = text.utf8.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    let isWritten = { (line: Substring.UTF8View) in
      line.contains { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
    }
    let line = pick == .first ? lines.first(where: isWritten) : lines.last(where: isWritten)
    return line.map { .text(String(Substring($0))) } ?? .absent("no line that is not blank")
  }

  private static func match(of regex: SafeRegex, _ pick: SubjectSelector.Pick, in text: String) -> Subject {
    do throws(RegexLimit) {
      guard let match = pick == .first ? try regex.firstMatch(in: text) : try lastMatch(of: regex, in: text) else {
        return .absent("no match of \(regex.pattern)")
      }
      let caught = match.text(of: regex.groupCount > 0 ? 1 : 0, in: text)
      return caught.map(Subject.text) ?? .absent("group 1 of \(regex.pattern) took no part in the match")
    } catch {
      return .unknown("\(error)")
    }
  }

  /// One match after another, keeping only the last: a text of many matches must not fill the memory.
  private static func lastMatch(of regex: SafeRegex, in text: String) throws(RegexLimit) -> RegexMatch? {
    var last: RegexMatch?
    var offset = 0
    while let match = try regex.firstMatch(in: text, from: offset) {
      last = match
      offset = match.range.isEmpty ? match.range.upperBound + 1 : match.range.upperBound
    }
    return last
  }
}

/// What a check with this selector is given to look at.
public func subject(_ selector: SubjectSelector, of candidate: Candidate) -> Subject {
  var reader = SubjectReader()
  return reader.subject(selector, of: candidate)
}

/// Reads `from:`: `text`, `json`, `reasoning`, a JSONPath, `{ regex: …, pick: first | last }` or `{ line: first | last }`.
///
/// In a regular expression `^` and `$` also match at line ends, since what is looked for mostly ends a line.
/// - Throws: where the value is none of these, with the place in the file.
public func parseSubject(_ node: Node?) throws(Diagnostic) -> SubjectSelector {
  guard let node else { return .text }
  switch node.content {
  case .string(let word): return try parseWord(word, node)
  case .mapping: return try parseSelection(node)
  default: throw OptionReader.wrong(node, "from", "a word, a JSONPath or a mapping with `regex` or `line`")
  }
}

private func parseWord(_ word: String, _ node: Node) throws(Diagnostic) -> SubjectSelector {
  switch word {
  case "text": return .text
  case "json": return .json
  case "reasoning": return .reasoning
  case _ where word.utf8.first == UInt8(ascii: "$"): return .path(try parsePath(word, at: node.location))
  default:
    throw Diagnostic(
      .unknownWord, "`\(word)` is not a value of `from`", at: node.location,
      label: suggestion(for: word, among: ["text", "json", "reasoning"]).map { "did you mean `\($0)`?" },
      help: "`from` is `text`, `json`, `reasoning`, a JSONPath such as `$.label`, `{ regex: … }` or `{ line: last }`")
  }
}

private func parseSelection(_ node: Node) throws(Diagnostic) -> SubjectSelector {
  var reader = try OptionReader(node, subject: "`from`")
  if let line = reader.node("line") {
    try reader.finish()
    guard case .string(let word) = line.content, let pick = SubjectSelector.Pick(rawValue: word) else {
      throw OptionReader.wrong(line, "line", "`first` or `last`")
    }
    return .line(pick)
  }
  let pattern = try reader.required("regex")
  let pick = try reader.choice("pick", default: SubjectSelector.Pick.first)
  try reader.finish()
  guard case .string(let text) = pattern.content else { throw OptionReader.wrong(pattern, "regex", "text") }
  return .regex(try parseRegex(text, options: .multiline, at: pattern.location), pick: pick)
}

/// Compiles a pattern that a user wrote.
package func parseRegex(
  _ pattern: String, options: SafeRegex.Options = [], at location: SourceLocation
) throws(Diagnostic) -> SafeRegex {
  do throws(RegexError) {
    return try SafeRegex(pattern, options: options)
  } catch {
    throw Diagnostic(
      .badPattern, "`\(pattern)` is not a regular expression: \(error.message)", at: location,
      label: "byte \(error.offset) of the pattern",
      help: "patterns are Perl-compatible; write `\\` before a sign that is meant itself")
  }
}

/// Compiles a JSONPath that a user wrote.
package func parsePath(_ text: String, at location: SourceLocation) throws(Diagnostic) -> JSONPath {
  do throws(JSONPathError) {
    return try JSONPath(text)
  } catch {
    throw Diagnostic(
      .badPath, "`\(text)` is not a JSONPath: \(error.message)", at: location,
      label: "byte \(error.offset) of the path", help: "write a path such as `$.items[0].name` or `$.items[*]`")
  }
}

extension DiagnosticCode {
  /// A regular expression that cannot be compiled.
  public static let badPattern = DiagnosticCode(
    "file/bad-pattern", "A regular expression that cannot be compiled. Patterns are Perl-compatible (PCRE2).")
  /// A path into JSON that cannot be read.
  public static let badPath = DiagnosticCode(
    "file/bad-path",
    "A path into JSON that is not a JSONPath of RFC 9535 (names, indices, wildcards, slices; no filters).")
}
