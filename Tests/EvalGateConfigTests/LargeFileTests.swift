import EvalGateConfig
import EvalGateCore
import Synchronization
import Testing

/// Tells what is read of files in memory, and how much of it at most.
private struct WatchedFiles: FileSource {
  let files: MemoryFiles
  let noted: @Sendable (_ path: String, _ limit: Int) -> Void

  func read(_ path: String, limit: Int) async throws -> [UInt8] {
    noted(path, limit)
    return try await files.read(path, limit: limit)
  }
  func kind(of path: String) async -> FileKind { await files.kind(of: path) }
  func listing(under folder: String) async throws -> FileListing { try await files.listing(under: folder) }
}

/// A JSONL file of thousands of lines is read by several tasks at once; nobody may notice.
@Suite("large case files")
struct LargeFileTests {
  private static let set = "evalsets/triage/cases.jsonl"

  /// Plain cases, some with checks of their own, some that name a file, some with a schema in what is expected.
  private static func line(_ number: Int) -> String {
    let more =
      switch number % 7 {
      case 1: #", "checks": [{"check": "contains", "text": "y\#(number % 3)"}]"#
      case 3: #", "checks": [{"check": "json_schema", "schema": "../../schemas/\#(number % 2).json"}]"#
      case 5: #", "tags": ["lang:de", "t\#(number % 4)"], "cluster": "c\#(number % 5)""#
      default: ""
      }
    return #"{"id": "case-\#(number)", "text": "ticket \#(number) größer", "expected": "y"\#(more)}"#
  }

  private static func files(_ lines: [String], as path: String = set) -> MemoryFiles {
    EvalGateConfigTests.files([
      "triage.prompt.yml": "", "triage.cases.jsonl": "",
      "prompts/triage.prompt.yml": smallest["triage.prompt.yml"] ?? "",
      "schemas/0.json": #"{"type": "string"}"#, "schemas/1.json": #"{"type": "number"}"#,
      path: lines.joined(separator: "\n"),
    ])
  }

  @Test("a file that lies nowhere on the disk, as the base's in git, is read however large it is")
  func unlimited() async throws {
    let limits = Mutex<[Int]>([])
    let source = WatchedFiles(files: Self.files([Self.line(2)])) { path, limit in
      if path == Self.set { limits.withLock { $0.append(limit) } }
    }
    _ = try await load(source)
    #expect(limits.withLock { $0 } == [.max])
  }

  @Test("every case stands in its order, with the digests that it has in another format")
  func order() async throws {
    let lines = (0..<3_000).map(Self.line)
    let large = try await load(Self.files(lines)).suites[0].evalset
    #expect((0..<large.cases.count).map { large.cases.header(at: $0).id } == (0..<3_000).map { "case-\($0)" })
    #expect((0..<large.cases.count).map { large.cases.header(at: $0).location.line } == Array(1...3_000))
    let yaml = lines.map { "- \($0)\n" }.joined()
    let other = try await load(Self.files([yaml], as: "evalsets/triage/cases.yml")).suites[0].evalset
    #expect(other.digest == large.digest && other.cases.count == large.cases.count)
    for index in stride(from: 0, to: 3_000, by: 97) {
      let (header, read) = (large.cases.header(at: index), try large.cases.evalCase(at: index))
      #expect(read.id == header.id && read.digest == header.digest && read.checksDigest == header.checksDigest)
    }
  }

  @Test("cases are read again in whatever order they are asked for, from several tasks at once")
  func again() async throws {
    let cases = try await load(Self.files((0..<3_000).map(Self.line))).suites[0].evalset.cases
    let orders = [Array(0..<3_000), (0..<3_000).reversed(), (0..<3_000).map { $0 * 1_237 % 3_000 }]
    try await withThrowingTaskGroup(of: [String].self) { group in
      for order in orders + orders {
        group.addTask { try order.filter { try cases.evalCase(at: $0).id != "case-\($0)" }.map { "\($0)" } }
      }
      for try await wrong in group { #expect(wrong.isEmpty) }
    }
  }

  @Test("problems are told by line, whatever was read ahead")
  func problems() async throws {
    var lines = (0..<2_000).map(Self.line)
    lines[17] = "{"
    lines[700] = lines[699]
    lines[1_234] = #"{"id": "x", "text": "a", "expected": "y", "checks": [{"check": "contians"}]}"#
    lines[1_990] = #"{"id": "z", "text": "a", "expected": "y", "tags": 3}"#
    let found = await diagnostics(Self.files(lines))
    #expect(found.compactMap(\.location?.line) == [18, 701, 1_235, 1_991])
    #expect(found.allSatisfy { $0.excerpt == lines[($0.location?.line ?? 1) - 1] })
  }

  @Test("a file that is wrong from some line on is left unread after two hundred of them")
  func patience() async throws {
    let lines = (0..<900).map(Self.line) + Array(repeating: "nonsense", count: 5_000)
    let found = await diagnostics(Self.files(lines))
    #expect(found.compactMap(\.location?.line).max() == 1_100)
    #expect(found.contains { $0.message == "200 lines with problems; the rest of the file was not read" })
  }
}
