import StrictJSON

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads labelled rows, without a library for files.
enum Files {
  /// Names of the files in a folder, sorted; nil where it cannot be read.
  static func names(in folder: String) -> [String]? {
    guard let handle = opendir(folder) else { return nil }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".jsonl") { names.append(name) }
    }
    return names.sorted()
  }

  /// The rows of a file of JSON Lines; nil where it cannot be read.
  static func rows(of path: String) -> [JSONValue]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return bytes.split(separator: 0x0A).compactMap { try? JSONValue(parsing: Array($0)) }
  }

  /// Writes a text; false where that is not possible.
  static func write(_ text: String, to path: String) -> Bool {
    guard let file = fopen(path, "wb") else { return false }
    defer { fclose(file) }
    return fputs(text, file) >= 0
  }
}
