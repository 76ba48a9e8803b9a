import StrictJSON

/// What a change does to the cases of a set: told by their digests, so that only cases that differ are read.
struct CaseEdits {
  /// Of how many cases it is read what differs, and whether one that is gone stands there under another id.
  static let mostRead = 1_000

  /// Positions at the base and now of cases that ask or expect something else than they did.
  private(set) var edited: [(was: Int, now: Int)] = []
  /// Cases that other checks judge.
  private(set) var rejudged: [CaseHeader] = []
  /// Positions at the base of cases that are not there any more.
  private(set) var gone: [Int] = []
  /// Positions of cases that were not there.
  private(set) var added: [Int] = []
  /// What the set asks now; empty where nothing is gone.
  let asked: Set<Bar.Substance>
  private let own: [CaseHeader]
  private let old: [CaseHeader]
  private let now: any CaseList
  private let before: any CaseList

  init(of set: Evalset, since base: Evalset) {
    let (own, old) = (set.headers, base.headers)
    let places = Dictionary(old.indices.map { (old[$0].id, $0) }, uniquingKeysWith: { first, _ in first })
    var isThere = [Bool](repeating: false, count: old.count)
    for (place, header) in own.enumerated() {
      guard let was = places[header.id] else {
        added.append(place)
        continue
      }
      isThere[was] = true
      if old[was].digest != header.digest { edited.append((was, place)) }
      if old[was].checksDigest != header.checksDigest { rejudged.append(header) }
    }
    gone = old.indices.filter { !isThere[$0] }
    asked = gone.isEmpty ? [] : Set(own.map(Bar.Substance.init))
    (self.own, self.old, now, before) = (own, old, set.cases, base.cases)
    leaveOutRenamed()
  }

  /// One under another id is the same case.
  private mutating func leaveOutRenamed() {
    guard !gone.isEmpty, !added.isEmpty else { return }
    var same = Dictionary(grouping: added) { Bar.Substance(own[$0]) }
    var (was, became): (Set<Int>, Set<Int>) = ([], [])
    for position in gone {
      guard let place = same[Bar.Substance(old[position])]?.popLast() else { continue }
      was.insert(position)
      became.insert(place)
    }
    gone.removeAll(where: was.contains)
    added.removeAll(where: became.contains)
  }

  /// One that asks the same as one that is gone is that one: without an id its digest names it, so that another label is another
  /// name.
  mutating func findRelabelled() {
    guard !gone.isEmpty, !added.isEmpty else { return }
    var places = Dictionary(grouping: added.prefix(Self.mostRead)) { (try? now.evalCase(at: $0)).map(Input.init) }
    places[nil] = nil
    var (was, became): (Set<Int>, Set<Int>) = ([], [])
    for position in gone.prefix(Self.mostRead) {
      guard let evalCase = try? before.evalCase(at: position), let place = places[Input(evalCase)]?.popLast()
      else { continue }
      edited.append((position, place))
      was.insert(position)
      became.insert(place)
    }
    gone.removeAll(where: was.contains)
    added.removeAll(where: became.contains)
    edited.sort { $0.now < $1.now }
  }

  /// What a case asks, whatever is expected of the answer.
  private struct Input: Hashable {
    let variables: JSONObject
    let turns: [Turn]
    let setup: JSONObject?

    init(_ evalCase: EvalCase) { (variables, turns, setup) = (evalCase.variables, evalCase.turns, evalCase.setup) }
  }

  /// Cases of the base that another suite asks now are not gone.
  mutating func leaveOut(_ positions: Set<Int>) { gone.removeAll(where: positions.contains) }
}

// MARK: In words

extension CaseEdits {
  /// `3 edited (expected 2, input 1), 1 removed, 2 added`, and how many where ``direction`` says all; nil where nothing was.
  var text: String? {
    guard !edited.isEmpty || !gone.isEmpty && !added.isEmpty else {
      let count = gone.count + added.count
      return count > 0 ? Format.count(count) : nil
    }
    let parts = [
      edited.isEmpty ? nil : "\(Format.count(edited.count)) edited\(partsText)",
      gone.isEmpty ? nil : "\(Format.count(gone.count)) removed",
      added.isEmpty ? nil : "\(Format.count(added.count)) added",
    ].compactMap(\.self)
    return parts.joined(separator: ", ")
  }

  var direction: RuleChange.Direction {
    guard edited.isEmpty else { return .changed }
    return gone.isEmpty ? .added : added.isEmpty ? .removed : .changed
  }

  /// What follows, and where a reader begins to look.
  var note: String? {
    let edit = edited.first.map { edit in
      "an edited case is compared as a new one, the first is `\(own[edit.now].id)` (\(own[edit.now].location))"
    }
    let removal = gone.first.map { "the first removed is `\(old[$0].id)` (\(old[$0].location) at the base)" }
    let parts = [edit, removal].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// Of the first case that is in the files of now.
  var location: SourceLocation? { (edited.first?.now ?? added.first).map { own[$0].location } }

  /// ` (expected 2, input 1)`: how many cases differ in what.
  private var partsText: String {
    var counts: [String: Int] = [:]
    for edit in edited.prefix(Self.mostRead) {
      guard let was = try? before.evalCase(at: edit.was), let after = try? now.evalCase(at: edit.now) else { continue }
      for part in was.parts(editedIn: after) { counts[part, default: 0] += 1 }
    }
    let known = EvalCase.editedParts.compactMap { part in counts[part].map { "\(part) \(Format.count($0))" } }
    guard !known.isEmpty else { return "" }
    let which = edited.count > Self.mostRead ? "of the first \(Format.count(Self.mostRead)): " : ""
    return " (\(which)\(known.joined(separator: ", ")))"
  }
}

extension EvalCase {
  /// The parts of a case that its digest is over, as a reader of a change wants them.
  fileprivate static let editedParts = ["expected", "input", "weight", "pictures"]

  fileprivate func parts(editedIn now: EvalCase) -> [String] {
    let isOther = [
      expected?.json != now.expected?.json, variables != now.variables || turns != now.turns || setup != now.setup,
      severity != now.severity || trials != now.trials,
    ]
    let parts = zip(Self.editedParts, isOther).filter(\.1).map(\.0)
    // A picture is named in what is asked; what it shows is another file.
    return parts.isEmpty ? ["pictures"] : parts
  }
}
