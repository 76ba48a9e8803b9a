import StrictJSON

/// Reads a mapping key by key, remembers which keys were asked for, and reports the others with a suggestion.
///
/// A part (a check, a metric, a provider) reads its options in its initialiser and never sees a key it did not ask for.
public struct OptionReader: Sendable {
  public let node: Node
  /// What is being read, for messages: "gate `accuracy`", "check `contains`".
  public let subject: String
  private let entries: [Node.Entry]
  private var asked: [String] = []

  /// - Throws: when the node is neither a mapping nor empty.
  public init(_ node: Node, subject: String) throws(Diagnostic) {
    self.node = node
    self.subject = subject
    switch node.content {
    case .mapping(let entries): self.entries = entries
    case .null: entries = []
    default:
      throw Diagnostic(
        .wrongType, "\(subject) must be a mapping, not \(node.kindName)", at: node.location,
        help: "write it as `key: value` pairs")
    }
  }

  /// The value of a key, or nil where it is absent or `null`.
  public mutating func node(_ key: String) -> Node? {
    if !asked.contains(key) { asked.append(key) }
    guard let value = entries.first(where: { $0.key == key })?.value, value.content != .null else { return nil }
    return value
  }

  public mutating func required(_ key: String) throws(Diagnostic) -> Node {
    if let node = node(key) { return node }
    throw missing([key])
  }

  /// - Throws: one problem that names all of these keys that are absent, where there are any.
  public mutating func require(_ keys: String...) throws(Diagnostic) {
    var absent: [String] = []
    for key in keys where node(key) == nil { absent.append(key) }
    if !absent.isEmpty { throw missing(absent) }
  }

  private func missing(_ keys: [String]) -> Diagnostic {
    Diagnostic(
      .missingKey, "\(subject) needs \(keys.map { "`\($0)`" }.joined(separator: ", "))", at: node.location,
      help: "add `\(keys.map { "\($0): …" }.joined(separator: ", "))`")
  }

  public mutating func string(_ key: String) throws(Diagnostic) -> String { try Self.string(required(key), key) }
  public mutating func optionalString(_ key: String) throws(Diagnostic) -> String? {
    guard let node = node(key) else { return nil }
    return try Self.string(node, key)
  }

  /// A list of texts; a single text counts as a list of one.
  public mutating func strings(_ key: String) throws(Diagnostic) -> [String] { try Self.strings(required(key), key) }
  public mutating func optionalStrings(_ key: String) throws(Diagnostic) -> [String]? {
    guard let node = node(key) else { return nil }
    return try Self.strings(node, key)
  }

  /// A program and its arguments, which no shell takes apart: a list of texts; a text is a program without any.
  public mutating func command(_ key: String) throws(Diagnostic) -> [String] { try Self.command(required(key), key) }
  public mutating func optionalCommand(_ key: String) throws(Diagnostic) -> [String]? {
    guard let node = node(key) else { return nil }
    return try Self.command(node, key)
  }

  public mutating func int(_ key: String, in range: ClosedRange<Int> = 0...Int.max) throws(Diagnostic) -> Int {
    try Self.int(required(key), key, range)
  }
  public mutating func optionalInt(
    _ key: String, in range: ClosedRange<Int> = 0...Int.max
  ) throws(Diagnostic) -> Int? {
    guard let node = node(key) else { return nil }
    return try Self.int(node, key, range)
  }

  public mutating func optionalDouble(_ key: String) throws(Diagnostic) -> Double? {
    guard let node = node(key) else { return nil }
    guard case .number(let number) = node.content, let value = number.double else {
      throw Self.wrong(node, key, "a number")
    }
    return value
  }

  public mutating func bool(_ key: String, default fallback: Bool) throws(Diagnostic) -> Bool {
    guard let node = node(key) else { return fallback }
    guard case .bool(let value) = node.content else { throw Self.wrong(node, key, "true or false") }
    return value
  }

  /// One of a fixed set of words.
  public mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, default fallback: Choice
  ) throws(Diagnostic) -> Choice where Choice.RawValue == String {
    guard let node = node(key) else { return fallback }
    let known = Choice.allCases.map(\.rawValue)
    guard case .string(let word) = node.content, let choice = Choice(rawValue: word) else {
      let word = node.source ?? ""
      throw Diagnostic(
        .unknownWord, "`\(word)` is not a value of `\(key)`", at: node.location,
        label: suggestion(for: word, among: known).map { "did you mean `\($0)`?" },
        help: "`\(key)` is one of " + known.map { "`\($0)`" }.joined(separator: ", "))
    }
    return choice
  }

  /// A quantity with its unit, such as `90%` or `2.5s`.
  public mutating func optionalQuantity(
    _ key: String, units: Set<Quantity.Unit>
  ) throws(Diagnostic) -> Quantity? {
    guard let node = node(key) else { return nil }
    guard let quantity = Quantity(node.source ?? ""), units.contains(quantity.unit) else {
      throw Self.wrong(node, key, units.map(\.example).sorted().joined(separator: " or "))
    }
    return quantity
  }

  /// Every key that nobody asked for, each with the nearest known one.
  public func unknownKeys() -> [Diagnostic] {
    entries.filter { !asked.contains($0.key) }.map { entry in
      Diagnostic(
        .unknownKey, "unknown key `\(entry.key)` in \(subject)", at: entry.keyLocation,
        label: (suggestion(for: entry.key, among: asked) ?? whole(entry.key)).map { "did you mean `\($0)`?" },
        help: asked.isEmpty
          ? "\(subject) takes no keys" : "known keys are " + asked.map { "`\($0)`" }.joined(separator: ", "))
    }
  }

  /// The shortest known key that begins with the words of another: `api_key_env` for `api_key`.
  private func whole(_ key: String) -> String? {
    asked.filter { $0.hasPrefix(key + "_") }.min { $0.utf8.count < $1.utf8.count }
  }

  /// The keys that were not asked for, with their values: the variables of a case.
  public var remaining: [Node.Entry] { entries.filter { !asked.contains($0.key) } }

  /// - Throws: the first unknown key, for a part that reports one problem at a time.
  public func finish() throws(Diagnostic) {
    if let first = unknownKeys().first { throw first }
  }

  private static func string(_ node: Node, _ key: String) throws(Diagnostic) -> String {
    guard case .string(let value) = node.content else { throw wrong(node, key, "text") }
    return value
  }

  private static func strings(_ node: Node, _ key: String) throws(Diagnostic) -> [String] {
    guard case .sequence(let nodes) = node.content else { return [try string(node, key)] }
    var values: [String] = []
    for node in nodes { values.append(try string(node, key)) }
    return values
  }

  /// Paths with spaces are rare and can stand in a list; a line as a shell takes it is the commoner slip.
  private static func command(_ node: Node, _ key: String) throws(Diagnostic) -> [String] {
    if case .string(let line) = node.content, line.contains(where: \.isWhitespace) {
      throw Diagnostic(
        .wrongType, "`\(key)` is one text with spaces, and no shell takes it apart", at: node.location,
        help: "write the program and each argument by themselves, such as `\(key): [python3, app.py]`; a path that "
          + "has a space stands in a list too: `\(key): [\"my app/run.sh\"]`")
    }
    return try strings(node, key)
  }

  private static func int(_ node: Node, _ key: String, _ range: ClosedRange<Int>) throws(Diagnostic) -> Int {
    guard case .number(let number) = node.content, let value = number.int, range.contains(value) else {
      throw wrong(
        node, key,
        range.upperBound == .max
          ? "a whole number of at least \(range.lowerBound)"
          : "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// The one sentence for a value of the wrong kind.
  public static func wrong(_ node: Node, _ key: String, _ wanted: String) -> Diagnostic {
    let isEmpty = node.json.arrayValue?.isEmpty == true
    let found = node.source.map { "`\($0)`" } ?? (isEmpty ? "an empty list" : node.kindName)
    return Diagnostic(
      .wrongType, "`\(key)` must be \(wanted), not \(found)", at: node.location, help: "give `\(key)` \(wanted)")
  }
}

extension Quantity.Unit {
  fileprivate var example: String {
    switch self {
    case .none: "a number such as `20`"
    case .percent: "a rate such as `90%`"
    case .points: "percentage points such as `1pt`"
    case .time: "a time such as `2.5s`"
    }
  }
}
