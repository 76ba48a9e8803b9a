import Synchronization

/// Which requests of a run were asked already. A file holds one answer of a route for a request and trial, so cases that ask the same
/// share it: two answers would leave the one that came last, and a replay would judge by that what was not judged by it before.
public final class RecordingClaims: Sendable {
  private struct Key: Hashable {
    let request: Digest
    let trial: Int
    let route: Digest?

    var mark: Mark {
      let (a, b) = request.half
      let (c, d) = route?.half ?? (0, 0)
      return Mark(a: a ^ c, b: b ^ d ^ UInt64(truncatingIfNeeded: trial))
    }
  }

  /// What is left of a key whose answer is kept, which a run has for every case: half a digest is enough to tell it from all others.
  private struct Mark: Hashable {
    let a, b: UInt64
  }

  private struct Claims {
    /// Somebody asks; these wait for what comes.
    var asked: [Key: [CheckedContinuation<Void, Never>]] = [:]
    var kept: Set<Mark> = []
  }

  private let claims = Mutex(Claims())

  /// Nothing was asked yet.
  public init() {}

  /// Waits while another asks the same.
  ///
  /// - Parameter route: a route of several targets, which is asked whoever asked one of them; nil for one target.
  /// - Returns: whether the caller has to ask, and then to call ``release(_:trial:route:isKept:)``; false where the answer is kept.
  public func claim(_ request: Digest, trial: Int, route: Digest? = nil) async -> Bool {
    let key = Key(request: request, trial: trial, route: route)
    while true {
      let isMine = claims.withLock { claims -> Bool? in
        if claims.kept.contains(key.mark) { return false }
        guard claims.asked[key] == nil else { return nil }
        claims.asked[key] = []
        return true
      }
      if let isMine { return isMine }
      await withCheckedContinuation { waiter in
        let isOver = claims.withLock { claims in
          guard claims.asked[key] != nil else { return true }
          claims.asked[key]?.append(waiter)
          return false
        }
        if isOver { waiter.resume() }
      }
    }
  }

  /// Ends a claim.
  ///
  /// - Parameter isKept: whether there is an answer for the others; where there is none the next one asks.
  public func release(_ request: Digest, trial: Int, route: Digest? = nil, isKept: Bool) {
    let key = Key(request: request, trial: trial, route: route)
    let waiting = claims.withLock { claims in
      if isKept { claims.kept.insert(key.mark) }
      return claims.asked.removeValue(forKey: key) ?? []
    }
    for waiter in waiting { waiter.resume() }
  }
}
