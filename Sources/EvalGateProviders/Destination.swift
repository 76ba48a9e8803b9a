import CurlHTTP

/// Where a question goes, as messages name it.
enum Destination: CustomStringConvertible, Sendable {
  case service(method: String, url: String)
  case program([String])

  init(_ request: HTTPRequest) { self = .service(method: request.method, url: request.url) }

  var description: String {
    switch self {
    // Without its query, which may hold a key; user and password an address never has.
    case .service(let method, let url): "\(method) \(url.prefix { $0 != "?" })"
    // Its first words tell programs apart; the rest may be a whole script.
    case .program(let command): "program `\(command.prefix(2).joined(separator: " "))`"
    }
  }

}
