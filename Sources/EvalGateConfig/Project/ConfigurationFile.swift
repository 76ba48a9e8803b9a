import EvalGateCore
import StrictJSON

/// `evalgate.yml` as read, before the names in it are looked up.
struct ConfigurationFile {
  let path: String
  /// The folder it is about.
  let folder: String
  /// What precedes the names of its suites, gates and routes: empty for the file that was found, the folder for an included one.
  let namespace: String
  /// The folder below which its names begin: its own, or that of the topmost configuration that includes it.
  let home: String
  let node: Node
  var base: String?
  var budget = Budget()
  var budgetNode: Node?
  var defaults = SuiteSettings()
  var routes: [Node.Entry] = []
  var suites: [SuiteEntry] = []
  var gates: [Node.Entry] = []
  var profiles = Profile.builtIn
  var comment = CommentPolicy.onChange
  var acceptance = AcceptanceRule.change
  var includes: [Node] = []

  /// A project without a configuration: everything is found, and built-in defaults hold. Commands in several folders may find the
  /// same, so that the repository's root is its home.
  init(folder: String) {
    (path, namespace, home, self.folder) = (ProjectPath.join(folder, "evalgate.yml"), "", "", folder)
    node = Node(.null, at: SourceLocation(path: path))
  }

  init(_ node: Node, path: String, namespace: String, home: String, _ problems: inout Problems) {
    (self.path, self.node, self.namespace, self.home) = (path, node, namespace, home)
    folder = ConfigurationPlace.project(of: path) ?? ProjectPath.folder(of: path)
    guard
      var reader = problems.collect({ () throws(Diagnostic) in try OptionReader(node, subject: "the configuration") })
    else { return }
    Self.checkVersion(reader.node("version"), of: node, &problems)
    base = problems.collect { () throws(Diagnostic) in try reader.optionalString("base") } ?? nil
    budgetNode = reader.node("budget")
    budget = problems.collect { () throws(Diagnostic) in try BudgetReader.read(budgetNode) } ?? Budget()
    if let node = reader.node("defaults") { defaults = SuiteSettings.defaults(node, &problems) }
    routes = Self.entries(reader.node("routes"), "routes", &problems)
    gates = Self.entries(reader.node("gates"), "gates", &problems)
    suites = Self.entries(reader.node("suites"), "suites", &problems).compactMap { SuiteEntry($0, &problems) }
    comment =
      problems.collect { () throws(Diagnostic) in try reader.choice("comment", default: CommentPolicy.onChange) }
      ?? .onChange
    acceptance =
      problems.collect { () throws(Diagnostic) in try reader.choice("acceptance", default: AcceptanceRule.change) }
      ?? .change
    profiles = ProfileReader.read(Self.entries(reader.node("profiles"), "profiles", &problems), &problems)
    if let node = reader.node("include") {
      if case .sequence(let nodes) = node.content { includes = nodes } else { includes = [node] }
    }
    for problem in reader.unknownKeys() { problems.add(problem) }
  }

  private static func checkVersion(_ version: Node?, of node: Node, _ problems: inout Problems) {
    if case .number(let number)? = version?.content, number.int == 1 { return }
    guard let version else {
      problems.add(
        Diagnostic(
          .configurationVersion, "the configuration does not say its version", at: node.location,
          help: "add `version: 1` as its first line"))
      return
    }
    if case .string("1") = version.content {
      problems.add(
        Diagnostic(
          .configurationVersion, "the version is a number, and this is text", at: version.location,
          help: "write `version: 1`, without quotes"))
      return
    }
    problems.add(
      Diagnostic(
        .configurationVersion, "configuration version `\(version.source ?? version.kindName)` is not known here",
        at: version.location,
        help: "write `version: 1`, or use a newer evalgate"))
  }

  private static func entries(_ node: Node?, _ key: String, _ problems: inout Problems) -> [Node.Entry] {
    guard let node else { return [] }
    guard case .mapping(let entries) = node.content else {
      problems.add(OptionReader.wrong(node, key, "a mapping from names to \(key)"))
      return []
    }
    return entries.filter { entry in
      let isUsable =
        !entry.key.isEmpty && entry.key.utf8.count <= 100 && !entry.key.utf8.contains { $0 < 0x20 || $0 == 0x7F }
      if !isUsable {
        problems.add(
          Diagnostic(
            .wrongType, "a name in `\(key)` must be one short line", at: entry.keyLocation, help: "give it a short name"
          ))
      }
      return isUsable
    }
  }

  /// What this file says for itself and what counts only where it is the one that was found.
  var notesOnInclusion: [Diagnostic] {
    ["base", "budget", "comment", "acceptance", "profiles"].compactMap { key in
      guard case .mapping(let entries) = node.content, let entry = entries.first(where: { $0.key == key }) else {
        return nil
      }
      return Diagnostic(
        .notInIncluded, "`\(key)` does not count in an included configuration", at: entry.keyLocation, severity: .note,
        help: "write it in the configuration that includes this one; here it counts for runs of this folder alone")
    }
  }

  var part: ConfigurationPart {
    ConfigurationPart(
      path: path, folder: folder, namespace: namespace, recordingsAllowed: defaults.recordings ?? false,
      mode: defaults.mode)
  }

  /// A name of this file as the project knows it.
  func qualified(_ name: String) -> String { namespace.isEmpty ? name : namespace + "/" + name }
}
