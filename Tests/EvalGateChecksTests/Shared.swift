#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file of the data that is shared beside the repository; nil where it is not there.
func shared(_ path: String) -> String? {
  let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
  let folder = getenv("EVALGATE_SHARED").map { String(cString: $0) } ?? root + "/../shared"
  guard let file = fopen(folder + "/" + path, "rb") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes.append(contentsOf: buffer[..<count]) }
  return String(decoding: bytes, as: UTF8.self)
}
