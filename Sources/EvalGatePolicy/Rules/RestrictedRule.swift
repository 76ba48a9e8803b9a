import EvalGateCore
import StrictJSON

/// One entry of `restricted`: values that must not leave, and who they belong to.
struct RestrictedRule: Sendable {
  let id: String
  /// Who to ask about it.
  let owner: String?
  let values: [String]

  private static let notYet = [
    "partial_ratio", "min_chars", "allow_mask", "allow_when", "echo_of_user_input", "audience",
  ]

  init?(reading node: Node, _ reading: inout PolicyReading) {
    let named = node["id"]?.source.map { "restricted rule `\($0)`" } ?? "a restricted rule"
    let rule = reading.section(node, named, notYet: Self.notYet) { reader, reading -> RestrictedRule? in
      let id = reading.ruleID(&reader)
      let owner = reading.collect { () throws(Diagnostic) in try reader.optionalString("owner") } ?? nil
      if let match = reader.node("match") { Self.checkMatch(match, &reading) }
      let lists = ["values", "values_from"].compactMap { key in reader.node(key).map { (key, $0) } }
      var values: [String]? = []
      for (key, list) in lists {
        let found = reading.collect { () throws(Diagnostic) in try Self.values(list, key) }
        values = found.flatMap { found in values.map { $0 + found } }
      }
      if lists.isEmpty {
        reading.add(
          Diagnostic(
            .policyBadValues, "\(named) has no values", at: node.location,
            help: "add `values: […]`, or `values_from:` with the path of a file that holds a list"))
      }
      guard let id, let values else { return nil }
      return RestrictedRule(id: id, owner: owner, values: values)
    }
    guard let rule else { return nil }
    self = rule
  }

  private init(id: String, owner: String?, values: [String]) {
    self.id = id
    self.owner = owner
    self.values = values
  }

  private static func checkMatch(_ node: Node, _ reading: inout PolicyReading) {
    guard case .sequence(let kinds) = node.content, !kinds.isEmpty else {
      reading.add(OptionReader.wrong(node, "match", "a list such as `[exact]`"))
      return
    }
    for kind in kinds where kind.content != .string("exact") {
      let word = kind.source ?? kind.kindName
      if ["normalized", "encoded", "partial"].contains(word) {
        var problem = PolicyReading.unsupported("`match: \(word)`", at: kind.location)
        problem.label = "supported is `exact`"
        reading.add(problem)
      } else {
        reading.add(
          Diagnostic(
            .unknownWord, "`\(word)` is not a value of `match`", at: kind.location, help: "write `match: [exact]`"))
      }
    }
  }

  /// Problems name the place and never the value: what is restricted must not leave by a message either.
  private static func values(_ node: Node, _ key: String) throws(Diagnostic) -> [String] {
    guard case .sequence(let nodes) = node.content, !nodes.isEmpty else {
      throw Diagnostic(
        .policyBadValues, "`\(key)` must be a list with at least one value", at: node.location,
        help: "a rule without values would restrict nothing")
    }
    var values: [String] = []
    for node in nodes {
      switch node.content {
      case .string(let text): values.append(text)
      case .number(let number): values.append(node.source ?? number.text)
      default:
        throw Diagnostic(
          .wrongType, "a restricted value must be text or a number, not \(node.kindName)", at: node.location,
          help: "write every value by itself, in quotes if need be")
      }
      guard values.last?.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) == true else {
        throw Diagnostic(
          .policyBadValues, "a restricted value is empty, so it would be found everywhere", at: node.location,
          help: "remove it")
      }
    }
    return values
  }
}

/// A restricted value in a call is a way out, so the call is denied.
struct RestrictedArguments: CallRule {
  func denial(of call: ProposedCall) -> Denial? { call.leak.map(Denial.init) }
}
