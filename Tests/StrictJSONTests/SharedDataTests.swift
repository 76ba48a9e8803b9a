import StrictJSON
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Real JSON files that lie beside the repository: the JSON Schema test suite.
enum SharedData {
  /// The folder, from the environment or beside the repository.
  static let folder: String = {
    if let set = getenv("EVALGATE_SHARED") { return String(cString: set) }
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    return root + "/../shared"
  }()

  static let suite = folder + "/json-schema-test-suite"

  static var exists: Bool { access(suite, R_OK) == 0 }

  /// The JSON files below a folder, in order.
  static func jsonFiles(below folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var files: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(".") { continue }
      let path = folder + "/" + name
      if name.hasSuffix(".json") { files.append(path) } else { files += jsonFiles(below: path) }
    }
    return files.sorted()
  }

  static func bytes(of path: String) -> [UInt8] {
    guard let file = fopen(path, "rb") else { return [] }
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

@Suite("real files", .enabled(if: SharedData.exists, "the JSON Schema test suite does not lie beside the repository"))
struct SharedDataTests {
  @Test("every file of the JSON Schema test suite is read and comes back from each style")
  func roundTrip() throws {
    let files = SharedData.jsonFiles(below: SharedData.suite)
    #expect(files.count > 100)
    for file in files {
      let value = try JSONValue(parsing: SharedData.bytes(of: file))
      #expect(try JSONValue(parsing: value.serialized(.compact)) == value, "\(file)")
      #expect(try JSONValue(parsing: value.serialized(.pretty)) == value, "\(file)")
      #expect(try JSONValue(parsing: value.canonicalBytes).canonicalBytes == value.canonicalBytes, "\(file)")
    }
  }
}
