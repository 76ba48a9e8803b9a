import StrictJSON
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The shared file of test vectors, which is not part of the repository.
enum GoldenFile {
  static let isThere = read(path) != nil

  /// The groups by name; throws when the file is not the JSON it should be.
  static func groups() throws -> JSONObject {
    let file = try JSONValue(parsing: read(path).need(path))
    return try file["groups"].need("groups").objectValue.need("groups")
  }

  private static let path = shared + "/stats/golden.json"

  /// The folder of shared data: EVALGATE_SHARED, or `../shared` beside the repository.
  private static var shared: String {
    if let set = getenv("EVALGATE_SHARED") { return String(cString: set) }
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    return root + "/../shared"
  }

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }
}

@Suite("The shared test vectors", .enabled(if: GoldenFile.isThere, "shared/stats/golden.json is not there"))
struct GoldenVectorTests {
  @Test("every vector of every group holds within its tolerance, and no group is unknown")
  func everyVector() throws {
    let groups = try GoldenFile.groups()
    var checked = 0
    for (name, vectors) in groups {
      guard let compute = GoldenGroups.all[name] else {
        Issue.record("golden group `\(name)` is unknown to this runner")
        continue
      }
      for (index, vector) in try #require(vectors.arrayValue).enumerated() {
        let input = GoldenInput(value: try #require(vector["in"]))
        let tolerance = try #require(vector["tol"]?.doubleValue)
        let difference = try compute(input).difference(from: #require(vector["out"]), tolerance: tolerance)
        #expect(difference == nil, "\(name)[\(index)]")
        checked += 1
      }
    }
    #expect(checked >= 302)
  }

  @Test("every group this runner knows is in the file")
  func everyGroup() throws {
    let groups = try GoldenFile.groups()
    #expect(GoldenGroups.all.keys.sorted() == groups.map(\.key).sorted())
  }
}
