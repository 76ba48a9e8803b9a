import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The repository's folder.
let repositoryRoot = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(
  separator: "/")

/// A file's text; nil where it is not there.
func text(of path: String) -> String? {
  guard let file = fopen(path, "rb") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes.append(contentsOf: buffer[..<count]) }
  return String(decoding: bytes, as: UTF8.self)
}

/// Where a file of the data lies that is shared beside the repository; nil where it is not there.
func sharedPath(_ path: String) -> String? {
  let folder = getenv("EVALGATE_SHARED").map { String(cString: $0) } ?? repositoryRoot + "/../shared"
  let whole = folder + "/" + path
  return access(whole, R_OK) == 0 ? whole : nil
}

let jenkinsSchema = sharedPath("report-formats/jenkins-junit-10.xsd")
let sarifSchema = sharedPath("report-formats/sarif-schema-2.1.0.json")
let hasXMLLint = system("command -v xmllint >/dev/null 2>&1") == 0

/// What a command said, with its exit status; standard error goes the same way.
func output(of command: String) -> (status: Int32, text: String) {
  guard let pipe = popen(command + " 2>&1", "r") else { return (-1, "cannot start: \(command)") }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 4_096)
  while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 { bytes.append(contentsOf: buffer[..<count]) }
  return (pclose(pipe), String(decoding: bytes, as: UTF8.self))
}

/// A file that is there for as long as the body runs.
func withTemporaryFile<Value>(_ text: String, _ body: (String) throws -> Value) throws -> Value {
  var name = Array("/tmp/evalgate-report-XXXXXX".utf8CString)
  let descriptor = mkstemp(&name)
  try #require(descriptor >= 0)
  let path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  defer { unlink(path) }
  var bytes = Array(text.utf8)
  while !bytes.isEmpty {
    let written = write(descriptor, bytes, bytes.count)
    try #require(written > 0)
    bytes.removeFirst(written)
  }
  close(descriptor)
  return try body(path)
}
