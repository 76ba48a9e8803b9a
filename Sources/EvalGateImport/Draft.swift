import EvalGateCore
import StrictJSON

/// A project of ours in the making.
struct Draft {
  struct Prompt {
    var id: String
    /// `messages` and whatever else the prompt file says.
    var content: JSONObject
  }

  let name: String
  /// Where it came from, for the first line of each file.
  let origin: String
  var routes: [(name: String, content: JSONObject)] = []
  var prompts: [Prompt] = []
  /// Keys of `set.yml` beside `id`.
  var set: JSONObject = [:]
  var cases: [JSONObject] = []

  var files: [Imported.File] {
    [Imported.File(path: "evalgate.yml", text: head + configuration)]
      + prompts.map { Imported.File(path: "prompts/\($0.id).prompt.yml", text: head + YAMLText.document($0.content)) }
      + [
        Imported.File(path: "evalsets/\(name)/set.yml", text: head + YAMLText.document(["id": .string(name)], set)),
        Imported.File(
          path: "evalsets/\(name)/cases.jsonl", text: cases.map { JSONValue.object($0).serialized() + "\n" }.joined()),
      ]
  }

  func imported(_ notes: Notes) -> Imported { Imported(files: files, cases: cases.count, notes: notes.list) }

  private var head: String { "# Imported from \(origin)\n" }

  private var configuration: String {
    var document: JSONObject = ["version": 1]
    if !routes.isEmpty { document["routes"] = .object(JSONObject(routes.map { ($0.name, .object($0.content)) })) }
    document["suites"] = .object(
      JSONObject(
        prompts.map { prompt in
          var suite: JSONObject = ["prompt": .string(prompt.id), "evalset": .string(name)]
          if routes.count == 1 { suite["route"] = .string(routes[0].name) }
          if routes.count > 1 { suite["routes"] = .array(routes.map { .string($0.name) }) }
          return (prompt.id, .object(suite))
        }))
    document["gates"] = ["pass_rate": ["metric": "pass_rate", "no_worse_than": "baseline"]]
    return YAMLText.document(document)
  }
}

/// Names of files, routes and cases from texts that people wrote.
enum Slug {
  /// Lower-case ASCII letters, digits and hyphens, at most 60; nil where nothing is left.
  static func of(_ text: String) -> String? {
    var slug = ""
    for scalar in text.unicodeScalars where slug.utf8.count < 60 {
      switch scalar {
      case "a"..."z", "0"..."9": slug.unicodeScalars.append(scalar)
      case "A"..."Z": slug += scalar.properties.lowercaseMapping
      default: if !slug.isEmpty, !slug.hasSuffix("-") { slug += "-" }
      }
    }
    while slug.hasSuffix("-") { slug.removeLast() }
    return slug.isEmpty ? nil : slug
  }

  /// The slug, with a number behind it where it was given out before.
  static func unique(_ text: String, or fallback: String, among taken: inout Set<String>) -> String {
    let base = of(text) ?? fallback
    var (name, number) = (base, 2)
    while !taken.insert(name).inserted {
      name = "\(base)-\(number)"
      number += 1
    }
    return name
  }
}

/// The parts of a path with `/`.
enum ForeignPath {
  /// Without folders and without what follows the first dot.
  static func stem(of path: String) -> String {
    let name = ProjectPath.name(of: path)
    return name.firstIndex(of: ".").map { String(name[..<$0]) } ?? name
  }

  static func suffix(of path: String) -> String {
    let name = ProjectPath.name(of: path)
    return name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? ""
  }

  /// A path as a file beside `file` writes it, `./` and `../` resolved.
  static func join(_ file: String, _ relative: String) -> String {
    if relative.hasPrefix("/") { return relative }
    var parts = ProjectPath.folder(of: file).split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if parts == [""] { parts = [] }
    for part in relative.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(String(part)) }
    }
    return parts.joined(separator: "/")
  }
}
