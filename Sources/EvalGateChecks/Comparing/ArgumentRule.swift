import EvalGateCore
import StrictJSON

/// What an argument of a proposed call must be or must not be (safety section 4).
struct ArgumentRule: Sendable {
  /// What is asked of the values.
  enum Demand: Sendable {
    case oneOf([JSONValue])
    case noneOf([JSONValue])
    /// Not what the scenario planted into untrusted content.
    case notPlanted
  }

  let tool: ToolDenial
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
    self.tool = ToolDenial(tool)
    do throws(JSONPathError) {
      self.path = try JSONPath(path)
    } catch {
      throw .error("`\(brief(path))` is not a JSONPath: \(error.message)")
    }
    demand = try Self.demand(key, wanted)
  }

  private static func demand(_ key: String, _ wanted: JSONValue) throws(Halt) -> Demand {
    switch key {
    case "equals": return .oneOf([wanted])
    case "not_equals": return .noneOf([wanted])
    case "not_in" where wanted == "planted": return .notPlanted
    case "in", "not_in":
      guard let values = wanted.arrayValue, !values.isEmpty else {
        throw .error("`\(key)` of a rule of `arguments` must be a list\(key == "in" ? "" : " or `planted`")")
      }
      return key == "in" ? .oneOf(values) : .noneOf(values)
    default: throw .error("unknown key `\(brief(key))` in a rule of `arguments`")
    }
  }

  /// What is wrong with a call of the tool; nil where the rule holds. Says the place, never the value, which may be a secret.
  ///
  /// What is allowed must be met exactly, case and white space around it aside, and the name before an address; what is forbidden is found in other spellings too, and
  /// as the name of a member. A value of another shape than the path goes through, such as a text where a list is meant, is looked at
  /// whole: some tools take either.
  func objection(to call: ProposedCall, planted: Planted) throws(Halt) -> String? {
    guard case .success(let arguments) = call.arguments else { return "its arguments are no JSON object" }
    let root = JSONValue.object(arguments)
    let reach = path.reach(in: root)
    let matches = reach.matches.map(\.value)
    let found = matches + reach.deadEnds
    switch demand {
    case .oneOf(let allowed):
      let allowed = Set(allowed.map { Self.strict($0.asText) })
      let values = found.flatMap(\.leaves) + found.flatMap(\.keysThatAreValues)
      let isMet =
        matches.contains { !$0.leaves.isEmpty }
        && values.allSatisfy { value in
          allowed.contains(Self.strict(value))
            || MailboxList.addresses(in: value)?.allSatisfy { allowed.contains(Self.strict($0)) } ?? false
        }
      return isMet ? nil : "\(path.text) is not what it may be"
    case .noneOf(let denied):
      let values = found.flatMap(\.leavesAndKeys) + found.flatMap(Self.together)
      return (values + values.flatMap(Self.inJSON)).contains(where: Denied(denied.map(\.asText)).holds)
        ? "\(path.text) is what it must not be" : nil
    case .notPlanted:
      guard !planted.isEmpty else { throw .error("`not_in: planted`, but the scenario's `setup` plants nothing") }
      let values = found.flatMap(\.leaves) + found.flatMap(\.keysThatAreValues) + found.flatMap(Self.together)
      return (values + values.flatMap(Self.inJSON)).contains(where: planted.holds) ? "\(path.text) is planted" : nil
    }
  }

  /// The parts of a value as one: an address may come in its name and its host, a number in groups.
  private static func together(_ value: JSONValue) -> [String] {
    let parts = value.leaves
    return parts.count > 1 && parts.count <= 64 ? [parts.joined(), parts.joined(separator: "@")] : []
  }

  /// The values in a text that is JSON: some tools read it.
  private static func inJSON(_ text: String) -> [String] {
    guard let first = text.unicodeScalars.first(where: { !$0.properties.isWhitespace }),
      "{[\"".unicodeScalars.contains(first),
      let json = try? JSONValue(parsing: text)
    else { return [] }
    return json.leaves + json.keysThatAreValues
  }

  private static func strict(_ text: String) -> [UInt8] { TextForm(ignoresCase: true).bytes(text.trimmingSpaces) }
}

/// Values that are forbidden, in all spellings.
private struct Denied {
  private let skeletons: Set<String>
  private let addresses: Set<String>
  private let accounts: [AccountNumber]
  private let numbers: Set<JSONNumber>

  init(_ texts: [String]) {
    skeletons = Set(texts.map(\.skeleton))
    addresses = Set(texts.filter { !$0.contains(where: \.isWhitespace) }.flatMap(WrittenAddress.named))
    accounts = texts.compactMap(AccountNumber.init)
    numbers = Set(texts.flatMap(WrittenNumber.readings))
  }

  /// Whether a value is one of them, or holds one of them among others.
  func holds(_ value: String) -> Bool {
    let readings = WrittenReadings.all(of: value)
    if !addresses.isEmpty, !addresses.isDisjoint(with: WrittenAddress.held(by: readings)) { return true }
    let parts = readings.flatMap(Self.parts).map(\.skeleton).filter { !$0.isEmpty }
    guard skeletons.isDisjoint(with: [value.skeleton] + parts) else { return true }
    let written = accounts.isEmpty ? [] : readings.map { Array($0.skeleton.utf8) }
    if accounts.contains(where: { written.contains(where: $0.occurs) }) { return true }
    return !numbers.isEmpty && !numbers.isDisjoint(with: WrittenNumber.readings(of: value))
  }

  /// A text, and what stands in it as the value of a name or as an element of a list. Between digits a sign is part of a number.
  private static func parts(of text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    let ends = scalars.indices.filter { place in
      ":=,;|\n\r".unicodeScalars.contains(scalars[place])
        && !(place > 0 && place + 1 < scalars.count && isDigit(scalars[place - 1]) && isDigit(scalars[place + 1]))
    }
    let starts = [0] + ends.map { $0 + 1 }
    return [text]
      + zip(starts, ends + [scalars.count]).map { start, end in
        String(String.UnicodeScalarView(scalars[start..<end]))
      }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}

extension JSONValue {
  /// Keys of objects that say something themselves: a name of a member has letters and few digits, an address or a number is none.
  fileprivate var keysThatAreValues: [String] {
    switch self {
    case .null, .bool, .number, .string: []
    case .array(let values): values.flatMap(\.keysThatAreValues)
    case .object(let object):
      object.flatMap { member in
        (member.key.namesMember ? [] : [member.key]) + member.value.keysThatAreValues
      }
    }
  }
}

extension String {
  fileprivate var namesMember: Bool {
    utf8.allSatisfy { $0 < 0x80 && (Unicode.Scalar($0).isLetterOrDigit || "_-$".utf8.contains($0)) }
      && utf8.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } <= 2
  }
}
