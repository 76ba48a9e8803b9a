import EvalGateConfig
import EvalGateCore
import Synchronization
import Testing

@Suite("what a project was at other files")
struct PredecessorSearchTests {
  /// Files that count how often each is read.
  private final class CountedFiles: FileSource {
    private let files: MemoryFiles
    private let reads = Mutex<[String: Int]>([:])

    init(_ files: [String: String]) { self.files = MemoryFiles(files) }

    func count(_ path: String) -> Int { reads.withLock { $0[path] ?? 0 } }

    func read(_ path: String, limit: Int) async throws -> [UInt8] {
      reads.withLock { $0[path, default: 0] += 1 }
      return try await files.read(path, limit: limit)
    }

    func kind(of path: String) async -> FileKind { await files.kind(of: path) }
    func listing(under folder: String) async throws -> FileListing { try await files.listing(under: folder) }
  }

  private static func service(_ folder: String) -> [String: String] {
    [
      "\(folder)/evalgate.yml": "version: 1\n",
      "\(folder)/x.prompt.yml": "model: echo/echo\nmessages: [{ role: user, content: \"\(folder) {{text}}\" }]\n",
      "\(folder)/x.cases.jsonl": #"{"id": "a", "text": "\#(folder)", "expected": "\#(folder)"}"#,
    ]
  }

  private static func files(_ folders: String...) -> [String: String] {
    folders.reduce(into: [:]) { files, folder in files.merge(service(folder)) { $1 } }
  }

  @Test("a configuration that is gone is loaded once, and once more under its new name, however many are new")
  func loadedOnce() async throws {
    var now = Self.files("new/a", "new/b", "new/c", "new/d")
    now["evalgate.yml"] = "version: 1\ninclude: new/*/evalgate.yml\n"
    now["new/d/x.cases.jsonl"] = Self.service("old/d")["old/d/x.cases.jsonl"]
    let before = CountedFiles(Self.files("old/d", "old/e"))
    let head = MemoryFiles(now)
    let found = try await ProjectLoader(files: before, catalog: .test, isThorough: false).predecessor(
      of: load(head), at: head, isNamed: false)
    #expect(found.project?.suites.map(\.name).sorted() == ["new/d/x", "old/e/x"])
    #expect(found.formerNames == ["new/d/x": "x", "old/e/x": "x"])
    #expect(before.count("old/d/x.cases.jsonl") == 2 && before.count("old/e/x.cases.jsonl") == 1)
  }

  @Test("one that does not load is named with what is wrong, and one with nothing in it held nothing")
  func unread() async throws {
    var before = Self.files("old")
    before["old/evalgate.yml"] = "version: 1\ngates: []\n"
    before["empty/evalgate.yml"] = "version: 1\n"
    let head = MemoryFiles(Self.files("new"))
    let found = try await ProjectLoader(files: MemoryFiles(before), catalog: .test, isThorough: false).predecessor(
      of: load(head, from: "new"), at: head, isNamed: false, workingFolder: "new")
    #expect(found.project == nil)
    #expect(found.unread.map(\.path) == ["old/evalgate.yml"])
    #expect(found.unread.first?.problem.location?.line == 2)
  }
}
