import ArgumentParser
import EvalGateCore
import EvalGateStore
import JSONSchema
import StrictJSON

struct JSONCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "json", abstract: "Check files or standard input: strict JSON, and a schema where one is given.",
    discussion: """
      JSON is RFC 8259 and nothing else: no comments, no trailing commas, no repair, each key once. Schemas are JSON Schema \
      2020-12, 2019-09 or draft 7. Ends with 0 when every document is valid, 1 when one is not, 2 when a file or the schema \
      cannot be used, 3 when validating one was given up at a limit.
      """)

  @Argument(help: ArgumentHelp("Files; `-` is standard input.", valueName: "file"))
  var files: [String]

  @Option(help: ArgumentHelp("Validate against this JSON Schema; `-` is standard input.", valueName: "path"))
  var schema: String?

  @Flag(help: "Every line is a document (JSON lines).")
  var lines = false

  @Option(help: "How to show what was found: text, json, sarif or github.")
  var format: DocumentFormat?

  @Option(
    help: ArgumentHelp(
      "The specification's result of each document, within --format json: flag, basic, detailed or verbose.",
      valueName: "form"))
  var output: OutputName?

  @Flag(inversion: .prefixedNo, help: "Whether a string that lacks its `format` fails.")
  var formatAssertion = true

  @Flag(
    inversion: .prefixedNo,
    help: "Whether a string fails that is not what `contentEncoding` and `contentMediaType` say.")
  var contentAssertion = false

  @Option(
    help: ArgumentHelp("The version of schemas without `$schema`: 2020-12, 2019-09 or draft-07.", valueName: "version"))
  var draft: DraftName = .draft202012

  @Option(
    help: ArgumentHelp("A folder that stands for a remote URI; may be given several times.", valueName: "uri=folder"))
  var map: [String] = []

  @Option(help: "When to colour: auto, always or never.")
  var color: ColorChoice = .auto

  func validate() throws {
    guard output == nil || schema != nil else { throw ValidationError("--output needs --schema.") }
    guard map.isEmpty || schema != nil else { throw ValidationError("--map needs --schema.") }
    guard output == nil || format ?? .json == .json else { throw ValidationError("--output needs --format json.") }
    guard (files + [schema].compactMap { $0 }).count(where: { $0 == "-" }) < 2 else {
      throw ValidationError("standard input can be read only once.")
    }
  }

  func run() throws {
    let place = CommandPlace()
    let options = JSONSchema.Options(
      defaultDraft: draft.draft, format: formatAssertion ? .assertion : .annotation, assertsContent: contentAssertion)
    let compiled = try schema.map { file in
      let path = Host.absolute(file == "-" ? StandardInput.name : file)
      // Without a repository references stay below the schema's own folder.
      let root = place.repository ?? String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
      return try SchemaFile.load(
        file, at: path, files: SchemaFiles(root: root.isEmpty ? "/" : root, maps: map, absolute: Host.absolute),
        options: options,
        shown: place.shown)
    }
    let check = DocumentCheck(schema: compiled, output: output?.format)
    var documents: [CheckedDocument] = []
    var unreadable = Problems()
    for file in files {
      do throws(Diagnostic) {
        let name = file == "-" ? StandardInput.name : place.shown(Host.absolute(file))
        documents += try checked(file, as: name, check)
      } catch {
        unreadable.add(error)
      }
    }
    let console = Console()
    let report = DocumentReport(
      documents: documents, format: compiled.map(\.format), unreadable: unreadable.sorted)
    let context = ReportContext(
      color: Console.usesColor(color, .output, environment: Host.environment),
      unicode: Console.showsUnicode(environment: Host.environment))
    console.write(report.render(output == nil ? format ?? .text : .json, context))
    guard unreadable.isEmpty else { throw unreadable }
    guard report.outcome == .passed else { throw Ending(report.outcome) }
  }

  /// The documents of a file: the whole of it, or each of its lines.
  private func checked(
    _ file: String, as name: String, _ check: DocumentCheck
  ) throws(Diagnostic) -> [CheckedDocument] {
    let stream = try InputStream(file)
    guard lines else {
      guard let bytes = try stream.whole(limit: check.limits.bytes) else { return [check.tooLarge("a document", name)] }
      return [check.check(bytes, path: name, line: nil)]
    }
    var documents: [CheckedDocument] = []
    while let line = try stream.nextLine(limit: check.limits.bytes) {
      documents.append(check.check(line.bytes, path: name, line: line.number))
    }
    // Nothing was looked at, which is no reason to call it valid.
    return documents.isEmpty ? [check.check([], path: name, line: .some(1))] : documents
  }
}

/// An output format of the specification, as the command line writes it.
enum OutputName: String, NamedChoice {
  case flag, basic, detailed, verbose

  var format: JSONSchema.OutputFormat {
    switch self {
    case .flag: .flag
    case .basic: .basic
    case .detailed: .detailed
    case .verbose: .verbose
    }
  }
}

/// The version of schemas that do not name one, as the command line writes it.
enum DraftName: String, NamedChoice {
  case draft202012 = "2020-12"
  case draft201909 = "2019-09"
  case draft07 = "draft-07"

  var draft: JSONSchema.Draft {
    switch self {
    case .draft202012: .draft202012
    case .draft201909: .draft201909
    case .draft07: .draft7
    }
  }
}

extension DocumentFormat: NamedChoice {}
