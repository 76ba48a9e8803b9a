import EvalGateCore
import StrictJSON

/// What an argument of a proposed call must be or must not be (safety section 4).
struct ArgumentRule: Sendable {
  /// What is asked of the values.
  enum Demand: Sendable {
    case oneOf(AllowedValues)
    case noneOf(DeniedValues)
    /// Not what the scenario planted into untrusted content.
    case notPlanted
  }

  let tool: MeantTool
  let path: JSONPath
  let demand: Demand

  /// Reads `{ tool, path, in | not_in | equals | not_equals }`.
  init(_ value: JSONValue) throws(Halt) {
    guard let object = value.objectValue, let tool = object["tool"]?.stringValue, let path = object["path"]?.stringValue
    else {
      throw .error("a rule of `arguments` needs `tool` and `path`")
    }
    let demands = object.keys.filter { $0 != "tool" && $0 != "path" }
    guard demands.count == 1, let key = demands.first, let wanted = object[key] else {
      throw .error("a rule of `arguments` has exactly one of `in`, `not_in`, `equals` and `not_equals`")
    }
    self.tool = MeantTool(tool)
    do throws(JSONPathError) {
      self.path = try JSONPath(path)
    } catch {
      throw .error("`\(brief(path))` is not a JSONPath: \(error.message)")
    }
    demand = try Self.demand(key, wanted)
  }

  private static func demand(_ key: String, _ wanted: JSONValue) throws(Halt) -> Demand {
    switch key {
    case "equals": return .oneOf(AllowedValues([wanted]))
    case "not_equals": return .noneOf(DeniedValues([wanted.asText], isWithin: false))
    case "not_in" where wanted == "planted": return .notPlanted
    case "in", "not_in":
      guard let values = wanted.arrayValue, !values.isEmpty else {
        throw .error("`\(key)` of a rule of `arguments` must be a list\(key == "in" ? "" : " or `planted`")")
      }
      return key == "in"
        ? .oneOf(AllowedValues(values)) : .noneOf(DeniedValues(values.map(\.asText), isWithin: true))
    default: throw .error("unknown key `\(brief(key))` in a rule of `arguments`")
    }
  }

  /// What is wrong with a call of the tool; nil where the rule holds. Says the place, never the value, which may be a secret.
  ///
  /// What is allowed must be met exactly, case and white space around it aside, and the name before an address; what is forbidden is
  /// found in other spellings too, and as the name of a member. A value at which the path comes to an end, such as a text where a list
  /// is meant, or an object without the member that comes next, is looked at whole: some tools take either.
  func objection(to call: ProposedCall, planted: Planted) throws(Halt) -> String? {
    guard case .success(let arguments) = call.arguments else { return "its arguments are no JSON object" }
    let reach = path.reach(in: .object(arguments))
    switch demand {
    case .oneOf(let allowed):
      let isThere = reach.matches.contains { !$0.value.leaves.isEmpty }
      let wrong = place(in: reach) { !allowed.hold($0) } ?? (isThere ? nil : path.text)
      return wrong.map { "\($0) is not what it may be" }
    case .noneOf(let denied):
      let place =
        place(in: reach) { Self.texts(of: $0, $0.leavesAndKeys).contains(where: denied.holds) }
        ?? Self.command(of: reach.matches, in: .object(arguments), where: denied.holds)
      return place.map { "\($0) is what it must not be" }
    case .notPlanted:
      guard !planted.isEmpty else { throw .error("`not_in: planted`, but the scenario's `setup` plants nothing") }
      let place =
        place(in: reach) { value in
          Self.texts(of: value, value.leaves + value.keysThatAreValues).contains(where: planted.holds)
        } ?? Self.command(of: reach.matches, in: .object(arguments), where: planted.holds)
      return place.map { "\($0) is planted" }
    }
  }

  /// Where the first value stands that is wrong: at the path, or where that comes to an end before.
  private func place(
    in reach: (matches: [JSONPathMatch], deadEnds: [JSONPathMatch]), where isWrong: (JSONValue) -> Bool
  ) -> String? {
    (reach.matches + reach.deadEnds).first { isWrong($0.value) }.map { Self.place(of: $0, where: isWrong) }
  }

  /// Of a value the innermost part that is wrong by itself.
  private static func place(of match: JSONPathMatch, where isWrong: (JSONValue) -> Bool) -> String {
    var place = FieldPlace(match.steps)
    var value = match.value
    while let part = value.parts(at: place).first(where: { isWrong($0.value) }) { (place, value) = part }
    return place.shown
  }

  /// With texts of a value also its parts as one (an address may come in its name and its host, a number in groups), a command that is a
  /// list of words, and the values in a text that is JSON, which some tools read.
  private static func texts(of value: JSONValue, _ texts: [String]) -> [String] {
    let leaves = value.leaves
    let together = leaves.count > 1 && leaves.count <= 64 ? [leaves.joined(), leaves.joined(separator: "@")] : []
    return texts + together + commands(in: value) + (texts + together).flatMap(inJSON)
  }

  /// Where a match is the program or the words of a command that is wrong as a whole: `$.command` of `{"command": "rm", "args": […]}`.
  private static func command(
    of matches: [JSONPathMatch], in arguments: JSONValue, where isWrong: (String) -> Bool
  ) -> String? {
    guard !matches.isEmpty else { return nil }
    // By where they stand: each list of `"commands": [["ls"], …]` is a command, and may be a match.
    var lines: [[JSONPathStep]: String] = [:]
    var members: [[JSONPathStep]: [String]] = [:]
    for (steps, line) in arguments.commandLines {
      lines[steps] = line
      if case .name = steps.last { members[steps.dropLast(), default: []].append(line) }
    }
    return matches.first { match in
      lines[match.steps].map(isWrong) ?? false
        || members[match.steps.dropLast()]?.contains { match.value.isProgram(ofLine: $0) && isWrong($0) } ?? false
    }.map { FieldPlace($0.steps).shown }
  }

  /// Whoever names a list of words, or of such lists, means it, whatever it is called.
  private static func commands(in value: JSONValue) -> [String] {
    ([value.words].compactMap(\.self) + value.lists).map { $0.joined(separator: " ") }
      + value.commandLines.map(\.line)
  }

  private static func inJSON(_ text: String) -> [String] {
    guard let first = text.unicodeScalars.first(where: { !$0.properties.isWhitespace }),
      "{[\"".unicodeScalars.contains(first),
      let json = try? JSONValue(parsing: text)
    else { return [] }
    return json.leaves + json.keysThatAreValues
  }
}

extension JSONValue {
  /// Members or elements, with their places.
  fileprivate func parts(at place: FieldPlace) -> [(place: FieldPlace, value: JSONValue)] {
    switch self {
    case .null, .bool, .number, .string: []
    case .array(let values): values.enumerated().map { (place.item($0.offset), $0.element) }
    case .object(let object): object.map { (place.member($0.key), $0.value) }
    }
  }
}
