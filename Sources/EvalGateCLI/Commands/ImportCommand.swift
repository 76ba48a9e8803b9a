import ArgumentParser
import EvalGateCore
import EvalGateImport
import EvalGateStore

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Convert another tool's files, and list what has no counterpart here.",
    // With semicolons, because a manual page fills these lines up.
    discussion: Importers.all.map { "\($0.id): \($0.summary)" }.joined(separator: ";\n") + """
      .

      Nothing is overwritten and nothing is asked of a model. What could not be converted is listed with its place and why; the \
      files that are written are complete without it.
      """)

  enum Kind: String, NamedChoice {
    case promptfoo, github
    case openAIEvals = "openai-evals"
    case csv
  }

  @Argument(help: "promptfoo, github, openai-evals or csv.")
  var kind: Kind

  @Argument(help: ArgumentHelp("The other tool's file.", valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("Where to; the working folder when none is given.", valueName: "folder"))
  var into = "."

  @Option(help: ArgumentHelp("What prompt, evalset and suite are called.", valueName: "name"))
  var name: String?

  @Option(help: ArgumentHelp("csv: the column that says what is expected.", valueName: "column"))
  var expected: String?

  @Option(help: ArgumentHelp("csv: the column with the ids.", valueName: "column"))
  var id: String?

  @Option(help: ArgumentHelp("csv: the column with the message to the model.", valueName: "column"))
  var input: String?

  func run() async throws {
    let console = Console()
    guard let importer = Importers.all.first(where: { $0.id == kind.rawValue }) else { return }
    if let name, !Self.isName(name) {
      throw Diagnostic(
        .importTarget, "`--name \(name)` is no name",
        help: "write letters, digits, `-` and `_`: it names files and suites")
    }
    let disk = try ForeignDisk(around: Host.absolute(file))
    let imported = try importer.convert(
      disk.shown(Host.absolute(file)), ImportOptions(name: name, expected: expected, id: id, input: input), files: disk)
    let root = Host.absolute(into)
    let taken = imported.files.filter { PlainFiles.exists(root + "/" + $0.path) }.map { "`\($0.path)`" }
    guard taken.isEmpty else {
      throw Diagnostic(
        .importTarget, "\(taken.joined(separator: ", ")) \(taken.count == 1 ? "is" : "are") there already",
        help: "nothing was written; name another folder with `--into FOLDER`, or another name with `--name NAME`")
    }
    for file in imported.files { try PlainFiles.write(Array(file.text.utf8), to: root + "/" + file.path) }
    console.write(ImportNotes.text(imported.notes), to: .error)
    for file in imported.files { console.line("wrote  \(file.path)") }
    let left = imported.notes.count { $0.severity == .warning }
    let nearly = imported.notes.count - left
    console.line(
      "imported  \(Format.count(imported.cases, "case"))" + (left > 0 ? " · \(left) left out" : "")
        + (nearly > 0 ? " · \(nearly) nearly" : ""))
    console.line("  next   \(into == "." ? "" : "cd \(NextSteps.quoted(into)) && ")evalgate validate")
  }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 60 && name != "baselines"
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
  }
}

extension DiagnosticCode {
  static let importTarget = DiagnosticCode(
    "import/target", "What `import` would write is there already, or has no usable name. Nothing is overwritten.")
}
