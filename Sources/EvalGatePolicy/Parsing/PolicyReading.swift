import EvalGateCore
import StrictJSON

/// What is known while a policy file is read: its problems so far, and the rule ids that are taken.
///
/// Reads so strictly that nothing written in a policy can be without effect.
struct PolicyReading {
  private(set) var problems = Problems()
  /// The rules as they were written.
  private(set) var notes: [RuleNote] = []
  private var ids: [String: SourceLocation] = [:]
  private var detectorNames: [(String, SourceLocation)] = []

  mutating func add(_ problem: Diagnostic) { problems.add(problem) }

  /// Runs a step, keeps its problem and goes on with nil, so that one problem does not hide the next.
  mutating func collect<Value>(_ step: () throws(Diagnostic) -> Value) -> Value? {
    do {
      return try step()
    } catch {
      problems.add(error)
      return nil
    }
  }

  /// Reads one mapping: every key that `body` does not ask for, and every key without a value, is a problem.
  /// - Parameter notYet: keys of the policy language that the engine does not decide yet.
  mutating func section<Value>(
    _ node: Node, _ subject: String, notYet: [String] = [],
    _ body: (inout OptionReader, inout PolicyReading) -> Value?
  ) -> Value? {
    guard case .mapping(let entries) = node.content else {
      add(
        Diagnostic(
          .wrongType, "\(subject) must be a mapping, not \(node.kindName)", at: node.location,
          help: "write it as `key: value` pairs"))
      return nil
    }
    guard var reader = collect({ () throws(Diagnostic) in try OptionReader(node, subject: subject) }) else {
      return nil
    }
    for entry in entries {
      if notYet.contains(entry.key) {
        _ = reader.node(entry.key)
        add(Self.unsupported("`\(entry.key)` in \(subject)", at: entry.keyLocation))
      } else if entry.value.content == .null {
        add(
          Diagnostic(
            .policyEmptyKey, "`\(entry.key)` in \(subject) has no value", at: entry.keyLocation,
            help: "give it a value, indented below it, or remove the key"))
      }
    }
    let value = body(&reader, &self)
    for problem in reader.unknownKeys() { add(problem) }
    return value
  }

  /// Reads a list of mappings, each by `body`; what could not be read is left out.
  mutating func list<Value>(_ node: Node?, _ key: String, _ body: (Node, inout PolicyReading) -> Value?) -> [Value] {
    guard let node else { return [] }
    guard case .sequence(let nodes) = node.content else {
      add(OptionReader.wrong(node, key, "a list of rules"))
      return []
    }
    notes += nodes.compactMap { RuleNote($0, in: key) }
    return nodes.compactMap { body($0, &self) }
  }

  /// Reads `id`, which no other rule of the policy may have.
  mutating func ruleID(_ reader: inout OptionReader) -> String? {
    guard let node = collect({ () throws(Diagnostic) in try reader.required("id") }),
      let id = collect({ () throws(Diagnostic) in try Self.word(node, "id") })
    else { return nil }
    if let first = ids[id] {
      add(
        Diagnostic(
          .policyDuplicateRule, "the id `\(id)` is taken by the rule in line \(first.line)", at: node.location,
          help: "give every rule of a policy an id of its own"))
      return nil
    }
    ids[id] = node.location
    return id
  }

  /// A name that can stand in reports and expectations without quotes.
  static func word(_ node: Node, _ key: String) throws(Diagnostic) -> String {
    guard case .string(let text) = node.content else { throw OptionReader.wrong(node, key, "text") }
    guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(isWordByte) else {
      throw Diagnostic(
        .policyBadName, "`\(text)` cannot be `\(key)`", at: node.location,
        help: "use up to 64 letters, digits, `_`, `-` and `.`")
    }
    return text
  }

  /// The words of a list that has at least one.
  mutating func texts(_ reader: inout OptionReader, _ key: String) -> [String]? {
    guard let texts = collect({ () throws(Diagnostic) in try reader.strings(key) }) else { return nil }
    if texts.isEmpty, let node = reader.node(key) {
      add(OptionReader.wrong(node, key, "a list with at least one element"))
    }
    return texts.isEmpty ? nil : texts
  }

  /// A word of a closed vocabulary.
  mutating func word<Word: RawRepresentable & CaseIterable>(
    _ text: String, of key: String, at place: SourceLocation
  ) -> Word?
  where Word.RawValue == String {
    if let word = Word(rawValue: text) { return word }
    let known = Word.allCases.map(\.rawValue)
    add(
      Diagnostic(
        .unknownWord, "`\(text)` is not a value of `\(key)`", at: place,
        label: suggestion(for: text, among: known).map { "did you mean `\($0)`?" },
        help: "`\(key)` is one of " + known.map { "`\($0)`" }.joined(separator: ", ")))
    return nil
  }

  /// A JSONPath, or a list of them.
  mutating func paths(_ reader: inout OptionReader, _ key: String) -> [JSONPath]? {
    guard let texts = texts(&reader, key), let node = reader.node(key) else { return nil }
    var paths: [JSONPath] = []
    for text in texts {
      do throws(JSONPathError) {
        paths.append(try JSONPath(text))
      } catch {
        add(
          Diagnostic(
            .policyBadPath, "`\(text)` is not a JSONPath: \(error.message)", at: node.location,
            help: "write a path of RFC 9535 such as `$.recipients[*]`"))
      }
    }
    return paths.count == texts.count ? paths : nil
  }

  /// One JSONPath.
  mutating func path(_ reader: inout OptionReader, _ key: String) -> JSONPath? {
    guard let paths = paths(&reader, key) else { return nil }
    if paths.count > 1, let node = reader.node(key) { add(OptionReader.wrong(node, key, "one JSONPath")) }
    return paths.count == 1 ? paths.first : nil
  }

  /// Remembers which detectors a rule names, so that one that does not run is found when all sections are read.
  mutating func addDetectorNames(_ names: [String], at place: SourceLocation) {
    for name in names { detectorNames.append((name, place)) }
  }

  /// - Parameter kinds: what each detector of the policy calls the things it finds, by its name; nil where that is not known.
  mutating func checkDetectorNames(running kinds: [String: Set<String>?]) {
    let running = Set(kinds.keys)
    for (name, place) in detectorNames {
      let detector = String(name.prefix { $0 != ":" })
      if let known = kinds[detector] {
        checkKind(name.dropFirst(detector.count + 1), of: detector, among: known, at: place)
        continue
      }
      add(
        Diagnostic(
          .policyContradiction, "`no_detector` names `\(detector)`, which this policy does not run", at: place,
          label: suggestion(for: detector, among: running.sorted()).map { "did you mean `\($0)`?" },
          help: "add the section that configures it, or name one of "
            + running.sorted().map { "`\($0)`" }.joined(separator: ", ")))
    }
  }

  /// A kind that is misspelt would never be found.
  private mutating func checkKind(
    _ kind: Substring, of detector: String, among known: Set<String>?, at place: SourceLocation
  ) {
    guard let known, !kind.isEmpty, !known.contains(String(kind)) else { return }
    add(
      Diagnostic(
        .policyContradiction, "`no_detector` names `\(detector):\(kind)`, which `\(detector)` does not look for",
        at: place,
        label: suggestion(for: String(kind), among: known.sorted()).map { "did you mean `\(detector):\($0)`?" },
        help: "name one of its kinds, or `\(detector)` for all of them"))
  }

  static func unsupported(_ what: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      .policyNotSupported, "\(what) is not supported yet", at: place,
      help: "remove it, or decide this with a program of your own: `policy: { exec: [program] }`")
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}
