import StrictJSON

/// Cases that say what they say under the variables of an earlier form of their set, so that a prompt of then can be asked them.
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
    guard let position = places[index], let was = try? before.evalCase(at: position), was.asksTheSame(as: now) else {
      return now
    }
    return now.with(variables: was.variables)
  }
}

extension EvalCase {
  /// Whether what is asked is the same in every word, whichever variables say it.
  func asksTheSame(as now: EvalCase) -> Bool {
    if variables != now.variables {
      guard variables.words == now.variables.words else { return false }
    } else if digest != now.digest, turns == now.turns, setup == now.setup, expected?.json == now.expected?.json,
      severity == now.severity, trials == now.trials
    {
      // A picture is named in what is asked; what it shows is another file.
      return false
    }
    return turns == now.turns && setup == now.setup
  }

  /// The same case with other variables.
  fileprivate func with(variables: JSONObject) -> EvalCase {
    EvalCase(
      id: id, digest: digest, checksDigest: checksDigest, location: location, variables: variables, expected: expected,
      checks: checks, tags: tags, severity: severity, turns: turns, setup: setup, trials: trials, cluster: cluster,
      facts: facts)
  }
}

extension JSONObject {
  /// What its values say, in no order.
  fileprivate var words: [Substring: Int] {
    var words: [Substring: Int] = [:]
    for (_, value) in self { value.count(into: &words) }
    return words
  }
}

extension JSONValue {
  fileprivate func count(into words: inout [Substring: Int]) {
    switch self {
    case .object(let members): for (_, value) in members { value.count(into: &words) }
    case .array(let values): for value in values { value.count(into: &words) }
    case .string(let text): for word in text.split(whereSeparator: \.isWhitespace) { words[word, default: 0] += 1 }
    default: words[Substring(serialized()), default: 0] += 1
    }
  }
}
