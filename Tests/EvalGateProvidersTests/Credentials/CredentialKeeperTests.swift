import EvalGateProviders
import Synchronization
import Testing

@Suite("Keeping credentials")
struct CredentialKeeperTests {
  private struct Pass: Perishable, Equatable {
    let number: Int
    let expiry: Int?
  }

  /// Gives passes that last so many seconds, and fails once there are no more.
  private func keeper(_ lives: [Int?], at now: Int) -> CredentialKeeper<Pass> {
    let source = Source(lives)
    return CredentialKeeper(clock: TestClock(secondsSince1970: now)) {
      let (number, life) = try source.next()
      return Pass(number: number, expiry: life.map { now + $0 })
    }
  }

  /// One whose source says that it is asked, and answers when it is told to.
  private func slowKeeper() -> (CredentialKeeper<Pass>, asked: AsyncStream<Void>, AsyncStream<Int>.Continuation) {
    let (asked, ask) = AsyncStream<Void>.makeStream()
    let (answers, answer) = AsyncStream<Int>.makeStream()
    let keeper = CredentialKeeper<Pass>(clock: TestClock(secondsSince1970: 0)) {
      ask.yield(())
      return Pass(number: await answers.first { _ in true } ?? -1, expiry: nil)
    }
    return (keeper, asked, answer)
  }

  @Test("who is cancelled waits no longer, and the others get what was asked for")
  func cancelled() async throws {
    let (keeper, asked, answer) = slowKeeper()
    let hurried = Task { try await keeper.value() }
    _ = await asked.first { _ in true }
    let patient = Task { try await keeper.value() }
    hurried.cancel()
    await #expect(throws: CancellationError.self) { try await hurried.value }
    answer.yield(7)
    #expect(try await patient.value.number == 7)
  }

  @Test("one that came when nobody waited any more is kept")
  func late() async throws {
    let (keeper, asked, answer) = slowKeeper()
    let hurried = Task { try await keeper.value() }
    _ = await asked.first { _ in true }
    hurried.cancel()
    await #expect(throws: CancellationError.self) { try await hurried.value }
    answer.yield(7)
    answer.finish()
    // It is fetched once, whichever comes first, this one or the answer: a second fetch would find none.
    #expect(try await keeper.value().number == 7)
  }

  @Test("a fetch that nobody waits for any more ends with the run, and a later one begins anew")
  func closed() async throws {
    let (asked, ask) = AsyncStream<Void>.makeStream()
    let (ended, end) = AsyncStream<Bool>.makeStream()
    let (never, open) = AsyncStream<Int>.makeStream()
    let keeper = CredentialKeeper<Pass>(clock: TestClock(secondsSince1970: 0)) {
      ask.yield(())
      // A stream that nobody writes to ends for a task that is cancelled.
      let number = await never.first { _ in true }
      end.yield(Task.isCancelled)
      guard let number else { throw CancellationError() }
      return Pass(number: number, expiry: nil)
    }
    let hurried = Task { try await keeper.value() }
    _ = await asked.first { _ in true }
    hurried.cancel()
    _ = await hurried.result
    await keeper.close()
    #expect(await ended.first { _ in true } == true)
    open.finish()
    await #expect(throws: CancellationError.self) { try await keeper.value() }
    await keeper.close()
  }

  @Test("a source that has nothing is asked once; one that may have it later is asked again", arguments: [true, false])
  func refusal(mayPass: Bool) async throws {
    let (asked, ask) = AsyncStream<Void>.makeStream()
    let keeper = CredentialKeeper<Pass>(clock: TestClock(secondsSince1970: 0), asksOnce: true) {
      ask.yield(())
      throw CredentialError("none", mayPass: mayPass)
    }
    for _ in 1...3 { await #expect(throws: CredentialError.self) { try await keeper.value() } }
    ask.finish()
    #expect(await asked.reduce(0) { count, _ in count + 1 } == (mayPass ? 3 : 1))
  }

  @Test("one that lasts is fetched once")
  func lasting() async throws {
    let keeper = keeper([3600], at: 1000)
    #expect(try await [keeper.value().number, keeper.value().number] == [0, 0])
  }

  @Test("one that never expires is fetched once")
  func eternal() async throws {
    let keeper = keeper([nil], at: 1000)
    #expect(try await [keeper.value().number, keeper.value().number] == [0, 0])
  }

  @Test("one that is about to expire is replaced")
  func expiring() async throws {
    let keeper = keeper([299, 3600], at: 1000)
    #expect(try await [keeper.value().number, keeper.value().number] == [0, 1])
  }

  @Test("where there is no other, one that is about to expire is used to its end")
  func lastResort() async throws {
    let keeper = keeper([299], at: 1000)
    #expect(try await [keeper.value().number, keeper.value().number] == [0, 0])
  }

  @Test("one that has expired is not used")
  func expired() async throws {
    let keeper = keeper([0], at: 1000)
    _ = try await keeper.value()
    await #expect(throws: CredentialError.self) { try await keeper.value() }
  }

  @Test("one that was refused is forgotten")
  func forgotten() async throws {
    let keeper = keeper([3600, 3600], at: 1000)
    _ = try await keeper.value()
    #expect(await keeper.forget())
    #expect(try await keeper.value().number == 1)
  }
}

private final class Source: Sendable {
  private let lives: Mutex<(next: Int, all: [Int?])>
  init(_ lives: [Int?]) { self.lives = Mutex((0, lives)) }

  func next() throws -> (Int, Int?) {
    try lives.withLock { lives in
      guard lives.next < lives.all.count else { throw CredentialError("no more") }
      defer { lives.next += 1 }
      return (lives.next, lives.all[lives.next])
    }
  }
}
