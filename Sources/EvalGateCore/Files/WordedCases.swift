import StrictJSON

/// Cases with the variables that they had in an earlier form of their set and have no more, where they say the same under others or
/// where a prompt of then can do nothing without: so it can be asked the cases of now.
struct WordedCases: CaseList {
  private let cases: any CaseList
  private let before: any CaseList
  /// By position, where a case of the same id stood that was another in any way.
  private let places: [Int: Int]
  private let prompt: Prompt

  /// Nil where no case of one id is another than it was.
  init?(_ cases: any CaseList, as before: any CaseList, for prompt: Prompt) {
    let old = (0..<before.count).map { (before.header(at: $0), $0) }
    let were = Dictionary(old.map { ($0.0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var places: [Int: Int] = [:]
    for place in 0..<cases.count {
      let header = cases.header(at: place)
      if let (was, position) = were[header.id], was.digest != header.digest { places[place] = position }
    }
    guard !places.isEmpty else { return nil }
    (self.cases, self.before, self.places, self.prompt) = (cases, before, places, prompt)
  }

  var count: Int { cases.count }
  func header(at index: Int) -> CaseHeader { cases.header(at: index) }

  func evalCase(at index: Int) throws -> EvalCase {
    let now = try cases.evalCase(at: index)
    guard let position = places[index], let was = try? before.evalCase(at: position),
      was.asksTheSame(as: now) || !prompt.canSay(now.variables)
    else { return now }
    return now.with(variables: now.variables.completed(by: was.variables))
  }
}

extension Prompt {
  /// Whether it has all that it wants to be said for a case.
  func canSay(_ variables: JSONObject) -> Bool {
    messages.allSatisfy { message in
      (try? message.template.render(variables)) != nil
        && message.images.allSatisfy { (try? $0.template.render(variables)) != nil }
    }
  }
}

extension EvalCase {
  /// Whether what is asked is the same, whichever variables say it: what both have they say alike, and the others say what those said
  /// that are gone.
  func asksTheSame(as now: EvalCase) -> Bool {
    guard turns == now.turns, setup == now.setup, pictures == now.pictures else { return false }
    guard variables != now.variables else { return true }
    let (gone, came) = (variables.without(now.variables), now.variables.without(variables))
    return variables.without(gone) == now.variables.without(came) && gone.said == came.said
  }
}

extension JSONObject {
  /// With the members of another that it does not have.
  func completed(by other: JSONObject) -> JSONObject {
    var all = self
    for (key, value) in other where all[key] == nil { all[key] = value }
    return all
  }

  /// Without the keys that another has.
  fileprivate func without(_ other: JSONObject) -> JSONObject {
    JSONObject(filter { other[$0.key] == nil }.map { ($0.key, $0.value) })
  }

  /// How often its values say what, whatever blanks are in between.
  var said: [String: Int] {
    reduce(into: [:]) { all, member in
      var text = member.value.serialized()
      if case .string(let value) = member.value {
        text = value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      }
      all[text, default: 0] += 1
    }
  }
}
