import EvalGateCore
import JSONSchema
import StrictJSON

/// A prompt as loaded, with the parts of GitHub's format that make an evalset of their own.
struct LoadedPrompt {
  let prompt: Prompt
  let testData: Node?
  let evaluators: Node?
  /// The output schema as it was written.
  let schema: Node?
  /// Where `model` stands.
  let modelLocation: SourceLocation?

  /// Whether the file says itself what judges its rows.
  var isEvaluated: Bool {
    guard testData != nil, case .sequence(let nodes)? = evaluators?.content else { return false }
    return !nodes.isEmpty
  }
}

/// Reads `.prompt.yml`: the nine keys of GitHub's format with their meaning, and ours.
///
/// The digest covers what can affect an output: messages, parameters, output schema, tools and preprocessing. It leaves out
/// `id`, `version`, `changelog`, `name` and `description`, and also `model`: a suite's route wins over it, and which model
/// answered is the route's part of the run tuple.
struct PromptReader {
  let shelf: Shelf
  let listing: [String]

  func load(_ path: String, namedAt place: SourceLocation?, _ problems: inout Problems) async -> LoadedPrompt? {
    let text: SourceText
    do throws(Diagnostic) {
      text = try await shelf.text(path, limit: Shelf.handWritten, namedAt: place, as: "prompt", among: listing)
    } catch {
      problems.add(error)
      return nil
    }
    let node: Node
    do throws(Problems) {
      node = try YAMLReader.read(text)
    } catch {
      problems.add(error)
      return nil
    }
    guard var reader = problems.collect({ () throws(Diagnostic) in try OptionReader(node, subject: "prompt") }) else {
      return nil
    }
    for key in ["name", "description"] { _ = reader.node(key) }
    let id = reader.node("id")?.source ?? Self.stem(of: path)
    let version = reader.node("version")
    let changelog = ChangelogReader.read(reader.node("changelog"), &problems)
    let model = reader.node("model")
    let (testData, evaluators) = (reader.node("testData"), reader.node("evaluators"))
    var parameters = self.parameters(reader.node("modelParameters"), &problems)
    let messages = MessageReader(text: text).read(reader.node("messages"), at: node.location, &problems)
    let pictures = await self.pictures(messages, &problems)
    let format = ResponseFormat(reader.node("responseFormat"), reader.node("jsonSchema"), &problems)
    let output = reader.node("output")
    let tools = reader.node("tools")
    let preprocess = self.preprocess(reader.node("preprocess"), &problems)
    for problem in reader.unknownKeys() { problems.add(problem) }
    if let word = format.parameter { parameters["response_format"] = ["type": .string(word)] }

    let schemas = SchemaLoader(shelf: shelf, listing: listing)
    let schema = await schemas.output(output, github: format.schema, default: id, &problems)
    let toolSet = await ToolReader(schemas: schemas).load(tools, promptID: id, &problems)
    let prompt = Prompt(
      id: id, declaredVersion: version?.source, versionPlace: version?.location,
      digest: Self.digest(messages, pictures, parameters, schema, toolSet, preprocess), location: node.location,
      changelog: changelog, model: model?.source, messages: messages, parameters: parameters,
      outputSchema: schema?.schema,
      tools: toolSet, preprocess: preprocess)
    return LoadedPrompt(
      prompt: prompt, testData: testData, evaluators: evaluators, schema: schema?.node, modelLocation: model?.location)
  }

  /// `prompts/triage.prompt.yml` is `triage`.
  static func stem(of path: String) -> String {
    let name = ProjectPath.name(of: path)
    for suffix in [".prompt.yml", ".prompt.yaml"] where name.hasSuffix(suffix) {
      return String(name.dropLast(suffix.count))
    }
    return name
  }

  static func isPrompt(_ path: String) -> Bool { path.hasSuffix(".prompt.yml") || path.hasSuffix(".prompt.yaml") }

  private static func digest(
    _ messages: [PromptMessage], _ pictures: [String: Digest], _ parameters: JSONObject, _ schema: LoadedSchema?,
    _ tools: ToolSet?,
    _ steps: [PreprocessStep]
  ) -> Digest {
    var object: JSONObject = [
      "messages": .array(messages.map(Self.identity)), "parameters": .object(parameters),
    ]
    if !pictures.isEmpty {
      object["pictures"] = .object(JSONObject(pictures.map { ($0.key, .string($0.value.hex)) }))
    }
    if let schema { object["output"] = ["name": .string(schema.schema.name), "schema": schema.content] }
    if let tools { object["tools"] = .array(tools.tools.map(\.json)) }
    if !steps.isEmpty {
      object["preprocess"] = [
        "revision": .number(JSONNumber(PreprocessStep.revision)), "steps": .array(steps.map { .string($0.rawValue) }),
      ]
    }
    return Digest(of: .object(object))
  }

  private static func identity(_ message: PromptMessage) -> JSONValue {
    var object: JSONObject = ["role": .string(message.role.rawValue), "content": .string(message.template.source)]
    if !message.images.isEmpty { object["images"] = .array(message.images.map { .string($0.template.source) }) }
    return .object(object)
  }

  /// What the pictures are that every case is sent with, by path; those of cases belong to the cases.
  private func pictures(_ messages: [PromptMessage], _ problems: inout Problems) async -> [String: Digest] {
    var pictures: [String: Digest] = [:]
    for image in messages.flatMap(\.images) where !image.dependsOnCase {
      do throws(Diagnostic) {
        let path = try image.path(for: [:], ofCaseAt: image.template.location)
        pictures[path] = try await shelf.picture(path, namedAt: image.template.location, among: listing)
      } catch {
        problems.add(error)
      }
    }
    return pictures
  }

  /// With names as services write them: GitHub's `maxTokens` is `max_tokens`.
  private func parameters(_ node: Node?, _ problems: inout Problems) -> JSONObject {
    guard let node else { return [:] }
    guard case .mapping(let entries) = node.content else {
      problems.add(OptionReader.wrong(node, "modelParameters", "a mapping such as `{ temperature: 0 }`"))
      return [:]
    }
    if let several = Diagnostic.severalAnswers(askedBy: node) { problems.add(several) }
    var parameters: JSONObject = [:]
    for entry in entries {
      let name = Self.snakeCase(entry.key)
      if parameters.contains(key: name) {
        problems.add(
          Diagnostic(
            .duplicateKey, "`\(entry.key)` is `\(name)` again", at: entry.keyLocation, help: "remove one of the two"))
      }
      if ["temperature", "top_p", "max_tokens", "max_completion_tokens", "seed", "top_k"].contains(name) {
        guard case .number = entry.value.content else {
          problems.add(OptionReader.wrong(entry.value, entry.key, "a number"))
          continue
        }
      }
      parameters[name] = entry.value.json
    }
    return parameters
  }

  private static func snakeCase(_ name: String) -> String {
    var result = ""
    for scalar in name.unicodeScalars {
      if ("A"..."Z").contains(scalar), let lower = Unicode.Scalar(scalar.value + 32) {
        result += "_"
        result.unicodeScalars.append(lower)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private func preprocess(_ node: Node?, _ problems: inout Problems) -> [PreprocessStep] {
    guard let node else { return [] }
    let nodes: [Node]
    if case .sequence(let list) = node.content { nodes = list } else { nodes = [node] }
    return nodes.compactMap { node in
      if case .string(let word) = node.content, let step = PreprocessStep(rawValue: word) { return step }
      let known = PreprocessStep.allCases.map(\.rawValue)
      problems.add(
        Diagnostic(
          .unknownWord, "`\(node.source ?? node.kindName)` is not a preprocessing step", at: node.location,
          label: suggestion(for: node.source ?? "", among: known).map { "did you mean `\($0)`?" },
          help: "steps are " + known.map { "`\($0)`" }.joined(separator: ", ")))
      return nil
    }
  }
}

/// Reads `changelog`: one entry a version, why it came to be, and the version to go back to.
enum ChangelogReader {
  /// - Parameter word: what the file calls its version; `version` is taken for it everywhere.
  static func read(_ node: Node?, of word: String = "version", _ problems: inout Problems) -> [ChangelogEntry] {
    guard let node else { return [] }
    guard case .sequence(let nodes) = node.content else {
      problems.add(OptionReader.wrong(node, "changelog", "a list of `{ \(word), why, back_to }`"))
      return []
    }
    var seen: Set<String> = []
    return nodes.compactMap { node in
      problems.collect { () throws(Diagnostic) in
        var reader = try OptionReader(node, subject: "changelog entry")
        let key = node[word] == nil && node["version"] != nil ? "version" : word
        guard let version = try reader.required(key).source else {
          throw OptionReader.wrong(node, key, "a number or text")
        }
        let why = try reader.string("why")
        let back = reader.node("back_to")?.source
        try reader.finish()
        guard seen.insert(version).inserted else {
          throw Diagnostic(
            .duplicateName, "two changelog entries for \(word) \(version)", at: node.location,
            help: "keep one entry a \(word)")
        }
        return ChangelogEntry(version: version, why: why, rollbackTo: back)
      }
    }
  }
}
