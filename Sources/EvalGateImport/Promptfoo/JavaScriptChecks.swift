import EvalGateCore
import SafeRegex
import StrictJSON

/// The few expressions over `output` that nearly every file has, as checks of ours; anything else stays JavaScript and is left out.
enum JavaScriptChecks {
  /// One check for each operand of `&&`; nil where one of them is not known.
  static func checks(_ source: String) -> [JSONObject]? {
    var text = source.trimmingSpaces
    if text.hasPrefix("return ") { text = text.dropFirst("return ".count) }
    while text.hasSuffix(";") { text = text.dropLast().trimmingSpaces }
    for scores in ["? 1 : 0", "? true : false"] where text.hasSuffix(scores) {
      text = text.dropLast(scores.count).trimmingSpaces
    }
    guard !text.contains("||"), !text.contains("\n") else { return nil }
    var checks: [JSONObject] = []
    for part in text.split(separator: "&&", omittingEmptySubsequences: false) {
      guard let check = check(String(part.trimmingSpaces)) else { return nil }
      checks.append(check)
    }
    return checks
  }

  private static let quoted = #"(?:'([^'\\]*)'|"([^"\\]*)")"#

  private static func check(_ text: String) -> JSONObject? {
    if let parts = match(#"^output\.length\s*(<=|>=|<|>)\s*(\d{1,9})$"#, text), let number = Int(parts[2]) {
      switch parts[1] {
      case "<": return ["check": "length", "at_most": .number(JSONNumber(number - 1))]
      case "<=": return ["check": "length", "at_most": .number(JSONNumber(number))]
      case ">": return ["check": "length", "at_least": .number(JSONNumber(number + 1))]
      default: return ["check": "length", "at_least": .number(JSONNumber(number))]
      }
    }
    if let parts = match(#"^(!?)output(\.toLowerCase\(\))?\.(includes|startsWith|endsWith)\(\#(quoted)\)$"#, text) {
      let names = ["includes": "contains", "startsWith": "starts_with", "endsWith": "ends_with"]
      guard let name = names[parts[3]] else { return nil }
      var check: JSONObject = ["check": .string(name), "text": .string(parts[4] + parts[5])]
      guard parts[4] + parts[5] != "" else { return nil }
      if !parts[2].isEmpty {
        // Compared with an upper-case letter it could never hold.
        guard (parts[4] + parts[5]).lowercased() == parts[4] + parts[5] else { return nil }
        check["ignore_case"] = true
      }
      if !parts[1].isEmpty { check["not"] = true }
      return check
    }
    if let parts = match(#"^output(?:\.trim\(\))?\s*(===?|!==?)\s*\#(quoted)$"#, text) {
      return equal(nil, .string(parts[2] + parts[3]), isNegated: parts[1].hasPrefix("!"))
    }
    if let parts = match(
      #"^(?:JSON\.parse\(output\)|output)((?:\.[A-Za-z_]\w*|\[\d+\])+)\s*(===?|!==?)\s*(?:\#(quoted)|(-?\d+(?:\.\d+)?|true|false|null))$"#,
      text), let path = path(parts[1])
    {
      let value =
        parts[5].isEmpty ? JSONValue.string(parts[3] + parts[4]) : (try? JSONValue(parsing: Array(parts[5].utf8)))
      return value.flatMap { equal(path, $0, isNegated: parts[2].hasPrefix("!")) }
    }
    return nil
  }

  /// `.a.b` or `.a[0]` as a path; nil where it ends with what JavaScript counts rather than reads: the length of a text or a list.
  static func path(_ member: String) -> String? { member.hasSuffix(".length") ? nil : "$" + member }

  private static func equal(_ from: String?, _ value: JSONValue, isNegated: Bool) -> JSONObject {
    var check: JSONObject = ["check": "equals"]
    if let from { check["from"] = .string(from) }
    check["value"] = value
    if isNegated { check["not"] = true }
    return check
  }

  /// The groups of a match, one that took no part as empty text; the whole is the first.
  private static func match(_ pattern: String, _ text: String) -> [String]? {
    guard let regex = try? SafeRegex(pattern), let found = try? regex.firstMatch(in: text) else { return nil }
    let bytes = Array(text.utf8)
    return found.groups.map { $0.map { String(decoding: bytes[$0], as: UTF8.self) } ?? "" }
  }
}
