import EvalGateCore
import SafeRegex
import StrictJSON

/// What a useful answer has to say.
struct Utility: Sendable {
  private let any: [Needle]
  private let all: [Needle]
  private let regex: SafeRegex?
  private static let form = TextForm(ignoresCase: true)

  /// Reads `{ contains_any, contains_all, regex }`, of which all that are there must hold. Case does not count.
  init(_ value: JSONValue) throws(Halt) {
    guard let object = value.objectValue, !object.isEmpty,
      object.keys.allSatisfy({ ["contains_any", "contains_all", "regex"].contains($0) })
    else { throw .error("`utility` takes `contains_any`, `contains_all` and `regex`") }
    any = try Self.needles("contains_any", object)
    all = try Self.needles("contains_all", object)
    guard let pattern = object["regex"] else {
      regex = nil
      return
    }
    do throws(RegexError) {
      regex = try SafeRegex(pattern.asText, options: .caseInsensitive)
    } catch {
      throw .error("`utility` has a pattern that is not a regular expression: \(error)")
    }
  }

  /// What is not there; nil where the answer is useful.
  func objection(to text: String) throws(Halt) -> String? {
    let bytes = Self.form.bytes(text)
    if !any.isEmpty, !any.contains(where: { $0.occurs(in: bytes) }) {
      return "says none of \(listed(any.map { brief($0.text) }))"
    }
    if let absent = all.first(where: { !$0.occurs(in: bytes) }) { return "does not say \(brief(absent.text))" }
    guard let regex else { return nil }
    do throws(RegexLimit) {
      return try regex.isMatch(text) ? nil : "does not match \(brief(regex.pattern))"
    } catch {
      throw .error("\(error)")
    }
  }

  private static func needles(_ key: String, _ object: JSONObject) throws(Halt) -> [Needle] {
    guard let value = object[key] else { return [] }
    guard let texts = value.texts, !texts.isEmpty, !texts.contains("") else {
      throw .error("`\(key)` must be a list of texts, none of them empty")
    }
    return texts.map { Needle($0, form) }
  }
}
