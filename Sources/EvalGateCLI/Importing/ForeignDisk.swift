import EvalGateConfig
import EvalGateCore
import EvalGateImport
import EvalGateStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Another tool's files on the disk. A configuration may be a stranger's, so nothing outside its repository, or its folder where
/// there is none, is read, whatever paths and symbolic links say.
struct ForeignDisk: ForeignFiles {
  private let root: String
  private static let limit = 64 << 20

  /// - Parameter file: the one that was named, from the root of the disk.
  init(around file: String) throws(Diagnostic) {
    guard let resolved = PlainFiles.resolved(file), let slash = resolved.lastIndex(of: "/") else {
      throw Diagnostic(
        .importFile, "there is no file `\(file)`", help: "a path on a command line is counted from the working folder")
    }
    let folder = String(resolved[..<slash])
    root = Workspace.repositoryRoot(above: folder) ?? folder
  }

  /// From the root, as messages name it.
  func shown(_ path: String) -> String {
    let resolved = PlainFiles.resolved(path) ?? path
    return resolved.hasPrefix(root + "/") ? String(resolved.dropFirst(root.count + 1)) : resolved
  }

  func value(_ path: String) throws -> Node {
    let bytes = try bytes(path)
    return path.hasSuffix(".json") ? try WrittenFile.json(bytes, path: path) : try WrittenFile.yaml(bytes, path: path)
  }

  func lines(_ path: String) throws -> [Node] { try WrittenFile.lines(bytes(path), path: path) }
  func rows(_ path: String) throws -> [Node] { try WrittenFile.rows(bytes(path), path: path) }

  func text(_ path: String) throws -> String {
    let bytes = try bytes(path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Diagnostic(.importFile, "`\(path)` is no UTF-8", help: "save it as UTF-8")
    }
    return text.replacing("\r\n", with: "\n")
  }

  func paths(matching pattern: String) throws -> [String] {
    let folder = ProjectPath.folder(of: pattern)
    guard !folder.contains("*"), let resolved = PlainFiles.resolved(root + "/" + folder), isInside(resolved),
      let handle = opendir(resolved)
    else { return [] }
    defer { closedir(handle) }
    let glob = Glob(String(pattern.dropFirst(folder.isEmpty ? 0 : folder.count + 1)))
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix("."), glob.matches(name) { names.append(folder.isEmpty ? name : folder + "/" + name) }
    }
    return names.sorted()
  }

  private func isInside(_ resolved: String) -> Bool {
    resolved == root || resolved.hasPrefix(root == "/" ? "/" : root + "/")
  }

  private func bytes(_ path: String) throws(Diagnostic) -> [UInt8] {
    guard let resolved = PlainFiles.resolved(root + "/" + path) else {
      throw Diagnostic(.importFile, "there is no file `\(path)`", help: "import where all its files are")
    }
    guard isInside(resolved) else {
      throw Diagnostic(
        .importFile, "`\(path)` lies outside the repository and is not read", help: "copy it into the repository")
    }
    return try PlainFiles.read(resolved, limit: Self.limit)
  }
}

extension DiagnosticCode {
  static let importFile = DiagnosticCode(
    "import/unreadable",
    "A file that another tool's configuration names is not there, cannot be read, or lies outside the repository.")
}
