/// A second route that is asked the same cases at the same time. What it answers decides nothing; it is kept beside what does.
public struct ShadowRoute: Sendable {
  public let name: String
  public let generator: any Generator

  public init(_ name: String, _ generator: any Generator) {
    self.name = name
    self.generator = generator
  }
}

extension Conversation {
  /// The conversation that a second route has about the same case: after its first answer it goes its own way.
  func answer(of shadow: ShadowRoute) async -> (messages: [Message], candidate: Candidate) {
    await Conversation(
      suite: suite, evalCase: evalCase, generator: shadow.generator, trial: trial, files: files
    ).run()
  }
}

extension Candidate {
  /// Takes what a second route answered, in the place of what it had not answered.
  package mutating func add(beside answer: ShadowAnswer) {
    shadows.removeAll { $0.route == answer.route && !$0.isAnswered }
    shadows.append(answer)
  }

  /// With what a second route answered beside an earlier attempt.
  ///
  /// - Parameter messages: what was sent before this one.
  func with(_ answered: ShadowAnswer?, after messages: [Message]) -> Candidate {
    guard var answered else { return self }
    var candidate = self
    if answered.messages == messages { answered.messages = nil }
    candidate.add(beside: answered)
    return candidate
  }
}

extension CaseRecord {
  /// What other targets of its own route answered in a race.
  package var rivals: [ShadowAnswer] {
    candidate.hops.contains { $0.role == .race } ? candidate.shadows.filter { $0.route == modelRoute } : []
  }

  /// What a second route answered beside it, or why it did not.
  package func answer(of route: String) -> ShadowAnswer? {
    guard var answer = candidate.shadows.dropFirst(rivals.count).last(where: { $0.route == route }) else { return nil }
    // Whoever puts it beside another attempt has to know what it was an answer to.
    answer.messages = answer.messages ?? messages
    return answer
  }
}

extension [Candidate] {
  /// The rivals of a conversation's turns in a race. Those of its last turn are other ends of the same conversation, and cost what
  /// they cost in every turn; one that only answered earlier is no end at all.
  func rivals() -> [ShadowAnswer] {
    guard let last, contains(where: { !$0.shadows.isEmpty }) else { return [] }
    var rivals = last.shadows
    for index in rivals.indices { rivals[index].earlier = dropLast().map(\.answer) }
    for shadow in dropLast().flatMap(\.shadows) {
      guard let index = rivals.firstIndex(where: { $0.route == shadow.route && $0.target == shadow.target }) else {
        var earlier = shadow
        earlier.failure = GenerationFailure(.infrastructure, .other, "it came second in an earlier turn only")
        rivals.append(earlier)
        continue
      }
      rivals[index].addSpending(of: shadow)
    }
    return rivals
  }
}

extension ShadowAnswer {
  /// What is known of either is known of both.
  fileprivate mutating func addSpending(of other: ShadowAnswer) {
    func sum<Number: AdditiveArithmetic>(_ a: Number?, _ b: Number?) -> Number? {
      a.map { a in b.map { a + $0 } ?? a } ?? b
    }
    cost = sum(cost, other.cost)
    guard let more = other.answer.usage else { return }
    let known = answer.usage ?? Usage()
    answer.usage =
      Usage(
        input: sum(known.input, more.input), cachedInput: sum(known.cachedInput, more.cachedInput),
        cacheWrite: sum(known.cacheWrite, more.cacheWrite), output: sum(known.output, more.output),
        reasoning: sum(known.reasoning, more.reasoning)
      ).possible
  }
}
