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
    let kept = try project.read(journal)
    #expect(kept.hasSuffix("\n"))
    #expect(kept.split(separator: "\n").count > 5)
    let finished = try await project.evalgate("run", "--mode", "live", "--resume", journal, "--save", "r.jsonl").run
    #expect(finished.code == 0, "\(finished.error)")
    #expect(finished.output.contains("40/40"))
    let answers = Set(try project.read("r.jsonl").split(separator: "\n"))
    #expect(kept.split(separator: "\n").dropFirst().allSatisfy(answers.contains))
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

  private static func hasPython() async throws -> Bool { try await works("command -v python3") }
  private static func canMount() async throws -> Bool { try await works("unshare -rm mount --bind /tmp /tmp") }
  private static func canTraceProgram() async throws -> Bool {
    try await works("command -v python3 && strace -f -o /dev/null true")
  }
  private static func works(_ script: String) async throws -> Bool {
    try await EvalGate.command(["sh", "-c", script], in: TemporaryProject()).code == 0
  }
}
