import EvalGateCore
import JSONSchema
import StrictJSON

/// An output schema, as it was written, and its content with every file it refers to.
struct LoadedSchema {
  let schema: OutputSchema
  let node: Node
  let content: JSONValue
}

/// `responseFormat` and `jsonSchema` of GitHub's format.
struct ResponseFormat {
  /// What is sent besides a schema: `json_object`.
  var parameter: String?
  /// The schema as JSON text inside YAML.
  var schema: Node?

  init(_ format: Node?, _ schema: Node?, _ problems: inout Problems) {
    guard let format else {
      self.schema = schema
      return
    }
    switch format.source {
    case "text":
      if let schema {
        problems.add(
          Diagnostic(
            .wrongType, "`jsonSchema` without `responseFormat: json_schema`", at: schema.location,
            help: "set `responseFormat: json_schema`, or remove the schema"))
      }
    case "json_object": parameter = "json_object"
    case "json_schema":
      self.schema = schema
      if schema == nil {
        problems.add(
          Diagnostic(
            .missingKey, "`responseFormat: json_schema` needs `jsonSchema`", at: format.location,
            help: "add `jsonSchema: '{ … }'`"))
      }
    default:
      problems.add(
        Diagnostic(
          .unknownWord, "`\(format.source ?? format.kindName)` is not a response format", at: format.location,
          help: "formats are `text`, `json_object`, `json_schema`"))
    }
  }
}

/// Reads and compiles JSON Schemas, with `$ref` to files of the repository.
struct SchemaLoader {
  let shelf: Shelf
  let listing: [String]

  /// `output: { schema: path or mapping, name: … }`, or GitHub's `jsonSchema`.
  func output(
    _ node: Node?, github: Node?, default name: String, _ problems: inout Problems
  ) async -> LoadedSchema? {
    guard let node else { return await github.asyncFlatMap { await fromGitHub($0, default: name, &problems) } }
    if let github {
      problems.add(
        Diagnostic(
          .wrongType, "`output` and `jsonSchema` exclude each other", at: github.location, help: "keep one of the two"))
    }
    guard var reader = problems.collect({ () throws(Diagnostic) in try OptionReader(node, subject: "`output`") }) else {
      return nil
    }
    let own = problems.collect { () throws(Diagnostic) in try reader.optionalString("name") } ?? nil
    let settings = problems.collect { () throws(Diagnostic) in try SchemaSettings(options: &reader) }
    let schema = problems.collect { () throws(Diagnostic) in try reader.required("schema") }
    for problem in reader.unknownKeys() { problems.add(problem) }
    guard let schema else { return nil }
    guard case .string(let text) = schema.content else {
      return await compile(
        schema, name: own ?? name, isNamed: own != nil, reading: settings ?? SchemaSettings(), &problems)
    }
    guard let path = problems.collect({ () throws(Diagnostic) in try ProjectPath.resolve(text, at: schema.location) }),
      let file = await shelf.data(path, namedAt: schema.location, as: "schema", among: listing, &problems)
    else { return nil }
    return await compile(
      file, name: own ?? name, isNamed: own != nil, reading: settings ?? SchemaSettings(), &problems)
  }

  /// A JSON text `{ "name": …, "strict": …, "schema": … }`, as GitHub sends it on; a bare schema is taken as well.
  private func fromGitHub(_ node: Node, default name: String, _ problems: inout Problems) async -> LoadedSchema? {
    guard case .string(let text) = node.content else {
      problems.add(OptionReader.wrong(node, "jsonSchema", "JSON as text, such as `'{ \"name\": … }'`"))
      return nil
    }
    do throws(JSONError) {
      let value = try JSONValue(parsing: text)
      let schema = value["schema"] ?? value
      let own = value["name"]?.stringValue
      return await compile(Node(schema, at: node.location), name: own ?? name, isNamed: own != nil, &problems)
    } catch {
      problems.add(
        Diagnostic(
          .jsonSyntax,
          "`jsonSchema` is not JSON: \(error.message) (line \(error.line), column \(error.column) of the text)",
          at: node.location, help: "write strict JSON, or put the schema into a file and name it under `output`"))
      return nil
    }
  }

  /// Compiles a schema that stands in a file, and says what in it is allowed and not meant.
  func compile(
    _ node: Node, name: String, isNamed: Bool = false, reading settings: SchemaSettings = SchemaSettings(),
    _ problems: inout Problems
  ) async -> LoadedSchema? {
    let source = node.json
    var files: [String: Node] = [:]
    await collectReferences(source, from: node.location, into: &files, &problems)
    let uri = Self.uri(of: node.location.path)
    do throws(SchemaError) {
      let resolver = StaticSchemaResolver(
        Dictionary(uniqueKeysWithValues: files.map { (Self.uri(of: $0.key), $0.value.json) }))
      let compiled = try JSONSchema(source, baseURI: uri, resolver: resolver, options: settings.options)
      shelf.compiledSchemas.insert(node.location.path)
      let reviewed = shelf.isThorough ? [node] + files.sorted(by: { $0.key < $1.key }).map(\.value) : []
      for file in reviewed {
        try SchemaReview(resolver: resolver, options: settings.options).review(file, &problems)
      }
      let content = Self.content(source, files, settings)
      return LoadedSchema(
        schema: OutputSchema(
          name: name, isNamed: isNamed, source: source, compiled: compiled, digest: Digest(of: content),
          location: node.location),
        node: node, content: content)
    } catch {
      for problem in error.problems {
        let elsewhere = files.first { Self.uri(of: $0.key) == problem.uri }?.value
        let place = (elsewhere ?? node).place(of: problem.location)
        problems.addOnce(
          Diagnostic(.badSchema, problem.message, at: place, help: problem.help))
      }
      return nil
    }
  }

  /// What a digest of the schema covers: the files it refers to and how it is to be read are part of it.
  private static func content(_ source: JSONValue, _ files: [String: Node], _ settings: SchemaSettings) -> JSONValue {
    guard !files.isEmpty || !settings.unusual.isEmpty else { return source }
    var content: JSONObject = ["schema": source]
    if !files.isEmpty {
      content["files"] = .object(JSONObject(files.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }))
    }
    if !settings.unusual.isEmpty { content["settings"] = .array(settings.unusual.map { .string($0) }) }
    return .object(content)
  }

  /// Reads the files that relative `$ref`s name, and those that they name in turn.
  private func collectReferences(
    _ schema: JSONValue, from place: SourceLocation, into files: inout [String: Node], _ problems: inout Problems
  ) async {
    var waiting = Self.references(of: schema).map { (text: $0, from: place.path) }
    while let (text, from) = waiting.popLast() {
      guard let path = ProjectPath.normalised(ProjectPath.join(ProjectPath.folder(of: from), text)) else {
        problems.add(
          Diagnostic(
            .outsideRepository, "`$ref: \(text)` leads out of the repository", at: place,
            help: "refer to a file inside it"))
        continue
      }
      guard path != place.path, files[path] == nil else { continue }
      guard files.count < 100,
        let file = await shelf.data(path, namedAt: place, as: "schema", among: listing, &problems)
      else {
        return
      }
      files[path] = file
      waiting += Self.references(of: file.json).map { (text: $0, from: path) }
    }
  }

  /// The files named by `$ref`: relative, without a scheme, before any fragment.
  private static func references(of value: JSONValue) -> Set<String> {
    var found: Set<String> = []
    var waiting = [value]
    while let value = waiting.popLast() {
      switch value {
      case .array(let items): waiting += items
      case .object(let object):
        for (key, member) in object {
          guard key == "$ref", let text = member.stringValue else {
            waiting.append(member)
            continue
          }
          let path = String(text.prefix { $0 != "#" })
          if !path.isEmpty, !path.contains(":") { found.insert(path) }
        }
      default: break
      }
    }
    return found
  }

  /// A URI under which a file's relative references resolve to other files of the repository.
  private static func uri(of path: String) -> String { "evalgate:///" + path }
}

extension Optional {
  func asyncFlatMap<Result>(_ transform: (Wrapped) async -> Result?) async -> Result? {
    guard let self else { return nil }
    return await transform(self)
  }
}
