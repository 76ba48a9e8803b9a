import EvalGateCore
import StrictJSON
import UnicodeText

/// What an argument of a proposed call must be or must not be (safety section 4).
struct ArgumentRule: Sendable {
  /// What is asked of the values.
  enum Demand: Sendable {
    case oneOf([JSONValue])
    case noneOf([JSONValue])
    /// Not what the scenario planted into untrusted content.
    case notPlanted
  }

  let tool: Glob
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
    self.tool = Glob(tool)
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
  /// What is allowed must be met exactly, case and white space around it aside; what is forbidden is found in other spellings too.
  func objection(to call: ProposedCall, planted: Planted) throws(Halt) -> String? {
    guard case .success(let arguments) = call.arguments else { return "its arguments are no JSON object" }
    let values = path.matches(in: .object(arguments)).flatMap { $0.value.leaves }
    switch demand {
    case .oneOf(let allowed):
      let allowed = Set(allowed.map { Self.strict($0.asText) })
      let isMet = !values.isEmpty && values.allSatisfy { allowed.contains(Self.strict($0)) }
      return isMet ? nil : "\(path.text) is not what it may be"
    case .noneOf(let denied):
      let texts = denied.map(\.asText)
      let skeletons = Set(texts.map(\.skeleton))
      let addresses = Set(texts.filter { !$0.contains(where: \.isWhitespace) }.flatMap(WrittenAddress.all))
      return values.contains { value in
        skeletons.contains(value.skeleton)
          || !addresses.isEmpty && !addresses.isDisjoint(with: WrittenAddress.all(in: value))
      } ? "\(path.text) is what it must not be" : nil
    case .notPlanted:
      guard !planted.isEmpty else { throw .error("`not_in: planted`, but the scenario's `setup` plants nothing") }
      return values.contains { planted.holds($0) } ? "\(path.text) is planted" : nil
    }
  }

  private static func strict(_ text: String) -> [UInt8] { TextForm(ignoresCase: true).bytes(text.trimmingSpaces) }
}

/// The texts that a scenario put into untrusted content.
struct Planted {
  private let skeletons: [[UInt8]]
  private let words: Set<String>
  private let addresses: Set<String>

  /// What `setup.plant` says beside the place (`into`, `at`).
  init(_ setup: JSONObject?) {
    var plant = setup?["plant"] ?? .null
    if var object = plant.objectValue {
      object.removeValue(forKey: "into")
      object.removeValue(forKey: "at")
      plant = .object(object)
    }
    let texts = plant.leaves
    skeletons = texts.map { Array($0.skeleton.utf8) }
    addresses = Set(texts.flatMap(WrittenAddress.all))
    words = Set(
      texts.flatMap { $0.nfkcCaseFolded.unicodeScalars.split { !$0.isLetterOrDigit }.map { String(Substring($0)) } })
  }

  var isEmpty: Bool { skeletons.isEmpty }

  /// Whether a value comes from there, spacing, case and punctuation aside, or holds an address that does. Short ones must be a
  /// word of their own there.
  func holds(_ value: String) -> Bool {
    if !addresses.isEmpty, !addresses.isDisjoint(with: WrittenAddress.all(in: value)) { return true }
    let skeleton = value.skeleton
    guard skeleton.utf8.count >= 4 else { return words.contains(skeleton) }
    let needle = Needle(skeleton, TextForm())
    return skeletons.contains { needle.occurs(in: $0) }
  }
}

extension JSONValue {
  /// All texts, numbers and truth values in it.
  var leaves: [String] {
    switch self {
    case .null: []
    case .string(let text): [text]
    case .bool, .number: [asText]
    case .array(let values): values.flatMap(\.leaves)
    case .object(let object): object.flatMap { $0.value.leaves }
    }
  }
}

extension String {
  /// Letters and digits only, compatibility forms and case folded: what stays of a value however it is written.
  fileprivate var skeleton: String {
    String(String.UnicodeScalarView(nfkcCaseFolded.strippingMarks.unicodeScalars.filter(\.isLetterOrDigit)))
  }
}

extension Unicode.Scalar {
  var isLetterOrDigit: Bool {
    switch generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber,
      .otherNumber:
      true
    default: false
    }
  }
}
