extension Bar {
  /// Shows the cases of a suite that count in one respect as the base has them, whatever the change says of them.
  ///
  /// - Parameters:
  ///   - part: what of them is another: `tags`.
  ///   - held: what the base's word comes to.
  mutating func show(_ edited: [CaseHeader], of suite: Suite, _ part: String, held: String) {
    guard let first = edited.first else { return }
    let count = Format.count(edited.count)
    note(
      RuleChange(
        .cases, suite.evalset.id, .changed, to: "\(count) edited (\(part) \(count))", decides: .base,
        note: "\(held), the first is `\(first.id)` (\(first.location))", location: first.location))
  }
}

extension Heirs {
  /// The cases of now of which the base's word counts.
  ///
  /// - Parameter held: that word, by the id that they have now.
  func counted(by held: [String: some Any]) -> [CaseHeader] { held.isEmpty ? [] : own.filter { held[$0.id] != nil } }
}
