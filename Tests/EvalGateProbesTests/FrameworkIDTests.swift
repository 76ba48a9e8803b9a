import EvalGateConfig
import EvalGateCore
import EvalGatePolicy
import EvalGateStore
import StrictJSON
import Testing

@Suite("ids that scenarios have in OWASP, ATLAS and CWE")
struct FrameworkIDTests {
  private static let lists = ["owasp", "atlas", "cwe"]

  private static let known: [String: Set<String>] = Dictionary(
    uniqueKeysWithValues: SecurityFrameworks.shipped.map { ($0.key, Set($0.entries.keys)) })

  private static func ids(_ value: JSONValue?) -> [String]? { value?.arrayValue?.compactMap(\.stringValue) }

  /// `families.yml` as it stands.
  private func table() throws -> JSONObject {
    let bytes = try #require(ProbeTables.shipped["families.yml"])
    return try #require(try YAMLFile.read(bytes, path: "families.yml").json.objectValue)
  }

  @Test("every id of a family stands in the lists, and the lists are of the versions that the families name")
  func listed() throws {
    let file = try table()
    for framework in SecurityFrameworks.shipped where file[framework.key] != nil {
      #expect(file[framework.key]?.stringValue == framework.version)
    }
    for (family, ids) in try #require(file["families"]?.objectValue) {
      for list in Self.lists {
        let ids = try #require(Self.ids(ids[list]), "\(family) has no \(list)")
        #expect(!ids.isEmpty, "\(family) has no \(list)")
        #expect(Set(ids).subtracting(Self.known[list] ?? []) == [], "\(family)")
      }
    }
  }

  @Test("every technique and weakness in the lists belongs to a family")
  func used() throws {
    let families = try #require(try table()["families"]?.objectValue).map(\.value)
    // What has parts stands for them.
    let whole: Set = ["AML.T0051", "AML.T0080"]
    for list in ["atlas", "cwe"] {
      let used = Set(families.flatMap { Self.ids($0[list]) ?? [] })
      #expect((Self.known[list] ?? []).subtracting(used).subtracting(whole) == [])
    }
  }

  @Test(
    "every id in the shipped scenarios stands in the lists, and every attack has one of each list",
    arguments: ["evalsets/support-safety/cases.jsonl", "examples/probes/evalsets/desk-probes/cases.jsonl"])
  func scenarios(_ path: String) throws {
    let text = String(decoding: try PlainFiles.read("\(ExampleDesk.root)/\(path)", limit: 64 << 20), as: UTF8.self)
    for line in text.split(separator: "\n") {
      let scenario = try JSONValue(parsing: Array(line.utf8))
      let id = scenario["id"]?.stringValue ?? "?"
      for list in Self.lists {
        let ids = Self.ids(scenario[list]) ?? []
        #expect(Set(ids).subtracting(Self.known[list] ?? []) == [], "\(path): \(id)")
        if scenario["family"] != "benign" { #expect(!ids.isEmpty, "\(path): \(id) has no \(list)") }
      }
    }
  }
}
