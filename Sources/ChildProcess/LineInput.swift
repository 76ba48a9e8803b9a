internal import Synchronization

/// Lines on their way to a child, one at a time and always whole.
final class LineInput: Sendable {
  /// A line and the task that waits until the child's pipe has taken it.
  final class Pending: Sendable {
    fileprivate typealias Sender = CheckedContinuation<Result<Void, ChildProcessError>, Never>

    private enum State {
      case waiting(Sender?)
      case writing(Sender?)
      case done
    }

    let bytes: [UInt8]
    private let state = Mutex(State.waiting(nil))

    init(_ bytes: [UInt8]) {
      self.bytes = bytes
    }

    fileprivate func attach(_ sender: Sender) -> Bool {
      state.withLock { state in
        guard case .waiting = state else { return false }
        state = .waiting(sender)
        return true
      }
    }

    /// True when the line is still wanted: it will then be written to its end, whatever becomes of its sender.
    func beginWriting() -> Bool {
      state.withLock { state in
        guard case .waiting(let sender) = state else { return false }
        state = .writing(sender)
        return true
      }
    }

    func finish(_ result: Result<Void, ChildProcessError>) {
      takeSender()?.resume(returning: result)
    }

    /// Lets the sender go. A line that is half written is written on, or the child would read two lines as one.
    fileprivate func abandon() {
      let sender = state.withLock { state -> Sender? in
        switch state {
        case .waiting(let sender):
          state = .done
          return sender
        case .writing(let sender):
          state = .writing(nil)
          return sender
        case .done:
          return nil
        }
      }
      sender?.resume(returning: .failure(.cancelled))
    }

    private func takeSender() -> Sender? {
      state.withLock { state in
        defer { state = .done }
        switch state {
        case .waiting(let sender), .writing(let sender): return sender
        case .done: return nil
        }
      }
    }
  }

  let lines: AsyncStream<Pending>
  private let queue: AsyncStream<Pending>.Continuation

  init() {
    (lines, queue) = AsyncStream.makeStream()
  }

  /// Waits until the line is written.
  func send(_ bytes: [UInt8]) async throws(ChildProcessError) {
    let line = Pending(bytes)
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { sender in
        guard line.attach(sender) else {
          sender.resume(returning: .failure(ChildProcessError.cancelled))
          return
        }
        if case .enqueued = queue.yield(line) { return }
        line.finish(.failure(.inputClosed))
      }
    } onCancel: {
      line.abandon()
    }
    try result.get()
  }

  /// No further lines are taken; those that wait are still written.
  func close() {
    queue.finish()
  }
}
