import Testing

/// Disks that are full, read-only or slow, and processes that get in one another's way.
@Suite("trouble with the disk")
struct DiskTroubleTests {
  @Test("a file that may not grow keeps what is in it, and the run goes on when it may")
  func full() async throws {
    let project = try TemporaryProject(Sample.triage())
    // Half a journal of forty answers, in blocks of 512 bytes.
    let stopped = try await EvalGate.command(
      ["sh", "-c", "ulimit -f 40; exec \"$0\" run --mode live --save r.jsonl", EvalGate.program], in: project)
    #expect(stopped.code == 2, "\(stopped.output)")
    #expect(stopped.error.contains("error[store/unwritable]"), "\(stopped.error)")
    let journal = try #require(project.names(in: "").first { $0.hasSuffix(".journal") })
    #expect(
      stopped.error.contains("`evalgate run --resume ") && stopped.error.contains("\(journal)`"), "\(stopped.error)")
    let kept = try project.read(journal)
    #expect(kept.hasSuffix("\n"))
    #expect(kept.split(separator: "\n").count > 5)
    let finished = try await project.evalgate("run", "--mode", "live", "--resume", journal, "--save", "r.jsonl").run
    #expect(finished.code == 0, "\(finished.error)")
    #expect(finished.output.contains("40/40"))
    let answers = Set(try project.read("r.jsonl").split(separator: "\n"))
    #expect(kept.split(separator: "\n").dropFirst().allSatisfy(answers.contains))
  }

  @Test(
    "a run that could not even be begun leaves nothing, and nothing to go on with",
    arguments: [[], ["--save", "r.jsonl"]])
  func unbegun(flags: [String]) async throws {
    let project = try TemporaryProject(Sample.triage())
    let stopped = try await EvalGate.command(
      ["sh", "-c", "ulimit -f 0; exec \"$0\" run --mode live \"$@\"", EvalGate.program] + flags, in: project)
    #expect(stopped.code == 2 && stopped.error.contains("error[store/unwritable]"), "\(stopped)")
    #expect(!stopped.error.contains("--resume"), "\(stopped.error)")
    #expect(project.runFiles.isEmpty && !project.names(in: "").contains { $0.hasSuffix(".journal") })
  }

  @Test("a run whose journal is full says how to go on, by the id it is kept under")
  func fullAmongKept() async throws {
    let project = try TemporaryProject(Sample.triage())
    let stopped = try await EvalGate.command(
      ["sh", "-c", "ulimit -f 40; exec \"$0\" run --mode live", EvalGate.program], in: project)
    #expect(stopped.code == 2, "\(stopped.output)")
    let id = try #require(project.runIDs.first)
    #expect(stopped.error.contains("`evalgate run --resume \(id.prefix(7))`"), "\(stopped.error)")
    #expect(try await project.evalgate("run", "--mode", "live", "--resume", String(id.prefix(7))).run.code == 0)
  }

  @Test(
    "output that cannot be written is no success, and changes no other verdict",
    .enabled("there is no /dev/full", hasFullDevice), arguments: ["run", "list", "explain accuracy", "--help"])
  func lostOutput(command: String) async throws {
    let project = try TemporaryProject(Sample.two)
    let lost = try await EvalGate.command(["sh", "-c", "\"$0\" \(command) > /dev/full", EvalGate.program], in: project)
    #expect(lost.code == 2)
    #expect(
      lost.error.contains("error[output/lost]: standard output cannot be written: No space left"), "\(lost.error)")
    let pipe = try await EvalGate.command(
      ["bash", "-c", "set -o pipefail; \"$0\" \(command) | true", EvalGate.program], in: project)
    #expect(pipe.code == 0 && !pipe.error.contains("error"), "\(pipe.error)")
  }

  @Test(
    "a report that cannot be written loses no verdict", .enabled("there is no /dev/full", hasFullDevice),
    arguments: [("90%", 2, "PASSED"), ("100%", 1, "BLOCKED")])
  func lostReport(floor: String, code: Int, word: String) async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write(
      Sample.configuration(gates: "{ accuracy: { metric: pass_rate, at_least: \(floor) } }"), to: "evalgate.yml")
    if code == 1 { try project.write(#"{"id": "a", "text": "x", "expected": "y"}"# + "\n", to: "t.cases.jsonl") }
    let run = try await project.evalgate("run", "--report", "json=/dev/full", "--report", "junit=j.xml").run
    #expect(run.code == code)
    #expect(run.output.contains(word), "\(run.output)")
    #expect(run.error.contains("cannot write /dev/full"), "\(run.error)")
    #expect(run.error.contains("--report json=/dev/full`"), "\(run.error)")
    #expect(project.exists("j.xml"))
  }

  @Test("a run that cannot be put in its place shows its verdict and is kept as a journal")
  func unsealed() async throws {
    let project = try TemporaryProject(Sample.two)
    // The program behind the route puts a folder where the run is to be saved.
    try project.write(
      """
      import json, os, sys
      sys.stdin.readline()
      print(json.dumps({"name": "app", "revisions": {"code": "1"}}), flush=True)
      for line in sys.stdin:
          os.makedirs("r.jsonl", exist_ok=True)
          question = json.loads(line)
          print(json.dumps({"id": question["id"], "text": question["messages"][-1]["content"]}), flush=True)

      """, to: "app.py")
    try project.write(
      Sample.configuration(target: "{ provider: exec, command: [python3, app.py] }"), to: "evalgate.yml")
    let run = try await project.evalgate("run", "--save", "r.jsonl").run
    #expect(run.code == 2)
    #expect(run.output.contains("PASSED  1 of 1 gate"), "\(run.output)")
    #expect(run.error.contains("it is a folder") && run.error.contains("`evalgate run --resume "), "\(run.error)")
    #expect(project.names(in: "").contains { $0.hasSuffix(".journal") })
  }

  @Test("a file among the runs that is none is passed over and named, and a damaged run is told by its line")
  func strayFiles() async throws {
    let project = try TemporaryProject(Sample.two)
    for _ in 1...2 { _ = try await project.evalgate("run") }
    try project.write("notes to self\n", to: ".evalgate/runs/zzz.jsonl")
    for command in [
      ["show", "latest"], ["runs", "list"], ["gate"], ["baseline", "accept", "--reason", "as shipped"],
    ] {
      let run = try await EvalGate.run(command, in: project)
      #expect(run.code == 0, "\(command): \(run.output)\(run.error)")
      #expect(run.error.contains("warning[run/damaged]: zzz.jsonl is passed over: "), "\(command): \(run.error)")
    }
    project.remove(".evalgate/runs/zzz.jsonl")
    let latest = try await project.evalgate("run").run
    #expect(latest.code == 0)
    let id = try #require(latest.output.split(separator: "run ").last?.prefix(7))
    let file = ".evalgate/runs/" + (try #require(project.runFiles.first { $0.hasPrefix(id) }))
    var lines = try project.read(file).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lines[2] = String(lines[2].dropLast(9))
    try project.write(lines.joined(separator: "\n"), to: file)
    let one = try await project.evalgate("show", "latest", "a").run
    #expect(one.code == 0, "\(one.error)")
    #expect(one.error.contains("--> \(file):3:"), "\(one.error)")
    // What decides is not decided from the rest, nor from an older run.
    for command in [["show", "latest"], ["gate"], ["diff"], ["baseline", "accept", "--reason", "as shipped"]] {
      let run = try await EvalGate.run(command, in: project)
      #expect(run.code == 2, "\(command): \(run.output)")
      #expect(run.error.contains("--> \(file):3:"), "\(command): \(run.error)")
    }
    let list = try await project.evalgate("runs", "list").run
    #expect(list.code == 0 && list.output.contains("unreadable"), "\(list.output)")
  }

  @Test("a read-only disk is said before anything is asked", .enabled("this machine cannot mount one", canMount))
  func readOnly() async throws {
    let project = try TemporaryProject(Sample.two)
    let run = try await EvalGate.command(
      [
        "unshare", "-rm", "sh", "-c",
        "mount --bind . . && mount -o remount,bind,ro . && cd \"$PWD\" && exec \"$0\" run", EvalGate.program,
      ], in: project)
    #expect(run.code == 2, "\(run.output)")
    #expect(run.error.contains("the file system is read-only"), "\(run.error)")
    #expect(run.error.contains("--save PATH"))
  }

  @Test(
    "a second process leaves a run alone that the first one is making",
    .enabled("python3 is not installed", hasPython))
  func twoWriters() async throws {
    // The program behind the route tries to resume the very run that asks it.
    let project = try TemporaryProject(Sample.two)
    try project.write(
      """
      import json, subprocess, sys
      sys.stdin.readline()
      print(json.dumps({"name": "app", "revisions": {"code": "1"}}), flush=True)
      for line in sys.stdin:
          question = json.loads(line)
          with open("second.txt", "w") as file:
              second = subprocess.run(["\(EvalGate.program)", "run", "--resume", "latest"], stderr=file, stdout=file)
              file.write(f"code {second.returncode}")
          reply = {"id": question["id"], "text": question["messages"][-1]["content"]}
          print(json.dumps(reply), flush=True)

      """, to: "app.py")
    try project.write(
      Sample.configuration(target: "{ provider: exec, command: [python3, app.py] }"), to: "evalgate.yml")
    let first = try await project.evalgate("run").run
    #expect(first.code == 0, "\(first.output)\(first.error)")
    let second = try project.read("second.txt")
    #expect(second.contains("error[run/in-use]: another evalgate is writing this run"), "\(second)")
    #expect(second.hasSuffix("code 2"))
  }

  @Test("a journal of a newer version is refused and left as it is")
  func newer() async throws {
    let project = try TemporaryProject(Sample.triage())
    _ = try await project.evalgate("run", "--save", "r.jsonl")
    let lines = try project.read("r.jsonl").split(separator: "\n")
    let journal =
      String(lines[0]).replacing("\"schema_version\":1,", with: "\"schema_version\":9,") + "\n\(lines[1])\n"
    try project.write(journal, to: ".evalgate/runs/0123456789abcdef.journal")
    let run = try await project.evalgate("run", "--resume", "0123456").run
    #expect(run.code == 2)
    #expect(run.error.contains("error[run/newer-version]"), "\(run.error)")
    #expect(try project.read(".evalgate/runs/0123456789abcdef.journal") == journal)
  }

  @Test("a run is synced while it goes on, and at its end", .enabled("strace or python3 is not there", canTraceProgram))
  func synced() async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write(
      """
      import json, sys, time
      sys.stdin.readline()
      print(json.dumps({"name": "slow", "revisions": {"code": "1"}, "concurrency": 1}), flush=True)
      for line in sys.stdin:
          question = json.loads(line)
          time.sleep(1.2)
          reply = {"id": question["id"], "text": question["messages"][-1]["content"]}
          print(json.dumps(reply), flush=True)

      """, to: "app.py")
    try project.write(
      Sample.configuration(target: "{ provider: exec, command: [python3, app.py] }"), to: "evalgate.yml")
    let run = try await EvalGate.command(
      [
        "strace", "-f", "-qq", "-y", "-e", "trace=fdatasync,fsync,rename,renameat,renameat2", "-o", "calls.txt",
        EvalGate.program, "run",
      ], in: project)
    #expect(run.code == 0, "\(run.error)")
    let calls = try project.read("calls.txt").split(separator: "\n")
    // The first line, then each answer: none waits for the next one.
    let journal = calls.filter { $0.contains("sync(") && $0.contains(".journal") }
    #expect(journal.count >= 2, "\(calls)")
    // The sealed file is on the disk before it has its name, and its name before the program ends.
    let sealed = try #require(calls.firstIndex { $0.contains("sync(") && $0.contains(".draft") })
    let renamed = try #require(calls.firstIndex { $0.contains("rename") && $0.contains(".jsonl") })
    let named = try #require(calls.lastIndex { $0.contains("sync(") && $0.contains("/runs>") })
    #expect(sealed < renamed && renamed < named, "\(calls)")
  }

  private static func hasFullDevice() async throws -> Bool { try await works("test -c /dev/full") }
  private static func hasPython() async throws -> Bool { try await works("command -v python3") }
  private static func canMount() async throws -> Bool { try await works("unshare -rm mount --bind /tmp /tmp") }
  private static func canTraceProgram() async throws -> Bool {
    try await works("command -v python3 && strace -f -o /dev/null true")
  }
  private static func works(_ script: String) async throws -> Bool {
    try await EvalGate.command(["sh", "-c", script], in: TemporaryProject()).code == 0
  }
}
