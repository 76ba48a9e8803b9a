import EvalGateCore
import EvalGateProviders
import EvalGateStore

/// Files that a command is about to write, kept off what it reads: a report over a run, or over a file of the project, would
/// destroy what nothing brings back.
struct Outputs {
  /// What the command reads and nothing may take the place of, runs included: the shards of a merge.
  private let read: [String]
  private var taken: Set<String> = []

  init(reading read: [String] = []) { self.read = read }

  /// A report or an export.
  ///
  /// - Parameter project: the files that it consists of; nil where it cannot be loaded.
  mutating func add(_ path: String, _ flag: String, besides project: Project?, in workspace: Workspace) throws {
    let place = try claim(path, flag, project, workspace)
    guard !PlainFiles.isSpecial(place), PlainFiles.exists(place), (try? RunFile.header(at: place)) != nil else {
      return
    }
    throw Self.refusal("`\(flag)` would write over `\(path)`, which is a run")
  }

  /// Standard output, which holds one thing at a time for whoever reads it.
  mutating func addStandardOutput() throws {
    guard taken.insert("-").inserted else {
      throw Diagnostic(
        .outputTaken, "two reports go to standard output", help: "give one a path: `--report json=report.json`")
    }
  }

  /// A run, which takes the place of a run or of nothing.
  mutating func add(run path: String, besides project: Project?, in workspace: Workspace) throws {
    let place = try claim(path, "--save", project, workspace)
    guard !PlainFiles.isSpecial(place), PlainFiles.exists(place), (try? RunFile.header(at: place)) == nil else {
      return
    }
    throw Self.refusal("`--save` would write over `\(path)`, which is no run")
  }

  private mutating func claim(
    _ path: String, _ flag: String, _ project: Project?, _ workspace: Workspace
  ) throws -> String {
    let named = Host.absolute(path)
    if PlainFiles.isSpecial(named) { return named }
    let place = PlainFiles.place(of: named)
    guard taken.insert(place).inserted else { throw Self.refusal("two outputs go to `\(path)`") }
    if read.contains(where: { PlainFiles.areSame(Host.absolute($0), place) }) {
      throw Self.refusal("`\(flag)` would write over `\(path)`, which this command reads")
    }
    // As it is named and as it lies there: either may be a place of ours, and a change may bring a link to lead there.
    for place in [named, place] {
      guard let reader = Self.reader(of: place, project, workspace) else { continue }
      throw Self.refusal("`\(flag)` would write over `\(path)`, which \(reader)")
    }
    let root = PlainFiles.place(of: workspace.root)
    // As it is written, with `..` taken for what it says: only a link can lead out of the repository from within.
    let written = "/" + (ProjectPath.normalised(String(named.dropFirst())) ?? "")
    guard !written.hasPrefix(workspace.root + "/") || place.hasPrefix(root + "/") || root == "/" else {
      throw Self.refusal("`\(flag)` names `\(path)`, which is a link that leads out of the repository")
    }
    return place
  }

  /// Whose file a place is; nil where nobody reads it.
  private static func reader(of place: String, _ project: Project?, _ workspace: Workspace) -> String? {
    if place.split(separator: "/").contains(".git") { return "belongs to git" }
    guard place.hasPrefix(workspace.root + "/") else { return nil }
    let path = workspace.relative(place)
    if BaselineFile.isPlace(path) { return "is a place of baselines" }
    if [".evalgate/recordings/", ".evalgate/pending/", ".evalgate/history"].contains(where: path.hasPrefix) {
      return "evalgate keeps for itself"
    }
    let configuration =
      workspace.options.config.map(Host.absolute) ?? workspace.absolute(project?.configuration.path ?? "")
    if place.hasSuffix("/evalgate.yml") || PlainFiles.areSame(configuration, place) {
      return "is the configuration"
    }
    guard let project else { return nil }
    if project.files.keys.contains(where: { PlainFiles.areSame(workspace.absolute($0), place) }) {
      return "the project consists of"
    }
    let programs = project.suites.flatMap(\.route.targets)
    return programs.contains { $0.make?.includes(path) == true } ? "a program of a route is made of" : nil
  }

  private static func refusal(_ message: String) -> Diagnostic {
    Diagnostic(.outputTaken, message, help: "name another file")
  }
}

extension DiagnosticCode {
  static let outputTaken = DiagnosticCode(
    "run/output-taken", "What a command writes never takes the place of what it reads, nor of another output.")
}
