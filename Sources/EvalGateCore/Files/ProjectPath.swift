/// Paths as files write them: relative to the file they stand in, with `/`, never out of the repository.
public enum ProjectPath {
  /// The folder that holds a file; empty for the repository's root. A `/` is one whatever combines with it.
  package static func folder(of path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? ""
  }

  /// The last component.
  package static func name(of path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[path.utf8.index(after: $0)...]) } ?? path
  }

  package static func join(_ folder: String, _ path: String) -> String {
    folder.isEmpty ? path : folder + "/" + path
  }

  /// The path from the repository's root, without `.` and `..`; nil where it leaves the repository or is absolute.
  public static func normalised(_ path: String) -> String? {
    guard path.utf8.first != UInt8(ascii: "/"), !path.utf8.contains(0) else { return nil }
    var parts: [Substring] = []
    for part in path.utf8.split(separator: UInt8(ascii: "/")).map({ Substring($0) }) where part != "." {
      if part == ".." {
        guard parts.popLast() != nil else { return nil }
      } else {
        parts.append(part)
      }
    }
    return parts.joined(separator: "/")
  }

  /// What the words of a command name that runs in a folder, if they name files inside the repository: the program, scripts, what
  /// stands behind an option's `=`, and the words of a line for a shell. Each once, in the command's order.
  public static func named(by command: [String], in folder: String) -> [String] {
    var seen: Set<String> = []
    return command.flatMap(words).compactMap { word in
      guard !word.hasPrefix("/"), let path = normalised(join(folder, word)), !path.isEmpty
      else {
        return nil
      }
      return seen.insert(path).inserted ? path : nil
    }
  }

  /// A word of a command and what may be a path in it.
  private static func words(in word: String) -> [String] {
    let parts = word.split { " \t\n;&|()<>'\"`=".contains($0) }.map(String.init)
    return parts.count == 1 && parts[0] == word ? [word] : [word] + parts
  }

  /// What `text`, written in a file, names; nil where that is nothing inside the repository.
  static func resolve(_ text: String, besides file: String) -> String? {
    guard !text.hasPrefix("/") else { return nil }
    guard let path = normalised(join(folder(of: file), text)), !path.isEmpty else { return nil }
    return path
  }
}

extension SourceLocation {
  /// The folder of its file, which what is written there is meant from; empty for the repository's root.
  package var folder: String { ProjectPath.folder(of: path) }
}
