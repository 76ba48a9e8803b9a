import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite("what a command writes takes the place of nothing it reads")
struct OutputTests {
  @Test("a report, an export and a run go over no run and over no file of the project")
  func kept() async throws {
    let project = try TemporaryProject(Sample.triage())
    _ = try await project.evalgate("run", "--save", "a.jsonl")
    let run = try project.read("a.jsonl")
    let cases = "evalsets/triage/cases.jsonl"
    let before = try project.read(cases)
    for command in [
      ["report", "a.jsonl", "--report", "json=a.jsonl"], ["gate", "a.jsonl", "--report", "html=a.jsonl"],
      ["export", "a.jsonl", "--format", "jsonl", "--to", "./a.jsonl"], ["run", "--save", cases],
      ["run", "--save", "evalgate.yml"], ["run", "--report", "junit=\(cases)"],
      ["run", "--report", "junit=x.xml", "--report", "json=x.xml"], ["run", "--report", "junit", "--report", "json"],
    ] {
      let refused = try await EvalGate.run(command, in: project)
      #expect(refused.code == 2 && refused.error.contains("run/output-taken"), "\(command) \(refused)")
    }
    for place in [".git/HEAD", ".evalgate/recordings/x.jsonl", "evalsets/baselines/triage.jsonl"] {
      let refused = try await EvalGate.run(["run", "--report", "json=\(place)"], in: project)
      #expect(refused.code == 2 && refused.error.contains("run/output-taken"), "\(place) \(refused)")
    }
    #expect(try project.read("a.jsonl") == run)
    #expect(try project.read(cases) == before)
    #expect(!project.exists("x.xml"))
    // A report of yesterday is no loss.
    try project.write("yesterday\n", to: "x.xml")
    let again = try await project.evalgate("run", "--report", "junit=x.xml").run
    #expect(again.code == 0, "\(again)")
  }

  @Test(
    "whichever command it is, under whichever name the file goes",
    arguments: [
      ["export", "a.jsonl", "--to"], ["export", "a.jsonl", "--format", "postgres", "--to"],
      ["export", "a.jsonl", "--format", "sqlite", "--to"], ["report", "a.jsonl", "--report"],
      ["gate", "a.jsonl", "--report"],
      ["diff", "a.jsonl", "a.jsonl", "--report"], ["run", "--report"],
    ])
  func everyCommand(command: [String]) async throws {
    let project = try TemporaryProject(Sample.triage())
    _ = try await project.evalgate("run", "--save", "a.jsonl")
    let files = ["evalgate.yml", "prompts/triage.prompt.yml", "evalsets/triage/cases.jsonl"]
    let before = try files.map(project.read)
    #expect(symlink(files[2], project.path + "/by-link") == 0)
    #expect(link(project.path + "/" + files[1], project.path + "/by-name") == 0)
    #expect(symlink("evalsets", project.path + "/folder") == 0)
    for place in files + ["by-link", "by-name", "folder/triage/cases.jsonl", "prompts/../evalgate.yml"] {
      let flag = command.last == "--report" ? ["json=\(place)"] : [place]
      let refused = try await EvalGate.run(command + flag, in: project)
      #expect(refused.code == 2 && refused.error.contains("run/output-taken"), "\(command) \(place) \(refused)")
    }
    #expect(try files.map(project.read) == before)
  }

  @Test("a link that a change brings leads no report out of the repository")
  func outside() async throws {
    let (project, other) = (try TemporaryProject(Sample.triage()), try TemporaryProject(["notes": "mine\n"]))
    try await project.commit("Begin")
    #expect(symlink(other.path + "/notes", project.path + "/report.json") == 0)
    #expect(symlink(other.path, project.path + "/reports") == 0)
    for place in ["report.json", "reports/report.json"] {
      let refused = try await project.evalgate("run", "--report", "json=\(place)").run
      #expect(refused.code == 2 && refused.error.contains("leads out of the repository"), "\(refused)")
    }
    #expect(try other.read("notes") == "mine\n" && other.names(in: "") == ["notes"])
  }

  @Test("a merge takes the place of no shard that it reads")
  func shards() async throws {
    let project = try TemporaryProject(Sample.triage())
    for part in ["1", "2"] {
      _ = try await project.evalgate("run", "--shard", "slice:\(part)/2", "--save", "s\(part).jsonl")
    }
    let before = try project.read("s1.jsonl")
    let refused = try await project.evalgate("merge", "./s1.jsonl", "s2.jsonl", "--save", "s1.jsonl").run
    #expect(refused.code == 2 && refused.error.contains("run/output-taken"), "\(refused)")
    #expect(try project.read("s1.jsonl") == before)
  }

  @Test("a database that cannot be written whole is not there")
  func database() async throws {
    let project = try TemporaryProject(Sample.triage())
    _ = try await project.evalgate("run", "--save", "a.jsonl")
    let failed = try await EvalGate.command(
      ["sh", "-c", "ulimit -f 1; exec \"$0\" export a.jsonl --format sqlite --to a.db", EvalGate.program], in: project)
    #expect(failed.code == 2, "\(failed)")
    #expect(!project.exists("a.db") && !project.exists("a.db-journal"))
  }
}
