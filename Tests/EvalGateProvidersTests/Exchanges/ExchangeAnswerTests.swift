import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

@Suite("Real exchanges", .enabled(if: sharedFolder != nil, "no folder of recorded exchanges (EVALGATE_SHARED)"))
struct ExchangeAnswerTests {
  @Test("there are exchanges with every service that has an adapter here")
  func services() {
    #expect(Set(Exchange.all.map(\.service)) == Set(Exchange.services))
  }

  @Test(
    "a whole answer is read as the service's own library reads it",
    arguments: Exchange.all.filter { !$0.isStream && $0.expected["error"] == nil })
  func whole(exchange: Exchange) async throws {
    let candidate = try await exchange.candidate(ScriptedTransport([.success(exchange.response)]))
    #expect(candidate.failure == nil)
    #expect(exchange.read(candidate.answer) == exchange.reading)
  }

  @Test("what the library raises is a failure", arguments: Exchange.all.filter { $0.expected["error"] != nil })
  func errors(exchange: Exchange) async throws {
    #expect(try await exchange.candidate(ScriptedTransport([.success(exchange.response)])).isError)
  }

  @Test(
    "a streamed answer is read as the service's own library reads it",
    arguments: Exchange.all.filter { $0.isStream && $0.expected["error"] == nil })
  func streamed(exchange: Exchange) async throws {
    let candidate = try await exchange.candidate(inPiecesOf: 4096)
    #expect(candidate.failure == nil)
    #expect(exchange.read(candidate.answer) == exchange.reading)
  }

  @Test(
    "a stream that comes byte by byte, or in any other pieces, is the same answer",
    arguments: Exchange.all.filter { $0.isStream && $0.expected["error"] == nil })
  func pieces(exchange: Exchange) async throws {
    let whole = try await exchange.candidate(inPiecesOf: 1 << 20).answer
    for length in [1, 2, 3, 7, 64, 1000] {
      #expect(try await exchange.candidate(inPiecesOf: length).answer == whole, "in pieces of \(length)")
    }
  }

  @Test(
    "a stream that ends early is an error, never a shorter answer",
    arguments: Exchange.all.filter { $0.isStream && $0.expected["error"] == nil })
  func truncated(exchange: Exchange) async throws {
    let body = exchange.response.body
    let whole = try await exchange.candidate(inPiecesOf: 1 << 20).answer
    for end in stride(from: 0, to: body.count, by: max(1, body.count / 150)) {
      let candidate = try await exchange.candidate(StreamTransport(pieces: [Array(body[..<end])]))
      #expect(candidate.isError || candidate.answer == whole, "cut after \(end) bytes")
    }
  }
}
