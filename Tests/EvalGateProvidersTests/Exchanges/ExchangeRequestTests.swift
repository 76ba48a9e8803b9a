import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

/// Every recorded request that a prompt can say, and why the others cannot be.
private let sayable: (requests: [(Exchange, RecordedRequest)], foreign: [String]) = {
  var requests: [(Exchange, RecordedRequest)] = []
  var foreign: [String] = []
  for exchange in Exchange.all {
    do {
      requests.append((exchange, try RecordedRequest(exchange)))
    } catch {
      foreign.append("\((error as? RecordedRequest.Foreign)?.what ?? "\(error)"): \(exchange.id)")
    }
  }
  return (requests, foreign)
}()

@Suite("Real requests", .enabled(if: sharedFolder != nil, "no folder of recorded exchanges (EVALGATE_SHARED)"))
struct ExchangeRequestTests {
  @Test("what is sent for the same conversation means the same", arguments: sayable.requests.map(\.0))
  func equivalent(exchange: Exchange) async throws {
    let recorded = try RecordedRequest(exchange)
    let transport = StreamTransport(pieces: [])
    let target = try exchange.target(recorded.target)
    _ = try await generator(route([target]), transport).generate(recorded.request, trial: 1)
    let body = try #require(transport.requests.first?.body)
    let sent = try #require(try JSONValue(parsing: body).objectValue)
    let (ours, theirs) = (Canonical.form(sent, of: exchange), Canonical.form(exchange.request, of: exchange))
    // As text, so that a difference can be read.
    #expect(
      String(decoding: ours.canonicalBytes, as: UTF8.self) == String(decoding: theirs.canonicalBytes, as: UTF8.self))
  }

  @Test("two of three recorded requests can be said in a prompt, and of the others the reason is known")
  func share() {
    for reason in sayable.foreign { print("not compared, because it has \(reason)") }
    #expect(sayable.requests.count * 3 >= Exchange.all.count * 2)
  }

  @Test("addresses are those that were asked", arguments: Exchange.all.filter { $0.service != "azure" })
  func address(exchange: Exchange) async throws {
    let transport = StreamTransport(pieces: [])
    _ = try await generator(route([try exchange.target()]), transport).generate(question(), trial: 1)
    let path = try #require(transport.requests.first?.url.dropFirst("http://127.0.0.1:9".count))
    #expect(exchange.uri.contains(Self.ending(of: String(path))) || exchange.isOtherCall)
  }

  /// What does not depend on where the service is, or on whose project it is.
  private static func ending(of path: String) -> String {
    let start = path.utf8.firstRange(of: "/models/".utf8)?.lowerBound ?? path.startIndex
    return String(path[start...])
  }
}

extension Exchange {
  /// Counting tokens and plain completion are not what evalgate asks for.
  fileprivate var isOtherCall: Bool { uri.contains("count_tokens") || uri.hasSuffix("/api/generate") }
}
