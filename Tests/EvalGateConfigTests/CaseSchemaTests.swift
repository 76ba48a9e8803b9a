import EvalGateConfig
import EvalGateCore
import JSONSchema
import StrictJSON
import Testing

/// The published schema as an editor reads a file by it, YAML included.
@Suite("the schema of cases, over whole files")
struct CaseSchemaTests {
  private static let root =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")

  private static func schema() throws -> JSONSchema {
    let bytes = try #require(DiskFiles.bytes(of: root + "/docs/schemas/cases.schema.json"))
    return try JSONSchema(JSONValue(parsing: bytes))
  }

  private static func text(_ path: String) throws -> String {
    String(decoding: try #require(DiskFiles.bytes(of: root + "/" + path)), as: UTF8.self)
  }

  /// Files of cases that pages show, each with the page's name: a block of YAML whose first line is `# PATH`.
  private static func shown() async throws -> [(page: String, text: String)] {
    var found: [(String, String)] = []
    for page in try await DiskFiles(root: root + "/docs").listing(under: "").paths where page.hasSuffix(".md") {
      for block in try text("docs/" + page).split(separator: "```yaml\n").dropFirst() {
        let body = block.prefix(upTo: block.firstRange(of: "```")?.lowerBound ?? block.endIndex)
        guard let first = body.split(separator: "\n").first, first.hasPrefix("# "), first.hasSuffix("cases.yml") else {
          continue
        }
        found.append((page, String(body)))
      }
    }
    return found
  }

  @Test("every file of cases in YAML follows it, whether a page shows it or the repository has it")
  func yaml() async throws {
    var files = try await Self.shown()
    #expect(files.count >= 3)
    for path in try await DiskFiles(root: Self.root).listing(under: "").paths where path.hasSuffix("cases.yml") {
      files.append((path, try Self.text(path)))
    }
    let schema = try Self.schema()
    for file in files {
      let node = try YAMLFile.read(Array(file.text.utf8), path: "cases.yml")
      #expect(schema.accepts(node.json) == true, "\(file.page): \(file.text)")
    }
  }

  @Test(
    "a list of cases and a case by itself are taken, and what is wrong in either is found",
    arguments: [
      (#"[{"id": "a", "expected": "x"}]"#, true), (#"{"id": "a", "expected": "x"}"#, true), ("[]", true),
      (#"[{"id": "a"}, {"trials": "many"}]"#, false), (#"{"trials": "many"}"#, false), (#"["a"]"#, false),
      (#""a""#, false), (#"[{"checks": ["nosuch"]}]"#, false),
    ])
  func forms(text: String, isGood: Bool) throws {
    #expect(try Self.schema().accepts(JSONValue(parsing: text)) == isGood)
  }
}
