internal import Synchronization

/// Lines on their way from a child to their reader: the child waits when too much is unread, the reader when nothing is.
final class LineBuffer: Sendable {
  typealias Next = Result<[UInt8]?, ChildProcessError>

  fileprivate struct State {
    var lines: [[UInt8]] = []
    var head = 0
    var unreadBytes = 0
    var room: Int
    var end: Result<Void, ChildProcessError>?
    var readers: [(id: UInt64, continuation: CheckedContinuation<Next, Never>)] = []
    var nextID: UInt64 = 0
    var writer: CheckedContinuation<Void, Never>?
  }

  /// What a line costs beside its bytes, so that a flood of empty lines is bounded too.
  static let lineOverhead = 48

  private let state: Mutex<State>

  /// `room` is the number of unread bytes beyond which the child has to wait.
  init(room: Int) {
    state = Mutex(State(room: room))
  }

  // MARK: The child's side

  /// Adds lines and returns once there is room for more.
  func add(_ lines: [[UInt8]]) async {
    for line in lines { add(line) }
    await withCheckedContinuation { continuation in
      let goOn = state.withLock { state in
        if state.hasRoom { return true }
        state.writer = continuation
        return false
      }
      if goOn { continuation.resume() }
    }
  }

  private func add(_ line: [UInt8]) {
    let reader = state.withLock { state -> CheckedContinuation<Next, Never>? in
      guard state.end == nil else { return nil }
      if !state.readers.isEmpty { return state.readers.removeFirst().continuation }
      state.lines.append(line)
      state.unreadBytes += line.count + LineBuffer.lineOverhead
      return nil
    }
    reader?.resume(returning: .success(line))
  }

  /// Makes room for `bytes` more than are unread now.
  func widen(by bytes: Int) {
    let writer = state.withLock { state in
      state.room = max(state.room, state.unreadBytes) + bytes
      return state.takeWriterIfRoom()
    }
    writer?.resume()
  }

  /// No more lines will come; those that are unread stay readable.
  func end(_ end: Result<Void, ChildProcessError>) {
    let (readers, writer) = state.withLock { state in
      if state.end == nil { state.end = end }
      defer { state.readers = [] }
      return (state.readers, state.takeWriterIfRoom())
    }
    for reader in readers { reader.continuation.resume(returning: noMore(end)) }
    writer?.resume()
  }

  // MARK: The reader's side

  /// The next line, or nil after the last.
  func next() async -> Next {
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let (next, writer) = state.withLock { state -> (Next?, CheckedContinuation<Void, Never>?) in
          if Task.isCancelled { return (.failure(.cancelled), nil) }
          if let line = state.takeLine() { return (.success(line), state.takeWriterIfRoom()) }
          if let end = state.end { return (noMore(end), nil) }
          state.readers.append((id, continuation))
          return (nil, nil)
        }
        if let next { continuation.resume(returning: next) }
        writer?.resume()
      }
    } onCancel: {
      let reader = state.withLock { state -> CheckedContinuation<Next, Never>? in
        guard let index = state.readers.firstIndex(where: { $0.id == id }) else { return nil }
        return state.readers.remove(at: index).continuation
      }
      reader?.resume(returning: .failure(.cancelled))
    }
  }
}

extension LineBuffer.State {
  fileprivate var hasRoom: Bool { unreadBytes < room || end != nil }

  fileprivate mutating func takeLine() -> [UInt8]? {
    guard head < lines.count else { return nil }
    let line = lines[head]
    lines[head] = []
    head += 1
    unreadBytes -= line.count + LineBuffer.lineOverhead
    // Moved up once half is read, so that a line costs constant time over many.
    if head == lines.count || head >= 1024, head * 2 >= lines.count {
      lines.removeFirst(head)
      head = 0
    }
    return line
  }

  fileprivate mutating func takeWriterIfRoom() -> CheckedContinuation<Void, Never>? {
    guard hasRoom else { return nil }
    defer { writer = nil }
    return writer
  }
}

private func noMore(_ end: Result<Void, ChildProcessError>) -> LineBuffer.Next {
  end.map { nil }
}
