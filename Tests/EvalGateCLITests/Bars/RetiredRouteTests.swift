import Testing

@Suite("a suite that is asked over several routes")
struct RetiredRouteTests {
  private static func configuration(_ routes: [String], floor: Int = 90) -> String {
    let targets = routes.map { "\($0): { targets: [{ provider: echo, model: \($0) }] }" }.joined(separator: ", ")
    return """
      version: 1
      defaults: { route: \(routes[0]), mode: live }
      routes: { \(targets) }
      suites: { t: { prompt: t, routes: [\(routes.joined(separator: ", "))] } }
      gates: { floor: { metric: pass_rate, at_least: \(floor)% } }

      """
  }

  private static func project() async throws -> TemporaryProject {
    let project = try TemporaryProject([
      "evalgate.yml": configuration(["m", "n", "o"]), ".gitignore": ".evalgate/\n",
      "prompts/t.prompt.yml": #"messages: [{ role: user, content: "{{text}}" }]"# + "\n",
      "evalsets/t/cases.jsonl": (1...4).map { #"{"id": "c\#($0)", "text": "\#($0)", "expected": "\#($0)"}"# + "\n" }
        .joined(),
    ])
    try await project.commit("As it was")
    return project
  }

  @Test("loses one of them in the open, while the same is asked over another", arguments: ["m", "n", "o"])
  func oneLess(gone: String) async throws {
    let project = try await Self.project()
    let kept = ["m", "n", "o"].filter { $0 != gone }
    try project.write(Self.configuration(kept), to: "evalgate.yml")
    let run = try await project.evalgate("run").run
    #expect(run.code == 0, "\(run)")
    #expect(
      run.output.contains(
        "suite t@\(gone) removed: 4 cases; suite `t@\(kept[0])` asks them over `\(kept[0])`, and what goes over `\(gone)` is "
          + "measured no more"), "\(run)")
  }

  @Test("goes on over the last one that is left as the suite that it was over that one", arguments: ["m", "n", "o"])
  func last(kept: String) async throws {
    let project = try await Self.project()
    try project.write(Self.configuration([kept]), to: "evalgate.yml")
    let run = try await project.evalgate("run").run
    #expect(run.code == 0 && run.output.contains("suite t changed: t@\(kept) → t"), "\(run)")
    // Held to what it was over its own route.
    try project.write(Self.configuration([kept], floor: 10), to: "evalgate.yml")
    let looser = try await project.evalgate("run").run
    #expect(looser.code == 0 && looser.output.contains("≥ 90% → ≥ 10%; the base's decides"), "\(looser)")
  }

  @Test("does not lose its last one while its prompt stays")
  func none() async throws {
    let project = try await Self.project()
    try project.write(
      Self.configuration(["m"]).replacing("suites: { t: { prompt: t, routes: [m] } }\n", with: "").replacing(
        "gates", with: "suites: { u: { prompt: u, evalset: u } }\ngates"), to: "evalgate.yml")
    try project.write(#"messages: [{ role: user, content: "{{ask}}" }]"# + "\n", to: "prompts/u.prompt.yml")
    try project.write(#"{"id": "u1", "ask": "u", "expected": "u"}"# + "\n", to: "evalsets/u/cases.jsonl")
    try await project.git("rm", "-r", "--quiet", "evalsets/t")
    let run = try await project.evalgate("run").run
    #expect(run.code == 3 && run.output.contains("its prompt is still there"), "\(run)")
  }
}
