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
  private var kept: Value?
  private var loading: Task<Value, any Error>?

  /// Keeps what `load` brings.
  package init(clock: any RouteClock, load: @escaping @Sendable () async throws -> Value) {
    self.clock = clock
    self.load = load
  }

  /// A credential that is valid now.
  ///
  /// Where renewing one fails that is about to expire, it is used to its end.
  /// - Throws: what loading throws.
  package func value() async throws -> Value {
    if let kept, isFresh(kept, margin: Self.margin) { return kept }
    do {
      let value = try await renewed()
      kept = value
      return value
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

  /// Everybody who comes while a credential is being fetched waits for that one, no longer than its own task goes on.
  private func renewed() async throws -> Value {
    let task =
      loading
      ?? Task {
        defer { loading = nil }
        return try await load()
      }
    loading = task
    let latch = Latch<Result<Value, any Error>>()
    Task { latch.fill(await task.result) }
    guard let outcome = await latch.value() else { throw CancellationError() }
    return try outcome.get()
  }

  private func isFresh(_ value: Value, margin: Int) -> Bool {
    guard let expiry = value.expiry else { return true }
    return clock.secondsSince1970 < expiry - margin
  }
}
