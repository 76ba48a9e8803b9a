import EvalGateCore

/// Where a configuration may lie in a folder, and which folder it is then the configuration of.
enum ConfigurationPlace {
  /// In the order in which they are looked for (command-line.md section 3).
  static let names = ["evalgate.yml", ".evalgate.yml", ".config/evalgate.yml", ".github/evalgate.yml"]

  static func candidates(in folder: String) -> [String] { names.map { ProjectPath.join(folder, $0) } }

  /// The same names with the ending that prompts and cases may have too, and that is read by nobody here.
  private static let misnamed = names.map { String($0.dropLast("yml".utf8.count)) + "yaml" }

  /// A file that is meant as a configuration and has the other ending: the gates in it would hold nothing.
  static func misnamed(in folder: String) -> [String] { misnamed.map { ProjectPath.join(folder, $0) } }

  static func isMisnamed(_ path: String) -> Bool { misnamed.contains { path == $0 || path.hasSuffix("/" + $0) } }

  static func refusal(ofMisnamed path: String) -> Diagnostic {
    let name = ProjectPath.name(of: path).dropLast("yaml".utf8.count) + "yml"
    return Diagnostic(
      .configurationName, "`\(path)` is read by nobody: a configuration ends in `.yml`", at: SourceLocation(file: path),
      help: "call it `\(name)`")
  }

  /// The folder that a configuration is about, which for `.github/evalgate.yml` is the one that holds `.github`; nil for
  /// another file.
  static func project(of path: String) -> String? {
    for name in names.sorted(by: { $0.utf8.count > $1.utf8.count }) {
      if path == name { return "" }
      if path.hasSuffix("/" + name) { return String(path.dropLast(name.utf8.count + 1)) }
    }
    return nil
  }
}

/// Finds the configuration: from the working folder up to the repository's root, the first folder that has one.
struct ConfigurationSearch {
  let source: any FileSource
  /// Whether what is meant as a configuration and is none by its name is an error; not for a revision, which nobody can mend.
  var refusesMisnamed = false

  /// - Returns: the path from the repository's root; nil when there is none on the way up.
  /// - Throws: `config/twice` when a folder has two; `config/name` where such an error is asked for.
  func find(from workingFolder: String) async throws(Diagnostic) -> String? {
    var folder = ProjectPath.normalised(workingFolder) ?? ""
    while true {
      var found: [String] = []
      for path in ConfigurationPlace.candidates(in: folder) {
        switch await source.kind(of: path) {
        case .file: found.append(path)
        case .missing: continue
        case .folder:
          throw Diagnostic(
            .notAFile, "`\(path)` is a folder where a configuration is meant", at: SourceLocation(file: path),
            help: "rename the folder, or put the configuration in its place")
        case .unusable(let what):
          throw Diagnostic(
            .notAFile, "`\(path)` is \(what), where a configuration is meant", at: SourceLocation(file: path),
            help: "put the file itself in its place, or remove it where the default rules are to hold")
        }
      }
      if found.count > 1 {
        throw Diagnostic(
          .configurationTwice, "two configurations in one folder: `\(found[0])` and `\(found[1])`",
          at: SourceLocation(file: found[1]), help: "keep one of them, or name one with `--config`")
      }
      if refusesMisnamed {
        for path in ConfigurationPlace.misnamed(in: folder) where await source.kind(of: path) == .file {
          throw ConfigurationPlace.refusal(ofMisnamed: path)
        }
      }
      if let path = found.first { return path }
      if folder.isEmpty { return nil }
      folder = ProjectPath.folder(of: folder)
    }
  }
}

extension ProjectLoader {
  /// The configuration whose folder a file lies in; nil where there is none, or where nobody can tell.
  public func configuration(holding path: String) async -> String? {
    try? await ConfigurationSearch(source: files).find(from: ProjectPath.folder(of: path))
  }
}

/// The files of one project: below its folder, not below another project's.
struct Listing {
  let folder: String
  let paths: [String]
  private let set: Set<String>

  init(folder: String, configuration: String?, all: [String]) {
    self.folder = folder
    let inside = folder.isEmpty ? all : all.filter { $0.hasPrefix(folder + "/") }
    let others = inside.compactMap { path -> String? in
      guard path != configuration, let project = ConfigurationPlace.project(of: path), project != folder else {
        return nil
      }
      return project + "/"
    }
    paths = others.isEmpty ? inside : inside.filter { path in !others.contains { path.hasPrefix($0) } }
    set = Set(paths)
  }

  func has(_ path: String) -> Bool { set.contains(path) }

  /// Those of these names that exist below a folder of the project.
  func existing(_ names: [String], in folder: String) -> [String] {
    names.map { ProjectPath.join(folder, $0) }.filter(has)
  }

  /// Paths below the repository's root that a pattern names; `*` and `?` stay within one component.
  static func matches(_ pattern: String, among all: [String]) -> [String] {
    let globs = pattern.split(separator: "/").map { Glob(String($0)) }
    return all.filter { path in
      let parts = path.split(separator: "/")
      return parts.count == globs.count && zip(globs, parts).allSatisfy { $0.matches(String($1)) }
    }
  }
}
