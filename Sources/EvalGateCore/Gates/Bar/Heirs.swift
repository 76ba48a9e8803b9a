import StrictJSON

/// What became of the cases of a base's set in the set of now: one answer for everything that holds a change to them.
///
/// A case is the one that has its id now. Under another id it is known again by what it asks and how that is judged, and where
/// nothing else is left of it by its input alone, so that neither its weight nor what it expects is got rid of together with its id.
struct Heirs {
  /// How many cases are read to know them again by their input.
  static let mostRead = 1_000

  /// The cases of now, and those of the base.
  let own: [CaseHeader]
  let old: [CaseHeader]
  /// Positions at the base of cases that are not there any more, whatever they are called.
  let gone: [Int]
  /// Positions of cases that were not there.
  let added: [Int]
  /// Positions at the base and now of cases that have their id still.
  let kept: [(was: Int, now: Int)]
  let before: any CaseList
  let now: any CaseList
  private let places: [String: Int]
  /// Made when a case is first missed under its id.
  private lazy var alike: [Bar.Substance: Int] = Dictionary(
    own.indices.map { (Bar.Substance(own[$0]), $0) }, uniquingKeysWith: { first, _ in first })
  /// Positions at the base and now of cases that ask the same under another id, and are judged or count otherwise.
  private(set) lazy var relabelled: [(was: Int, now: Int)] = findRelabelled()
  private lazy var relabelledIDs: [String: Int] = Dictionary(
    relabelled.map { (old[$0.was].id, $0.now) }, uniquingKeysWith: { first, _ in first })

  init(of set: Evalset, since base: Evalset) {
    let (own, old) = (set.headers, base.headers)
    places = Dictionary(own.indices.map { (own[$0].id, $0) }, uniquingKeysWith: { first, _ in first })
    let were = Dictionary(old.indices.map { (old[$0].id, $0) }, uniquingKeysWith: { first, _ in first })
    var isThere = [Bool](repeating: false, count: old.count)
    var (kept, added): ([(was: Int, now: Int)], [Int]) = ([], [])
    for (place, header) in own.enumerated() {
      if let was = were[header.id] {
        isThere[was] = true
        kept.append((was, place))
      } else {
        added.append(place)
      }
    }
    var gone = old.indices.filter { !isThere[$0] }
    Self.leaveOutRenamed(&gone, &added, old, own)
    (self.own, self.old, self.kept, self.gone, self.added) = (own, old, kept, gone, added)
    (before, now) = (base.cases, set.cases)
  }

  /// One that only got another id is the same case.
  private static func leaveOutRenamed(
    _ gone: inout [Int], _ added: inout [Int], _ old: [CaseHeader], _ own: [CaseHeader]
  ) {
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
  private func findRelabelled() -> [(was: Int, now: Int)] {
    guard !gone.isEmpty, !added.isEmpty else { return [] }
    var same: [Input: [(place: Int, evalCase: EvalCase)]] = [:]
    for place in added.prefix(Self.mostRead) {
      guard let evalCase = try? now.evalCase(at: place) else { continue }
      same[Input(evalCase), default: []].append((place, evalCase))
    }
    return gone.prefix(Self.mostRead).compactMap { position in
      guard let was = try? before.evalCase(at: position), let alike = same[Input(was)],
        let found = alike.lastIndex(where: { was.asksTheSame(as: $0.evalCase) })
      else { return nil }
      same[Input(was)]?.remove(at: found)
      return (position, alike[found].place)
    }
  }

  /// What a case asks, whatever is expected of the answer and whichever variables say it.
  private struct Input: Hashable {
    let said: [String: Int]
    let turns: [Turn]
    let setup: JSONObject?
    let pictures: [Digest]

    init(_ evalCase: EvalCase) {
      (said, turns, setup) = (evalCase.variables.said, evalCase.turns, evalCase.setup)
      pictures = evalCase.pictures
    }
  }
}

extension Heirs {
  /// The cases of now that are a case of the base: the one of its id, and one that asks the same under another.
  mutating func of(_ old: CaseHeader) -> [CaseHeader] {
    let here = places[old.id]
    if let here, Bar.Substance(own[here]) == Bar.Substance(old) { return [own[here]] }
    let found = Set([here, alike[Bar.Substance(old)]].compactMap(\.self))
    if found.isEmpty, let place = relabelledIDs[old.id] { return [own[place]] }
    return found.sorted().map { own[$0] }
  }
}
