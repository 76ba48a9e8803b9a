import StrictJSON
import Synchronization
import Testing

@Suite("export")
struct ExportTests {
  /// Two cases, one of which fails with a text that breaks everything that is written without care.
  private func project() async throws -> TemporaryProject {
    let project = try TemporaryProject(Sample.two)
    try project.write(
      #"{"id": "a", "text": "billing", "expected": "billing", "tags": ["x", "y"]}"# + "\n"
        + #"{"id": "b'\\", "text": "t\tn\n\\. \\N '; DROP TABLE evalgate_cases; --", "expected": "technical"}"# + "\n",
      to: "t.cases.jsonl")
    try project.write(
      Sample.configuration(gates: "{ accuracy: { metric: pass_rate, at_least: 10% } }"), to: "evalgate.yml")
    let run = try await project.evalgate("run").run
    #expect(run.code == 0, "\(run.error)")
    return project
  }

  /// A message is one line, so the line feed is a space by then.
  private static let hostile = "expected technical, got t\tn \\. \\N '; DROP TABLE evalgate_cases; --"

  private func lines(_ text: String) throws -> [JSONValue] {
    try text.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
  }

  @Test("flat lines have the run, its gates and its cases, each with everything that made it")
  func flat() async throws {
    let project = try await project()
    let run = try await project.evalgate("export", "latest").run
    #expect(run.code == 0, "\(run.error)")
    let lines = try lines(run.output)
    #expect(lines.map { $0["table"]?.stringValue } == ["runs", "gates", "cases", "cases"].map { "evalgate_" + $0 })
    #expect(lines[0]["outcome"] == "passed")
    #expect(lines[1]["value"] == 0.5)
    let failing = lines[3]
    #expect(failing["case_id"] == "b'\\")
    #expect(failing["pass_fail"] == "fail")
    #expect(failing["failed_check"] == "equals")
    #expect(failing["target"] == "echo")
    for key in ["prompt_digest", "eval_set_digest", "checks", "route_identity", "case_digest", "checks_digest"] {
      #expect(failing[key]?.stringValue?.isEmpty == false, "\(key)")
    }
    #expect(Set(lines[2...].map { $0.objectValue?.count }) == [lines[2].objectValue?.count])
  }

  @Test("an export goes into a file whole, and the same again gives the same bytes")
  func file() async throws {
    let project = try await project()
    for name in ["a.jsonl", "b.jsonl"] {
      #expect(try await project.evalgate("export", "latest", "--to", name).run.code == 0)
    }
    #expect(try project.read("a.jsonl") == project.read("b.jsonl"))
  }

  @Test(
    "what cannot be meant is said",
    arguments: [
      (["--format", "sqlite"], "--to PATH"), (["--format", "clickhouse"], "--table"),
      (["--to", "https://example.com/"], "only --format clickhouse"),
      (["--format", "clickhouse", "--to", "http://u:p@127.0.0.1:1/"], "CLICKHOUSE_PASSWORD"),
      (["--format", "parquet"], "--format"), (["--table", "answers"], "--table"),
    ])
  func wrong(arguments: [String], words: String) async throws {
    let project = try await project()
    let run = try await EvalGate.run(["export", "latest"] + arguments, in: project)
    #expect(run.code == 2)
    #expect(run.error.contains(words), "\(run.error)")
    #expect(run.output.isEmpty)
  }

  @Test("twice in an SQLite file it is there once", .enabled("python3 is not installed", hasPython))
  func sqlite() async throws {
    let project = try await project()
    for _ in 1...2 {
      let run = try await project.evalgate("export", "latest", "--format", "sqlite", "--to", "all.sqlite").run
      #expect(run.code == 0, "\(run.error)")
    }
    let rows = try await EvalGate.command(
      [
        "python3", "-c",
        """
        import sqlite3, sys
        base = sqlite3.connect("all.sqlite")
        for table in ("runs", "gates", "cases"):
            print(base.execute(f"select count(*) from evalgate_{table}").fetchone()[0])
        sys.stdout.write(base.execute("select message from evalgate_cases where pass_fail = 'fail'").fetchone()[0])
        """,
      ], in: project)
    #expect(rows.output == "1\n1\n2\n" + Self.hostile, "\(rows.error)")
  }

  @Test("a file that is no database is left as it is")
  func notSQLite() async throws {
    let project = try await project()
    let text = String(repeating: "this is not a database\n", count: 100)
    try project.write(text, to: "all.sqlite")
    let run = try await project.evalgate("export", "latest", "--format", "sqlite", "--to", "all.sqlite").run
    #expect(run.code == 2)
    #expect(run.error.contains("error[store/database]"), "\(run.error)")
    #expect(try project.read("all.sqlite") == text)
  }

  @Test("ClickHouse is sent tables, the old rows away, and rows, with the name of who asks in a header")
  func clickHouse() async throws {
    let project = try await project()
    let requests = Mutex<[String]>([])
    try await LoopbackModel.serving(requests: { request in
      requests.withLock { $0.append(request) }
      return .status(200, "", headers: "X-ClickHouse-Query-Id: 1\r\n")
    }) { server in
      let run = try await project.evalgate(
        "export", "latest", "--format", "clickhouse", "--to", server.root,
        environment: ["CLICKHOUSE_USER": "ci", "CLICKHOUSE_PASSWORD": "not-to-be-seen"]
      ).run
      #expect(run.code == 0, "\(run.error)")
      #expect(!(run.output + run.error).contains("not-to-be-seen"))
    }
    let seen = requests.withLock { $0 }
    #expect(seen.count == 9)
    #expect(
      seen.allSatisfy {
        $0.contains("X-ClickHouse-User: ci\r\n") && $0.contains("X-ClickHouse-Key: not-to-be-seen\r\n")
      })
    let bodies = seen.map { String($0[($0.firstRange(of: "\r\n\r\n")?.upperBound ?? $0.startIndex)...]) }
    #expect(bodies[6].hasPrefix("CREATE TABLE IF NOT EXISTS evalgate_cases (run_id String"))
    #expect(bodies[7] == "DELETE FROM evalgate_cases WHERE run_id = {run:String}")
    #expect(seen.allSatisfy { $0.contains("?wait_end_of_query=1&") })
    #expect(seen[7].contains("&param_run=\(try #require(project.runIDs.first))"))
    #expect(seen[8].contains("&query=INSERT%20INTO%20evalgate_cases%20"))
    #expect(try lines(bodies[8]).last?["message"]?.stringValue == Self.hostile)
  }

  @Test("what ClickHouse says against it is shown, and nothing more is sent")
  func refused() async throws {
    let project = try await project()
    try await LoopbackModel.serving(requests: { _ in .status(403, "Code: 516. \u{1B}[31mno such user") }) { server in
      let run = try await project.evalgate("export", "latest", "--format", "clickhouse", "--to", server.root).run
      #expect(run.code == 2)
      #expect(run.error.contains("answered 403: Code: 516."), "\(run.error)")
      #expect(!run.error.contains("\u{1B}"))
      #expect(server.requests == 1)
    }
  }

  @Test(
    "what ClickHouse says against it after it said 200 is a failure as well",
    arguments: [
      ("X-ClickHouse-Exception-Code: 252\r\n", ""),
      ("", "Code: 159. DB::Exception: Timeout exceeded: elapsed 0.7 seconds (TIMEOUT_EXCEEDED) (version 24.8.1.1)\n"),
      ("", "\r\n__exception__\r\nabcdefghijklmnop\r\nCode: 395. it broke"),
    ])
  func refusedLate(headers: String, body: String) async throws {
    let project = try await project()
    try await LoopbackModel.serving(requests: { _ in .status(200, body, headers: headers) }) { server in
      let run = try await project.evalgate("export", "latest", "--format", "clickhouse", "--to", server.root).run
      #expect(run.code == 2, "\(run)")
      #expect(run.error.contains("error[export/refused]"), "\(run.error)")
      #expect(server.requests == 1)
    }
  }

  @Test(
    "what answers 200 and is not ClickHouse has stored nothing, and the command says so",
    arguments: [
      ("<html><body>Please log in</body></html>", "", "as ClickHouse does not: <html><body>Please log in"),
      ("<html>", "X-ClickHouse-Query-Id: 1\r\n", "as ClickHouse does not: <html>"),
      ("", "", "without any `X-ClickHouse-…` header"),
    ])
  func somebodyElse(body: String, headers: String, words: String) async throws {
    let project = try await project()
    try await LoopbackModel.serving(requests: { _ in .status(200, body, headers: headers) }) { server in
      let run = try await project.evalgate("export", "latest", "--format", "clickhouse", "--to", server.root).run
      #expect(run.code == 2, "\(run)")
      #expect(run.error.contains("error[export/refused]") && run.error.contains(words), "\(run.error)")
      #expect(server.requests == 1)
    }
  }

  @Test(
    "PostgreSQL takes the script, twice, and has each row once", .enabled("PostgreSQL is not installed", hasPostgres))
  func postgres() async throws {
    let project = try await project()
    #expect(try await project.evalgate("export", "latest", "--format", "postgres", "--to", "run.sql").run.code == 0)
    try project.write(
      """
      set -e
      bin=$(dirname "$(readlink -f "$(command -v initdb)")"); there=$PWD/server; as=
      mkdir "$there"
      # PostgreSQL does not run as root.
      if [ "$(id -u)" = 0 ]; then chmod 711 "$PWD"; chown nobody "$there"; as="setpriv --reuid=nobody --clear-groups --"; fi
      $as "$bin/initdb" -D "$there/data" -A trust -U e --no-sync -E UTF8 --locale=C > /dev/null
      $as "$bin/pg_ctl" -D "$there/data" -l "$there/log" -w \\
        -o "-k $there -c listen_addresses='' -c fsync=off" start > /dev/null
      trap '$as "$bin/pg_ctl" -D "$there/data" -m immediate stop > /dev/null' EXIT
      ask() { psql -h "$there" -U e -d postgres -X -q "$@"; }
      ask -f run.sql; ask -f run.sql
      ask -At -c "select (select count(*) from evalgate_runs), (select count(*) from evalgate_gates), count(*) from evalgate_cases"
      ask -At -c "select passed, n, value, blocks from evalgate_gates"
      ask -At -c "select case_id || '|' || message from evalgate_cases where pass_fail = 'fail'"

      """, to: "ask.sh")
    let run = try await EvalGate.command(["sh", "ask.sh"], in: project)
    #expect(run.code == 0, "\(run.error)")
    #expect(run.output == "1|1|2\n1|2|0.5|t\nb'\\|" + Self.hostile + "\n", "\(run.error)")
  }

  private static func hasPython() async throws -> Bool { try await has("python3") }
  private static func hasPostgres() async throws -> Bool { try await has("initdb psql setpriv") }
  private static func has(_ programs: String) async throws -> Bool {
    try await EvalGate.command(
      ["sh", "-c", "for program in \(programs); do command -v $program || exit 1; done"], in: TemporaryProject()
    ).code == 0
  }
}
