import StrictJSON

/// Cases with the variables that they had in an earlier form of their set and have no more, so that a prompt of then, which may read
/// them, can be asked the cases of now.
struct WordedCases: CaseList {
  private let cases: any CaseList
  private let before: any CaseList
  /// By position, where a case of the same id stood that was another in any way.
  private let places: [Int: Int]

  /// Nil where no case of one id is another than it was.
  init?(_ cases: any CaseList, as before: any CaseList) {
    let old = (0..<before.count).map { (before.header(at: $0), $0) }
    let were = Dictionary(old.map { ($0.0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var places: [Int: Int] = [:]
    for place in 0..<cases.count {
      let header = cases.header(at: place)
      if let (was, position) = were[header.id], was.digest != header.digest { places[place] = position }
    }
    guard !places.isEmpty else { return nil }
    (self.cases, self.before, self.places) = (cases, before, places)
  }

  var count: Int { cases.count }
  func header(at index: Int) -> CaseHeader { cases.header(at: index) }

  func evalCase(at index: Int) throws -> EvalCase {
    let now = try cases.evalCase(at: index)
    guard let position = places[index], let was = try? before.evalCase(at: position) else { return now }
    return now.with(variables: now.variables.completed(by: was.variables))
  }
}

extension EvalCase {
  /// Whether what is asked is the same in every word, whichever variables say it: what both have they say alike, and the others say
  /// what those said that are gone.
  func asksTheSame(as now: EvalCase) -> Bool {
    guard turns == now.turns, setup == now.setup, pictures == now.pictures else { return false }
    guard variables != now.variables else { return true }
    let (gone, came) = (variables.without(now.variables), now.variables.without(variables))
    return variables.without(gone) == now.variables.without(came) && gone.words == came.words
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

  /// What its values say, in no order. One that is blank says that it is there.
  fileprivate var words: [Substring: Int] {
    var words: [Substring: Int] = [:]
    for (_, value) in self { value.count(into: &words) }
    return words
  }
}

extension JSONValue {
  fileprivate func count(into words: inout [Substring: Int]) {
    switch self {
    case .object(let members) where !members.isEmpty: for (_, value) in members { value.count(into: &words) }
    case .array(let values) where !values.isEmpty: for value in values { value.count(into: &words) }
    case .string(let text):
      let parts = text.split(whereSeparator: \.isWhitespace)
      for word in parts.isEmpty ? [""] : parts { words[word, default: 0] += 1 }
    default: words[Substring(serialized()), default: 0] += 1
    }
  }
}
