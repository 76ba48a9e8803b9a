import ChildProcess
import EvalGateCore
import StrictJSON
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A folder that is a project for one test and is gone afterwards.
final class TemporaryProject: Sendable {
  let path: String
  /// The same without symbolic links, as the program sees it.
  let realPath: String
  private let made = Mutex<[String]>([])

  init(_ files: [String: String] = [:]) throws {
    var template = Array("/tmp/evalgate-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure("no temporary folder") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard let resolved = realpath(path, nil) else { throw Failure("no temporary folder") }
    defer { free(resolved) }
    realPath = String(cString: resolved)
    for (name, text) in files { try write(text, to: name) }
  }

  deinit {
    // Only below the folder made above; a file that cannot be removed is left to the system's own cleaning.
    removeAll(path)
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  private func removeAll(_ path: String) {
    guard let names = Self.names(in: path) else {
      unlink(path)
      return
    }
    for name in names {
      let child = path + "/" + name
      var status = stat()
      if lstat(child, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { removeAll(child) } else { unlink(child) }
    }
    rmdir(path)
  }
}

// MARK: Files

extension TemporaryProject {
  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  func write(_ bytes: [UInt8], to name: String) throws {
    makeFolder(name.split(separator: "/").dropLast().joined(separator: "/"))
    try Self.write(bytes, toPath: path + "/" + name)
  }

  func makeFolder(_ name: String) {
    var folder = path
    for part in name.split(separator: "/") {
      folder += "/" + part
      mkdir(folder, 0o755)
    }
  }

  func read(_ name: String) throws -> String { try Self.read(path: path + "/" + name) }
  func exists(_ name: String) -> Bool { access(path + "/" + name, F_OK) == 0 }
  func remove(_ name: String) { unlink(path + "/" + name) }

  /// Names in a folder of the project, sorted; none where there is no such folder.
  func names(in folder: String) -> [String] { Self.names(in: path + "/" + folder)?.sorted() ?? [] }

  static func write(_ text: String, toPath path: String) throws { try write(Array(text.utf8), toPath: path) }

  static func write(_ bytes: [UInt8], toPath path: String) throws {
    guard let file = fopen(path, "w") else { throw Failure("cannot write \(path)") }
    defer { fclose(file) }
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Failure("cannot write \(path)") }
  }

  static func read(path: String) throws -> String {
    guard let file = fopen(path, "r") else { throw Failure("cannot read \(path)") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Nil where there is no such folder.
  private static func names(in path: String) -> [String]? {
    guard let folder = opendir(path) else { return nil }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}

// MARK: Runs and commits

extension TemporaryProject {
  /// Ids of the runs that are kept, sealed or not.
  /// Of runs in their folder, and of one that was saved as `r.jsonl`.
  var runIDs: [String] { runFiles.map { String($0.prefix { $0 != "." }) } + savedRunIDs }
  private var savedRunIDs: [String] {
    guard let text = try? read("r.jsonl"), let line = text.split(separator: "\n").first,
      let id = try? JSONValue(parsing: String(line))["id"]?.stringValue
    else { return [] }
    return [id]
  }
  var runFiles: [String] { names(in: ".evalgate/runs") }
  /// Full names of the commits that `commit` made.
  var commits: [String] { made.withLock { $0 } }

  @discardableResult
  func git(_ arguments: String...) async throws -> String {
    // Nobody tidies up a repository that lasts for a second: it would be two more processes for every commit.
    let settings = [
      "user.name=Test", "user.email=test@example.com", "init.defaultBranch=main", "maintenance.auto=false",
    ]
    let result = try await runCommand(
      ["git"] + settings.flatMap { ["-c", $0] } + arguments, environment: .only(EvalGate.environment(in: self)),
      workingDirectory: path, timeout: .seconds(60))
    guard result.exit == .code(0) else {
      throw Failure("git \(arguments): \(String(decoding: result.standardError, as: UTF8.self))")
    }
    return String(decoding: result.standardOutput.dropLast(), as: UTF8.self)
  }

  /// Commits everything, in a repository that is made when there is none.
  func commit(_ message: String) async throws {
    if !exists(".git") { try await git("init", "--quiet", "--template=") }
    try await git("add", "--all")
    try await git("commit", "--quiet", "--message", message)
    let name = try await git("rev-parse", "HEAD")
    made.withLock { $0.append(name) }
  }
}
