import StrictJSON
import Testing

/// `docs/reference/`: made from what the program says of itself.
@Suite("the reference")
struct ReferenceTests {
  private static let folder =
    Repository.root
    + "/docs/reference"
  private static let made = "<!-- Made from the program by a test; EVALGATE_UPDATE_SNAPSHOTS=1 writes it anew. -->\n\n"

  private static func json(_ arguments: String...) async throws -> JSONValue {
    let run = try await EvalGate.run(arguments, in: TemporaryProject())
    return try JSONValue(parsing: Array(run.output.utf8))
  }

  /// The generator of manual pages leaves out what is not ASCII, without a word.
  @Test("the help of every command is written in ASCII")
  func plainHelp() async throws {
    let help = try await TemporaryProject().evalgate("--experimental-dump-help").run.output
    #expect(help.utf8.count > 10_000)
    #expect(help.split(separator: "\n").first { !$0.utf8.allSatisfy { $0 < 0x80 } } == nil)
  }

  @Test("has every command with its arguments and flags")
  func commands() async throws {
    let dump = try await Self.json("--experimental-dump-help")
    let root = try #require(dump["command"])
    var page = "# Commands\n\n" + Self.made
    page += "Every flag of `run` can be given by the environment too: `EVALGATE_TRIALS=3` for `--trials 3`.\n"
    func add(_ command: JSONValue, _ path: String) {
      let name = path + (path.isEmpty ? "" : " ") + (command["commandName"]?.stringValue ?? "")
      page += "\n## `\(name)`\n\n\(command["abstract"]?.stringValue ?? "")\n"
      if let more = command["discussion"]?.stringValue { page += "\n" + more.trimming() + "\n" }
      let rows = Self.paired(
        (command["arguments"]?.arrayValue ?? []).filter { $0["shouldDisplay"]?.boolValue != false }
      )
      .compactMap(Self.row).filter { !$0.hasPrefix("| `-h, --help`") }
      if !rows.isEmpty { page += "\n| | |\n|---|---|\n" + rows.joined() }
      for child in command["subcommands"]?.arrayValue ?? [] where child["commandName"] != "help" { add(child, name) }
    }
    add(root, "")
    try Published.expect(page, at: Self.folder + "/commands.md")
  }

  /// A flag and what turns it off are told of in the same words, so they share a row.
  private static func paired(_ arguments: [JSONValue]) -> [JSONValue] {
    arguments.reduce(into: []) { all, argument in
      let name = argument["names"]?.arrayValue?.first?["name"]?.stringValue
      let opposite = name.flatMap { $0.hasPrefix("no-") ? $0.dropFirst("no-".count) : nil }
      let before = all.last?["names"]?.arrayValue?.last
      guard let opposite, before?["name"]?.stringValue == String(opposite), var pair = all.last?.objectValue else {
        return all.append(argument)
      }
      pair["names"] = .array((pair["names"]?.arrayValue ?? []) + (argument["names"]?.arrayValue ?? []))
      all[all.count - 1] = .object(pair)
    }
  }

  private static func row(_ argument: JSONValue) -> String? {
    let names = (argument["names"]?.arrayValue ?? []).compactMap { name -> String? in
      guard let text = name["name"]?.stringValue else { return nil }
      return name["kind"] == "short" ? "-\(text)" : "--\(text)"
    }
    let value = argument["kind"] == "flag" ? "" : argument["valueName"]?.stringValue.map { " <\($0)>" } ?? ""
    let written =
      names.isEmpty ? "<\(argument["valueName"]?.stringValue ?? "")>" : names.joined(separator: ", ") + value
    var text = argument["abstract"]?.stringValue ?? ""
    if let usual = argument["defaultValue"]?.stringValue, argument["kind"] != "flag" { text += " Default: `\(usual)`." }
    return
      "| `\(written.replacing("|", with: "\\|"))` | \(text.replacing("|", with: "\\|").replacing("\n", with: " ")) |\n"
  }

  @Test("has every check, metric and report, and where to read on")
  func parts() async throws {
    var page = "# Checks, metrics and reports\n\n" + Self.made
    page += "`evalgate explain NAME` prints the options of each, with examples that pass and fail.\n"
    for (title, kind) in [
      ("Checks", "checks"), ("Metrics", "metrics"), ("Providers", "providers"), ("Reports", "formats"),
    ] {
      page += "\n## \(title)\n\n| | |\n|---|---|\n"
      for part in try await Self.json("list", kind, "--json").arrayValue ?? [] {
        let summary = part["summary"]?.stringValue?.replacing("|", with: "\\|") ?? ""
        page += "| `\(part["id"]?.stringValue ?? "")` | \(summary) |\n"
      }
    }
    try Published.expect(page, at: Self.folder + "/parts.md")
  }

  @Test("has every code of a message")
  func codes() async throws {
    var page = "# Message codes\n\n" + Self.made
    page +=
      "`evalgate explain CODE` prints the same, with an example.\n\n| | what it means | to mend it |\n|---|---|---|\n"
    for code in try await Self.json("list", "codes", "--json").arrayValue ?? [] {
      let cells = ["summary", "mend"].map { code[$0]?.stringValue?.replacing("|", with: "\\|") ?? "" }
      page += "| `\(code["id"]?.stringValue ?? "")` | \(cells.joined(separator: " | ")) |\n"
    }
    try Published.expect(page, at: Self.folder + "/codes.md")
  }
}

extension String {
  fileprivate func trimming() -> String {
    split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var line = line
      while line.last == " " { line.removeLast() }
      return String(line)
    }.joined(separator: "\n")
  }
}
