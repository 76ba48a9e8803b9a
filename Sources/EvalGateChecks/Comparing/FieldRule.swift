import EvalGateCore
import StrictJSON

/// How one field of an extraction is compared.
indirect enum FieldComparison: Sendable {
  /// The same JSON value.
  case exact
  /// The same text but for case and white space.
  case caseFolded
  /// The same number, as JSON or as written, within a tolerance.
  case number(Tolerance)
  /// The same day; a time after it does not count.
  case date
  /// The same elements in any order, repeated or not.
  case set
  /// At least so similar a text, but for case and white space.
  case fuzzy(Double)
  /// Whatever there is.
  case ignore
  /// A list whose items belong together by the values of these members; the rules are for each item.
  case list(matchBy: [String], rules: [FieldRule])

  /// The words that a file may use.
  enum Word: String, CaseIterable {
    case exact, number, date, set, fuzzy, ignore
    case caseFolded = "case_folded"
  }
}

/// A path with the comparison of what it leads to.
struct FieldRule: Sendable {
  let path: JSONPath
  let comparison: FieldComparison

  /// Reads `fields:`, a mapping from JSONPaths to words or mappings.
  static func rules(_ node: Node) throws(Diagnostic) -> [FieldRule] {
    guard case .mapping(let entries) = node.content else {
      throw OptionReader.wrong(node, "fields", "a mapping from JSONPaths to comparisons")
    }
    var rules: [FieldRule] = []
    for entry in entries {
      let path = try parsePath(entry.key, at: entry.keyLocation)
      rules.append(FieldRule(path: path, comparison: try comparison(entry.value, of: entry.key)))
    }
    return rules
  }

  private static func comparison(_ node: Node, of path: String) throws(Diagnostic) -> FieldComparison {
    if case .string(let word) = node.content { return try comparison(word, at: node) }
    var reader = try OptionReader(node, subject: "field `\(path)`")
    let comparison = try comparison(&reader)
    try reader.finish()
    return comparison
  }

  private static func comparison(_ word: String, at node: Node) throws(Diagnostic) -> FieldComparison {
    let entry = Node.Entry(key: "compare", keyLocation: node.location, value: node)
    var reader = try OptionReader(Node(.mapping([entry]), at: node.location), subject: "field")
    return try comparison(&reader)
  }

  private static func comparison(_ reader: inout OptionReader) throws(Diagnostic) -> FieldComparison {
    if let keys = try reader.optionalStrings("match_by") {
      let rules = try reader.node("fields").map { node throws(Diagnostic) in try FieldRule.rules(node) }
      return .list(matchBy: keys, rules: rules ?? [])
    }
    switch try reader.choice("compare", default: FieldComparison.Word.exact) {
    case .exact: return .exact
    case .caseFolded: return .caseFolded
    case .number: return .number(try Tolerance(options: &reader))
    case .date: return .date
    case .set: return .set
    case .fuzzy: return .fuzzy(try reader.share("at_least") ?? 0.9)
    case .ignore: return .ignore
    }
  }
}

extension FieldComparison {
  /// What became of a field. `null` is nothing there, on either side.
  func outcome(_ expected: JSONValue?, _ got: JSONValue?) throws(Halt) -> FieldOutcome {
    switch (expected?.present, got?.present) {
    case (nil, nil): return .match
    case (nil, _?): return .invented
    case (_?, nil): return .missing
    case (let expected?, let got?): return try holds(expected, got) ? .match : .mismatch
    }
  }

  private func holds(_ expected: JSONValue, _ got: JSONValue) throws(Halt) -> Bool {
    switch self {
    case .exact, .list: return expected == got
    case .ignore: return true
    case .caseFolded:
      guard let a = expected.stringValue, let b = got.stringValue else { return expected == got }
      return Self.folded(a) == Self.folded(b)
    case .number(let tolerance):
      guard let a = Self.number(expected) else { throw Self.unusable(expected, "a number") }
      return Self.number(got).map { tolerance.accepts($0, for: a) } ?? false
    case .date:
      guard let a = Self.date(expected) else { throw Self.unusable(expected, "a date such as 2026-06-30") }
      return Self.date(got) == a
    case .set:
      guard let a = expected.arrayValue else { throw Self.unusable(expected, "a list") }
      return got.arrayValue.map { Set(a) == Set($0) } ?? false
    case .fuzzy(let least):
      guard let a = expected.stringValue else { throw Self.unusable(expected, "text") }
      return try got.stringValue.map { b throws(Halt) in try Self.areSimilar(a, b, least) } ?? false
    }
  }

  private static func unusable(_ value: JSONValue, _ wanted: String) -> Halt {
    .error("what is expected must be \(wanted), not \(brief(value))")
  }

  private static func number(_ value: JSONValue) -> JSONNumber? {
    value.numberValue ?? value.stringValue.flatMap { WrittenNumber().read($0) }
  }

  /// The day that a text begins with, alone or before a time (RFC 3339).
  private static func date(_ value: JSONValue) -> CalendarDate? {
    guard let text = value.stringValue?.trimmingSpaces, text.utf8.count <= 64 else { return nil }
    let rest = text.utf8.dropFirst(10)
    guard rest.isEmpty || rest.first == UInt8(ascii: "T") || rest.first == UInt8(ascii: " ") else { return nil }
    return CalendarDate(String(decoding: text.utf8.prefix(10), as: UTF8.self))
  }

  /// Case folded, with single spaces between words.
  private static func folded(_ text: String) -> [UInt8] {
    let words = text.unicodeScalars.split { $0.properties.isWhitespace }.map { String(Substring($0)) }
    return TextForm(ignoresCase: true).bytes(words.joined(separator: " "))
  }

  private static func areSimilar(_ a: String, _ b: String, _ least: Double) throws(Halt) -> Bool {
    let (a, b) = (String(decoding: folded(a), as: UTF8.self), String(decoding: folded(b), as: UTF8.self))
    let longer = max(a.unicodeScalars.count, b.unicodeScalars.count)
    switch EditDistance.between(a, b, limit: Similarity.allowedEdits(least, longer: longer)) {
    case .distance: return true
    case .overLimit: return false
    case .tooLong: throw .error("texts of \(longer) characters are too long to be compared")
    }
  }
}

extension JSONValue {
  /// Nil for `null`. Spelled out, since `nil` alone could also be the JSON value.
  var present: JSONValue? { isNull ? Optional.none : self }
}
