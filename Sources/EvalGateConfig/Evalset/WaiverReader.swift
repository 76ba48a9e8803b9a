import EvalGateCore

/// Reads `waivers.yml`: a list of `{ case, check, reason, owner, expires }`.
struct WaiverReader {
  /// Nil where nobody said which day it is: then nothing is expired.
  let today: CalendarDate?
  let knows: (String) -> Bool
  let checks: Set<String>

  /// The longest life of an exception in days.
  static let longest = 90
  /// How long before its end it is spoken of.
  static let warning = 7

  func read(_ node: Node, _ problems: inout Problems) -> [Waiver] {
    let list = node["waivers"] ?? node
    switch list.content {
    case .null: return []
    case .sequence(let nodes):
      return nodes.compactMap { node in problems.collect { () throws(Diagnostic) in try waiver(node) } }
        .filter { check($0, &problems) }
    default:
      problems.add(OptionReader.wrong(list, "waivers", "a list of `{ case, check, reason, owner, expires }`"))
      return []
    }
  }

  private func waiver(_ node: Node) throws(Diagnostic) -> Waiver {
    var reader = try OptionReader(node, subject: "waiver")
    try reader.require("case", "reason", "owner", "expires")
    guard let id = try reader.required("case").source else {
      throw OptionReader.wrong(try reader.required("case"), "case", "the id of a case")
    }
    let check = try reader.optionalString("check")
    let (reason, owner) = (try text("reason", of: &reader), try text("owner", of: &reader))
    let day = try reader.required("expires")
    guard let expires = CalendarDate(day.source ?? "") else {
      throw OptionReader.wrong(day, "expires", "a day such as `2026-06-30`")
    }
    try reader.finish()
    return Waiver(caseID: id, check: check, reason: reason, owner: owner, expires: expires, location: node.location)
  }

  /// A text that says something: an exception is one only as long as somebody can be asked why.
  private func text(_ key: String, of reader: inout OptionReader) throws(Diagnostic) -> String {
    let text = try reader.string(key)
    guard text.unicodeScalars.contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil }) else {
      throw Diagnostic(
        .badWaiver, "`\(key)` of a waiver says nothing", at: try reader.required(key).location,
        help: key == "owner" ? "say whom to ask about it" : "say why the case may fail for now")
    }
    return text
  }

  private func check(_ waiver: Waiver, _ problems: inout Problems) -> Bool {
    if !knows(waiver.caseID) {
      problems.add(
        Diagnostic(
          .badWaiver, "waiver for case `\(waiver.caseID)`, which is not in this evalset", at: waiver.location,
          help: "remove the waiver, or name a case by its `id`"))
    }
    if let check = waiver.check, !checks.contains(check) {
      problems.add(
        Diagnostic(
          .badWaiver, "waiver for check `\(check)`, which judges no case of this evalset", at: waiver.location,
          label: suggestion(for: check, among: checks).map { "did you mean `\($0)`?" },
          help: "remove the waiver, or leave `check` out to waive all checks of the case"))
    }
    guard let today else { return true }
    let left = waiver.expires.dayNumber - today.dayNumber
    switch left {
    case ..<0:
      problems.add(
        Diagnostic(
          .expiredWaiver,
          "waiver of `\(waiver.caseID)` expired \(-left) \(left == -1 ? "day" : "days") ago (\(waiver.owner))",
          at: waiver.location, severity: .warning, help: "fix what it excused and remove it"))
    case ...Self.warning:
      problems.add(
        Diagnostic(
          .expiringWaiver, "waiver of `\(waiver.caseID)` expires on \(waiver.expires) (\(waiver.owner))",
          at: waiver.location,
          severity: .warning, help: "fix what it excuses, or ask for longer"))
    case (Self.longest + 1)...:
      problems.add(
        Diagnostic(
          .badWaiver, "waiver of `\(waiver.caseID)` lasts \(left) days, at most \(Self.longest) are allowed",
          at: waiver.location,
          help: "let it expire earlier"))
    default: break
    }
    return true
  }
}
