import EvalGateConfig
import EvalGateCore
import Testing

@Suite("the configuration")
struct ConfigurationTests {
  private func said(_ yaml: String, _ more: [String: String] = [:]) async -> [String] {
    await problems(files(["evalgate.yml": yaml].merging(more) { $1 }))
  }

  @Test(
    "what is written wrong is an error with its place",
    arguments: [
      ("base: origin/main", "config/version evalgate.yml:1:1: the configuration does not say its version"),
      ("version: 2", "config/version evalgate.yml:1:10: configuration version `2` is not known here"),
      ("version: 1\nsuits: {}", "file/unknown-key evalgate.yml:2:1: unknown key `suits` in the configuration"),
      (
        "version: 1\nsuites: [a]",
        "file/wrong-type evalgate.yml:2:9: `suites` must be a mapping from names to suites, not a list"
      ),
      (
        "version: 1\nsuites: { triage: { route: fast } }", "config/unknown-name evalgate.yml:2:28: unknown route `fast`"
      ),
      ("version: 1\nsuites: { triage: { policy: x } }", "config/unknown-name evalgate.yml:2:29: unknown policy `x`"),
      (
        "version: 1\nsuites: { triage: { prompt: triag } }",
        "config/unknown-name evalgate.yml:2:29: unknown prompt `triag`"
      ),
      ("version: 1\nsuites: { other: { prompt: triage } }", nil),
      (
        "version: 1\nsuites: { a: { prompt: triage, evalset: nope } }",
        "config/unknown-name evalgate.yml:2:41: unknown evalset `nope`"
      ),
      (
        "version: 1\nsuites: { triage: { mode: replai } }",
        "file/unknown-word evalgate.yml:2:27: `replai` is not a value of `mode`"
      ),
      (
        "version: 1\nsuites: { triage: { max_missing: 0.02 } }",
        "file/wrong-type evalgate.yml:2:34: `max_missing` is a rate, and `0.02` has no `%`"
      ),
      (
        "version: 1\nsuites: { triage: { prompt: ../../x.prompt.yml } }",
        "file/outside-repository evalgate.yml:2:29: `../../x.prompt.yml` leads out of the repository"
      ),
      (
        "version: 1\nbudget: { usd: 5 }",
        "config/budget-without-prices triage.prompt.yml:1:8: `openai/gpt-4.1-mini` has no prices, so a budget in USD cannot be kept"
      ),
      (
        "version: 1\nroutes: { fast: { targets: [] } }",
        "file/wrong-type evalgate.yml:2:28: `targets` must be a list such as `[{ provider: openai, model: … }]`, not an empty list"
      ),
      (
        "version: 1\nroutes: { fast: { targets: [{ provider: opanai }] } }",
        "test/provider evalgate.yml:2:41: unknown provider `opanai`"
      ),
      (
        "version: 1\nroutes: { fast: { targets: [{ provider: echo }], timeout: 30 } }",
        "file/wrong-type evalgate.yml:2:59: `timeout` must be a time such as `2.5s`, not `30`"
      ),
      (
        "version: 1\nsuites: { ../x: { prompt: triage, evalset: triage } }",
        "file/wrong-type evalgate.yml:2:11: a suite's name must not lead to another folder"
      ),
      (
        "version: 1\ninclude: services/*/evalgate.yml",
        "config/include evalgate.yml:2:10: `services/*/evalgate.yml` includes nothing"
      ),
    ] as [(String, String?)])
  func errors(yaml: String, message: String?) async {
    let found = await said(yaml)
    #expect(found == (message.map { [$0] } ?? []))
  }

  @Test("all problems of all files are told together, each with its line")
  func together() async {
    let found = await diagnostics(
      files([
        "evalgate.yml": "version: 1\ngates: { a: { metric: pas_rate, at_least: 90% } }",
        "triage.prompt.yml": "model: openai/x\nmesages: []\nmessages: [{ role: user, content: \"{{text}\" }]",
        "triage.cases.jsonl": "{\"text\": 1, \"expected\": \"y\"}\n{",
      ]))
    #expect(
      found.map(\.line) == [
        "gate/unknown-metric evalgate.yml:2:23: unknown metric `pas_rate`",
        "json/syntax triage.cases.jsonl:2:2: cut off before the JSON value ends",
        "file/unknown-key triage.prompt.yml:2:1: unknown key `mesages` in prompt",
        "prompt/template triage.prompt.yml:3:36: `{{` is not closed",
      ])
    #expect(
      found.map(\.excerpt) == [
        "gates: { a: { metric: pas_rate, at_least: 90% } }", "{", "mesages: []",
        "messages: [{ role: user, content: \"{{text}\" }]",
      ])
  }

  @Test("every error says how it is mended")
  func help() async {
    let found = await diagnostics(
      files(["evalgate.yml": "version: 1\nsuits: {}\ngates: { a: { metric: pass_rate, at_leest: 90% } }"]))
    #expect(found.count == 2)
    #expect(found.allSatisfy { !$0.help.isEmpty })
    #expect(found.map(\.label) == ["did you mean `suites`?", "did you mean `at_least`?"])
  }

  @Test("routes are read with retries, timeout, breaker, limits and prices")
  func routes() async throws {
    let project = try await load(
      files([
        "evalgate.yml": """
        version: 1
        defaults: { route: fast, max_missing: 5%, mode: replay, recordings: allow, trials: 3 }
        routes:
          fast:
            targets: [{ provider: openai, model: m, prices: { input: 0.4, output: 1.6 } }, { provider: echo }]
            retry: { attempts: 2, base: 100ms }
            timeout: 30s
            breaker: { error_rate: 40%, window: 10, latency_p95: 8s, cooldown: 1m }
            limits: { concurrency: 16, requests_per_minute: 600 }
            allow_fallback: true
            deadline: 2m
            hedge: { after: 3s, at_most: 10% }
            degrade: queue
            race: true
            budget: { tokens: 500, usd: 0.5 }
        budget: { tokens: 1000 }
        """
      ]))
    let (suite, route) = (project.suites[0], project.suites[0].route)
    #expect(route.name == "fast" && route.targets.map(\.provider) == ["openai", "echo"])
    #expect(route.retry == Retry(attempts: 2, base: 100) && route.timeout == 30_000 && route.allowFallback)
    #expect(route.breaker == Breaker(errorRate: 0.4, window: 10, latencyP95: 8000, cooldown: 60_000))
    #expect(route.limits == Limits(concurrency: 16, requestsPerMinute: 600))
    #expect(
      route.delivery
        == Delivery(
          deadline: 120_000, hedge: Hedge(after: 3000, share: 0.1), degrade: .queue, race: true,
          budget: Budget(tokens: 500, usd: 0.5)))
    #expect(suite.maxMissing == 0.05 && suite.mode == .replay && suite.recordingsAllowed && suite.trials == 3)
    #expect(project.configuration.budget == Budget(tokens: 1000))
  }

  @Test("several routes of one suite make one suite each, in one group")
  func multiplied() async throws {
    let project = try await load(
      files([
        "evalgate.yml": """
        version: 1
        routes: { a: { targets: [{ provider: echo }] }, b: { targets: [{ provider: echo }] } }
        suites: { triage: { routes: [a, b] } }
        gates: { g: { metric: pass_rate, suite: triage, at_least: 90% } }
        """
      ]))
    #expect(project.suites.map(\.name) == ["triage@a", "triage@b"])
    #expect(project.suites.map(\.group) == ["triage", "triage"])
    #expect(project.gates.map(\.name) == ["g@a", "g@b"])
    #expect(project.gates.map(\.suite) == ["triage@a", "triage@b"])
  }

  @Test("every value can be traced to where it was written")
  func values() async throws {
    let values = try await load(files()).configuration.values
    #expect(
      values.contains(ConfigurationValue(key: "gates.accuracy.at_least", value: "90%", origin: "evalgate.yml:2:51")))
    #expect(values.contains(ConfigurationValue(key: "defaults.max_missing", value: "2%", origin: "built-in default")))
  }

  @Test("a safety evalset allows no missing case, whatever the defaults say")
  func safetyMissing() async throws {
    let project = try await load(
      files([
        "evalgate.yml": "version: 1\ndefaults: { max_missing: 5% }\nsuites: { safe: { prompt: triage } }",
        "evalsets/safe/set.yml": "kind: safety",
        "evalsets/safe/cases.jsonl": #"{"id": "a", "text": "x", "expected": {"calls": {"deny": ["pay_*"]}}}"#,
      ]))
    #expect(project.suite(named: "safe")?.maxMissing == 0)
    #expect(project.gates.map(\.name) == ["pass_rate", "safety"])
  }

  @Test("a project of a policy that is a program keeps its command")
  func program() async throws {
    let project = try await load(
      files(["evalgate.yml": "version: 1\nsuites: { triage: { policy: { exec: [./decide, --strict] } } }"]))
    #expect(project.suites[0].policy?.program?.command == ["./decide", "--strict"])
  }
}

@Suite("where files are found")
struct DiscoveryTests {
  @Test(
    "a configuration is found from a folder below, at each of its four places",
    arguments: ["evalgate.yml", ".evalgate.yml", ".config/evalgate.yml", ".github/evalgate.yml"])
  func places(path: String) async throws {
    var files = files(["evalgate.yml": ""])
    files.files[path] = Array("version: 1".utf8)
    let project = try await load(files, from: "some/where")
    #expect(project.configuration.path == path)
    #expect(project.suites.map(\.name) == ["triage"])
  }

  @Test("the nearest configuration wins")
  func nearest() async throws {
    let files = files([
      "a/evalgate.yml": "version: 1", "a/x.prompt.yml": smallest["triage.prompt.yml"] ?? "",
      "a/x.cases.jsonl": smallest["triage.cases.jsonl"] ?? "",
    ])
    #expect(try await load(files, from: "a/b").suites.map(\.name) == ["x"])
  }

  @Test("files below another configuration belong to it")
  func other() async throws {
    let files = files([
      "a/.github/evalgate.yml": "version: 1", "a/x.prompt.yml": smallest["triage.prompt.yml"] ?? "",
      "a/x.cases.jsonl": smallest["triage.cases.jsonl"] ?? "",
    ])
    #expect(try await load(files).suites.map(\.name) == ["triage"])
  }

  @Test("two configurations in one folder are an error that names both")
  func twice() async {
    let found = await problems(files([".github/evalgate.yml": "version: 1"]))
    #expect(
      found == [
        "config/twice .github/evalgate.yml: two configurations in one folder: `evalgate.yml` and `.github/evalgate.yml`"
      ])
  }

  @Test(
    "what is called like a configuration but for its ending is an error, wherever it lies and whatever lies beside it",
    arguments: [
      ("evalgate.yaml", "evalgate.yml"), (".github/evalgate.yaml", "evalgate.yml"), ("evalgate.yaml", nil),
      ("services/pay/.evalgate.yaml", "evalgate.yml"),
    ])
  func misnamed(path: String, beside: String?) async {
    var files = files([path: "version: 1\nnonsense: 1"])
    if let beside { files.files[beside] = Array("version: 1".utf8) } else { files.files["evalgate.yml"] = nil }
    #expect(
      await problems(files)
        == ["config/name \(path): `\(path)` is read by nobody: a configuration ends in `.yml`"])
  }

  @Test("one that is named may be called anything, and at a revision that nobody can mend it stands in nobody's way")
  func namedOtherwise() async throws {
    let files = files(["evalgate.yaml": "version: 1"])
    let named = try await load(files, config: "evalgate.yaml")
    #expect(named.configuration.path == "evalgate.yaml")
    let revision = try await ProjectLoader(files: files, catalog: .test, isThorough: false).load()
    #expect(revision.configuration.path == "evalgate.yml")
  }

  @Test("a configuration that is named is the only one read")
  func named() async throws {
    #expect(try await load(files(["other.yml": "version: 1"]), config: "other.yml").configuration.path == "other.yml")
  }

  @Test("nothing anywhere is an error that says what to write")
  func nothing() async {
    #expect(
      await problems(MemoryFiles()) == [
        "config/none -: no evalgate.yml here or above in the repository, and no prompt with cases"
      ])
  }

  @Test("prompts and evalsets in their conventional folders make a suite")
  func conventional() async throws {
    let files = files([
      "prompts/a.prompt.yml": smallest["triage.prompt.yml"] ?? "",
      "evalsets/a/cases.jsonl": smallest["triage.cases.jsonl"] ?? "",
    ])
    let project = try await load(files)
    #expect(project.suites.map(\.name) == ["a", "triage"])
    #expect(project.suites[0].evalset.recordingsPath == "evalsets/a/recordings.jsonl")
  }

  @Test("a prompt that lies anywhere has the evalset of its name, where none of that name lies in the usual folder")
  func movedPrompt() async throws {
    let prompt = smallest["triage.prompt.yml"] ?? ""
    var moved = ["deep/a.prompt.yml": prompt, "evalsets/a/cases.jsonl": smallest["triage.cases.jsonl"] ?? ""]
    let suite = try #require(try await load(files(moved)).suites.first)
    #expect(suite.name == "a" && suite.prompt.location.path == "deep/a.prompt.yml" && suite.evalset.id == "a")
    moved["prompts/a.prompt.yml"] = prompt
    #expect(try await load(files(moved)).suites.first?.prompt.location.path == "prompts/a.prompt.yml")
    moved["prompts/a.prompt.yml"] = nil
    moved["other/a.prompt.yml"] = prompt
    #expect(
      await problems(files(moved)).contains {
        $0.contains("two suites are called `a`: `deep/a.prompt.yml` and `other/a.prompt.yml`")
      })
  }

  @Test("an evalset that no suite uses is an error, and baselines are none")
  func unused() async {
    let found = await problems(files(["evalsets/x/cases.jsonl": "{}", "evalsets/baselines/triage.jsonl": "{}"]))
    #expect(
      found == [
        "evalset/unused evalsets/x/cases.jsonl: evalset `x` is used by no suite, so nothing is checked with its cases"
      ])
  }

  @Test("a listed suite may name its files anywhere")
  func anywhere() async throws {
    let files = files([
      "evalgate.yml": "version: 1\nsuites: { b: { prompt: deep/a.prompt.yml, evalset: deep/set/set.yml } }",
      "deep/a.prompt.yml": smallest["triage.prompt.yml"] ?? "", "deep/set/set.yml": "cases: ../c.jsonl",
      "deep/c.jsonl": smallest["triage.cases.jsonl"] ?? "",
    ])
    let project = try await load(files)
    #expect(project.suites.map(\.name) == ["b", "triage"])
    #expect(project.suites[0].evalset.id == "set")
  }

  @Test("a missing file is an error with the nearest name")
  func missing() async {
    let found = await diagnostics(files(["evalgate.yml": "version: 1\nsuites: { b: { prompt: ./triag.prompt.yml } }"]))
    #expect(found.map(\.line) == ["file/missing evalgate.yml:2:24: prompt `triag.prompt.yml` does not exist"])
    #expect(found[0].label == "did you mean `triage.prompt.yml`?")
  }

  @Test("included configurations join with names of their folders, and keep their gates to themselves")
  func include() async throws {
    var files = files(["evalgate.yml": "version: 1\ninclude: services/*/evalgate.yml"])
    for service in ["pay", "ship"] {
      for (name, text) in smallest { files.files["services/\(service)/\(name)"] = Array(text.utf8) }
    }
    let project = try await load(files)
    #expect(project.suites.map(\.name) == ["triage", "services/pay/triage", "services/ship/triage"])
    #expect(project.gates.map(\.name) == ["services/pay/accuracy", "services/ship/accuracy", "pass_rate"])
    #expect(project.gates.map(\.suite) == ["services/pay/triage", "services/ship/triage", "triage"])
  }

  @Test("a suite that no gate speaks of has those of a project without any, and one that is only watched has none")
  func unspokenGates() async throws {
    var files = files([
      "evalgate.yml": "version: 1\ngates: { floor: { metric: pass_rate, suite: triage, at_least: 90% } }"
    ])
    for (name, text) in smallest where name.hasPrefix("triage.") {
      files.files[name.replacing("triage.", with: "reply.")] = Array(text.utf8)
    }
    let held = try await load(files)
    #expect(held.gates.map(\.name) == ["floor", "pass_rate:reply"])
    #expect(held.gates.last?.suite == "reply" && held.gates.last?.blocks == true)

    let watched = """
      version: 1
      gates:
        floor: { metric: pass_rate, suite: triage, at_least: 90% }
        reply: { metric: pass_rate, suite: reply, at_least: 90%, block: false }
      """
    files.files["evalgate.yml"] = Array(watched.utf8)
    #expect(try await load(files).gates.map(\.name) == ["floor", "reply"])
  }

  @Test("a configuration that writes no gates has the gates of one alone, though another writes some")
  func unwrittenGates() async throws {
    var files = files(["evalgate.yml": "version: 1\ninclude: services/*/evalgate.yml"])
    for service in ["pay", "ship"] {
      for (name, text) in smallest { files.files["services/\(service)/\(name)"] = Array(text.utf8) }
    }
    files.files["services/ship/evalgate.yml"] = Array("version: 1".utf8)
    let partly = try await load(files)
    #expect(partly.gates.map(\.name) == ["services/pay/accuracy", "pass_rate", "services/ship/pass_rate"])
    #expect(partly.gates.map(\.suite) == ["services/pay/triage", "triage", "services/ship/triage"])

    let everywhere =
      "version: 1\ninclude: services/*/evalgate.yml\ngates: { all: { metric: pass_rate, at_least: 90% } }"
    files.files["evalgate.yml"] = Array(everywhere.utf8)
    let judged = try await load(files)
    #expect(judged.gates.map(\.name) == ["all", "services/pay/accuracy"])
  }
}
