import EvalGateCore
import StrictJSON

/// promptfoo's providers as routes of one target each.
struct PromptfooProviders {
  /// Services that speak chat completions: where they are and which variable holds the key.
  private static let compatible: [String: (address: String, key: String)] = [
    "openrouter": ("https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
    "groq": ("https://api.groq.com/openai/v1", "GROQ_API_KEY"),
    "mistral": ("https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
    "deepseek": ("https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"),
    "xai": ("https://api.x.ai/v1", "XAI_API_KEY"),
    "togetherai": ("https://api.together.xyz/v1", "TOGETHER_API_KEY"),
    "fireworks": ("https://api.fireworks.ai/inference/v1", "FIREWORKS_API_KEY"),
    "cerebras": ("https://api.cerebras.ai/v1", "CEREBRAS_API_KEY"),
  ]
  /// What of `config` is a parameter of the request, whatever the service.
  private static let parameters: Set<String> = [
    "temperature", "max_tokens", "max_completion_tokens", "top_p", "top_k", "seed", "stop", "frequency_penalty",
    "presence_penalty", "reasoning_effort", "tool_choice", "response_format", "verbosity", "logprobs", "top_logprobs",
    "parallel_tool_calls",
  ]

  func routes(_ nodes: [Node], concurrency: Int?, _ notes: inout Notes) -> [(name: String, content: JSONObject)] {
    var taken: Set<String> = []
    return nodes.compactMap { node in
      let (id, settings) = Self.parts(node)
      guard let id, let target = target(id, settings, at: node.location, &notes) else {
        if id == nil { notes.left("a provider without `id`", at: node.location, help: "add a route by hand") }
        return nil
      }
      let name = Slug.unique(settings?["label"]?.text ?? id, or: "route", among: &taken)
      var route: JSONObject = ["targets": [.object(target)]]
      if let concurrency { route["limits"] = ["concurrency": .number(JSONNumber(max(1, concurrency)))] }
      return (name, route)
    }
  }

  /// `openai:gpt-4`, `{ id: …, config: … }` or `{ "openai:gpt-4": { config: … } }`.
  private static func parts(_ node: Node) -> (String?, Node?) {
    if let text = node.text { return (text, nil) }
    if let id = node["id"]?.text { return (id, node) }
    guard node.entries.count == 1, node.entries[0].value.isMapping else { return (nil, nil) }
    return (node.entries[0].value["id"]?.text ?? node.entries[0].key, node.entries[0].value)
  }

  private func target(_ id: String, _ settings: Node?, at place: SourceLocation, _ notes: inout Notes) -> JSONObject? {
    let parts = id.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let config = settings?["config"]
    guard var target = service(parts, id) else {
      guard let program = program(id, place, &notes) else {
        notes.left("the provider `\(id)`", at: place, help: "add a route for it by hand; see docs/providers.md")
        return nil
      }
      if let config, !config.entries.isEmpty {
        notes.left(
          "`config` of the provider `\(id)`", at: config.location, help: "let the program read its settings itself")
      }
      return program
    }
    var parameters: JSONObject = [:]
    for entry in config?.entries ?? [] {
      switch entry.key {
      case let key where Self.parameters.contains(key): parameters[key] = entry.value.json
      case "maxTokens", "max_output_tokens", "maxOutputTokens", "num_predict":
        parameters["max_tokens"] = entry.value.json
      case "topP": parameters["top_p"] = entry.value.json
      case "stop_sequences", "stopSequences": parameters["stop"] = entry.value.json
      case "generationConfig":
        for inner in entry.value.entries where ["temperature", "topP", "maxOutputTokens"].contains(inner.key) {
          parameters[["topP": "top_p", "maxOutputTokens": "max_tokens"][inner.key] ?? inner.key] = inner.value.json
        }
      case "apiKeyEnvar": target["api_key_env"] = entry.value.json
      case "apiBaseUrl", "baseURL": target["base_url"] = .string(address(entry.value, &notes))
      case "apiHost" where parts[0] == "azure": target["base_url"] = .string(address(entry.value, &notes))
      case "apiVersion" where parts[0] == "azure": target["api_version"] = entry.value.plain.map { .string($0) }
      // Said by the id already.
      case "deployment" where parts[0] == "azure" && entry.value.text == parts.dropFirst(2).joined(separator: ":"):
        break
      case "region": target["region"] = parts[0] == "bedrock" ? entry.value.json : nil
      case "apiKey":
        notes.left("`apiKey`", at: entry.keyLocation, help: "a key is named by its variable: `api_key_env`")
      default:
        notes.left(
          "`\(entry.key)` of the provider", at: entry.keyLocation, help: "see docs/providers.md for what a target takes"
        )
      }
    }
    if parts[0] == "azure", target["base_url"] == nil {
      notes.left(
        "the address of `\(id)`, which promptfoo takes from `AZURE_API_HOST`,", at: place, help: Self.nowhereHelp)
      target["base_url"] = .string(Self.nowhere)
    }
    if !parameters.isEmpty { target["parameters"] = .object(parameters) }
    for key in ["transform", "prompts", "delay", "env"] where settings?[key] != nil {
      notes.left(
        "`\(key)` of the provider", at: settings?[key]?.location ?? place,
        help: key == "transform"
          ? "say with `from:` in the checks what part of the answer is judged" : "it has no counterpart in a route")
    }
    return target
  }

  /// Where an address is to be written: a name that leads nowhere (RFC 2606), so that nobody is sent a key or a question.
  private static let nowhere = "https://address.invalid"
  private static let nowhereHelp =
    "the route asks `\(nowhere)`, which is nowhere: write the address as `base_url` in evalgate.yml"

  /// The address that a setting holds, with `https` where it names none.
  private func address(_ node: Node, _ notes: inout Notes) -> String {
    guard let text = node.text, !text.isEmpty, !text.contains("{{") else {
      notes.left(
        "the address `\(node.plain ?? "")`, which promptfoo fills in,", at: node.location, help: Self.nowhereHelp)
      return Self.nowhere
    }
    return text.contains("://") ? text : "https://" + text
  }

  private func service(_ parts: [String], _ id: String) -> JSONObject? {
    guard parts.count >= 2 else { return id == "echo" ? ["provider": "echo"] : nil }
    let last = parts.dropFirst(2).joined(separator: ":")
    let model = parts.dropFirst().joined(separator: ":")
    func target(_ provider: String, _ model: String) -> JSONObject? {
      model.isEmpty ? nil : ["provider": .string(provider), "model": .string(model)]
    }
    switch (parts[0], parts[1]) {
    case ("openai", "chat"): return target("openai", last)
    case ("openai", "responses"): return target("openai-responses", last)
    case ("azure", "chat"): return target("azure-openai", last)
    case ("azure", "responses"):
      var azure = target("azure-openai", last)
      azure?["api"] = "responses"
      return azure
    case ("openai", let kind)
    where [
      "completion", "embedding", "embeddings", "assistant", "image", "realtime", "moderation", "agents",
      "transcription", "video", "codex-sdk", "codex",
    ].contains(kind): return nil
    case ("openai", _): return parts.count == 2 ? target("openai", model) : nil
    case ("anthropic", "messages"): return target("anthropic", last)
    case ("anthropic", let kind) where ["completion", "claude-agent-sdk", "claude-code"].contains(kind): return nil
    case ("anthropic", _): return target("anthropic", model)
    case ("google", _): return parts.count == 2 ? target("gemini", model) : nil
    case ("ollama", "chat"), ("ollama", "completion"): return target("ollama", last)
    case ("ollama", "embeddings"): return nil
    case ("ollama", _): return target("ollama", model)
    case ("bedrock", "converse"): return target("bedrock", last)
    case ("bedrock", let kind) where ["completion", "kb", "agents", "embeddings", "video", "nova-sonic"].contains(kind):
      return nil
    case ("bedrock", _): return target("bedrock", model)
    case (let name, _):
      guard let service = Self.compatible[name], !model.isEmpty else { return nil }
      return [
        "provider": "openai", "model": .string(model), "base_url": .string(service.address),
        "api_key_env": .string(service.key),
      ]
    }
  }

  /// A script or a command becomes a program that has to learn our JSON lines; until it has, nothing can pass.
  private func program(_ id: String, _ place: SourceLocation, _ notes: inout Notes) -> JSONObject? {
    let parts = id.split(separator: ":", maxSplits: 1).map(String.init)
    let command: [String]
    var file: String?
    if let path = id.filePath ?? (["python", "golang", "ruby"].contains(parts[0]) && parts.count == 2 ? parts[1] : nil)
    {
      let script = String((path.filePath ?? path).split(separator: ":").first ?? "")
      let interpreters = ["py": "python3", "js": "node", "mjs": "node", "cjs": "node", "rb": "ruby"]
      guard let interpreter = interpreters[ForeignPath.suffix(of: script)] else { return nil }
      command = [interpreter, script]
      file = script
    } else if parts[0] == "exec", parts.count == 2 {
      command = parts[1].split(separator: " ").map(String.init)
    } else {
      return nil
    }
    notes.nearly(
      "`\(id)` is asked as a program", at: place,
      help: "it has to speak JSON lines as docs/exec.md says; until then every case ends without a result"
        + (file.map { ". `\($0)` is looked for beside evalgate.yml: put it there, or write its path from there" } ?? "")
    )
    return ["provider": "exec", "command": .array(command.map { .string($0) })]
  }
}
