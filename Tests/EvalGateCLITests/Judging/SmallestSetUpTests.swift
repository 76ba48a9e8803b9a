import Testing

/// Design section 4: what must work as it stands.
@Suite("the smallest useful set-up")
struct SmallestSetUpTests {
  @Test("validates as it is written")
  func validates() async throws {
    let project = try TemporaryProject(Sample.smallest)
    try await Snapshot.expect(
      [project.evalgate("validate"), project.evalgate("run", "--dry-run")], "smallest-validate")
  }

  @Test("without its key says which variable is meant, and cannot say more")
  func noKey() async throws {
    let project = try TemporaryProject(Sample.smallest)
    try await Snapshot.expect([project.evalgate("run")], "smallest-no-key")
  }

  @Test("passes against a server that a route's base_url names, and replays what was recorded without it")
  func recordsAndReplays() async throws {
    let project = try TemporaryProject(Sample.smallest)
    try await LoopbackModel.serving({ _ in .text("billing") }) { model in
      try project.write(
        Sample.smallest["evalgate.yml", default: ""]
          + """
          defaults: { route: local }
          routes: { local: { targets: [{ provider: openai, model: gpt-4.1-mini, base_url: "\(model.url)" }] } }

          """, to: "evalgate.yml")
      let live = try await project.evalgate("run", "--mode", "record", environment: ["OPENAI_API_KEY": "k"])
      #expect(live.run.code == 0, "\(live.text)")
      #expect(live.run.output.contains("1 live"))
      #expect(model.requests == 1)
    }
    let replay = try await project.evalgate("run", "--mode", "replay")
    #expect(replay.run.code == 0, "\(replay.text)")
    #expect(replay.run.output.contains("1 replayed"))
    #expect(replay.run.output.contains("✓ accuracy"))
  }

  @Test("trims the answer before it is compared")
  func trims() async throws {
    let project = try TemporaryProject(Sample.smallest)
    try await LoopbackModel.serving({ _ in .text(#" billing\n"#) }) { model in
      try project.write(
        Sample.configuration(target: "{ provider: openai, model: m, base_url: \"\(model.url)\" }"), to: "evalgate.yml")
      let run = try await project.evalgate("run", environment: ["OPENAI_API_KEY": "k"])
      #expect(run.run.code == 0, "\(run.text)")
    }
  }
}
