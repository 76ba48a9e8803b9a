import EvalGateCore
import StrictJSON

/// One entry of `restricted`: values that must not leave, who they belong to, and how they are looked for.
struct RestrictedRule: Sendable {
  /// How a value may be written and still be found.
  enum Match: String, CaseIterable {
    /// Byte for byte.
    case exact
    /// In other letters, cases, spacings and look-alikes.
    case normalized
    /// Behind encodings, read backwards or moved along the alphabet.
    case encoded
    /// In part, in pieces or with typing errors.
    case partial
  }

  let id: String
  /// Who to ask about it.
  let owner: String?
  let values: [String]
  var match: Set<Match> = Set(Match.allCases)
  /// Of the letters and digits of a value, the share that a run must hold to count as partial.
  var partialRatio = 0.6
  /// How many letters and digits such a run has at least.
  var minChars = 6
  /// How many letters and digits may stand between whole words of a value; nil for a few in one sentence.
  var partialReach: Int?
  /// How many of the last characters may be shown after masking signs.
  var shownTail = 0
  /// Who may be told.
  var audience: [String] = []
  /// Whether what the user said may be said back.
  var allowsEcho = false

  init?(reading node: Node, _ reading: inout PolicyReading) {
    let named = node["id"]?.source.map { "restricted rule `\($0)`" } ?? "a restricted rule"
    let rule = reading.section(node, named) { reader, reading -> RestrictedRule? in
      let id = reading.ruleID(&reader)
      let owner = reading.collect { () throws(Diagnostic) in try reader.optionalString("owner") } ?? nil
      let values = Self.lists(&reader, &reading, named)
      var rule = RestrictedRule(id: id ?? "", owner: owner, values: values ?? [])
      rule.readMatching(&reader, &reading)
      rule.readExceptions(&reader, &reading)
      return id == nil || values == nil ? nil : rule
    }
    guard let rule else { return nil }
    self = rule
  }

  /// A rule that looks for values in every way.
  init(id: String, owner: String? = nil, values: [String]) {
    self.id = id
    self.owner = owner
    self.values = values
  }

  private mutating func readMatching(_ reader: inout OptionReader, _ reading: inout PolicyReading) {
    if let node = reader.node("match") { match = Self.matches(node, &reading) }
    if let node = reader.node("partial_ratio") {
      if case .number(let number) = node.content, let ratio = number.double, ratio > 0, ratio <= 1 {
        partialRatio = ratio
      } else {
        reading.add(OptionReader.wrong(node, "partial_ratio", "a share above 0 and up to 1"))
      }
    }
    let chars = reading.collect { () throws(Diagnostic) in try reader.optionalInt("min_chars", in: 4...1_000) }
    minChars = (chars ?? nil) ?? minChars
    partialReach =
      reading.collect { () throws(Diagnostic) in try reader.optionalInt("partial_reach", in: 0...Pieces.reach) } ?? nil
  }

  private enum Echo: String, CaseIterable { case allow, deny }
  private enum Mask: String, CaseIterable { case none, last4 }

  private mutating func readExceptions(_ reader: inout OptionReader, _ reading: inout PolicyReading) {
    let mask = reading.collect { () throws(Diagnostic) in try reader.choice("allow_mask", default: Mask.none) }
    shownTail = mask == .last4 ? 4 : 0
    let echo = reading.collect { () throws(Diagnostic) in try reader.choice("echo_of_user_input", default: Echo.deny) }
    allowsEcho = echo == .allow
    guard let condition = reader.node("allow_when") else { return }
    audience =
      reading.section(condition, "`allow_when`") { reader, reading in
        reading.collect { () throws(Diagnostic) in try reader.strings("audience") }
      } ?? []
  }

  private static func lists(
    _ reader: inout OptionReader, _ reading: inout PolicyReading, _ named: String
  ) -> [String]? {
    let lists = ["values", "values_from"].compactMap { key in reader.node(key).map { (key, $0) } }
    var values: [String]? = []
    for (key, list) in lists {
      let found = reading.collect { () throws(Diagnostic) in try Self.values(list, key) }
      values = found.flatMap { found in values.map { $0 + found } }
    }
    if lists.isEmpty {
      reading.add(
        Diagnostic(
          .policyBadValues, "\(named) has no values", at: reader.node.location,
          help: "add `values: […]`, or `values_from:` with the path of a file that holds a list"))
    }
    return values
  }

  private static func matches(_ node: Node, _ reading: inout PolicyReading) -> Set<Match> {
    guard case .sequence(let kinds) = node.content, !kinds.isEmpty else {
      reading.add(OptionReader.wrong(node, "match", "a list such as `[exact, normalized]`"))
      return []
    }
    var matches: Set<Match> = []
    for kind in kinds {
      if case .string(let word) = kind.content, let match = Match(rawValue: word) {
        matches.insert(match)
      } else {
        let known = Match.allCases.map(\.rawValue)
        let word = kind.source ?? kind.kindName
        reading.add(
          Diagnostic(
            .unknownWord, "`\(word)` is not a value of `match`", at: kind.location,
            label: suggestion(for: word, among: known).map { "did you mean `\($0)`?" },
            help: "`match` is a list of " + known.map { "`\($0)`" }.joined(separator: ", ")))
      }
    }
    return matches
  }

  /// Problems name the place and never the value: what is restricted must not leave by a message either.
  private static func values(_ node: Node, _ key: String) throws(Diagnostic) -> [String] {
    guard case .sequence(let nodes) = node.content, !nodes.isEmpty else {
      throw Diagnostic(
        .policyBadValues, "`\(key)` must be a list with at least one value", at: node.location,
        help: "a rule without values would restrict nothing")
    }
    var values: [String] = []
    for node in nodes {
      switch node.content {
      case .string(let text): values.append(text)
      case .number(let number): values.append(node.source ?? number.text)
      default:
        throw Diagnostic(
          .wrongType, "a restricted value must be text or a number, not \(node.kindName)", at: node.location,
          help: "write every value by itself, in quotes if need be")
      }
      guard values.last?.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) == true else {
        throw Diagnostic(
          .policyBadValues, "a restricted value is empty, so it would be found everywhere", at: node.location,
          help: "remove it")
      }
    }
    return values
  }
}
