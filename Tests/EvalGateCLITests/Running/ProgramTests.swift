import Testing

@Suite("programs of the user's")
struct ProgramTests {
  @Test("a program that keeps the contract is asked and judged")
  func good() async throws {
    let project = try Self.project(#"answer "$id" "$text""#)
    let run = try await project.evalgate("run")
    #expect(run.run.code == 0, "\(run.text)")
    #expect(run.run.output.contains("40 live"))
    #expect(try await project.evalgate("show", "latest", "t-01").run.output.contains("billing"))
  }

  @Test(
    "a program that breaks the contract is an error of the infrastructure, with its own words",
    arguments: [
      ("echo 'Traceback: oops'", "it wrote a line that is not JSON"),
      ("exit 3", "it ended with exit code 3"),
      ("kill -9 $$", "it was ended by signal 9"),
      (#"answer zzz "$text""#, "it answered an unknown or repeated id"),
      (#"printf '{"id":"%s","error":{"kind":"infrastructure","message":"db down"}}\n' "$id""#, "db down"),
      (#"printf '\377\376\n'"#, "it wrote a line that is not JSON"),
    ])
  func misbehaving(body: String, words: String) async throws {
    let project = try Self.project("echo 'log line' >&2\n" + body)
    let run = try await project.evalgate("run", "--case", "t-01")
    #expect(run.run.code == 3, "\(run.text)")
    #expect(run.run.output.contains(words), "\(run.text)")
    #expect(run.run.error.contains("log line"), "\(run.text)")
  }

  @Test("a failure of the model's is a result, not an error")
  func modelFailure() async throws {
    let project = try Self.project(#"printf '{"id":"%s","error":{"kind":"model","message":"refused"}}\n' "$id""#)
    let run = try await project.evalgate("run", "--case", "t-01").run
    #expect(run.code == 1, "\(run.output)")
    #expect(run.output.contains("refused"))
  }

  @Test(
    "a program that cannot be used is known before anything is asked",
    arguments: [
      ("no-such-program", "was not found"), ("sh, -c, 'echo hello'", "its first line is not the greeting"),
      ("sh, -c, 'exit 0'", "it ended with exit code 0"),
    ])
  func unusable(command: String, words: String) async throws {
    let project = try TemporaryProject(Sample.triage())
    try project.write(Sample.configuration(target: "{ provider: exec, command: [\(command)] }"), to: "evalgate.yml")
    let run = try await project.evalgate("run").run
    #expect(run.code == 2, "\(run.output)")
    #expect(run.error.contains("error[program/failed]"))
    #expect(run.error.contains(words), "\(run.error)")
    #expect(project.runFiles.isEmpty)
  }

  @Test("a program that hangs is ended after the route's timeout")
  func hanging() async throws {
    let project = try Self.project("cat > /dev/null")
    try project.write(
      project.read("evalgate.yml").replacing("timeout: 20s", with: "timeout: 2s").replacing(
        "attempts: 2", with: "attempts: 1"),
      to: "evalgate.yml")
    let run = try await project.evalgate("run", "--case", "t-01").run
    #expect(run.code == 3, "\(run.output)")
    #expect(run.output.contains("did not answer within 2000 ms"), "\(run.output)")
  }

  @Test(
    "a signal in mid-run keeps what is there, and --resume finishes it",
    arguments: [("INT", 130, "INTERRUPTED"), ("TERM", 143, "TERMINATED"), ("HUP", 143, "TERMINATED")])
  func interrupted(signal: String, code: Int, word: String) async throws {
    // The third question sends the signal, once: `told` remembers it for the resumed run.
    let project = try Self.project(
      #"[ -e told ] || echo "$id" >> asked"# + "\n"
        + #"[ "$count" = 3 ] && [ ! -e told ] && interrupt \#(signal)"# + "\n"
        + #"answer "$id" "$text""#)
    let first = try await project.interrupted("run")
    // Sixteen are on their way; what waits behind the program is not sent any more.
    #expect(try project.read("asked").split(separator: "\n").count == 3)
    try project.write("", to: "told")
    #expect(first.code == code, "\(first)")
    #expect(first.output.contains(word) && !first.output.contains("  \(word.lowercased())\n"), "\(first)")
    #expect(first.output.contains("evalgate run --resume"))
    #expect(project.runFiles.map { $0.hasSuffix(".journal") } == [true])
    #expect(try await project.evalgate("show").run.output.contains("INTERRUPTED"))
    let second = try await project.evalgate("run", "--resume", "latest")
    #expect(second.run.code == 0, "\(second.text)")
    #expect(second.run.output.contains("40/40"))
    #expect(project.runFiles.map { $0.hasSuffix(".jsonl") } == [true])
  }

  @Test("a run that was started not to mind a closed terminal does not mind it")
  func noHangUp() async throws {
    let project = try Self.project(#"[ "$count" = 3 ] && kill -HUP $PPID"# + "\n" + #"answer "$id" "$text""#)
    let run = try await EvalGate.command(["nohup", EvalGate.program, "run"], in: project)
    #expect(run.code == 0 && run.output.contains("40/40"), "\(run)")
  }

  @Test("a signal that comes when everything was asked takes nothing away")
  func interruptedAtTheEnd() async throws {
    let project = try Self.project("interrupt INT\n" + #"answer "$id" "$text""#)
    let run = try await project.interrupted("run", "--case", "t-01")
    #expect(run.code == 0, "\(run)")
    #expect(run.output.contains("PASSED"), "\(run)")
    #expect(project.runFiles.map { $0.hasSuffix(".jsonl") } == [true])
  }

  @Test("a process killed without warning loses only what was in flight")
  func killed() async throws {
    let project = try Self.project(
      #"[ "$count" = 10 ] && [ ! -e told ] && { : > told; kill -KILL $PPID; cat > /dev/null; exit; }"# + "\n"
        + #"answer "$id" "$text""#)
    let first = try await EvalGate.command(
      ["sh", "-c", #""$0" run > /dev/null; echo "code $?""#, EvalGate.program], in: project)
    #expect(first.output.contains("code 137"), "\(first.output)")
    let kept = try project.read(".evalgate/runs/\(#require(project.runFiles.first))").split(separator: "\n")
    // The first line, and the nine answers before the tenth question; one was on its way when the process died.
    #expect((9...10).contains(kept.count))
    let second = try await project.evalgate("run", "--resume", "latest")
    #expect(second.run.code == 0, "\(second.text)")
    #expect(second.run.output.contains("40/40"))
  }

  /// - Parameter body: shell lines that answer one question, with `$id`, `$text` and `$count` set.
  private static func project(_ body: String) throws -> TemporaryProject {
    let project = try TemporaryProject(Sample.triage())
    try project.write(
      """
      \(Interrupting.shell)
      answer() { printf '{"id":"%s","text":"%s"}\\n' "$1" "$2"; }
      read -r greeting
      echo '{"name":"app","revisions":{"code":"1"},"concurrency":1}'
      count=0
      while read -r line; do
        count=$((count + 1))
        id=$(printf '%s' "$line" | sed 's/^{"id":"\\([^"]*\\)".*/\\1/')
        text=$(printf '%s' "$line" | sed 's/.*"content":"\\([^"]*\\)".*/\\1/')
        \(body)
      done

      """, to: "app.sh")
    try project.write(
      Sample.configuration(target: "{ provider: exec, command: [sh, app.sh] }"), to: "evalgate.yml")
    return project
  }
}
