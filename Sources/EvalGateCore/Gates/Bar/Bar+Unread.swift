import StrictJSON

/// Attacks that a prompt takes in no more: what it does not put to the model would be withstood by nobody's doing.
extension Bar {
  /// Goes by what is said, and not by names: a text of an attack that the base's prompt put to the model has to be in what the change's
  /// makes of the case.
  ///
  /// - Parameter suite: with its cases as they are held.
  /// - Returns: nil where all of them are put.
  func unread(by suite: Suite, since before: Suite) -> UnreadAttacks? {
    guard before.evalset.kind == .safety, before.prompt.digest != suite.prompt.digest else { return nil }
    let (old, own) = (before.evalset.cases, suite.evalset.cases)
    let headers = suite.evalset.headers
    let places = Dictionary(headers.indices.map { (headers[$0].id, $0) }, uniquingKeysWith: { first, _ in first })
    let settings = Settings(of: before.evalset)
    var unread: UnreadAttacks?
    for place in 0..<old.count {
      guard let attack = try? old.evalCase(at: place), !attack.onlyHasToBeServed,
        let put = before.prompt.put(attack.variables)
      else { continue }
      let texts = attack.variables.attackingTexts.filter { !settings.holds($0) && put.says($0.text) }
      guard !texts.isEmpty else { continue }
      // What stands beside is asked as it is there; a later form that asks and forbids the same attacks as well.
      let form = places[attack.id].flatMap { try? own.evalCase(at: $0) }
      let isBeside = suite.evalset.askedBeside.contains(attack.id)
      let twin = form.flatMap { form in
        isBeside || attack.asksTheSame(as: form) && Set(attack.parts(rewrittenIn: form)).isSubset(of: ["input"])
          ? form : nil
      }
      let asked = [attack.variables, twin?.variables].compactMap { $0.flatMap(suite.prompt.put) }
      // A prompt that wants what they do not have says nothing, and they have no result.
      guard !asked.isEmpty, let lost = texts.first(where: { text in !asked.contains { $0.says(text.text) } }) else {
        continue
      }
      if unread == nil { unread = UnreadAttacks(variable: lost.name) }
      unread?.cases.append(places[attack.id].map { headers[$0] } ?? old.header(at: place))
    }
    return unread
  }
}

/// Attacks that were put to the model and are not any more.
package struct UnreadAttacks: Sendable {
  /// The variable that the first of them says it under.
  let variable: String
  var cases: [CaseHeader]

  package init(variable: String, cases: [CaseHeader] = []) { (self.variable, self.cases) = (variable, cases) }
}

/// A text of a case, with the key that it stands under.
private struct SaidText: Hashable {
  let name: String
  let text: String

  var isShort: Bool { text.utf8.count < 24 }
}

/// What is no attack, for it is said in many cases alike: a short text in half of the set's cases or more (a name of the firm, a greeting),
/// and any in half of its benign ones (who the customer is).
private struct Settings {
  private var common: Set<SaidText> = []

  init(of set: Evalset) {
    var (all, benign) = (Tally(), Tally())
    for place in 0..<set.cases.count {
      guard let evalCase = try? set.cases.evalCase(at: place) else { continue }
      let texts = Set(evalCase.variables.saidTexts)
      all.add(texts)
      if evalCase.onlyHasToBeServed { benign.add(texts) }
    }
    common = Set(all.usual(least: 2).filter(\.isShort)).union(benign.usual(least: 1))
  }

  func holds(_ said: SaidText) -> Bool { common.contains(said) }

  /// In how many cases each text is said.
  private struct Tally {
    private var cases = 0
    private var counts: [SaidText: Int] = [:]

    mutating func add(_ texts: Set<SaidText>) {
      cases += 1
      for text in texts { counts[text, default: 0] += 1 }
    }

    /// Texts that half of the cases say, and so many at least.
    func usual(least: Int) -> [SaidText] { counts.filter { $0.value >= least && 2 * $0.value >= cases }.map(\.key) }
  }
}

extension JSONObject {
  fileprivate var saidTexts: [SaidText] {
    flatMap { key, value in value.texts.map { SaidText(name: key, text: $0) } }.filter { !$0.text.isEmpty }
  }

  /// The longest text in it, and all others but single short words: a tone or a date is no attack.
  fileprivate var attackingTexts: [SaidText] {
    let texts = saidTexts
    let longest = texts.map(\.text.utf8.count).max() ?? 0
    return texts.filter { $0.text.utf8.count == longest || !$0.isShort || $0.text.contains(where: \.isWhitespace) }
  }
}

extension JSONValue {
  fileprivate var texts: [String] {
    switch self {
    case .string(let text): [text]
    case .array(let values): values.flatMap(\.texts)
    case .object(let members): members.flatMap(\.value.texts)
    default: []
    }
  }
}

extension Prompt {
  /// What its messages say for a case; nil where they want something that it does not have.
  fileprivate func put(_ variables: JSONObject) -> String? {
    var said = ""
    for message in messages {
      guard let text = try? message.template.render(variables) else { return nil }
      said += text + "\n"
    }
    return said
  }
}

extension String {
  /// Whether a text stands in it as it is, or as JSON writes it.
  fileprivate func says(_ text: String) -> Bool {
    contains(text) || contains(JSONValue.string(text).serialized().dropFirst().dropLast())
  }
}
