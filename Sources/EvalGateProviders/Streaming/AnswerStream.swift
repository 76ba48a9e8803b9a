import CurlHTTP
import EvalGateCore

/// Reads one streamed answer, in whatever pieces it comes: the same bytes give the same answer wherever they are cut.
protocol AnswerStream: Sendable {
  /// Takes the next bytes of the body.
  /// - Throws: the failure that the stream reports, or `unreadable`.
  mutating func take(_ bytes: [UInt8]) throws(GenerationFailure)

  /// Whether something that the model wrote has come: what time to first token waits for.
  var hasFirstToken: Bool { get }

  /// Whether the service has said that there is no more, so that what becomes of the connection does not matter.
  var isComplete: Bool { get }

  /// The calls that have come whole, for a failure that follows them, or a line that breaks: whoever carries calls out may have begun.
  /// One that is cut within its arguments was not made.
  var proposed: [ToolCall] { get }

  /// The answer, once the body has ended.
  /// - Throws: `connection` where the body ended before the answer did: half an answer is none.
  mutating func finish(_ headers: HTTPHeaders) throws(GenerationFailure) -> Answer
}

/// Finds the parts of a streamed body: events, or lines.
protocol StreamFraming: Sendable {
  init()
  /// The parts that these bytes complete, in order.
  mutating func parts(in bytes: [UInt8]) -> [[UInt8]]
  /// The part that the end of the body completes; nil where it does not complete one.
  mutating func lastPart() -> [UInt8]?
  /// Whether a part has begun and not ended.
  var isPending: Bool { get }
}

/// Adds the parts of one answer up.
protocol AnswerAssembly: Sendable {
  /// Takes the next part.
  /// - Throws: the failure that it reports, or `unreadable`.
  mutating func take(_ part: [UInt8]) throws(GenerationFailure)
  /// Whether something that the model wrote has come.
  var hasFirstToken: Bool { get }
  /// Whether the last part that there has to be has come.
  var isComplete: Bool { get }
  /// Whether parts may still follow when `isComplete` is true, so that only the end of the body is the end.
  static var endsWithBody: Bool { get }
  /// Whether the answer is whole where the body ends in good order, though the last part has not come.
  var mayEnd: Bool { get }
  /// The calls that have come whole, for a failure that follows them. Once there is no more to come, all of them.
  var proposed: [ToolCall] { get }
  /// The answer. Asked only when it is whole.
  func answer(_ headers: HTTPHeaders) throws(GenerationFailure) -> Answer
}

extension AnswerAssembly {
  static var endsWithBody: Bool { false }
  var mayEnd: Bool { isComplete }
}

/// A stream of events or lines, read as a service means them.
struct FramedStream<Framing: StreamFraming, Assembly: AnswerAssembly>: AnswerStream {
  private var framing = Framing()
  private var assembly: Assembly

  init(_ assembly: Assembly) { self.assembly = assembly }

  var hasFirstToken: Bool { assembly.hasFirstToken }
  var isComplete: Bool { assembly.isComplete && !Assembly.endsWithBody }
  var proposed: [ToolCall] { assembly.proposed }

  mutating func take(_ bytes: [UInt8]) throws(GenerationFailure) {
    // After the end nothing follows that belongs to the answer.
    for part in framing.parts(in: bytes) where !isComplete { try add(part) }
  }

  private mutating func add(_ part: [UInt8]) throws(GenerationFailure) {
    do throws(GenerationFailure) { try assembly.take(part) } catch { throw error.beside(proposed) }
  }

  mutating func finish(_ headers: HTTPHeaders) throws(GenerationFailure) -> Answer {
    if !isComplete, let last = framing.lastPart() { try add(last) }
    guard assembly.mayEnd, isComplete || !framing.isPending else {
      throw GenerationFailure(.infrastructure, .connection, "the stream ended before the answer did").beside(proposed)
    }
    do throws(GenerationFailure) { return try assembly.answer(headers) } catch { throw error.beside(proposed) }
  }
}
