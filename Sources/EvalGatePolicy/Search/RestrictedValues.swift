import EvalGateCore
import StrictJSON

/// All values of all `restricted` rules, found in one pass over a text.
struct RestrictedValues: Sendable {
  /// In the order of the file, which is the order in which one of several is named.
  private let needles: [Needle]
  private let automaton: ValueAutomaton

  /// All values together, in bytes; the automaton takes up to 24 times as much memory.
  private static let limit = 16 << 20

  init(_ rules: [RestrictedRule], _ reading: inout PolicyReading) {
    let needles = rules.flatMap { rule in rule.values.map { Needle($0, rule: rule.id) } }
    let isTooMuch = needles.reduce(0) { $0 + $1.value.utf8.count } > Self.limit
    if isTooMuch {
      reading.add(
        Diagnostic(
          .policyBadValues, "the restricted values are longer than \(Self.limit >> 20) MiB together",
          help: "restrict fewer or shorter values"))
    }
    self.needles = isTooMuch ? [] : needles
    automaton = ValueAutomaton(self.needles.map { Array($0.value.utf8) })
  }

  /// The first value in the order of the file that stands in a text.
  func leak(in text: String?, at path: @autoclosure () -> String) -> Leak? {
    guard let text, let index = lowest(in: text, below: needles.count) else { return nil }
    return leak(index, at: path())
  }

  /// The same in all keys, texts and numbers of a JSON value, with the path of the one where it stands.
  func leak(in value: JSONValue) -> Leak? {
    guard !needles.isEmpty else { return nil }
    var search = LeafSearch(values: self, lowest: needles.count)
    search.visit(value)
    return search.found.map { leak(search.lowest, at: path($0)) }
  }

  /// A JSONPath in which nothing restricted shows, and no name is longer than a line.
  func path(_ steps: [JSONPathStep]) -> String {
    JSONPath.normalized(
      steps.map { step in
        guard case .name(let name) = step else { return step }
        let isSecret = lowest(in: name, below: needles.count) != nil
        return .name(isSecret ? mask(name) : UntrustedText(name).excerpt(Self.longestName).unsafeText)
      })
  }

  private static let longestName = 64

  /// The least index of a value that stands in a text, if it is below `bound`.
  func lowest(in text: String, below bound: Int) -> Int? {
    guard bound > 0 else { return nil }
    var text = text
    return text.withUTF8 { bytes in
      automaton.lowest(in: bytes, below: bound) { index, end in needles[index].stands(before: end, in: bytes) }
    }
  }

  private func leak(_ index: Int, at path: String) -> Leak {
    Leak(index: index, rule: needles[index].rule, path: path, evidence: mask(needles[index].value))
  }
}

/// A restricted value that was found.
struct Leak: Hashable, Sendable {
  /// Among all values, in the order of the file.
  let index: Int
  let rule: String
  let path: String
  /// Masked.
  let evidence: String

  /// The one that comes first in the file; of the same value the one that was found first.
  static func first(_ earlier: Leak?, _ later: Leak?) -> Leak? {
    guard let earlier, let later else { return earlier ?? later }
    return later.index < earlier.index ? later : earlier
  }
}

/// Looks through a JSON value. By recursion: arguments were parsed with a limit of depth.
private struct LeafSearch {
  let values: RestrictedValues
  private(set) var lowest: Int
  private(set) var found: [JSONPathStep]?
  private var steps: [JSONPathStep] = []

  init(values: RestrictedValues, lowest: Int) {
    self.values = values
    self.lowest = lowest
  }

  mutating func visit(_ value: JSONValue) {
    switch value {
    case .null, .bool: break
    case .string(let text): look(at: text)
    case .number(let number):
      // `71000.0` gives 71000 away as well.
      look(at: number.text)
      look(at: number.canonicalText)
    case .array(let elements):
      for (index, element) in elements.enumerated() { descend(.index(index)) { $0.visit(element) } }
    case .object(let object):
      for (key, member) in object {
        descend(.name(key)) { search in
          search.look(at: key)
          search.visit(member)
        }
      }
    }
  }

  private mutating func descend(_ step: JSONPathStep, _ body: (inout LeafSearch) -> Void) {
    steps.append(step)
    body(&self)
    steps.removeLast()
  }

  private mutating func look(at text: String) {
    guard let index = values.lowest(in: text, below: lowest) else { return }
    lowest = index
    found = steps
  }
}
