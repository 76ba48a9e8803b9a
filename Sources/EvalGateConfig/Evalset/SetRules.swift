import EvalGateCore
import StrictJSON

/// What an evalset says of all its cases, compiled.
struct SetRules: Sendable {
  var kind: Evalset.Kind = .task
  var task: Evalset.Task?
  /// Variables of every case that does not give its own.
  var variables: JSONObject = [:]
  /// Checks of every case that has none of its own; nil where `expected` alone says what to do.
  var checks: CheckList?
  var clusterKey: String?
  /// Keys of cases that become tags `key:value`, because a slice is named after them.
  var sliceKeys: [String] = []
  /// Pictures that prompts are sent with and cases name.
  var images: [PromptImage] = []
  /// What the pictures are, by path, as far as they have been read.
  var pictures: [String: Digest] = [:]
  var reader: CheckReader
  /// Checks that follow from an expectation, compiled once.
  var implied: ImpliedChecks

  init(
    _ catalog: Catalog, reviewing reviewed: ReviewedSchemas?, at location: SourceLocation, _ problems: inout Problems
  ) {
    reader = CheckReader(catalog: catalog, reviewed: reviewed)
    implied = ImpliedChecks(reader, at: location, &problems)
  }
}

/// The checks that a case gets from its `expected` when neither it nor its set names any.
struct ImpliedChecks: Sendable {
  private var byNames: [String: CheckList] = [:]

  /// Every combination that `names(for:)` can give and the catalog has.
  private static let combinations = [
    ["equals"], ["fields"], ["label"], ["tool_calls"], ["decision"], ["tool_calls", "decision"], ["scenario"],
  ]

  init(_ reader: CheckReader, at location: SourceLocation, _ problems: inout Problems) {
    for names in Self.combinations where names.allSatisfy({ reader.catalog.check($0) != nil }) {
      var checks: [CompiledCheck] = []
      for name in names {
        let node = Node(.string(name), at: location, source: name)
        do throws(Diagnostic) {
          checks.append(try reader.compile(node, Node(.null, at: location), &problems))
        } catch {
          // A check that needs options cannot be implied; a case that would get it is told so.
          continue
        }
      }
      if checks.count == names.count { byNames[names.joined(separator: "+")] = CheckList(checks) }
    }
  }

  /// - Throws: when what follows from the expectation is a check that does not exist or needs options.
  func list(for expected: Node?, _ rules: SetRules, at location: SourceLocation) throws(Diagnostic) -> CheckList? {
    guard let names = Self.names(for: expected, rules) else { return nil }
    if let list = byNames[names.joined(separator: "+")] { return list }
    throw Diagnostic(
      .unknownCheck,
      "this case would be judged by check `\(names.joined(separator: "` and `"))`, which needs options or does not exist",
      at: location, help: "name `checks` in the case, or under `defaults` of the set")
  }

  private static func names(for expected: Node?, _ rules: SetRules) -> [String]? {
    // A scenario reads calls and decision of its expectation itself.
    if rules.kind == .safety { return ["scenario"] }
    guard let expected else { return nil }
    switch rules.task {
    case .classification: return ["label"]
    case .extraction: return ["fields"]
    case .routing, .generation, nil: break
    }
    guard case .mapping = expected.content else { return rules.task == .routing ? ["tool_calls"] : ["equals"] }
    let told = ["tool_calls", "decision"].filter { expected[$0] != nil }
    if told.isEmpty { return rules.task == .routing ? ["tool_calls"] : ["fields"] }
    return told
  }
}
