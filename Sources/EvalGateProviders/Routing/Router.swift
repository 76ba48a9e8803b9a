import EvalGateCore
import StrictJSON

/// Asks the targets of a route in order, each as often as the route allows.
struct Router: Generator {
  let lanes: [Lane]
  let backoff: Backoff
  let clock: any RouteClock
  /// Nil where nothing bounds what may be spent.
  let budget: BudgetLedger?

  /// What a case went through on its way to an answer.
  private struct Journey {
    var tries = 0
    var queued = 0.0
    /// Of the last try.
    var latency: Double?
    var timeToFirstToken: Double?
    /// Why each target that was left behind could not answer.
    var setbacks: [String] = []
  }

  func generate(_ request: GenerationRequest, trial: Int) async -> Candidate {
    var journey = Journey()
    for (index, lane) in lanes.enumerated() {
      let outcome = await ask(lane, lane.target.request(request), trial, &journey)
      if case .failure(let failure) = outcome, failure.mayFallBack, index + 1 < lanes.count {
        journey.setbacks.append("\(lane.target.name) \(failure.message.unsafeText)")
        continue
      }
      return candidate(outcome, lane.target, journey, isFallback: index > 0)
    }
    return Candidate(failure: GenerationFailure(.infrastructure, .other, "the route has no targets"), tries: 0)
  }

  private func candidate(
    _ outcome: Result<Answer, GenerationFailure>, _ target: KeyedTarget, _ journey: Journey, isFallback: Bool
  ) -> Candidate {
    var candidate = Candidate(
      latency: journey.latency, timeToFirstToken: journey.timeToFirstToken, queued: journey.queued,
      tries: journey.tries, target: target.name,
      isFallback: isFallback)
    switch outcome {
    case .success(let answer):
      candidate.answer = answer
      candidate.cost = target.cost(of: answer)
    case .failure(var failure):
      if !journey.setbacks.isEmpty, failure.kind == .infrastructure {
        let all = journey.setbacks + ["\(target.name) \(failure.message.unsafeText)"]
        failure.message = UntrustedText(all.joined(separator: "; then "))
      }
      candidate.failure = failure
    }
    return candidate
  }

  /// Asks one target until it answers, or trying again is pointless.
  private func ask(
    _ lane: Lane, _ request: GenerationRequest, _ trial: Int, _ journey: inout Journey
  ) async -> Result<Answer, GenerationFailure> {
    let call: PreparedCall
    do throws(GenerationFailure) {
      call = try lane.connection.prepare(request, trial: trial)
    } catch {
      return .failure(error)
    }
    let worst = Self.worstCase(of: request, inputBytes: call.inputBytes, at: lane.target)
    var number = 1
    while true {
      let attempt = await attempt(call, number, on: lane, worst, &journey)
      journey.latency = attempt.latency
      journey.timeToFirstToken = attempt.timeToFirstToken
      guard case .failure(let failure) = attempt.outcome, let wait = backoff.wait(after: failure, tries: number) else {
        return attempt.outcome
      }
      guard (try? await clock.sleep(milliseconds: wait)) != nil else {
        return .failure(GenerationFailure(.infrastructure, .cancelled, "cancelled while waiting for the next try"))
      }
      number += 1
    }
  }

  /// One try, from the queue to the books.
  private func attempt(
    _ call: PreparedCall, _ number: Int, on lane: Lane, _ worst: BudgetLedger.Amount, _ journey: inout Journey
  ) async -> Attempt {
    do throws(GenerationFailure) {
      let ticket = try await lane.enter(tokens: worst.tokens)
      do throws(GenerationFailure) {
        try await budget?.reserve(worst)
      } catch {
        lane.withdraw(ticket)
        throw error
      }
      let attempt = await call.ask(number)
      lane.leave(ticket, after: attempt)
      journey.tries += 1
      journey.queued += ticket.waited + attempt.queued
      return settled(attempt, worst, lane.target)
    } catch {
      return Attempt(.failure(error))
    }
  }

  /// Books what was really used; an answer that does not say is no evidence under a budget.
  private func settled(_ attempt: Attempt, _ worst: BudgetLedger.Amount, _ target: KeyedTarget) -> Attempt {
    guard let budget else { return attempt }
    guard case .success(let answer) = attempt.outcome else {
      budget.settle(worst, actual: attempt.mayHaveCost ? worst : BudgetLedger.Amount())
      return attempt
    }
    guard let usage = answer.usage, let tokens = usage.total else {
      budget.settle(worst, actual: worst)
      var attempt = attempt
      attempt.outcome = .failure(
        GenerationFailure(
          .infrastructure, .missingUsage,
          "answered without saying how many tokens it used, which a run with a budget has to know"))
      return attempt
    }
    budget.settle(worst, actual: BudgetLedger.Amount(tokens: tokens, usd: target.prices?.cost(of: usage) ?? 0))
    return attempt
  }

  /// What an answer may use that has no limit of its own.
  static let usualOutputTokens = 4096

  /// Three bytes a token is fewer than any tokenizer needs on average, so the input is rather over- than underestimated.
  static func worstCase(
    of request: GenerationRequest, inputBytes: Int, at target: KeyedTarget
  ) -> BudgetLedger.Amount {
    let limits = ["max_tokens", "max_completion_tokens", "max_output_tokens", "maxTokens", "maxCompletionTokens"]
    let output = limits.lazy.compactMap { request.parameters[$0]?.intValue }.first { $0 >= 0 } ?? usualOutputTokens
    let input = inputBytes / 3 + 1
    let usd = target.prices?.cost(of: Usage(input: input, output: output)) ?? 0
    return BudgetLedger.Amount(tokens: input, usd: usd) + BudgetLedger.Amount(tokens: output)
  }
}
