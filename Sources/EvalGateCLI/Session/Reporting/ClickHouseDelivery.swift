import CurlHTTP
import EvalGateCore
import EvalGateReporters
import EvalGateStore

/// Sends an export to ClickHouse's HTTP interface.
///
/// User and password come from `CLICKHOUSE_USER` and `CLICKHOUSE_PASSWORD`, never from the address, which anybody can read who
/// lists the machine's processes.
struct ClickHouseDelivery {
  let url: String
  let workspace: Workspace

  /// Rows go in requests of about this many bytes.
  private static let piece = 4 << 20

  /// - Throws: `export/refused` when the server does not take it, and `export/unreachable` when there is none.
  func send(_ export: RunExport, _ tables: [ExportTable]) async throws {
    guard !url.contains("@"), !url.contains("?"), !url.contains("#") else {
      throw Diagnostic(
        .exportAddress, "the address holds more than a place",
        help: "give `https://host:8443/` alone; CLICKHOUSE_USER and CLICKHOUSE_PASSWORD say who asks")
    }
    let http = HTTPClient(configuration: HTTPClientConfiguration(maxConnections: 1))
    defer { http.shutdown() }
    for table in tables {
      try await ask(http, ClickHouseTables.creation(of: table))
      try await ask(http, ClickHouseTables.removal(from: table), run: export.id)
      for body in try pieces(of: export, table) { try await ask(http, ClickHouseTables.insertion(into: table), body) }
    }
  }

  /// One table's rows, cut between two of them.
  private func pieces(of export: RunExport, _ table: ExportTable) throws -> [[UInt8]] {
    var pieces: [[UInt8]] = [[]]
    let output = ExportOutput { bytes in
      var rest = bytes[...]
      if let last = pieces.last, last.count + rest.count > Self.piece, !last.isEmpty {
        // To the end of the line that was begun, then a new piece.
        let end = last.last == UInt8(ascii: "\n") ? nil : rest.firstIndex(of: UInt8(ascii: "\n"))
        if let end { pieces[pieces.count - 1] += rest[...end]; rest = rest[(end + 1)...] }
        pieces.append([])
      }
      pieces[pieces.count - 1] += rest
    }
    var lines = FlatLines(to: output, namesTable: false)
    try export.write([table], to: &lines)
    try output.flush()
    return pieces.filter { !$0.isEmpty }
  }

  private func ask(_ http: HTTPClient, _ query: String, _ body: [UInt8]? = nil, run: String? = nil) async throws {
    // Without it a server may say 200 before it knows.
    var address = url + (url.hasSuffix("/") ? "" : "/") + "?wait_end_of_query=1&"
    if body != nil { address += "query=" + query.percentEncoded + "&" }
    if let run { address += "param_run=" + run.percentEncoded }
    var headers: HTTPHeaders = [:]
    for (variable, header) in [
      ("CLICKHOUSE_USER", "X-ClickHouse-User"), ("CLICKHOUSE_PASSWORD", "X-ClickHouse-Key"),
    ] {
      if let value = workspace.environment[variable], !value.isEmpty { headers.set(header, value) }
    }
    let request = HTTPRequest(
      method: "POST", url: address, headers: headers, body: body ?? Array(query.utf8), timeout: .seconds(120),
      connectTimeout: .seconds(10))
    let response: HTTPResponse
    do throws(HTTPError) { response = try await http.send(request) } catch {
      throw Diagnostic(
        .exportUnreachable, "cannot reach \(url): \(error.message)",
        help: "see whether the server is there; what was sent before is replaced when you export again")
    }
    guard response.status == 200, !Self.isException(response) else {
      throw Diagnostic(
        .exportRefused, "\(url) answered \(response.status): \(said(in: response))",
        help: "look at the user's rights and the table's columns; docs/export.md has them")
    }
    guard Self.isClickHouse(response) else {
      let said = said(in: response)
      throw Diagnostic(
        .exportRefused,
        "\(url) answered 200 as ClickHouse does not: \(said.isEmpty ? "without any `X-ClickHouse-…` header" : said)",
        help: "see that the address leads to ClickHouse's HTTP interface, and not to a page in front of it",
        "a proxy in between has to hand on the server's `X-ClickHouse-…` headers")
    }
  }

  /// How an answer begins. A server may quote what it was sent.
  private func said(in response: HTTPResponse) -> String {
    var text = workspace.secrets.masked(String(decoding: response.body, as: UTF8.self))
    if let password = workspace.environment["CLICKHOUSE_PASSWORD"], !password.isEmpty {
      text = text.replacing(password, with: String(repeating: "*", count: password.count))
    }
    return SafeText.terminal(UntrustedText(String(text.trimmingSpaces.prefix(500))))
  }

  /// Whether it is ClickHouse that did what it was asked: none of our statements has rows as its answer, and it names the query in a
  /// header (https://clickhouse.com/docs/interfaces/http#response-headers). A page that asks to log in says 200 too.
  private static func isClickHouse(_ response: HTTPResponse) -> Bool {
    response.body.allSatisfy { $0 <= 0x20 }
      && response.headers.fields.contains { $0.name.lowercased().hasPrefix("x-clickhouse-") }
  }

  /// Whether a server that had said 200 already then reports a failure: in a header, or where the answer has begun, in its body
  /// (https://clickhouse.com/docs/interfaces/http#http_response_codes_caveats).
  private static func isException(_ response: HTTPResponse) -> Bool {
    if let code = response.headers["X-ClickHouse-Exception-Code"], code != "0" { return true }
    let body = String(decoding: response.body, as: UTF8.self)
    return body.contains("DB::Exception") || body.contains("__exception__")
  }
}

extension DiagnosticCode {
  static let exportAddress = DiagnosticCode(
    "export/address", "The address of a warehouse is a place and no more: no password, no query.")
  static let exportUnreachable = DiagnosticCode("export/unreachable", "No server answered where the export was to go.")
  static let exportRefused = DiagnosticCode("export/refused", "The warehouse did not take what was sent.")
}
