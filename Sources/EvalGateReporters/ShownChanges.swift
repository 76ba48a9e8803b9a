import EvalGateCore

extension SuiteReport {
  /// What changed since the base, each element under the folder of the configuration it is of: two services may both have a
  /// prompt `triage`, and each changes on its own.
  var shownChanges: [TupleChange] {
    let folder = name.split(separator: "/").dropLast().joined(separator: "/")
    guard !folder.isEmpty else { return comparison?.changes ?? [] }
    return (comparison?.changes ?? []).map { change in
      guard !change.id.hasPrefix(folder + "/") else { return change }
      var named = change
      named.id = "\(folder)/\(change.id)"
      return named
    }
  }
}
