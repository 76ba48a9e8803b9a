public import StrictJSON

/// Why what a program said, or did not say, cannot be gone by.
public struct NoOpinion: Error, Hashable, Sendable {
  /// For people; may quote the program.
  public let reason: UntrustedText

  public init(_ reason: String) { self.reason = UntrustedText(reason) }
}

extension JudgeProgram {
  /// The longest message of a program that findings quote, in Unicode scalars.
  private static let quoted = 400

  /// The reply, unless the program was not asked, failed, or says itself that it cannot judge.
  public func reply(in opinion: Opinion.Outcome?) throws(NoOpinion) -> JSONValue {
    switch opinion {
    case nil: throw NoOpinion("`\(name)` was not asked; `evalgate gate RUN --ask` asks it")
    case .failure(let why): throw NoOpinion("`\(name)` gave no opinion: \(Self.brief(why.unsafeText))")
    case .reply(let reply):
      if let error = reply["error"], !error.isNull {
        let message = error["message"]?.stringValue ?? error.stringValue ?? "an error without a message"
        throw NoOpinion("`\(name)` could not judge: \(Self.brief(message))")
      }
      return reply
    }
  }

  /// A text of a reply; nil where it is absent or `null`.
  public func text(_ key: String, of reply: JSONValue) throws(NoOpinion) -> String? {
    guard let value = reply[key], !value.isNull else { return nil }
    guard let text = value.stringValue else {
      throw NoOpinion("the `\(key)` of `\(name)` is \(value.kindName), not text")
    }
    return Self.brief(text)
  }

  private static func brief(_ text: String) -> String { UntrustedText(text).excerptOfWords(quoted).unsafeText }
}

extension PolicyVerdict {
  /// The word for a policy program that was not asked or gave no usable answer.
  public static let noOpinion = "E_NO_OPINION"

  /// What a policy program decided; without an opinion, a rejection that says why and is an error in the findings, beside what it
  /// said of the calls of other answers.
  ///
  /// Of a conversation every answer has a decision of its own. The strictest is the candidate's, and each call has that of the
  /// answer which proposed it. A failure is no answer, so nothing was decided about it.
  init(of program: JudgeProgram, in opinions: [Opinion], on candidate: Candidate) {
    let numbers: [Int?] = candidate.earlier.indices.map { $0 + 1 } + (candidate.endsWithAnswer ? [nil] : [])
    var decided: [PolicyVerdict?] = []
    var undecided: PolicyVerdict?
    for number in numbers {
      do throws(NoOpinion) {
        decided.append(try Self.read(program, opinions.outcome(of: program, answer: number)))
      } catch {
        decided.append(nil)
        undecided = undecided ?? PolicyVerdict(action: .reject, reason: Self.noOpinion, message: error.reason)
      }
    }
    self = undecided ?? Self.strictest(of: decided.compactMap { $0 })
    if !candidate.earlier.isEmpty { calls = Self.calls(of: candidate, decided) }
    // What is escalated is read by whoever is asked, as beside a call to confirm; what nobody spoke of has not gone out.
    heldAnswers = Set(decided.indices.filter { decided[$0].map { $0.action == .reject } ?? true })
  }

  /// Among equals the first; where everything is accepted the last, which is the answer that counts.
  private static func strictest(of decided: [PolicyVerdict]) -> PolicyVerdict {
    decided.first { $0.action == .reject } ?? decided.first { $0.action == .escalate }
      ?? decided.last ?? PolicyVerdict(action: .reject, reason: noOpinion)
  }

  private static func calls(of candidate: Candidate, _ decided: [PolicyVerdict?]) -> [CallVerdict] {
    var calls: [CallVerdict] = []
    var index = 0
    for (answer, verdict) in zip(candidate.earlier + [candidate.answer], decided) {
      defer { index += answer.toolCalls.count }
      guard let verdict else { continue }
      let outcome: CallVerdict.Outcome =
        switch verdict.action {
        case .accept: .allow
        case .escalate: .confirm
        case .reject: .deny
        }
      for (offset, call) in answer.toolCalls.enumerated() {
        calls.append(CallVerdict(index: index + offset, tool: call.name, outcome: outcome, rule: verdict.rule))
      }
    }
    return calls
  }

  private static func read(
    _ program: JudgeProgram, _ opinion: Opinion.Outcome?
  ) throws(NoOpinion) -> PolicyVerdict {
    let reply = try program.reply(in: opinion)
    guard let action = try program.text("action", of: reply).flatMap(Action.init(rawValue:)) else {
      throw NoOpinion("the reply of `\(program.name)` has no `action` that is `accept`, `reject` or `escalate`")
    }
    return PolicyVerdict(
      action: action, rule: try program.text("rule", of: reply).flatMap { $0.isEmpty ? nil : $0 },
      message: try program.text("message", of: reply).map { UntrustedText($0) })
  }
}
