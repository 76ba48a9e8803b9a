import EvalGateCore
import StrictJSON
import Synchronization

/// Several processes of one program; what ends is started again when it is next needed.
final class ProgramPool: Sendable {
  private typealias Start = Task<Result<ProgramProcess, GenerationFailure>, Never>

  private struct Slot {
    var start: Start?
    var asked = 0
  }

  private let launch: ProgramLaunch
  var command: [String] { launch.command }
  private let greeting: ProgramGreeting
  private let slots: Mutex<[Slot]>

  init(first: ProgramProcess, launch: ProgramLaunch, count: Int) {
    self.launch = launch
    greeting = first.greeting
    var slots = [Slot](repeating: Slot(), count: max(1, count))
    slots[0].start = Start { .success(first) }
    self.slots = Mutex(slots)
  }

  /// One more process of the program, started when it is first asked.
  init(apartFrom other: ProgramPool) {
    launch = other.launch
    greeting = other.greeting
    slots = Mutex([Slot()])
  }

  var revisions: JSONObject? { greeting.revisions }

  /// Of all processes together.
  var concurrency: Int { greeting.concurrency * slots.withLock { $0.count } }

  var standardError: String? { lastError.withLock { $0 } }
  private let lastError = Mutex<String?>(nil)

  /// Asks the process that has least to do.
  /// - Parameter number: of the try, counted from 1.
  func ask(_ question: ProgramQuestion, try number: Int) async -> ProgramAttempt {
    let (id, line) = question.line(try: number)
    let (index, start) = slots.withLock { slots in
      let index = slots.indices.min { slots[$0].asked < slots[$1].asked } ?? 0
      slots[index].asked += 1
      return (index, running(in: &slots[index]))
    }
    defer { slots.withLock { $0[index].asked -= 1 } }
    switch await start.value {
    case .failure(let failure):
      forget(start, at: index)
      return ProgramAttempt(outcome: .failure(failure))
    case .success(let process):
      let attempt = await process.ask(id, line)
      if process.isEnded {
        keepTraces(of: process)
        forget(start, at: index)
      }
      return attempt
    }
  }

  func close() async {
    let starts = slots.withLock { slots in
      defer { for index in slots.indices { slots[index].start = nil } }
      return slots.compactMap(\.start)
    }
    for start in starts {
      guard case .success(let process) = await start.value else { continue }
      await process.end()
      keepTraces(of: process)
    }
  }

  private func running(in slot: inout Slot) -> Start {
    if let start = slot.start { return start }
    let start = Start { [launch, greeting] in await Self.startAgain(launch, as: greeting) }
    slot.start = start
    return start
  }

  private func forget(_ start: Start, at index: Int) {
    slots.withLock { slots in
      if slots[index].start == start { slots[index].start = nil }
    }
  }

  /// A program that names other revisions than before would mix two versions in one run.
  private static func startAgain(
    _ launch: ProgramLaunch, as greeting: ProgramGreeting
  ) async -> Result<ProgramProcess, GenerationFailure> {
    do throws(GenerationFailure) {
      let process = try await ProgramProcess.start(launch)
      guard process.greeting.revisions == greeting.revisions else {
        await process.end()
        return .failure(.program("it names other revisions now than when the run began"))
      }
      return .success(process)
    } catch {
      return .failure(error)
    }
  }

  /// The ids that were answered more than once by processes that have ended.
  var repeated: [(id: String, line: String)] { repeats.withLock { $0 } }
  private let repeats = Mutex<[(id: String, line: String)]>([])

  private func keepTraces(of process: ProgramProcess) {
    let text = process.standardError
    if !text.isEmpty { lastError.withLock { $0 = text } }
    let repeated = process.repeated
    repeats.withLock { known in known += repeated.filter { new in !known.contains { $0.id == new.id } } }
  }
}
