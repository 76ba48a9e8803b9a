/// A credential that may stop working by itself.
package protocol Perishable: Sendable {
  /// Seconds since 1970 from which on it is refused; nil where it does not expire.
  var expiry: Int? { get }
}

/// Keeps a credential until shortly before it expires and then gets the next one, once for all that wait for it.
package actor CredentialKeeper<Value: Perishable> {
  /// How long before its end a credential is renewed, in seconds: longer than any one request and its retries.
  package static var margin: Int { 300 }

  private let clock: any RouteClock
  private let load: @Sendable () async throws -> Value
  /// Whether a source that has nothing to give is asked once, and not by every case.
  private let asksOnce: Bool
  private var kept: Value?
  /// Why there is nothing, where that was the first answer.
  private var refusal: CredentialError?
  private var hasGiven = false
  private var loading: Task<Value, any Error>?

  /// Keeps what `load` brings.
  /// - Parameter asksOnce: whether a first refusal that will not pass holds to the end.
  package init(
    clock: any RouteClock, asksOnce: Bool = false, load: @escaping @Sendable () async throws -> Value
  ) {
    self.asksOnce = asksOnce
    self.clock = clock
    self.load = load
  }

  /// A credential that is valid now.
  ///
  /// Where renewing one fails that is about to expire, it is used to its end.
  /// - Throws: what loading throws.
  package func value() async throws -> Value {
    if let kept, isFresh(kept, margin: Self.margin) { return kept }
    if let refusal { throw refusal }
    do {
      return try await renewed()
    } catch {
      if let kept, isFresh(kept, margin: 0) { return kept }
      throw error
    }
  }

  /// Drops what is kept, because a service refused it. False where nothing was kept.
  package func forget() -> Bool {
    defer { kept = nil }
    return kept != nil
  }

  /// Ends a fetch that is under way, with the program that it may have started.
  package func close() async {
    loading?.cancel()
    _ = await loading?.result
  }

  /// Everybody who comes while a credential is being fetched waits for that one, no longer than its own task goes on.
  private func renewed() async throws -> Value {
    let task =
      loading
      ?? Task {
        defer { loading = nil }
        return try await fetched()
      }
    loading = task
    let latch = Latch<Result<Value, any Error>>()
    Task { latch.fill(await task.result) }
    guard let outcome = await latch.value() else { throw CancellationError() }
    return try outcome.get()
  }

  /// What comes is kept, whether or not those who asked still wait.
  private func fetched() async throws -> Value {
    do {
      let value = try await load()
      kept = value
      hasGiven = true
      return value
    } catch let error as CredentialError where asksOnce && !hasGiven && !error.mayPass {
      refusal = error
      throw error
    }
  }

  private func isFresh(_ value: Value, margin: Int) -> Bool {
    guard let expiry = value.expiry else { return true }
    return clock.secondsSince1970 < expiry - margin
  }
}
