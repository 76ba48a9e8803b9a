import StrictJSON

/// Turns a case into what is asked: rendered messages, and the scripted turns that follow.
package struct Conversation {
  let suite: Suite
  let evalCase: EvalCase
  let generator: any Generator
  let trial: Int
  /// Where pictures are read from; nil where none can be.
  var files: (any FileSource)?

  /// - Parameters:
  ///   - generator: who is asked, turn by turn.
  ///   - files: where pictures are read from; nil where none can be.
  package init(
    suite: Suite, evalCase: EvalCase, generator: any Generator, trial: Int, files: (any FileSource)? = nil
  ) {
    self.suite = suite
    self.evalCase = evalCase
    self.generator = generator
    self.trial = trial
    self.files = files
  }

  /// How often a model may be asked within one user's turn before the tool loop is cut off.
  static let roundsPerTurn = 8

  /// The messages sent last, and what came of them all.
  package func run() async -> (messages: [Message], candidate: Candidate) {
    var messages: [Message]
    do {
      messages = try await opening()
    } catch {
      let why = (error as? Diagnostic)?.message ?? "\(error)"
      return ([], Candidate(failure: GenerationFailure(.infrastructure, .other, why), tries: 0))
    }
    guard evalCase.isConversation else { return (messages, await ask(messages)) }
    var asked: [Candidate] = []
    if evalCase.turns.isEmpty {
      _ = await answer(evalCase.results(after: nil), &messages, &asked)
      return (messages, Self.joined(asked))
    }
    let turns = evalCase.turns.map { evalCase.planted($0) }
    for (index, turn) in turns.enumerated() {
      messages.append(message(turn, after: messages))
      let next = index + 1 < turns.count ? turns[index + 1] : nil
      guard turn.isAsked(before: next) else { continue }
      let isOver = await answer(evalCase.results(after: turn), &messages, &asked)
      if isOver { break }
    }
    guard !asked.isEmpty else {
      let failure = GenerationFailure(.infrastructure, .other, "no turn of the case asks the model anything")
      return (messages, Candidate(failure: failure, tries: 0))
    }
    return (messages, Self.joined(asked))
  }

  /// Asks until the model has stopped calling tools. True when the conversation ends here: a failure, or a call that the
  /// script has no result for.
  private func answer(
    _ toolResults: [String: String], _ messages: inout [Message], _ asked: inout [Candidate]
  ) async -> Bool {
    for round in 1...Self.roundsPerTurn {
      let candidate = await ask(messages)
      asked.append(candidate)
      guard candidate.failure == nil else { return true }
      let calls = candidate.answer.toolCalls
      let open = calls.awaitingResults
      let results = open.compactMap { toolResults[$0.name] }
      guard results.count == open.count else { return true }
      if round == Self.roundsPerTurn, !open.isEmpty { break }
      messages.append(
        Message(.assistant, candidate.text, toolCalls: calls, continuation: candidate.answer.continuation))
      guard !open.isEmpty else { return false }
      for (call, result) in zip(open, results) {
        messages.append(Message(.tool, result, toolCallID: call.id, toolName: call.name))
      }
    }
    asked[asked.count - 1].failure = GenerationFailure(
      .model, .other, "tool loop: still calling tools after \(Self.roundsPerTurn) rounds of one turn")
    return true
  }

  /// A scripted step as it is sent. Scripted calls get ids by position, and the steps of a tool answer the calls of its name in order.
  private func message(_ turn: Turn, after messages: [Message]) -> Message {
    switch turn {
    case .user(let text, _): return Message(.user, text)
    case .assistant(let text, var calls):
      for index in calls.indices where calls[index].id == nil {
        calls[index].id = "call_\(messages.count)_\(index + 1)"
      }
      return Message(.assistant, text, toolCalls: calls)
    case .tool(let name, let result):
      guard let place = messages.lastIndex(where: { $0.role == .assistant }) else {
        return Message(.tool, result, toolName: name)
      }
      let earlier = messages[place...].count { $0.role == .tool && $0.toolName == name }
      let calls = messages[place].toolCalls.filter { $0.name == name }
      let answered = calls.dropFirst(earlier).first ?? calls.last
      return Message(.tool, result, toolCallID: answered?.id, toolName: name)
    }
  }

  private func opening() async throws -> [Message] {
    let variables = suite.prompt.prepared(evalCase.variables)
    var messages: [Message] = []
    for message in suite.prompt.messages {
      var images: [ImageFile] = []
      for image in message.images { images.append(try await read(image)) }
      messages.append(Message(message.role, try message.template.render(variables), images: images))
    }
    guard let system = evalCase.setup?["system"]?.stringValue else { return messages }
    return [Message(.system, system)] + messages.filter { $0.role != .system }
  }

  /// Of the variables as they were written: no preprocessing is meant for paths.
  private func read(_ image: PromptImage) async throws -> ImageFile {
    let path = try image.path(for: evalCase.variables, ofCaseAt: evalCase.location)
    guard let files else {
      throw Diagnostic(.badImage, "the image `\(path)` cannot be read here", help: "run in the project's folder")
    }
    return try await ImageFile.read(path, from: files)
  }

  private func ask(_ messages: [Message]) async -> Candidate {
    let prompt = suite.prompt
    var request = GenerationRequest(
      messages: messages, tools: tools, parameters: prompt.parameters,
      outputSchema: prompt.outputSchema?.source, outputName: prompt.outputSchema?.name ?? "output",
      caseID: evalCase.id, variables: evalCase.variables)
    request.isOutputNamed = prompt.outputSchema?.isNamed == true
    return await generator.generate(request, trial: trial)
  }

  private var tools: [ToolDefinition] { evalCase.tools(insteadOf: suite.prompt.tools?.tools ?? []) }

  /// The last answer, with the latency, tries, tokens and money of all calls; what one call did not count is not known for all.
  private static func joined(_ asked: [Candidate]) -> Candidate {
    guard var whole = asked.last, asked.count > 1 else { return asked.last ?? Candidate(tries: 0) }
    // A turn that failed has used nothing that is known; what it may have used its requests tell.
    let answered = asked.filter { $0.failure == nil || $0.answer.usage != nil }
    func sum<Number: AdditiveArithmetic>(_ part: (Candidate) -> Number?, of asked: [Candidate]) -> Number? {
      guard !asked.isEmpty else { return nil }
      return asked.reduce(Number.zero as Number?) { total, candidate in
        total.flatMap { total in part(candidate).map { total + $0 } }
      }
    }
    whole.earlier = asked.dropLast().map(\.answer)
    whole.latency = sum(\.latency, of: asked)
    whole.timeToFirstToken = asked[0].timeToFirstToken
    whole.queued = sum(\.queued, of: asked)
    whole.tries = asked.reduce(0) { $0 + $1.tries }
    whole.isFallback = asked.contains(where: \.isFallback)
    whole.cost = sum(\.cost, of: answered)
    whole.hops = asked.flatMap(\.hops)
    whole.shadows = asked.rivals()
    whole.source = asked.contains { $0.source == .live } ? .live : whole.source
    // A file may say of a recorded answer that it has any number of tokens.
    func count(_ part: (Usage) -> Int?) -> Int? {
      guard !answered.isEmpty else { return nil }
      return answered.reduce(0 as Int?) { total, candidate in
        guard let total, let more = candidate.answer.usage.flatMap(part) else { return nil }
        let (sum, overflow) = total.addingReportingOverflow(more)
        return overflow ? nil : sum
      }
    }
    whole.answer.usage =
      Usage(
        input: count(\.input), cachedInput: count(\.cachedInput), cacheWrite: count(\.cacheWrite),
        output: count(\.output), reasoning: count(\.reasoning)
      ).possible
    return whole
  }
}

extension Turn {
  func isAsked(before next: Turn?) -> Bool {
    if case .assistant = self { return false }
    switch next {
    case .assistant?, .tool?: return false
    case .user?, nil: return true
    }
  }
}
