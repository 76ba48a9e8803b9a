import CurlHTTP
import EvalGateProviders
import Synchronization

/// Answers every request with one prepared answer, cut into pieces.
final class StreamTransport: Transport {
  /// What happens after the last piece.
  enum Ending: Sendable {
    case end
    case failure(HTTPError)
  }

  private let status: Int
  private let headers: HTTPHeaders
  private let pieces: [[UInt8]]
  private let ending: Ending
  private let beforePiece: @Sendable (Int) -> Void
  private let sent = Mutex<[HTTPRequest]>([])

  /// - Parameter beforePiece: is told the number of each piece before it is sent.
  init(
    status: Int = 200, type: String = "text/event-stream", headers: HTTPHeaders = [:], pieces: [[UInt8]],
    ending: Ending = .end, beforePiece: @escaping @Sendable (Int) -> Void = { _ in }
  ) {
    self.status = status
    var headers = headers
    headers.add("Content-Type", type)
    self.headers = headers
    self.pieces = pieces
    self.ending = ending
    self.beforePiece = beforePiece
  }

  convenience init(_ text: String, type: String = "text/event-stream") {
    self.init(type: type, pieces: [Array(text.utf8)])
  }

  var requests: [HTTPRequest] { sent.withLock { $0 } }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    sent.withLock { $0.append(request) }
    throw HTTPError(kind: .badRequest, message: "the test expects a stream to be asked for")
  }

  func send(_ request: HTTPRequest, to receiver: any HTTPReceiver) async throws(HTTPError) -> HTTPResponse {
    sent.withLock { $0.append(request) }
    receiver.receive(status: status, headers: headers)
    for (number, piece) in pieces.enumerated() {
      beforePiece(number)
      guard (piece.withUnsafeBytes { receiver.receive($0) }) else {
        throw HTTPError(kind: .cancelled, message: "no more was wanted")
      }
    }
    if case .failure(let error) = ending { throw error }
    return HTTPResponse(
      status: status, headers: headers, timing: HTTPTiming(queued: .milliseconds(5), total: .milliseconds(900)))
  }
}

extension [UInt8] {
  /// Pieces of this length, the last one shorter.
  func pieces(of length: Int) -> [[UInt8]] {
    stride(from: 0, to: count, by: length).map { Array(self[$0..<Swift.min($0 + length, count)]) }
  }
}
