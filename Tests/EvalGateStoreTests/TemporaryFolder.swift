import ChildProcess
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A folder of a test's own, removed with it.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array((base + "/evalgate-store-XXXXXX").utf8CString)
    try #require(mkdtemp(&template) != nil)
    path = try #require(
      realpath(template, nil).map { pointer in
        defer { free(pointer) }
        return String(cString: pointer)
      })
  }

  deinit { removeTree(path) }

  func callAsFunction(_ name: String) -> String { path + "/" + name }

  func write(_ name: String, _ bytes: some Sequence<UInt8>) throws {
    let parts = name.split(separator: "/").dropLast()
    for count in 0..<parts.count { mkdir(self(parts[...count].joined(separator: "/")), 0o755) }
    let file = open(self(name), O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    try #require(file >= 0)
    defer { close(file) }
    let bytes = Array(bytes)
    // Under its own name the system's function would be hidden by this one.
    let written = bytes.withUnsafeBytes { systemWrite(file, $0.baseAddress, $0.count) }
    #expect(written == bytes.count)
  }

  func write(_ name: String, text: String) throws { try write(name, text.utf8) }

  func bytes(_ name: String) throws -> [UInt8] {
    let file = open(self(name), O_RDONLY)
    try #require(file >= 0)
    defer { close(file) }
    let size = Int(lseek(file, 0, SEEK_END))
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = max(0, pread(file, buffer.baseAddress, size, 0))
    }
  }

  /// What is in the folder, sorted.
  var names: [String] { entries(of: path).sorted() }

  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }
  func exists(_ name: String) -> Bool { access(self(name), F_OK) == 0 }
  func remove(_ name: String) { removeTree(self(name)) }

  /// Runs git here as a person would, with an identity and without the machine's configuration.
  @discardableResult
  func git(_ arguments: String..., in folder: String? = nil, at date: String? = nil) async throws -> String {
    let result = try await runCommand(
      ["git"] + arguments,
      environment: .inherited(changing: [
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b",
        "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b", "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date,
      ]), workingDirectory: folder ?? path)
    try #require(result.exit.isSuccess, "\(arguments): \(String(decoding: result.standardError, as: UTF8.self))")
    return String(decoding: result.standardOutput, as: UTF8.self)
  }
}

/// `write(2)`.
private func systemWrite(_ file: Int32, _ base: UnsafeRawPointer?, _ count: Int) -> Int { write(file, base, count) }

private func entries(of folder: String) -> [String] {
  guard let stream = opendir(folder) else { return [] }
  defer { closedir(stream) }
  var names: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    if name != ".", name != ".." { names.append(name) }
  }
  return names
}

private func removeTree(_ path: String) {
  var status = stat()
  guard lstat(path, &status) == 0 else { return }
  guard status.st_mode & S_IFMT == S_IFDIR else {
    unlink(path)
    return
  }
  for name in entries(of: path) { removeTree(path + "/" + name) }
  rmdir(path)
}
