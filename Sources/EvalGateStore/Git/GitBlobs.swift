import ChildProcess
import EvalGateCore

/// The contents of objects, asked one after the other of one git that is kept alive: a process costs more than most files.
actor GitBlobs {
  private let git: Git
  private var process: LineProcess?
  /// The question before, whose answer comes first.
  private var last: Task<Void, Never>?

  /// `line` is no bound of ours: what is asked for says its size before it comes.
  private static let limits = LineProcess.Limits(line: 1 << 30)
  /// Long enough for a huge object on a slow disk, short enough to end a hung git.
  private static let timeout = Duration.seconds(60)

  init(_ git: Git) { self.git = git }

  /// - Parameter object: a full object name, as `ls-tree` gives it.
  /// - Returns: nil where the clone does not have it.
  /// - Throws: `Diagnostic` when it is larger than `limit`, or git cannot be run.
  func content(of object: String, limit: Int) async throws -> [UInt8]? {
    let before = last
    let answer = Task {
      await before?.value
      return try await self.ask(object, limit)
    }
    last = Task { _ = await answer.result }
    return try await answer.value
  }

  private func ask(_ object: String, _ limit: Int) async throws -> [UInt8]? {
    let process = try await running()
    let watch = Task {
      // Cancelled once the answer is there.
      guard (try? await Task.sleep(for: Self.timeout)) != nil else { return }
      _ = try? await process.terminate()
    }
    defer { watch.cancel() }
    do throws(ChildProcessError) {
      try await process.send(line: Array(object.utf8))
      guard let size = try await size(process) else { return nil }
      guard size <= limit else { throw ChildProcessError(kind: .outputTooLarge, message: "\(size) bytes") }
      return try await bytes(size, process)
    } catch {
      self.process = nil
      if error.kind == .inputClosed { return nil }
      throw Git.diagnostic(error, ["cat-file"])
    }
  }

  private func running() async throws(Diagnostic) -> LineProcess {
    if let process { return process }
    let started = try await git.conversation(["cat-file", "--batch"], limits: Self.limits)
    process = started
    return started
  }

  /// `<object> blob <size>`; anything else says that it is not there.
  private func size(_ process: LineProcess) async throws(ChildProcessError) -> Int? {
    guard let line = try await process.nextLine() else {
      self.process = nil
      return nil
    }
    let facts = line.split(separator: 0x20)
    guard facts.count == 3, facts[1].elementsEqual("blob".utf8) else { return nil }
    return Int(String(decoding: facts[2], as: UTF8.self))
  }

  /// The content comes as it is, with a line feed after it.
  private func bytes(_ size: Int, _ process: LineProcess) async throws(ChildProcessError) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size + 1)
    while bytes.count <= size {
      guard let line = try await process.nextLine() else {
        self.process = nil
        return nil
      }
      bytes.append(contentsOf: line)
      bytes.append(UInt8(ascii: "\n"))
    }
    bytes.removeLast()
    return bytes
  }
}
