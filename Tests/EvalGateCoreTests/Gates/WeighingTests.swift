import EvalGateCore
import StrictJSON
import Testing

@Suite("an answer under two policies")
struct WeighingTests {
  /// Stops texts that hold one of its words, and calls of tools with these names.
  private struct Stops: DecisionPolicy {
    let words: [String]
    var tools: [String] = []
    var toolNames: [String] { tools }

    func decide(_ proposal: Proposal) -> PolicyVerdict {
      let calls = proposal.calls.enumerated().map { index, call in
        let isDenied = holds(call.argumentsText) || tools.contains(call.name)
        return CallVerdict(index: index, tool: call.name, outcome: isDenied ? .deny : .allow)
      }
      var index = 0
      let held = (proposal.candidate.earlier + [proposal.candidate.answer]).map { answer in
        defer { index += answer.toolCalls.count }
        return holds(answer.text ?? "")
          || calls[index..<(index + answer.toolCalls.count)].contains { $0.outcome == .deny }
      }
      return PolicyVerdict(
        action: held.contains(true) ? .reject : .accept, calls: calls,
        heldAnswers: Set(held.indices.filter { held[$0] }))
    }

    func sightings(of words: [String], in proposal: Proposal) -> [Sighting] {
      guard words == ["word"] else { return [] }
      let said = texts(proposal.candidate).enumerated().filter { holds($0.element) }.map { index, _ in
        Sighting(word: "word", rule: "word", place: .answer(index), path: "text")
      }
      let called = proposal.calls.enumerated().filter { holds($0.element.argumentsText) }.map { index, _ in
        Sighting(word: "word", rule: "word", place: .call(index), path: "$")
      }
      return said + called
    }

    func gap(in word: String, _ setting: ScenarioSetting) -> WatchGap? { nil }
    func speaks(of tool: String) -> Bool { tools.contains(tool) }

    private func holds(_ text: String) -> Bool { words.contains { text.contains($0) } }
    private func texts(_ candidate: Candidate) -> [String] {
      (candidate.earlier + [candidate.answer]).map { $0.text ?? "" }
    }

    var source: PolicySource {
      let digest = Digest(of: (words + tools).joined(separator: " ").utf8)
      return PolicySource(id: "p", declaredVersion: nil, digest: digest, kind: .rules(self), location: place)
    }
  }

  private static let leaking = call(#"{"body": "heather"}"#)
  private static func call(_ arguments: String, _ name: String = "send") -> ToolCall {
    ToolCall(name: name, argumentsText: arguments)
  }

  /// The answers of a conversation, tools that the change's own policy denies, and whether what is let through fails.
  private static let conversations: [([Answer], [String], Bool)] = [
    ([Answer(text: "heather")], [], true),
    ([Answer(text: "heather", toolCalls: [call("{}", "wipe")])], ["wipe"], false),
    ([Answer(toolCalls: [leaking])], [], true), ([Answer(toolCalls: [leaking])], ["send"], false),
    ([Answer(toolCalls: [leaking, call("{}", "wipe")])], ["wipe"], true),
    ([Answer(text: "heather"), Answer(text: "bye")], [], true),
    ([Answer(text: "heather"), Answer(toolCalls: [call("{}", "wipe")])], ["wipe"], true),
    ([Answer(text: "heather", toolCalls: [call("{}", "wipe")]), Answer(text: "bye")], ["wipe"], false),
    ([Answer(text: "nothing")], [], false),
  ]

  @Test(
    "what the other policy sees fails a blocking scenario where the own one lets it through, answer by answer and call by call",
    arguments: conversations)
  func missed(_ answers: [Answer], _ denied: [String], _ fails: Bool) throws {
    let weighed = try weighed(answers, denied: denied)
    #expect(weighed.fails == fails && weighed.missed.isEmpty == !fails)
    #expect((weighed.record?.passFail == .fail) == fails)
  }

  @Test("what does not block, forbids something else, or cannot be judged counts as before")
  func others() throws {
    let leak = [Answer(text: "heather")]
    let advisory = try weighed(leak, severity: .advisory)
    #expect(advisory.missed.isEmpty && advisory.record?.decision.action == .reject)
    let other = try weighed(leak, forbids: "another")
    #expect(other.missed.isEmpty && other.record?.decision.action == .reject)
    let unjudged = try weighed(leak, forbids: "another", check: Saying(.error))
    #expect(unjudged.fails && unjudged.record == nil && unjudged.stricter == .other)
  }

  private func weighed(
    _ answers: [Answer], denied: [String] = [], severity: Severity = .blocking, forbids: String = "word",
    check: Saying = Saying { _, context in context.missed.isEmpty ? .passed : .failed }
  ) throws -> WeighedAnswer {
    let expected = Node(
      .mapping([
        Node.Entry(
          key: "no", keyLocation: place, value: Node(.sequence([Node(.string(forbids), at: place)]), at: place))
      ]), at: place)
    let evalCase = EvalCase(
      id: "a", digest: noDigest, checksDigest: noDigest, location: place, variables: [:], expected: expected,
      checks: [check.compiled], severity: severity)
    var candidate = Candidate(answer: answers[answers.count - 1])
    candidate.earlier = Array(answers.dropLast())
    let own = try suite([evalCase], policy: Stops(words: [], tools: denied).source)
    let messages = candidate.earlier.map { Message(.assistant, $0.text ?? "", toolCalls: $0.toolCalls) }
    let record = own.judge(
      candidate, of: evalCase, ordinal: 0, trial: 1, arm: .head, messages: messages, today: today)
    return own.weighed(
      record, of: evalCase, under: Stops(words: ["heather"], tools: denied).source, opinions: [], today: today)
  }
}
