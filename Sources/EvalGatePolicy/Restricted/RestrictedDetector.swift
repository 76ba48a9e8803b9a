import EvalGateCore
import UnicodeText

/// Finds restricted values: as they are, dressed up, encoded, and in part.
package struct RestrictedDetector: Detector {
  package let id = DetectorID("restricted", version: 11)
  let rules: [RestrictedRule]
  /// In the order of the file, which is the order in which one of several is named; behind them the other forms of some of them.
  let values: [RestrictedValue]
  /// For each of them the one that stands in the file.
  let owners: [Int]
  private let exact: ValueAutomaton
  private let shortFolded: ValueAutomaton
  private let letters: ValueAutomaton
  let numbers: NumberSearch
  let dates: DateSearch
  private let rotated: ValueAutomaton
  private let mirrored: ValueAutomaton
  private let moved: ValueAutomaton
  /// One for each place within three bytes at which a value may begin.
  private let lowered: [ValueAutomaton]
  private let partial: PartialSearch
  /// What is undone on the way to a value.
  var decoders = Decoders.all
  /// In which ways values are looked for.
  var ways = Set(Way.allCases)

  /// A way to look for values, which can be taken out to see whether that is noticed.
  enum Way: String, CaseIterable, Sendable {
    case exact, normalized, numbers, reversed, rotated, mirrored, rot47, lowered, partial, pieces, typos
    case leaves = "json_leaves"
    case quoted, acrostic, numbered, dates, forms, markup, columns, announced
  }

  /// All values together, in bytes.
  private static let limit = 2 << 20
  /// How often one value is looked at in one text before more of it is only counted as too much.
  private static let occurrences: Int32 = 4_096
  private static let shortestDisguise = 6
  /// How many findings of one value are enough.
  static let told = 4

  /// The values as they stand in the file. Their other forms are only looked for where a rule has values read in other ways.
  var written: [RestrictedValue] { values.filter { !$0.isOtherForm } }

  /// Compiles rules, unless their values are too many.
  init?(_ rules: [RestrictedRule], _ reading: inout PolicyReading) {
    guard rules.reduce(0, { $0 + $1.values.reduce(0) { $0 + $1.utf8.count } }) <= Self.limit else {
      reading.add(
        Diagnostic(
          .policyBadValues, "the restricted values are longer than \(Self.limit >> 20) MiB together",
          help: "restrict fewer or shorter values"))
      return nil
    }
    self.init(rules)
  }

  init(_ rules: [RestrictedRule]) {
    let written = rules.enumerated().flatMap { index, rule in
      rule.values.map { RestrictedValue($0, rule: index, of: rule) }
    }
    let others = written.enumerated().flatMap { owner, value in
      ValueForms.of(value.text).map {
        (owner, RestrictedValue($0, rule: value.rule, of: rules[value.rule], isOtherForm: true))
      }
    }
    let values = written + others.map(\.1)
    self.rules = rules
    self.values = values
    owners = Array(written.indices) + others.map(\.0)
    exact = ValueAutomaton(written.map { rules[$0.rule].match.contains(.exact) ? Array($0.text.utf8) : [] })
    let isFolded = rules.map { !$0.match.isDisjoint(with: [.normalized, .encoded]) }
    shortFolded = ValueAutomaton(
      values.map { $0.isShort && !$0.letters.isEmpty && isFolded[$0.rule] ? $0.folded : [] })
    letters = ValueAutomaton(values.map { $0.isShort || !isFolded[$0.rule] ? [] : $0.letters })
    numbers = NumberSearch(written)
    dates = DateSearch(written)
    let rotations = values.map { RotationView($0.folded) }
    let turned = zip(values, rotations).map { value, view in
      !value.isShort && rules[value.rule].match.contains(.encoded) && view.symbols.count >= 6
        && view.letters.count(where: { $0 >= 0 }) >= 2
    }
    rotated = ValueAutomaton(zip(rotations, turned).map { $1 ? $0.needle : [] })
    mirrored = ValueAutomaton(zip(rotations, turned).map { $1 ? $0.mirrored : [] })
    moved = ValueAutomaton(
      values.map { rules[$0.rule].match.contains(.encoded) && !$0.isShort ? ROT47.apply(Array($0.text.utf8)) : [] })
    let small = values.map { value in
      rules[value.rule].match.contains(.encoded) && !value.isShort
        ? LoweredBase64.needles(of: Array(value.text.utf8)) : [[], [], []]
    }
    lowered = (0..<3).map { place in ValueAutomaton(small.map { $0[place] }) }
    partial = PartialSearch(
      values, owners: owners, isLookedFor: values.map { rules[$0.rule].match.contains(.partial) && !$0.isShort })
  }

  package var entities: [String] { rules.map(\.id) }

  /// Whether a text that a report would show holds anything restricted.
  func hides(_ text: String) -> Bool { !hits(in: ViewedText(text), DetectionContext()).found.isEmpty }

  package func hits(in text: ViewedText, _ context: DetectionContext) -> Hits {
    guard !values.isEmpty else { return Hits() }
    var search = RestrictedSearch(detector: self, context: context, whole: text)
    if ways.contains(.exact) { search.exact(exact, in: text) }
    search.surface(text, partial: partial, letters: letters, short: shortFolded)
    // Nothing that is turned around or encoded is shorter.
    guard text.bytes.count >= Self.shortestDisguise else { return search.result }
    search.turned(text, letters: letters, rotated: rotated, mirrored: mirrored, moved: moved)
    if ways.contains(.lowered) { for automaton in lowered { search.lowered(automaton, in: text) } }
    if rules.contains(where: { $0.match.contains(.encoded) }) {
      let decoded = decoders.count == Decoders.all.count ? text.decoded : DecodedText(text, by: decoders)
      let rests = AssembledText.rests(of: text, by: decoders, ways)
      for budget in decoded.exceeded + rests.exceeded { search.hits.exceed(budget) }
      for fragment in decoded.fragments + AssembledText.fragments(of: text, ways) + rests.fragments {
        search.enter(fragment)
        search.surface(fragment.text, partial: partial, letters: letters, short: shortFolded)
        search.turned(fragment.text, letters: letters, rotated: rotated, mirrored: mirrored, moved: moved)
      }
    }
    return search.result
  }

  /// The values that somebody said, whole and by themselves where they are short, as in any text that is searched.
  func said(in texts: [ViewedText]) -> Set<Int> {
    texts.reduce(into: []) { said, text in
      var search = RestrictedSearch(detector: self, context: DetectionContext(), whole: text)
      search.exact(exact, in: text)
      search.plain(text, letters: letters, short: shortFolded)
      said.formUnion(search.values)
    }
  }

  static func occurrences(
    of automaton: ValueAutomaton, in bytes: [UInt8], _ body: (_ value: Int, _ end: Int) -> Void
  ) -> [Int] {
    bytes.withUnsafeBufferPointer { automaton.visit($0, limit: occurrences, body) }
  }
}
