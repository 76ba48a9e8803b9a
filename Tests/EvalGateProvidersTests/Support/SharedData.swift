#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The folder of shared data, as the environment names it or beside the repository; nil where there is none.
let sharedFolder: String? = {
  let named = getenv("EVALGATE_SHARED").map { String(cString: $0) }
  let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
  let folder = named ?? "/\(root)/../shared"
  return access(folder + "/provider-exchanges", R_OK) == 0 ? folder : nil
}()

/// The bytes of a file; nil where it cannot be read.
func bytes(ofFile path: String) -> [UInt8]? {
  guard let file = fopen(path, "r") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    guard count > 0 else { return bytes }
    bytes.append(contentsOf: buffer[..<count])
  }
}
