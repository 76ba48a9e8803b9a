import EvalGateConfig
import EvalGateCore
import EvalGatePolicy
import EvalGateStore
import StrictJSON

/// An evalset whose cases are made by the generator, and tables that they are made of.
struct ProbeFolder: Sendable {
  static let casesName = "cases.jsonl"
  private static let setName = "set.yml"
  /// Tables and headers are written by hand.
  private static let handWritten = 4 << 20
  private static let generated = 64 << 20

  let path: String

  /// - Parameter path: as it was given, which may have steps that lead nowhere.
  init(_ path: String) { self.path = Self.plain(path) }

  private static func plain(_ path: String) -> String {
    var steps: [Substring] = []
    for step in path.split(separator: "/") where step != "." {
      if step == "..", !steps.isEmpty { steps.removeLast() } else { steps.append(step) }
    }
    return "/" + steps.joined(separator: "/")
  }

  /// As it is printed.
  var shown: String { CommandPlace().shown(path) }

  /// A folder of tables as the header names it. They lie below the set, so that whoever checks it finds them.
  func relative(_ tables: String) throws -> String {
    let folder = Self.plain(Host.absolute(tables))
    guard folder.hasPrefix(path + "/") else {
      throw Diagnostic(
        .probeHeader, "the tables in `\(CommandPlace().shown(folder))` do not lie below the set, `\(shown)`",
        help: "move them there, such as to `\(shown)/tables`, so that --check finds them")
    }
    return String(folder.dropFirst(path.utf8.count + 1))
  }

  /// What `set.yml` says of how the cases were made; nil where there is no such file.
  var header: ProbeHeader? {
    get throws {
      guard let node = try setNode else {
        guard PlainFiles.exists(path + "/" + Self.casesName) else { return nil }
        throw Diagnostic(
          .probeHeader, "`\(shown)` has cases and no `\(Self.setName)` that says how they are made",
          help: "name another folder; cases that are written by hand are not written over")
      }
      guard let probes = node["probes"] else {
        throw Diagnostic(
          .probeHeader, "`\(shown)/\(Self.setName)` does not say how its cases are made", at: node.location,
          help: "add `probes: \(ProbeHeader(seed: 7, budget: 400).text)` to have cases.jsonl written over")
      }
      return try ProbeHeader(probes)
    }
  }

  var headerPlace: SourceLocation? { (try? setNode)?["probes"]?.location }

  private var setNode: Node? {
    get throws {
      let file = path + "/" + Self.setName
      guard PlainFiles.exists(file) else { return nil }
      return try Self.node(of: file)
    }
  }

  /// The cases as they stand; empty where there are none.
  var text: String {
    get throws {
      let file = path + "/" + Self.casesName
      guard PlainFiles.exists(file) else { return "" }
      return String(decoding: try PlainFiles.read(file, limit: Self.generated), as: UTF8.self)
    }
  }

  /// Lines that were not made by the generator, as they stand: cases with `kept`.
  var keptLines: String {
    get throws {
      try text.split(separator: "\n").filter { line in
        (try? JSONValue(parsing: Array(line.utf8)))?["kept"] != nil
      }.map { $0 + "\n" }.joined()
    }
  }

  /// Writes the cases, and the set's file where there is none.
  func write(_ text: String, header: ProbeHeader) throws {
    if try setNode == nil {
      let name = path.split(separator: "/").last.map(String.init) ?? "probes"
      try PlainFiles.write(Array(Self.setText(name, header).utf8), to: path + "/" + Self.setName)
    }
    try PlainFiles.write(Array(text.utf8), to: path + "/" + Self.casesName)
  }

  /// - Parameter made: the ids of the scenarios that the generator makes.
  /// - Throws: where a case that is kept by hand has the id of one of them, or of another kept one.
  func refuseTwice(_ made: [String]) throws {
    var taken = Set(made)
    for line in try keptLines.split(separator: "\n") {
      guard let id = (try? JSONValue(parsing: String(line)))?["id"]?.stringValue, !taken.insert(id).inserted else {
        continue
      }
      throw Diagnostic(
        .keptTaken, "the kept case `\(id)` has the id of another scenario",
        at: SourceLocation(path: "\(shown)/\(Self.casesName)"),
        help: "give the kept case another `id`; nothing was written")
    }
  }

  /// Adds a case that is kept by hand.
  func keep(_ lines: [JSONObject]) throws {
    let before = try text
    let gap = before.isEmpty || before.hasSuffix("\n") ? "" : "\n"
    let added = lines.map { JSONValue.object($0).serialized() + "\n" }.joined()
    try PlainFiles.write(Array((before + gap + added).utf8), to: path + "/" + Self.casesName)
  }

  private static func setText(_ name: String, _ header: ProbeHeader) -> String {
    """
    # Attacks and their benign twins, written by `evalgate probes expand`. Change the tables, not cases.jsonl.
    id: \(name)
    version: 1
    kind: safety
    task: routing
    slices: [family, carrier, technique, encoding, language, owasp, atlas, cwe]
    trials: 3
    # Say here what your tools answer. An attack that ends at a call which was let through is an error: nobody knows what comes next.
    # defaults: { tool_results: { lookup_order: { status: in transit } } }
    probes: \(header.text)

    """
  }

  /// The tables in a folder; those that come with evalgate stand in for missing ones.
  static func tables(in folder: String?) throws -> ProbeTables {
    if let folder, !ProbeTables.fileNames.contains(where: { PlainFiles.exists(folder + "/" + $0) }) {
      throw Diagnostic(
        .probeTables, "there are no tables in `\(CommandPlace().shown(folder))`",
        help: "`evalgate probes tables FOLDER` writes those that come with evalgate")
    }
    var nodes: [String: Node] = [:]
    var problems = Problems()
    for (name, bytes) in ProbeTables.shipped.sorted(by: { $0.key < $1.key }) {
      let own = folder.map { $0 + "/" + name }.flatMap { PlainFiles.exists($0) ? $0 : nil }
      do {
        nodes[name] = try own.map(node(of:)) ?? YAMLFile.read(bytes, path: name)
      } catch let found as Problems {
        problems.add(found)
      } catch let found as Diagnostic {
        problems.add(found)
      }
    }
    guard problems.isEmpty else { throw problems }
    let scenario = try scenarioCheck()
    return try ProbeTables(nodes) { scenario?.problem(with: $0) }
  }

  /// What will judge the scenarios knows what it can judge.
  private static func scenarioCheck() throws(Diagnostic) -> (any Check)? {
    var options = try OptionReader(Node(.null, at: SourceLocation(path: "")), subject: "scenario")
    return try Workspace.catalog.check("scenario")?.init(options: &options)
  }

  private static func node(of file: String) throws -> Node {
    try YAMLFile.read(PlainFiles.read(file, limit: handWritten), path: CommandPlace().shown(file))
  }
}
