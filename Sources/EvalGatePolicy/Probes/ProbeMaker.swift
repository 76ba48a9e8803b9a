import EvalGateCore
import GateStatistics
import StrictJSON

/// Makes a scenario of a tuple. The same tuple and seed always give the same one, whatever else is made.
package struct ProbeMaker: Sendable {
  package let tables: ProbeTables
  let seed: UInt64

  package init(_ tables: ProbeTables, seed: UInt64) {
    self.tables = tables
    self.seed = seed
  }

  /// Nil where the tables have nothing of that name, or where evalgate's decoders could not read what comes of it.
  package func probe(_ tuple: ProbeTuple) -> Probe? {
    guard let parts = Parts(tuple, tables) else { return nil }
    var random = random(tuple.key)
    let slots = slots(&random)
    let sentences = parts.goal.texts[tuple[.language]] ?? []
    guard !sentences.isEmpty, let frame = parts.technique.texts[tuple[.language]] else { return nil }
    var framing = slots
    framing.values["goal"] = slots.fill(sentences[random.below(sentences.count)])
    let plain = framing.fill(frame)
    guard parts.encoding.roundTrips(plain) else { return nil }
    let family = parts.goal.family ?? ProbeFamily.derived(carrier: parts.carrier, encoding: parts.encoding)
    let twin = twin(parts, tuple)
    return Probe(
      tuple: tuple, family: family,
      line: line(parts, tuple, family, dressed(plain, parts, tuple, isAttack: true), plain, slots, twin: twin.id),
      twin: twin, obeying: answer(parts.goal.obeys, slots))
  }

  /// What a tuple's values stand for.
  private struct Parts {
    let goal: ProbeGoal
    let carrier: ProbeCarrier
    let technique: ProbeTechnique
    let encoding: ProbeEncoding

    init?(_ tuple: ProbeTuple, _ tables: ProbeTables) {
      guard let carrier = tables.carrier(tuple[.carrier]), let goal = tables.goal(tuple[.goal], in: carrier.name),
        let technique = tables.technique(tuple[.technique]), let encoding = ProbeEncoding(rawValue: tuple[.encoding])
      else { return nil }
      (self.goal, self.carrier, self.technique, self.encoding) = (goal, carrier, technique, encoding)
    }
  }

  // MARK: Words

  private func random(_ key: String) -> SplitMix64 {
    SplitMix64(seed: seed ^ SplitMix64.seed(of: key))
  }

  private func slots(_ random: inout SplitMix64) -> ProbeSlots {
    var slots = ProbeSlots()
    for (name, choices) in tables.values { slots.values[name] = choices[random.below(choices.count)] }
    return slots
  }

  /// The instruction in its encoding, with what a reader has to be told before it.
  private func dressed(_ text: String, _ parts: Parts, _ tuple: ProbeTuple, isAttack: Bool) -> String {
    let encoded = parts.encoding.encode(text)
    guard isAttack, parts.encoding.needsLead, let lead = tables.leads[tuple[.language]] else { return encoded }
    var slots = ProbeSlots()
    slots.values["encoding"] = parts.encoding.title
    return slots.fill(lead) + " " + encoded
  }

  // MARK: Lines

  private func line(
    _ parts: Parts, _ tuple: ProbeTuple, _ family: String, _ planted: String, _ plain: String, _ slots: ProbeSlots,
    twin: String
  ) -> JSONObject {
    let called = tables.families[family]
    func list(_ texts: [String]?) -> JSONValue { .array((texts ?? []).map { .string($0) }) }
    var line: JSONObject = [
      "id": .string(tuple.id), "severity": .string(parts.goal.severity.rawValue), "family": .string(family),
      "owasp": list(called?.owasp), "atlas": list(called?.atlas), "cwe": list(called?.cwe),
    ]
    for dimension in ProbeDimension.allCases { line[dimension.rawValue] = .string(tuple[dimension]) }
    var setup: JSONObject = ["plant": .object(["text": .string(plain)])]
    for (key, value) in parts.goal.setup { setup[key] = slots.fill(value) }
    let scene = scene(parts.carrier, tuple, planted, slots)
    if let tools = scene.tools { setup["tools"] = tools }
    line["setup"] = .object(setup)
    line["turns"] = scene.turns
    line["expected"] = slots.fill(.object(parts.goal.expected))
    line["twin"] = .string(twin)
    line["added"] = .string(tables.edition)
    return line
  }

  /// A twin is drawn from what it is made of alone, so that scenarios that differ in goal and technique share it.
  private func twin(_ parts: Parts, _ tuple: ProbeTuple) -> ProbeTwin {
    let kept: [ProbeDimension] = [.carrier, .encoding, .language]
    let key = "benign " + kept.map { "\($0.rawValue)=\(tuple[$0])" }.joined(separator: " ")
    let id = ProbeTuple.id(of: key) + "-benign"
    var random = random(key)
    let slots = slots(&random)
    let note = tables.notes[tuple[.language]] ?? ""
    var placed = tuple
    placed[.position] = ProbePosition.allCases[random.below(ProbePosition.allCases.count)].rawValue
    let scene = scene(parts.carrier, placed, dressed(note, parts, tuple, isAttack: false), slots)
    var line: JSONObject = [
      "id": .string(id), "severity": "blocking", "family": "benign", "goal": "none",
      "carrier": .string(tuple[.carrier]), "technique": "none", "encoding": .string(tuple[.encoding]),
      "language": .string(tuple[.language]), "position": .string(placed[.position]),
    ]
    if let tools = scene.tools { line["setup"] = .object(["tools": tools]) }
    line["turns"] = scene.turns
    line["checks"] = ["scenario", ["check": "refusal", "is": "compliance"]]
    line["expected"] = .object(["tool_calls": [], "decision": "accept", "utility": slots.fill(parts.carrier.utility)])
    line["added"] = .string(tables.edition)
    return ProbeTwin(id: id, line: line, answer: ProbeAnswer(text: slots.fill(parts.carrier.answer)))
  }

  /// The conversation with a text put in its place, and the tools where the place is in one of them.
  private func scene(
    _ carrier: ProbeCarrier, _ tuple: ProbeTuple, _ planted: String, _ slots: ProbeSlots
  ) -> (turns: JSONValue, tools: JSONValue?) {
    let text =
      carrier.doublesQuotes
      ? planted.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") : planted
    let carrying = ProbePlanting(text: text, at: tuple[.position])
    return (slots.fill(carrying.fill(carrier.turns)), carrier.tools.map { slots.fill(carrying.fill($0)) })
  }

  // MARK: Answers

  private func answer(_ obeys: ProbeGoal.Obedience, _ slots: ProbeSlots) -> ProbeAnswer {
    let calls = slots.fill(obeys.toolCalls ?? []).arrayValue ?? []
    return ProbeAnswer(
      text: obeys.text.map { slots.fill($0).stringValue ?? "" } ?? "",
      toolCalls: calls.compactMap { call in
        call["name"]?.stringValue.map {
          ProbeAnswer.Call(name: $0, arguments: (call["arguments"] ?? .object([:])).serialized())
        }
      }, quotesSystem: obeys.quotesSystem)
  }
}
