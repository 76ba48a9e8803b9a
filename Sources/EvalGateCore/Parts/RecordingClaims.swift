import Synchronization

/// Which requests of a run were asked already. A file holds one answer of a route for a request and trial, so cases that ask the same
/// share it: two answers would leave the one that came last, and a replay would judge by that what was not judged by it before.
public final class RecordingClaims: Sendable {
  private struct Key: Hashable {
    let request: Digest
    let trial: Int
    let route: Digest?
  }

  private enum Claim {
    /// Somebody asks; these wait for what comes.
    case asked([CheckedContinuation<Void, Never>])
    case kept
  }

  private let claims = Mutex<[Key: Claim]>([:])

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
        switch claims[key] {
        case nil:
          claims[key] = .asked([])
          return true
        case .kept?: return false
        case .asked?: return nil
        }
      }
      if let isMine { return isMine }
      await withCheckedContinuation { waiter in
        let isOver = claims.withLock { claims in
          guard case .asked(let waiting)? = claims[key] else { return true }
          claims[key] = .asked(waiting + [waiter])
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
    let waiting = claims.withLock { claims -> [CheckedContinuation<Void, Never>] in
      defer { claims[key] = isKept ? .kept : nil }
      guard case .asked(let waiting)? = claims[key] else { return [] }
      return waiting
    }
    for waiter in waiting { waiter.resume() }
  }
}
