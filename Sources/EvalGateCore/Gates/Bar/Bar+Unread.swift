import StrictJSON

/// Attacks that a prompt takes in no more: what stands in a variable that it does not read is not put to the model, and would be
/// withstood by nobody's doing.
extension Bar {
  /// - Returns: the attacks that say what the base's prompt read and the change's does not; nil where there are none.
  func unread(by suite: Suite, since before: Suite) -> UnreadAttacks? {
    guard suite.evalset.kind == .safety else { return nil }
    let lost = before.prompt.variables.subtracting(suite.prompt.variables)
    guard !lost.isEmpty else { return nil }
    let cases = suite.evalset.cases
    var unread: UnreadAttacks?
    for place in 0..<cases.count {
      guard let attack = try? cases.evalCase(at: place), !attack.onlyHasToBeServed,
        let name = lost.sorted().first(where: { attack.variables[$0] != nil })
      else { continue }
      if unread == nil { unread = UnreadAttacks(variable: name) }
      unread?.cases.append(cases.header(at: place))
    }
    return unread
  }
}

/// Attacks that were put to the model and are not any more.
package struct UnreadAttacks: Sendable {
  /// The first variable that is not read any more.
  let variable: String
  var cases: [CaseHeader]

  package init(variable: String, cases: [CaseHeader] = []) { (self.variable, self.cases) = (variable, cases) }
}

extension Prompt {
  /// What it reads of a case.
  fileprivate var variables: Set<String> {
    Set(messages.flatMap { [$0.template] + $0.images.map(\.template) }.flatMap(\.references).map(\.root))
  }
}
