import JSONSchema
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The tables of `docs/json-and-schema.md` are what the official suite gives, now.
@Suite(.enabled(if: SharedFiles.hasSuite, "the official JSON Schema suite is not beside the repository"))
struct ConformanceDocsTests {
  private static let page: String = {
    // This file lies three folders below the root of the repository.
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/docs/json-and-schema.md"
  }()
  private static let begin = "<!-- conformance: written by the tests -->\n\n"
  private static let end = "\n<!-- /conformance -->"

  /// With EVALGATE_UPDATE_SNAPSHOTS set the page is written, as snapshots are.
  @Test("the conformance tables of the documentation are those of this very program")
  func tables() throws {
    let text = String(decoding: try #require(SharedFiles.read(Self.page)), as: UTF8.self)
    let parts = text.split(separator: Self.begin, omittingEmptySubsequences: false)
    try #require(parts.count == 2, "no place for the tables in \(Self.page)")
    let rest = parts[1].split(separator: Self.end, maxSplits: 1, omittingEmptySubsequences: false)
    try #require(rest.count == 2)
    let tables = try ConformanceTables()
    if getenv("EVALGATE_UPDATE_SNAPSHOTS") != nil {
      try Self.write("\(parts[0])\(Self.begin)\(tables.text)\(Self.end)\(rest[1])")
    } else {
      #expect(String(rest[0]) == tables.text, "run the tests with EVALGATE_UPDATE_SNAPSHOTS=1 to write the tables anew")
    }
  }

  private static func write(_ text: String) throws {
    let file = try #require(fopen(page, "wb"))
    defer { fclose(file) }
    let bytes = Array(text.utf8)
    #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
  }
}

/// What the official suite gives, as tables of Markdown.
struct ConformanceTables {
  private typealias Results = [SuiteResult]
  private let required: [Results]
  private let optional: [Results]
  private let formats: [Results]

  init() throws {
    let versions = OfficialSuiteTests.versions
    required = try versions.map { try $0.requiredResults() }
    optional = try versions.map { try $0.optionalResults() }
    formats = try versions.map { try $0.formatResults() }
  }

  var text: String {
    var lines = [Self.head("")]
    for (name, results) in [("required", required), ("optional", optional), ("`format`, asserted", formats)] {
      lines.append(Self.row(name, results.map { Self.count($0) }))
    }
    for (title, results) in [("Optional tests by file", optional), ("Format tests by file", formats)] {
      lines += ["", title + ":", "", Self.head("file")]
      for file in Set(results.joined().map(\.file)).sorted() {
        lines.append(
          Self.row(
            file.hasSuffix(".json") ? String(file.dropLast(5)) : file,
            results.map { $0.first { $0.file == file }.map { Self.count([$0]) } ?? "–" }))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func head(_ name: String) -> String {
    row(name, ["2020-12", "2019-09", "draft 7"]) + "\n|:--|--:|--:|--:|"
  }

  private static func row(_ name: String, _ cells: [String]) -> String {
    "| " + ([name] + cells).filter { !$0.isEmpty || name.isEmpty }.joined(separator: " | ") + " |"
  }

  private static func count(_ results: Results) -> String {
    let total = results.reduce(0) { $0 + $1.total }
    return "\(total - results.reduce(0) { $0 + $1.failures.count })/\(total)"
  }
}
