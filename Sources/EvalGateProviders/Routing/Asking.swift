import EvalGateCore
import Synchronization

/// Asks one target until it answers, or trying again is pointless.
struct Asking: Sendable {
  let lane: Lane
  let backoff: Backoff
  let clock: any RouteClock
  let budgets: Budgets
  /// Nil where no second request is sent for a slow one.
  let hedging: Hedging?
  /// Nil where nobody else is asked at the same time.
  var race: Race?

  /// What came of it, with every request that was sent.
  struct Course: Sendable {
    var outcome: Result<Answer, GenerationFailure>
    var hops: [Hop]
    /// Waiting for turns and for connections, in milliseconds; not for the time between tries.
    var queued = 0.0
    /// Of the try that decided.
    var timeToFirstToken: Double?
    /// How long a first request had been under way when the second one was sent that answered, in milliseconds.
    var headStart = 0.0

    /// Requests that were sent.
    var tries: Int { hops.reduce(0) { $0 + $1.tries } }
  }

  /// One request from the queue to the books.
  fileprivate struct Try: Sendable {
    var attempt: Attempt
    /// False where the target was not asked: its breaker is open, the budget is used up.
    var wasSent: Bool
    var waited: Double
    var role: Hop.Role
    /// Whether others were under way at the target when it ended.
    var wasCrowded = false
    /// What the books were charged for it.
    var charged = BudgetLedger.Amount()
    /// When it was sent, in milliseconds of the clock; nil where it was not.
    var began: Double?
  }

  /// How long a case is asked again for the sake of others that are asked beside it, in milliseconds. Its deadline may come before.
  private static let longestCrowd = 600_000.0

  /// - Parameter role: why the target is asked.
  func ask(_ request: GenerationRequest, trial: Int, role: Hop.Role) async -> Course {
    var hop = Hop(target: lane.target.name, role: role, tries: 0)
    let call: PreparedCall
    do throws(GenerationFailure) {
      call = try lane.connection.prepare(request, trial: trial)
    } catch {
      return Course(outcome: .failure(error), hops: [hop.ended(error)])
    }
    let worst = WorstCase.amount(of: request, inputBytes: call.inputBytes, at: lane.target)
    var course = Course(outcome: .failure(.cancelledBetweenTries), hops: [hop])
    var first: GenerationFailure?
    let begun = clock.now
    // Tries that others beside it made fail are none of its own.
    var crowded = 0
    for number in 1... {
      let tries = await tries(of: call, number, worst, role: role)
      let last = tries.last ?? Try(attempt: Attempt(course.outcome), wasSent: false, waited: 0, role: role)
      for (place, one) in tries.enumerated() {
        // What the answer that counts used it says itself.
        let booked = place == tries.count - 1 && one.saysUsage ? nil : one.charged.booked
        if one.role != .hedge {
          hop.note(one.attempt, wasSent: one.wasSent, waited: one.waited, booked)
          course.hops[0] = hop
        } else if one.wasSent {
          course.hops.append(hop.hedge(one.attempt, waited: one.waited, booked))
        }
        course.queued += one.waited
      }
      // What came of the last request says more than that nobody waited for the next one.
      if isOvertaken, !last.wasSent, number > 1 { return course }
      course.outcome = last.attempt.outcome
      course.timeToFirstToken = last.attempt.timeToFirstToken
      course.headStart = headStart(of: tries)
      guard case .failure(let failure) = last.attempt.outcome else { return course }
      let told = failure.told(after: first, asking: last.wasSent && last.attempt.isAsked ? call.destination : nil)
      course.outcome = .failure(told)
      // Who allows one try alone gets no other.
      if last.wasSent, last.wasCrowded, failure.reason == .rateLimited, backoff.attempts > 1,
        clock.now - begun < Self.longestCrowd
      {
        crowded += 1
      }
      guard last.wasSent, let wait = backoff.wait(after: failure, tries: max(number - crowded, 0)) else {
        return course
      }
      course.outcome = .failure(told.notRepeated)
      guard !isOvertaken else { return course }
      first = first ?? failure
      hop.firstFailure = first?.reason
      let isTime = await pause(wait, &hop)
      course.hops[0] = hop
      guard isTime else {
        if !isOvertaken { course.outcome = .failure(.cancelledBetweenTries) }
        return course
      }
    }
    return course
  }

  /// Whether another target has answered, so that this one is asked no more.
  private var isOvertaken: Bool { race?.isDecided == true }

  /// Waits between two tries.
  /// - Returns: whether the time has come, rather than that nobody waits any more.
  private func pause(_ wait: Double, _ hop: inout Hop) async -> Bool {
    let start = clock.now
    let clock = clock
    let isTime =
      if let race {
        await race.whileOpen { (try? await clock.sleep(milliseconds: wait)) != nil }
      } else {
        (try? await clock.sleep(milliseconds: wait)) != nil
      }
    // A wait that was cut off lasted as long as it lasted.
    hop.waited += isTime ? wait : min(clock.now - start, wait)
    return isTime
  }

  /// Whoever waits for the answer has waited since the first request was sent, whichever of the two it was that answered.
  private func headStart(of tries: [Try]) -> Double {
    guard let last = tries.last, last.role == .hedge, let began = last.began,
      let first = tries.first(where: { $0.role != .hedge })?.began
    else { return 0 }
    return max(0, began - first)
  }

  /// One try, or two where the first is slow: the one that counts comes last.
  private func tries(
    of call: PreparedCall, _ number: Int, _ worst: BudgetLedger.Amount, role: Hop.Role
  ) async -> [Try] {
    guard let hedging else { return [await attempt(call, number, worst, role)] }
    hedging.countRequest()
    return await withTaskGroup(of: Try?.self) { group in
      group.addTask { await attempt(call, number, worst, role) }
      // Nil is the sign that the first has taken long enough.
      group.addTask {
        _ = try? await clock.sleep(milliseconds: hedging.after)
        return nil
      }
      var ended: [Try] = []
      var winner: Int?
      var running = 1
      while let event = await group.next() {
        guard let one = event else {
          // The place comes first: a second request that finds none is none of the share.
          guard running == 1, ended.isEmpty, !Task.isCancelled, !isOvertaken,
            let ticket = lane.enterAtOnce(tokens: worst.tokens)
          else { continue }
          // Nor does it wait for the budget: what is set aside for the first may only come free when that one has answered.
          guard budgets.reserveAtOnce(worst) else {
            lane.withdraw(ticket)
            continue
          }
          guard hedging.mayHedge() else {
            lane.withdraw(ticket)
            budgets.settle(worst, actual: BudgetLedger.Amount())
            continue
          }
          running += 1
          group.addTask { await attempt(call, number, worst, .hedge, holding: ticket) }
          continue
        }
        running -= 1
        if winner == nil, one.attempt.isResult { winner = ended.count }
        ended.append(one)
        if winner != nil || running == 0 { group.cancelAll() }
      }
      // Where both failed, the first request speaks.
      let deciding = winner ?? ended.firstIndex { $0.role != .hedge } ?? 0
      ended.append(ended.remove(at: deciding))
      return ended
    }
  }

  /// - Parameter held: a turn for which the worst case is set aside already.
  private func attempt(
    _ call: PreparedCall, _ number: Int, _ worst: BudgetLedger.Amount, _ role: Hop.Role,
    holding held: Lane.Ticket? = nil
  ) async -> Try {
    let arrived = clock.now
    let entry: Result<Lane.Ticket, GenerationFailure> =
      if let held {
        .success(held)
      } else if let race {
        await race.whileOpen { await admission(worst) }
      } else {
        await admission(worst)
      }
    switch entry {
    case .success(let ticket):
      // Who was let in at the very moment somebody else answered does not begin.
      guard !isOvertaken else {
        lane.withdraw(ticket)
        budgets.settle(worst, actual: BudgetLedger.Amount())
        return Try(attempt: Attempt(.failure(.overtaken)), wasSent: false, waited: ticket.waited, role: role)
      }
      let began = clock.now
      let attempt = await call.ask(number)
      let wasCrowded = lane.leave(ticket, after: attempt)
      let (outcome, charged) = settled(patient(attempt, tokens: worst.tokens), worst)
      return Try(
        attempt: outcome, wasSent: true, waited: ticket.waited + attempt.queued, role: role, wasCrowded: wasCrowded,
        charged: charged, began: began + attempt.queued)
    case .failure(let failure):
      return Try(
        attempt: Attempt(.failure(isOvertaken ? .overtaken : failure)), wasSent: false, waited: clock.now - arrived,
        role: role)
    }
  }

  /// A turn at the target, with the worst case set aside in the books.
  private func admission(_ worst: BudgetLedger.Amount) async -> Result<Lane.Ticket, GenerationFailure> {
    do throws(GenerationFailure) {
      let ticket = try await lane.enter(tokens: worst.tokens)
      do throws(GenerationFailure) {
        try await budgets.reserve(worst)
      } catch {
        lane.withdraw(ticket)
        throw error
      }
      return .success(ticket)
    } catch {
      return .failure(error)
    }
  }

  /// A refusal without `Retry-After` whose other headers say when there is room again.
  private func patient(_ attempt: Attempt, tokens: Int) -> Attempt {
    guard case .failure(var failure) = attempt.outcome, failure.reason == .rateLimited, failure.retryAfter == nil,
      let wait = attempt.advice?.wait(requests: 1, tokens: tokens), wait > 0
    else { return attempt }
    failure.retryAfter = wait
    var attempt = attempt
    attempt.outcome = .failure(failure)
    return attempt
  }

  /// Books what was really used; an answer that does not say is no evidence under a budget.
  private func settled(
    _ attempt: Attempt, _ worst: BudgetLedger.Amount
  ) -> (attempt: Attempt, charged: BudgetLedger.Amount) {
    let charged: BudgetLedger.Amount
    var attempt = attempt
    switch attempt.outcome {
    case .failure: charged = attempt.mayHaveCost ? worst : BudgetLedger.Amount()
    case .success(let answer):
      if let tokens = answer.usage?.total {
        charged = BudgetLedger.Amount(tokens: tokens, usd: lane.target.cost(of: answer) ?? 0)
        break
      }
      charged = worst
      guard budgets.areBounded else { break }
      attempt.mayHaveCost = true
      attempt.outcome = .failure(
        GenerationFailure(
          .infrastructure, .missingUsage,
          "answered without saying how many tokens it used, which a run with a budget has to know"
        ).beside(answer.toolCalls))
    }
    budgets.settle(worst, actual: charged)
    return (attempt, charged)
  }
}

extension Asking.Try {
  /// Whether it is an answer that says what it used.
  fileprivate var saysUsage: Bool { (try? attempt.outcome.get())?.usage?.total != nil }
}

extension BudgetLedger.Amount {
  /// Nil where nothing was charged.
  fileprivate var booked: Booked? { self == Self() ? nil : Booked(tokens: tokens, usd: usd) }
}
