import Testing

@Suite("a run in shards")
struct ShardTests {
  private func shards(_ project: TemporaryProject, _ numbers: ClosedRange<Int>, of count: Int) async throws -> [String]
  {
    var paths: [String] = []
    for number in numbers {
      let path = project.path + "/out/shard-\(number).jsonl"
      let run = try await project.evalgate(
        "run", "--mode", "replay", "--shard", "slice:\(number)/\(count)", "--save", path
      ).run
      #expect(run.code == 0, "\(run.error)")
      paths.append(path)
    }
    return paths
  }

  /// Answers from recordings, so that a run in one piece is the same bytes each time.
  private func recorded() async throws -> TemporaryProject {
    let project = try TemporaryProject(Sample.triage())
    _ = try await project.evalgate("run", "--mode", "record")
    return project
  }

  @Test("joined, they end as one process would have ended", arguments: [1, 3])
  func merged(count: Int) async throws {
    let project = try await recorded()
    let whole = try await project.evalgate("run", "--mode", "replay", "--save", project.path + "/out/whole.jsonl").run
    let paths = try await shards(project, 1...count, of: count)
    let joined = try await EvalGate.run(
      ["merge"] + paths.reversed() + ["--save", project.path + "/out/joined.jsonl"], in: project)
    #expect(joined.code == whole.code && whole.code == 0)
    // The same lines; the first names the run by its plan and answers, which are the same too.
    #expect(try project.read("out/joined.jsonl") == project.read("out/whole.jsonl"))
  }

  @Test("joining them again takes the place of a merge that was broken off")
  func brokenOff() async throws {
    let project = try TemporaryProject(Self.priced("1"))
    for number in 1...2 {
      _ = try await project.evalgate("run", "--shard", "slice:\(number)/2", "--save", "\(number).jsonl")
    }
    let merge = ["merge", "1.jsonl", "2.jsonl", "--save", "m.jsonl"]
    let first = try await EvalGate.run(merge, in: project)
    #expect(first.code == 0, "\(first)")
    // What is left of one that was killed.
    let header = try #require(try project.read("m.jsonl").split(separator: "\n").first)
    let id = try #require(header.split(separator: "\"id\":\"").dropFirst().first?.prefix(7))
    project.remove("m.jsonl")
    try project.write(header + "\n", to: "m.\(id).journal")
    let second = try await EvalGate.run(merge, in: project)
    #expect(second.code == 0 && second.error.contains("note[run/replaced]"), "\(second)")
    #expect(project.exists("m.jsonl") && !project.exists("m.\(id).journal"))
  }

  @Test("each may spend its share of every budget", arguments: ["run", "suite", "route"])
  func budgets(of what: String) async throws {
    let budget = "budget: { tokens: 11 }"
    let project = try TemporaryProject([
      "q.prompt.yml": "messages: [{ role: user, content: \"{{text}}\" }]\n",
      "q.cases.jsonl": ["a", "b"].map { #"{"id":"\#($0)","text":"x","expected":"x"}"# + "\n" }.joined(),
      "evalgate.yml": """
      version: 1
      \(what == "run" ? budget : "")
      routes:
        r:
          targets: [{ provider: openai, model: m, base_url: "http://127.0.0.1:9/v1", api_key_env: none }]
          \(what == "route" ? budget : "")
      suites:
        q: { route: r\(what == "suite" ? ", " + budget : "") }
      gates: { all: { metric: pass_rate, at_least: 0% } }

      """,
    ])
    for (number, share) in [(1, 6), (2, 5)] {
      let run = try await project.evalgate(
        "run", "--mode", "live", "--shard", "slice:\(number)/2", "--save", "\(number).jsonl"
      ).run
      let made = try project.read("\(number).jsonl")
      #expect(made.contains("0 of \(share) tokens are spent"), "\(run)\n\(made)")
    }
  }

  @Test("one that is missing is undecided, never a pass")
  func missing() async throws {
    let project = try await recorded()
    let paths = try await shards(project, 1...2, of: 3)
    let run = try await EvalGate.run(["merge"] + paths, in: project)
    #expect(run.code == 3)
    #expect(run.error.contains("shard 3 of 3 is missing"))
    #expect(run.output.isEmpty)
  }

  @Test("one that was cut on the way is one that is missing")
  func cut() async throws {
    let project = try await recorded()
    let paths = try await shards(project, 1...2, of: 2)
    let whole = try project.read("out/shard-2.jsonl")
    try project.write(String(whole.prefix(whole.count - 40)), to: "out/shard-2.jsonl")
    let run = try await EvalGate.run(["merge"] + paths, in: project)
    #expect(run.code == 3 && run.error.contains("error[run/shards]"), "\(run)")
  }

  @Test("those of a program that was edited between them are of two runs, whether or not it names revisions")
  func editedProgram() async throws {
    let app = """
      import json, sys
      sys.stdin.readline()
      print('{"name": "app"}', flush=True)
      for line in sys.stdin:
          print(json.dumps({"id": json.loads(line)["id"], "text": "x"}), flush=True)

      """
    var files = Self.priced("1")
    files["app.py"] = app
    files["evalgate.yml"] = files["evalgate.yml"]?.replacing(
      "{ provider: echo, prices: { input: 1, output: 1 } }", with: "{ provider: exec, command: [python3, app.py] }")
    let project = try TemporaryProject(files)
    for number in 1...2 {
      let run = try await project.evalgate("run", "--shard", "slice:\(number)/2", "--save", "\(number).jsonl").run
      #expect(run.code == 0, "\(run)")
      try project.write(app + "# another one\n", to: "app.py")
    }
    let joined = try await project.evalgate("merge", "1.jsonl", "2.jsonl").run
    #expect(joined.code == 3 && joined.error.contains("the files of exec are not what they were"), "\(joined)")
  }

  @Test("files that changed since the shards ran are refused")
  func changed() async throws {
    let project = try await recorded()
    let paths = try await shards(project, 1...1, of: 1)
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    let run = try await EvalGate.run(["merge"] + paths, in: project)
    #expect(run.code == 2)
    #expect(run.error.contains("run/plan-changed"))
  }

  /// Costs nothing to ask, and has a price all the same.
  private static func priced(_ price: String) -> [String: String] {
    [
      "evalgate.yml": """
      version: 1
      routes: { r: { targets: [{ provider: echo, prices: { input: \(price), output: \(price) } }] } }
      defaults: { route: r, mode: live }
      gates: { floor: { metric: pass_rate, at_least: 1% } }
      """,
      "q.prompt.yml": "messages: [{ role: user, content: \"{{text}}\" }]\n",
      "q.cases.jsonl": (1...4).map { #"{"id": "c\#($0)", "text": "x", "expected": "x"}"# + "\n" }.joined(),
    ]
  }

  @Test("shards of two price lists are not added up, and neither are shards of another list than the files'")
  func prices() async throws {
    let project = try TemporaryProject(Self.priced("1"))
    for (number, price) in [(1, "1"), (2, "1000")] {
      try project.write(Self.priced(price)["evalgate.yml"] ?? "", to: "evalgate.yml")
      let run = try await project.evalgate("run", "--shard", "slice:\(number)/2", "--save", "\(number).jsonl").run
      #expect(run.code == 0, "\(run)")
    }
    let both = try await project.evalgate("merge", "1.jsonl", "2.jsonl").run
    #expect(both.code == 3, "\(both)")
    #expect(both.error.contains("echo cost 1000 in, 1000 out, in the other 1 in, 1 out"), "\(both.error)")
    let first = try await project.evalgate("run", "--shard", "slice:1/1", "--save", "whole.jsonl").run
    #expect(first.code == 0, "\(first)")
    try project.write(Self.priced("1")["evalgate.yml"] ?? "", to: "evalgate.yml")
    let later = try await project.evalgate("merge", "whole.jsonl").run
    #expect(later.code == 2 && later.error.contains("the shards were made at other prices"), "\(later)")
    #expect(later.error.contains("echo cost 1000 in, 1000 out, and here it costs 1 in, 1 out"), "\(later.error)")
  }

  private static let jobs: [[String: String]] = [
    ["EVALGATE_JOB_INDEX": "1", "EVALGATE_JOB_TOTAL": "4"],
    ["CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "4"],
    ["CIRCLE_NODE_INDEX": "1", "CIRCLE_NODE_TOTAL": "4"],
    ["BUILDKITE_PARALLEL_JOB": "1", "BUILDKITE_PARALLEL_JOB_COUNT": "4"],
    ["JOB_COMPLETION_INDEX": "1", "EVALGATE_JOB_TOTAL": "4"],
  ]

  @Test("`auto` takes the job's place from the CI", arguments: jobs)
  func automatic(environment: [String: String]) async throws {
    let project = try await recorded()
    let run = try await project.evalgate(
      "run", "--mode", "replay", "--shard", "auto", "--save", "part.jsonl", environment: environment
    ).run
    #expect(run.output.hasPrefix("shard slice:2/4 complete"), "\(run.output)\(run.error)")
    let hashed = try await project.evalgate(
      "run", "--mode", "replay", "--save", "hashed.jsonl",
      environment: environment.merging(["EVALGATE_SHARD": "hash:auto"]) { $1 }
    ).run
    #expect(hashed.output.hasPrefix("shard hash:2/4 complete"), "\(hashed.output)\(hashed.error)")
  }

  @Test(
    "`auto` where nothing splits the job runs everything and gates it",
    arguments: [[:], ["CI_NODE_TOTAL": "1"], ["CIRCLE_NODE_INDEX": "0", "CIRCLE_NODE_TOTAL": "1"]])
  func alone(environment: [String: String]) async throws {
    let project = try await recorded()
    let run = try await project.evalgate("run", "--mode", "replay", "--shard", "auto", environment: environment).run
    #expect(run.output.contains("PASSED"), "\(run.output)\(run.error)")
  }

  @Test(
    "one part of one, as the workflow says, is a shard that `merge` takes",
    arguments: ["EVALGATE_JOB_INDEX", "JOB_COMPLETION_INDEX"])
  func onePart(index: String) async throws {
    let project = try await recorded()
    let run = try await project.evalgate(
      "run", "--mode", "replay", "--shard", "auto", "--save", "part.jsonl",
      environment: [index: "0", "EVALGATE_JOB_TOTAL": "1"]
    ).run
    #expect(run.output.hasPrefix("shard slice:1/1 complete"), "\(run.output)\(run.error)")
    let merged = try await project.evalgate("merge", "part.jsonl", "--save", "joined.jsonl").run
    #expect(merged.code == 0 && merged.output.contains("PASSED"), "\(merged.output)\(merged.error)")
  }

  @Test("a shard is no baseline, and says that it has to be merged; the joined run, which is the latest, is one")
  func accepted() async throws {
    let project = try TemporaryProject(Sample.two)
    for index in 1...2 {
      let run = try await project.evalgate("run", "--mode", "live", "--shard", "slice:\(index)/2").run
      #expect(run.code == 0, "\(run.error)")
    }
    let alone = try await project.evalgate("baseline", "accept", "--reason", "x").run
    #expect(alone.code != 0 && alone.error.contains("`evalgate merge`"), "\(alone.error)")
    let merged = try await EvalGate.run(["merge"] + project.runFiles.map { ".evalgate/runs/\($0)" }, in: project)
    #expect(merged.code == 0, "\(merged.error)")
    let gate = try await project.evalgate("gate").run
    #expect(gate.code == 0 && !gate.error.contains("attempts"), "\(gate.output)\(gate.error)")
    let whole = try await project.evalgate("baseline", "accept", "--reason", "x").run
    #expect(whole.code == 0, "\(whole.error)")
  }

  @Test(
    "a place that is none is refused rather than guessed",
    arguments: [
      ["JOB_COMPLETION_INDEX": "1"], ["CI_NODE_INDEX": "0", "CI_NODE_TOTAL": "4"],
      ["CIRCLE_NODE_INDEX": "4", "CIRCLE_NODE_TOTAL": "4"], ["EVALGATE_JOB_INDEX": "x", "EVALGATE_JOB_TOTAL": "4"],
    ])
  func noPlace(environment: [String: String]) async throws {
    let project = try TemporaryProject(Sample.two)
    let run = try await project.evalgate("run", "--shard", "auto", environment: environment).run
    #expect(run.code == 2)
    #expect(run.error.contains("error[run/shard-unknown]"), "\(run.error)")
    #expect(run.output.isEmpty)
  }

  @Test("several jobs that each evaluate everything are warned, and gate as ever")
  func sideBySide() async throws {
    let project = try TemporaryProject(Sample.two)
    let run = try await project.evalgate("run", environment: ["CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "4"]).run
    #expect(run.code == 0)
    #expect(run.output.contains("PASSED"))
    #expect(run.error.contains("warning[run/shard-ignored]"), "\(run.error)")
  }

  @Test("processes side by side, each with its share of the limits, make one run")
  func sideBySideProcesses() async throws {
    let project = try await recorded()
    let count = 4
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<count {
        group.addTask {
          let run = try await project.evalgate(
            "run", "--mode", "replay", "--shard", "hash:auto", "--save", project.path + "/out/\(index).jsonl",
            environment: ["EVALGATE_JOB_INDEX": "\(index)", "EVALGATE_JOB_TOTAL": "\(count)"]
          ).run
          #expect(run.code == 0, "\(run.error)")
        }
      }
      try await group.waitForAll()
    }
    let joined = try await EvalGate.run(
      ["merge"] + (0..<count).map { "out/\($0).jsonl" } + ["--save", "joined.jsonl"], in: project)
    #expect(joined.code == 0, "\(joined.error)")
    #expect(try await project.evalgate("run", "--mode", "replay", "--save", "whole.jsonl").run.code == 0)
    #expect(try project.read("joined.jsonl") == project.read("whole.jsonl"))
  }
}
