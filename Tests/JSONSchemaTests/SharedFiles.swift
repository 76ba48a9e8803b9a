import StrictJSON

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The folder of test data that is kept beside the repository, where it is present.
enum SharedFiles {
  static let root: String = {
    if let path = getenv("EVALGATE_SHARED") { return String(cString: path) }
    // This file lies three folders below the root of the repository.
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/") + "/../shared"
  }()

  static let suite = root + "/json-schema-test-suite"

  static var hasSuite: Bool { access(suite + "/tests", R_OK) == 0 }

  /// The JSON files of a folder by name, sorted.
  static func jsonFiles(in folder: String) -> [String] {
    guard let handle = opendir(folder) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name.hasSuffix(".json") { names.append(name) }
    }
    return names.sorted()
  }

  /// The content of a file; nil when it cannot be read.
  static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[..<count])
    }
  }

  static func json(_ path: String) throws -> JSONValue? {
    try read(path).map { try JSONValue(parsing: $0) }
  }
}
