import StrictJSON

/// What a change does to the cases of a set: told by their digests, so that only cases that differ are read.
struct CaseEdits {
  /// Positions at the base and now of cases that ask or expect something else than they did.
  private(set) var edited: [(was: Int, now: Int)]
  /// Cases that other checks judge.
  let rejudged: [CaseHeader]
  /// Positions at the base of cases that are not there any more.
  private(set) var gone: [Int]
  /// Positions of cases that were not there.
  private(set) var added: [Int]
  /// What the set asks now; empty where nothing is gone.
  let asked: Set<Bar.Substance>
  private var heirs: Heirs

  init(_ heirs: Heirs) {
    let (own, old) = (heirs.own, heirs.old)
    edited = heirs.kept.filter { old[$0.was].digest != own[$0.now].digest }
    rejudged = heirs.kept.filter { old[$0.was].checksDigest != own[$0.now].checksDigest }.map { own[$0.now] }
    (gone, added) = (heirs.gone, heirs.added)
    asked = gone.isEmpty ? [] : Set(own.map(Bar.Substance.init))
    self.heirs = heirs
  }

  /// Takes cases that are known again by their input alone for edited ones.
  mutating func findRelabelled() {
    let left = Set(gone)
    let found = heirs.relabelled.filter { left.contains($0.was) }
    gone.removeAll(where: Set(found.map { $0.was }).contains)
    added.removeAll(where: Set(found.map { $0.now }).contains)
    edited = (edited + found).sorted { $0.now < $1.now }
  }

  /// Leaves out cases that differ in their weight alone, where it was told that they weigh what they did.
  mutating func leaveOut(weighed ids: Set<String>) {
    let told = edited.filter { ids.contains(heirs.own[$0.now].id) }.prefix(Heirs.mostRead)
      .filter { parts(of: $0) == ["weight"] }
    let positions = Set(told.map { $0.now })
    edited.removeAll { positions.contains($0.now) }
  }

  /// In what a case differs; nil where it cannot be read.
  private func parts(of edit: (was: Int, now: Int)) -> [String]? {
    guard let was = try? heirs.before.evalCase(at: edit.was), let now = try? heirs.now.evalCase(at: edit.now) else {
      return nil
    }
    return was.parts(editedIn: now)
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
    let edit = edited.first.map { heirs.own[$0.now] }
      .map { "an edited case is compared as a new one, the first is `\($0.id)` (\($0.location))" }
    let removal = gone.first.map { heirs.old[$0] }
      .map { "the first removed is `\($0.id)` (\($0.location) at the base)" }
    let parts = [edit, removal].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// Of the first case that is in the files of now.
  var location: SourceLocation? { (edited.first?.now ?? added.first).map { heirs.own[$0].location } }

  /// ` (expected 2, input 1)`: how many cases differ in what.
  private var partsText: String {
    var counts: [String: Int] = [:]
    for edit in edited.prefix(Heirs.mostRead) {
      for part in parts(of: edit) ?? [] { counts[part, default: 0] += 1 }
    }
    let known = EvalCase.editedParts.compactMap { part in counts[part].map { "\(part) \(Format.count($0))" } }
    guard !known.isEmpty else { return "" }
    let which = edited.count > Heirs.mostRead ? "of the first \(Format.count(Heirs.mostRead)): " : ""
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
      // A picture is named in what is asked; what it shows is another file.
      pictures != now.pictures,
    ]
    return zip(Self.editedParts, isOther).filter(\.1).map(\.0)
  }
}
