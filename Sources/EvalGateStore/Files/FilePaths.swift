import EvalGateCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// File-system questions and small deeds, by path.
enum FilePaths {
  static func status(of path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }

  static func exists(_ path: String) -> Bool { status(of: path) != nil }
  static func isFolder(_ path: String) -> Bool { status(of: path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false }
  static func isFile(_ path: String) -> Bool { status(of: path).map { $0.st_mode & S_IFMT == S_IFREG } ?? false }

  /// Whether there is a folder itself, and no link to one.
  static func isOwnFolder(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// Whether the disk a folder is on has no room for so much as a database's log.
  static func isFull(_ folder: String) -> Bool {
    var status = statvfs()
    guard statvfs(folder, &status) == 0 else { return false }
    return UInt64(status.f_bavail) * UInt64(status.f_frsize) < 1 << 18
  }

  /// What has a name itself, links not followed.
  enum Standing { case file, link, folder, nothing }

  /// What is neither link nor folder stands for a file, also where nobody may look.
  static func standing(at path: String) -> Standing {
    var status = stat()
    guard lstat(path, &status) == 0 else { return errno == ENOENT || errno == ENOTDIR ? .nothing : .file }
    return switch status.st_mode & S_IFMT {
    case S_IFDIR: .folder
    case S_IFLNK: .link
    default: .file
    }
  }

  /// What a path leads to, in words where it is neither a file nor a folder.
  static func kind(of path: String) -> FileKind {
    var status = stat()
    if stat(path, &status) == 0 {
      switch status.st_mode & S_IFMT {
      case S_IFREG: return .file
      case S_IFDIR: return .folder
      case S_IFIFO: return .unusable("a named pipe")
      case S_IFSOCK: return .unusable("a socket")
      default: return .unusable("a device")
      }
    }
    let reason = SystemError.last
    guard lstat(path, &status) == 0 else {
      return reason.number == ENOENT || reason.number == ENOTDIR
        ? .missing : .unusable("in a place that cannot be looked into (\(reason.message))")
    }
    return .unusable(
      reason.number == ENOENT || reason.number == ENOTDIR
        ? "a symbolic link that leads nowhere" : "a symbolic link that cannot be followed (\(reason.message))")
  }

  /// The path without symbolic links, or nil where there is nothing.
  static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// What a link says; nil for what is no link.
  static func linkText(of path: String) -> String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &bytes, bytes.count)
    guard count > 0 else { return nil }
    return String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Where a link says that it leads, from the root of the disk; nil for what is no link.
  static func linkTarget(of path: String) -> String? {
    linkText(of: path).map { $0.hasPrefix("/") ? $0 : joined(folder(of: path), $0) }
  }

  /// Where writing through a link would put a file: the last link of a chain may lead to a name that is not there yet.
  /// Nil where nothing could be written, or where the chain has no end.
  static func end(ofLink path: String) -> String? {
    var place = path
    for _ in 0..<40 {
      if let resolved = resolved(place) { return resolved }
      guard let target = linkTarget(of: place) else {
        return resolved(folder(of: place)).map { joined($0, name(of: place)) }
      }
      place = target
    }
    return nil
  }

  /// The folder a path is in; `.` for a bare name.
  static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
  }

  static func name(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  static func joined(_ folder: String, _ name: String) -> String {
    folder.isEmpty || folder == "." ? name : folder.utf8.last == UInt8(ascii: "/") ? folder + name : folder + "/" + name
  }

  /// Makes a folder and those above it; one that is there already is no error.
  static func makeFolder(_ path: String) throws(SystemError) {
    guard !isFolder(path) else { return }
    let above = folder(of: path)
    if above != path, above != "." { try makeFolder(above) }
    guard mkdir(path, 0o755) == 0 || (errno == EEXIST && isFolder(path)) else { throw .last }
  }

  /// Names in a folder, without `.` and `..`, in no order; names that are not UTF-8 are left out.
  static func names(in folder: String) throws(SystemError) -> [String] {
    guard let stream = opendir(folder) else { throw .last }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      // The name is an imported C array of fixed length, so it is read through its address.
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: entry.pointee.d_name)) {
          String(validatingCString: $0)
        }
      }
      if let name, name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  static func remove(_ path: String) throws(SystemError) {
    guard unlink(path) == 0 else { throw .last }
  }

  /// Returns when a folder's own entries (a rename, a removal) are on the disk.
  static func synchronizeFolder(_ path: String) throws(SystemError) {
    try Descriptor(path, O_RDONLY | O_DIRECTORY).synchronize()
  }
}
