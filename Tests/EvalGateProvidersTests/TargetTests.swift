import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

/// What is wrong with a target.
private func problem(_ options: JSONValue) -> Diagnostic? {
  do {
    _ = try Parts.target(node(options))
    return nil
  } catch {
    return error as? Diagnostic
  }
}

@Suite("Targets of a route")
struct TargetTests {
  @Test("every provider is listed with what it takes", arguments: ["openai", "anthropic", "exec", "echo"])
  func listed(name: String) throws {
    let help = try #require(Parts.help.first { $0.name == name })
    #expect(Parts.providers.contains(name) && help.options.contains { $0.key == "prices" } && !help.summary.isEmpty)
  }

  @Test("a target knows its name, its prices and what can affect its output")
  func compiled() throws {
    let target = try openAITarget([
      "prices": ["input": 0.4, "cached_input": 0.1, "output": 1.6], "parameters": ["seed": 1],
    ])
    #expect(target.name == "openai/m1" && target.prices == Prices(input: 0.4, cachedInput: 0.1, output: 1.6))
    #expect(
      target.identity == [
        "provider": "openai", "model": "m1", "address": ["url": "http://127.0.0.1:9/v1", "api_key_env": "none"],
        "parameters": ["seed": 1],
      ])
  }

  @Test("an unknown provider is named with the nearest one")
  func unknownProvider() {
    let problem = problem(["provider": "opnai", "model": "m"])
    #expect(
      problem?.code == .unknownProvider && problem?.label == "did you mean `openai`?" && problem?.location == place)
  }

  @Test("an unknown key is an error with the nearest one")
  func unknownKey() {
    let problem = problem(["provider": "openai", "model": "m", "base_ulr": "http://x"])
    #expect(problem?.code == .unknownKey && problem?.label == "did you mean `base_url`?")
  }

  @Test("a key stands in no file: the variable that holds it is what was meant")
  func writtenKey() {
    let problem = problem(["provider": "openai", "model": "m", "api_key": "k"])
    #expect(problem?.code == .unknownKey && problem?.label == "did you mean `api_key_env`?")
  }

  @Test("a command as one text is told to be a list, and how a path with a space stands in it")
  func commandLine() {
    let problem = problem(["provider": "exec", "command": "my app/run.sh"])
    #expect(problem?.code == .wrongType && problem?.help.first?.contains(#"`command: ["my app/run.sh"]`"#) == true)
  }

  @Test("several unknown keys are told together")
  func unknownKeys() {
    let options: JSONValue = ["provider": "echo", "a": 1, "b": 2]
    #expect(throws: Problems.self) { try Parts.target(node(options)) }
  }

  @Test("several answers at once are not asked of a service; what a program makes of a parameter is its own affair")
  func severalAnswers() {
    #expect(problem(["provider": "openai", "model": "m", "parameters": ["n": 2]])?.code == .severalAnswers)
    #expect(problem(["provider": "openai", "model": "m", "parameters": ["n": 1]]) == nil)
    #expect(problem(["provider": "exec", "command": ["app"], "parameters": ["n": 2]]) == nil)
  }

  @Test("a model is needed where there is more than one", arguments: ["openai", "anthropic"])
  func missingModel(provider: String) {
    #expect(problem(["provider": .string(provider)])?.code == .missingModel)
  }

  @Test(
    "a base address that hides a secret or is none is refused",
    arguments: [
      "ftp://host/v1", "host/v1", "https://user:pass@host/v1", "https://host/v1?key=1", "https://host/#x", "https://",
      "http:///v1", "https://ho st/", "https://host\\@evil/", "",
    ])
  func badURL(url: String) {
    #expect(problem(["provider": "openai", "model": "m", "base_url": .string(url)])?.code == .badURL)
  }

  @Test(
    "prices need both directions and cannot be negative",
    arguments: [
      ["input": 1], ["input": -1, "output": 1], ["input": "1", "output": 1], ["input": 1, "output": 1, "extra": 1],
    ] as [JSONValue])
  func prices(prices: JSONValue) {
    #expect(problem(["provider": "openai", "model": "m", "prices": prices]) != nil)
  }

  @Test("a program needs a command", arguments: [["command": []], ["command": ""], [:]] as [JSONObject])
  func command(options: JSONObject) {
    var all: JSONObject = ["provider": "exec"]
    for (key, value) in options { all[key] = value }
    #expect(problem(.object(all)) != nil)
  }

  @Test("an echo has a template or a variable, not both")
  func echo() {
    #expect(problem(["provider": "echo", "reply": "x", "from": "y"])?.code == .wrongType)
  }

  @Test(
    "a prompt's model becomes a target",
    arguments: [
      ("openai/gpt-4.1-mini", "openai", "gpt-4.1-mini"), ("openai/org/model:tag", "openai", "org/model:tag"),
      ("anthropic/claude-haiku-4-5", "anthropic", "claude-haiku-4-5"), ("echo", "echo", ""),
    ])
  func shortForm(model: String, provider: String, name: String) throws {
    let target = try Parts.target(model: model, location: place)
    #expect(target.provider == provider && target.model == name && target.location == place)
  }

  @Test("a model without a provider is not guessed", arguments: ["gpt-4.1-mini", "", "opnai/x", "/x"])
  func unnamed(model: String) {
    #expect(throws: Diagnostic.self) { try Parts.target(model: model, location: place) }
  }
}

@Suite("Credentials")
struct CredentialTests {
  private func sentHeader(
    _ options: JSONObject, _ variables: [String: String], provider: String = "openai", header: String = "authorization"
  ) async throws -> String? {
    var all: JSONObject = ["provider": .string(provider), "model": "m"]
    for (key, value) in options { all[key] = value }
    let transport = ScriptedTransport([.success(response(500, "{}"))])
    let generator = try await generator(
      route([try Parts.target(node(.object(all)))]), transport, variables: variables)
    _ = await generator.generate(question(), trial: 1)
    return transport.requests.first?.headers[header]
  }

  @Test("the provider's usual variable is read where none is named")
  func usual() async throws {
    #expect(try await sentHeader([:], ["OPENAI_API_KEY": "k1"]) == "Bearer k1")
  }

  @Test("the named variable is read, without white space around the key")
  func named() async throws {
    #expect(try await sentHeader(["api_key_env": "MINE"], ["MINE": " k2\n", "OPENAI_API_KEY": "k1"]) == "Bearer k2")
  }

  @Test("Anthropic's key goes into its own header")
  func anthropic() async throws {
    let sent = try await sentHeader([:], ["ANTHROPIC_API_KEY": "k3"], provider: "anthropic", header: "x-api-key")
    #expect(sent == "k3")
  }

  @Test(
    "a server on this machine needs no key and is sent none",
    arguments: [
      "http://localhost:4000", "http://127.0.0.1:4000/v1", "http://[::1]:4000/v1", "http://api.localhost/v1",
      "HTTP://LOCALHOST/v1",
    ])
  func local(url: String) async throws {
    #expect(try await sentHeader(["base_url": .string(url)], ["OPENAI_API_KEY": "k1"]) == nil)
  }

  @Test("a server elsewhere is not sent a key when the file says so")
  func none() async throws {
    #expect(try await sentHeader(["base_url": "http://vllm:8000/v1", "api_key_env": "none"], [:]) == nil)
  }

  @Test(
    "a variable that is not set is named, nothing is asked, and there is no result",
    arguments: [
      [:], ["OPENAI_API_KEY": ""], ["OPENAI_API_KEY": " \n"],
    ])
  func missing(variables: [String: String]) async throws {
    for url in ["https://api.openai.com/v1", "http://127.0.0.1.evil.example/v1", "http://localhost.evil.example/v1"] {
      let target = try openAITarget(["base_url": .string(url)])
      let transport = ScriptedTransport([.success(completion("x"))])
      let failure = await (try await generator(route([target]), transport, variables: variables))
        .generate(question(), trial: 1).failure
      #expect(failure?.kind == .infrastructure && failure?.reason == .unauthorized && transport.requests.isEmpty)
      #expect(failure?.message.unsafeText.contains("`OPENAI_API_KEY`, which is not set") == true)
    }
  }
}

@Suite("Echo")
struct EchoTests {
  private func echo(_ options: JSONObject, _ request: GenerationRequest) async throws -> Candidate {
    var all: JSONObject = ["provider": "echo"]
    for (key, value) in options { all[key] = value }
    let generator = try await generator(route([try Parts.target(node(.object(all)))]), nil)
    return await generator.generate(request, trial: 1)
  }

  @Test("it answers with the last user message and counts four bytes a token")
  func lastMessage() async throws {
    let candidate = try await echo([:], question("hello"))
    #expect(candidate.text == "hello" && candidate.latency == 0)
    // "be brief" and "hello" are 13 bytes.
    #expect(candidate.answer.usage == Usage(input: 4, output: 2))
  }

  @Test("it answers with a template over the case's variables")
  func template() async throws {
    let candidate = try await echo(["reply": "label: {{label}}"], question(variables: ["label": "billing"]))
    #expect(candidate.text == "label: billing")
  }

  @Test(
    "it answers with a variable, as JSON where it is no text",
    arguments: [
      ("text", "billing"), ("json", #"{"a":1}"#),
    ])
  func variable(name: String, expected: String) async throws {
    let variables: JSONObject = ["text": "billing", "json": ["a": 1]]
    #expect(try await echo(["from": .string(name)], question(variables: variables)).text == expected)
  }

  @Test(
    "a variable that is not there is an error, not an empty answer",
    arguments: [
      ["from": "nothing"], ["reply": "{{nothing}}"],
    ] as [JSONObject])
  func missing(options: JSONObject) async throws {
    #expect(try await echo(options, question()).isError)
  }

  @Test("recordings of cases with the same messages and other variables are not mixed up")
  func keys() async throws {
    let store = MemoryStore()
    let target = try Parts.target(node(["provider": "echo", "from": "answer"]))
    let generator = try await generator(route([target]), nil, mode: .auto, store: store)
    _ = await generator.generate(question(variables: ["answer": "a"]), trial: 1)
    #expect(await generator.generate(question(variables: ["answer": "b"]), trial: 1).text == "b")
  }
}
