import EvalGateCore
import EvalGateStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Bytes from a stream whose length is not known: standard input, or a pipe that the shell made (`<(…)`).
enum StandardInput {
  /// What messages call it.
  static let name = "stdin"

  /// What a command line names: a file, a pipe, or standard input as `-`.
  static func bytes(of file: String, limit: Int) throws(Diagnostic) -> [UInt8] {
    guard file != "-" else { return try read(limit: limit) }
    let path = Host.absolute(file)
    return PlainFiles.isPipe(path) ? try read(path, limit: limit) : try PlainFiles.read(path, limit: limit)
  }

  /// All of standard input, or of the stream at a path.
  static func read(_ path: String? = nil, limit: Int) throws(Diagnostic) -> [UInt8] {
    let descriptor = path.map { open($0, O_RDONLY | O_CLOEXEC) } ?? STDIN_FILENO
    defer { if path != nil, descriptor >= 0 { close(descriptor) } }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while descriptor >= 0 {
      let count = systemRead(descriptor, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count < 0, errno == EINTR { continue }
      guard count > 0, bytes.count + count <= limit else { break }
      bytes += buffer[..<count]
    }
    throw Diagnostic(
      .input, "\(path ?? "standard input") cannot be read to its end: \(bytes.isEmpty ? "error \(errno)" : "too long")",
      help: "give a file, or a shorter stream")
  }
}

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}

extension DiagnosticCode {
  static let input = DiagnosticCode("json/input", "Standard input, or a pipe, cannot be read, or has no end in sight.")
}

/// Where a command works that needs no project: paths are printed from the repository's root, so that annotations attach.
struct CommandPlace {
  /// The root of the repository around the working folder, without symbolic links; nil where there is none.
  let repository: String? = Workspace.repositoryRoot(above: Host.workingFolder)

  /// How an absolute path is printed.
  func shown(_ path: String) -> String {
    for root in [repository, Host.workingFolder] {
      guard let root, root != "/", path.utf8.starts(with: (root + "/").utf8) else { continue }
      let parts = path.dropFirst(root.count + 1).split(separator: "/").filter { $0 != "." }
      if !parts.contains("..") { return parts.joined(separator: "/") }
    }
    return path
  }
}
