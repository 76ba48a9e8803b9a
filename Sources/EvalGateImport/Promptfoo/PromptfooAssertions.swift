import EvalGateCore
import SafeRegex
import StrictJSON

/// promptfoo's assertions as checks of ours.
///
/// Each type that has a counterpart is one entry of `written`; the rest is left out with what to do instead. Weights do not
/// count here: a case passes when all its checks pass.
struct PromptfooAssertions {
  let path: String
  let files: any ForeignFiles

  /// The checks of a list of assertions.
  /// - Parameter variables: of the case, for values that are templates.
  func checks(_ nodes: [Node], variables: JSONObject, _ notes: inout Notes) -> [JSONObject] {
    nodes.flatMap { checks(of: $0, variables, &notes) }
  }

  /// Whether an assertion is about what is said, rather than how long it took, what it cost or how it ended.
  func judges(_ node: Node) -> Bool {
    guard let type = node["type"]?.text else { return true }
    if type == "assert-set" { return (node["assert"]?.items ?? []).contains(where: judges) }
    return !["latency", "cost", "finish-reason"].contains(type.hasPrefix("not-") ? String(type.dropFirst(4)) : type)
  }

  /// The same of what it became.
  static func judges(_ check: JSONObject) -> Bool {
    !["latency", "cost", "finish_reason"].contains(check["check"])
  }

  /// Whether a value takes something from the case, so that the check cannot stand for all cases.
  static func isTemplate(_ node: Node) -> Bool {
    switch node.content {
    case .string(let text): text.contains("{{") || text.contains("{%")
    case .sequence(let nodes): nodes.contains(where: isTemplate)
    case .mapping(let entries): entries.contains { isTemplate($0.value) }
    default: false
    }
  }

  private func checks(of node: Node, _ variables: JSONObject, _ notes: inout Notes) -> [JSONObject] {
    guard let written = node["type"]?.text else {
      notes.left("an assertion without `type`", at: node.location, help: "write the check by hand")
      return []
    }
    let place = node["type"]?.location ?? node.location
    if written == "assert-set" {
      guard node["threshold"] == nil || node["threshold"]?.number == 1 else {
        notes.left(
          "the assertion set with a threshold", at: place,
          help: "a case passes when all its checks pass; choose which have to")
        return []
      }
      return checks(node["assert"]?.items ?? [], variables: variables, &notes)
    }
    if node["weight"]?.number == 0 {
      notes.left(
        "`\(written)` with weight 0", at: place,
        help: "no check is measured without counting; add it if it should count")
      return []
    }
    let isNegated = written.hasPrefix("not-")
    let type = isNegated ? String(written.dropFirst("not-".count)) : written
    do throws(Unfit) {
      var checks = try self.checks(type, node, variables, isNegated, &notes)
      if let transform = node["transform"] {
        guard let from = Self.selector(transform.text ?? "") else {
          throw Unfit(
            what: "`\(written)` after a transform", help: "say with `from:` what part of the answer is judged")
        }
        for index in checks.indices { checks[index]["from"] = .string(from) }
      }
      if isNegated { for index in checks.indices { checks[index]["not"] = checks[index]["not"] == true ? nil : true } }
      return checks
    } catch {
      notes.left(error.what, at: place, help: error.help)
      return []
    }
  }

  struct Unfit: Error { let what: String; let help: String }

  /// `JSON.parse(output).a.b` or `output.a[0]` as a path; nil for any other program.
  static func selector(_ transform: String) -> String? {
    for prefix in ["JSON.parse(output)", "output"] where transform.hasPrefix(prefix + ".") {
      let path = transform.dropFirst(prefix.count)
      let isPath = path.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._[]".contains($0)) }
      return isPath && !path.hasSuffix(".") ? JavaScriptChecks.path(String(path)) : nil
    }
    return nil
  }

  // MARK: One type

  private func checks(
    _ type: String, _ node: Node, _ variables: JSONObject, _ isNegated: Bool, _ notes: inout Notes
  ) throws(Unfit) -> [JSONObject] {
    let place = node["type"]?.location ?? node.location
    switch type {
    case "equals":
      guard let value = try value(node, variables) else { throw missing(type) }
      return [["check": "equals", "value": value]]
    case "contains", "icontains":
      return [try search("contains", "text", node, variables, ignoresCase: type == "icontains")]
    case "starts-with": return [try search("starts_with", "text", node, variables, ignoresCase: false)]
    case "contains-all", "contains-any", "icontains-all", "icontains-any":
      let check = type.hasSuffix("all") ? "contains_all" : "contains_any"
      return [try search(check, "texts", node, variables, ignoresCase: type.hasPrefix("i"))]
    case "regex": return [try regex(node, variables)]
    case "is-json": return [try json(node, variables)]
    case "contains-json":
      notes.nearly(
        "`contains-json` reads from the first bracket of the answer to the last one", at: place,
        help: "answers with two JSON values, or with brackets in the text around them, are judged differently")
      var check = try json(node, variables)
      check["from"] = ["regex": #"(?s)([\[{].*[\]}])"#]
      return [check]
    case "latency":
      guard let limit = node["threshold"]?.plain else { throw missing(type) }
      return [["check": "latency", "at_most": .string(limit + "ms")]]
    case "cost":
      guard let threshold = node["threshold"] else { throw missing(type) }
      return [["check": "cost", "at_most": threshold.json, "unit": "usd"]]
    case "levenshtein":
      guard let text = try value(node, variables)?.stringValue else { throw missing(type) }
      return [["check": "levenshtein", "text": .string(text), "at_most": node["threshold"]?.json ?? 5]]
    case "word-count": return [try wordCount(node, variables)]
    case "is-refusal": return [["check": "refusal"]]
    case "finish-reason":
      guard let reason = try value(node, variables) else { throw missing(type) }
      return [["check": "finish_reason", "reason": reason]]
    case "javascript":
      guard let source = node["value"]?.text, source.filePath == nil, node["threshold"] == nil,
        let checks = JavaScriptChecks.checks(source), !isNegated || checks.count == 1
      else {
        throw Unfit(
          what: "`javascript`",
          help: "make it a program that the check `exec` asks, or say the same with the checks there are")
      }
      return checks
    default: throw unfit(type)
    }
  }

  private func missing(_ type: String) -> Unfit {
    Unfit(what: "`\(type)` without a value", help: "write the check by hand")
  }

  private func unfit(_ type: String) -> Unfit {
    let help =
      switch type {
      case "python", "ruby", "webhook": "make it a program that the check `exec` asks"
      case "llm-rubric", "factuality", "g-eval", "model-graded-closedqa", "model-graded-factuality", "answer-relevance",
        "context-faithfulness", "context-recall", "context-relevance", "conversation-relevance", "search-rubric", "pi",
        "select-best", "max-score", "trajectory:goal-success":
        "it asks a model; find what code can decide about the answer"
      case "similar", "similar:cosine", "similar:dot", "similar:euclidean", "classifier", "moderation", "guardrails":
        "it asks a service; `levenshtein`, `rouge_l` or `label` may do"
      case "rouge-n", "bleu", "gleu", "meteor":
        "the figure here is computed differently, so that its threshold would mean another thing; see `evalgate explain rouge_l`"
      case "is-valid-function-call", "is-valid-openai-function-call", "is-valid-openai-tools-call", "tool-call-f1",
        "trajectory:tool-used", "trajectory:tool-sequence", "trajectory:tool-args-match", "skill-used":
        "the check `tool_calls` says which calls are expected, with which arguments"
      case "is-xml", "contains-xml", "is-html", "contains-html", "is-sql", "contains-sql", "perplexity",
        "perplexity-score", "trace-span-count", "trace-span-duration", "trace-error-spans", "trajectory:step-count",
        "human":
        "there is no such check; `regex` or a program behind `exec` may do"
      default: "it is not known; write the check by hand"
      }
    return Unfit(what: "`\(type)`", help: help)
  }

  // MARK: Values

  private func search(
    _ check: String, _ key: String, _ node: Node, _ variables: JSONObject, ignoresCase: Bool
  ) throws(Unfit) -> JSONObject {
    let value = try value(node, variables)
    var texts: [String] = (value?.arrayValue ?? value.map { [$0] } ?? []).compactMap { $0.stringValue ?? $0.numberText }
    if key == "texts", texts.count == 1, value?.arrayValue == nil {
      texts = texts[0].split(separator: ",").map { String($0.trimmingSpaces) }
    }
    guard !texts.isEmpty, !texts.contains("") else { throw missing(node["type"]?.text ?? check) }
    var object: JSONObject = ["check": .string(check)]
    object[key] = key == "texts" ? .array(texts.map { .string($0) }) : .string(texts[0])
    if ignoresCase { object["ignore_case"] = true }
    return object
  }

  private func regex(_ node: Node, _ variables: JSONObject) throws(Unfit) -> JSONObject {
    guard let pattern = try value(node, variables)?.stringValue else { throw missing("regex") }
    guard (try? SafeRegex(pattern)) != nil else {
      throw Unfit(what: "the pattern of `regex`", help: "it is no Perl-compatible expression; write it anew")
    }
    return ["check": "regex", "pattern": .string(pattern)]
  }

  private func json(_ node: Node, _ variables: JSONObject) throws(Unfit) -> JSONObject {
    guard let value = node["value"] else { return ["check": "json"] }
    if let file = value.text?.filePath {
      let path = ForeignPath.join(path, file)
      guard let schema = try? files.value(path), schema.isMapping else {
        throw Unfit(
          what: "`\(node["type"]?.text ?? "")` with the schema `\(file)`", help: "the file cannot be read as a schema")
      }
      return ["check": "json_schema", "schema": schema.json]
    }
    if value.isMapping { return ["check": "json_schema", "schema": value.json] }
    guard let text = value.text, let schema = try? JSONValue(parsing: Array(text.utf8)), schema.objectValue != nil
    else {
      throw Unfit(
        what: "`\(node["type"]?.text ?? "")` with this schema", help: "write the schema as a mapping or as strict JSON")
    }
    return ["check": "json_schema", "schema": schema]
  }

  private func wordCount(_ node: Node, _ variables: JSONObject) throws(Unfit) -> JSONObject {
    var check: JSONObject = ["check": "length", "unit": "words"]
    if let value = node["value"], value.isMapping {
      check["at_least"] = value["min"]?.json
      check["at_most"] = value["max"]?.json
    } else if let count = node["value"]?.plain.flatMap({ Int($0) }) {
      check["at_least"] = .number(JSONNumber(count))
      check["at_most"] = .number(JSONNumber(count))
    }
    guard check.count > 2 else { throw missing("word-count") }
    return check
  }

  /// The value with files read and templates filled in; nil where there is none.
  private func value(_ node: Node, _ variables: JSONObject) throws(Unfit) -> JSONValue? {
    guard let value = node["value"], value.content != .null else { return nil }
    return try filled(value, variables, of: node["type"]?.text ?? "")
  }

  private func filled(_ node: Node, _ variables: JSONObject, of type: String) throws(Unfit) -> JSONValue {
    switch node.content {
    case .string(let text):
      if let file = text.filePath {
        guard !["js", "cjs", "mjs", "ts", "py", "rb"].contains(ForeignPath.suffix(of: file)),
          let content = try? files.text(ForeignPath.join(path, file))
        else {
          throw Unfit(
            what: "`\(type)` with the value of `\(file)`", help: "write the value out, or use a program behind `exec`")
        }
        // promptfoo takes a text file without the white space around it (src/assertions/utils.ts, `processFileReference`).
        return .string(ForeignPath.suffix(of: file) == "txt" ? String(content.trimmingSpaces) : content)
      }
      guard Self.isTemplate(node) else { return .string(text) }
      guard let written = try? Nunjucks(structured: []).convert(text),
        let template = try? Template(written, location: node.location), let rendered = try? template.render(variables)
      else { throw Unfit(what: "`\(type)` with the template `\(text)`", help: "write the value out for each case") }
      return .string(rendered)
    case .sequence(let nodes):
      var values: [JSONValue] = []
      for node in nodes { values.append(try filled(node, variables, of: type)) }
      return .array(values)
    default: return node.json
    }
  }
}

extension JSONValue {
  fileprivate var numberText: String? {
    if case .number(let number) = self { return number.text }
    return nil
  }
}
