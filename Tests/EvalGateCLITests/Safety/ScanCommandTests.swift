import ChildProcess
import StrictJSON
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite("evalgate scan")
struct ScanCommandTests {
  private static let files = [
    "notes.txt": "nothing here\nPay to DE02120300000000202051, please.\né AKIAQ3EGRT5W7XKPLM2N and pay\u{200B}ment\n",
    "clean.txt": "The crane is repaired.\n",
    "answers.jsonl": """
    {"id": 1, "output": "write to ines@paperboat-office.org"}

    {"id": 2, "output": "the caf\\u00e9 key is AKIAQ3EGRT5W7XKPLM2N", "call": {"iban": "DE02120300000000202051"}}

    """,
    "policies/desk.yml": """
    id: desk
    version: 1
    restricted: [{ id: codes, values: [HEATHER-FILTER-0417] }]
    pii: { entities: { IBAN_CODE: report } }
    canaries: {}
    """,
    "leak.txt": "It is SEVBVEhFUi1GSUxURVItMDQxNw== and the account is DE02120300000000202051.\n",
  ]

  @Test("what is found is named by place and kind, masked, and fails the scan")
  func found() async throws {
    let project = try TemporaryProject(Self.files)
    try await Snapshot.expect(
      [
        project.evalgate("scan", "notes.txt", "clean.txt"), project.evalgate("scan", "clean.txt"),
        project.evalgate("scan", "--lines", "answers.jsonl"),
        project.evalgate("scan", "--detectors", "pii:IBAN_CODE", "notes.txt"),
        project.evalgate("scan", "--policy", "policies/desk.yml", "leak.txt"),
        project.evalgate("scan", "--policy", "policies/desk.yml", "--weak", "leak.txt"),
      ], "scan")
  }

  @Test("passwords with signs in them are found in a file of settings, and references to others are not")
  func settings() async throws {
    // Put together from parts, so that no scanner takes this file for a leak.
    let secrets = ["kT7vQ2pLm9" + "-xW4rTz8", "xofzu4-" + "Rubmyv-qyvxip", "Vx8&kq2!" + "Lm7#Tz"]
    let lines = secrets.map { "DB_PASSWORD=\($0)\n" }
    let project = try TemporaryProject([
      "prod.env": lines.joined(), "dev.env": "DB_PASSWORD=${DB_PASSWORD}\nAPI_TOKEN=my-own-test-token-2\n",
    ])
    let run = try await project.evalgate("scan", "prod.env", "dev.env").run
    #expect(run.code == 1 && run.output.contains("found  3 in 1 of 2 files"), "\(run)")
  }

  @Test("a document of JSON lines is read with the names of its members, as the text of it is")
  func members() async throws {
    let secret = "Vx8kq2" + "Lm7TzQ"
    let project = try TemporaryProject([
      "calls.jsonl": """
      {"tool": "login", "arguments": {"user": "ines", "password": "\(secret)"}}
      {"env": [{"name": "DB_PASSWORD", "value": "\(secret)"}, {"name": "MOORINGS", "value": "\(secret)"}]}
      {"customer": {"ssn": "536228145", "dob": "1980-03-12"}}

      """
    ])
    let run = try await project.evalgate("scan", "--lines", "calls.jsonl").run
    #expect(run.code == 1 && run.output.contains("found  4 in 1 of 1 file"), "\(run)")
  }

  @Test("the formats for programs hold the same")
  func formats() async throws {
    let project = try TemporaryProject(Self.files)
    try await Snapshot.expect(
      [
        project.evalgate("scan", "--format", "json", "--lines", "answers.jsonl"),
        project.evalgate("scan", "--format", "github", "notes.txt"),
        project.evalgate("scan", "--format", "sarif", "notes.txt"),
      ], "scan-formats")
  }

  @Test("a text in UTF-16 is not looked at, a named pipe is refused, and a policy about calls looks at no file")
  func unseen() async throws {
    let project = try TemporaryProject(
      Self.files.merging(["calls.yml": "id: q\nversion: 1\ntools: [{ id: T, tool: x }]\n"]) { $1 })
    try project.write(
      [0xFF, 0xFE] + "key AKIAQ3EGRT5W7XKPLM2N".utf8.flatMap { [$0, 0] }, to: "wide.txt")
    let wide = try await project.evalgate("scan", "wide.txt").run
    #expect(wide.code == 3 && wide.output.contains("UTF-16"), "\(wide)")
    let key = "key AKIAQ3EGRT5W7XKPLM2N".utf8
    let unmarked: [(String, [UInt8])] = [
      ("UTF-16", key.flatMap { [$0, 0] }), ("UTF-16", key.flatMap { [0, $0] }),
      ("UTF-32", key.flatMap { [$0, 0, 0, 0] }),
      ("UTF-32", key.flatMap { [0, 0, 0, $0] }), ("UTF-16", Array("magic\u{0}".utf8) + key.flatMap { [$0, 0] }),
    ]
    for (encoding, bytes) in unmarked {
      try project.write(bytes, to: "wide.txt")
      let wide = try await project.evalgate("scan", "--detectors", "secret", "wide.txt").run
      #expect(wide.code == 3 && wide.output.contains(encoding), "\(wide)")
    }
    try project.write([0, 1, 0, 2, 0x41, 0, 0, 0, 0x42, 0, 0, 0], to: "numbers.bin")
    #expect(try await project.evalgate("scan", "--detectors", "secret", "numbers.bin").run.code == 0)
    let calls = try await project.evalgate("scan", "--policy", "calls.yml", "clean.txt").run
    #expect(calls.code == 2 && calls.error.contains("has no detector that looks at files"), "\(calls)")
    #expect(mkfifo(project.path + "/pipe", 0o600) == 0)
    let pipe = try await project.evalgate("scan", "pipe").run
    #expect(pipe.code == 2 && pipe.error.contains("it is a pipe or a device, not a file"), "\(pipe)")
    let json = try await project.evalgate("scan", "--format", "json", "none.txt").run
    #expect(json.code == 2 && json.output.contains(#""path": "none.txt""#), "\(json)")
    let sarif = try await project.evalgate("scan", "--format", "sarif", "none.txt").run
    #expect(
      sarif.output.contains(#""executionSuccessful":false,"toolExecutionNotifications":[{"level":"error""#), "\(sarif)")
  }

  @Test("what cannot be used is never clean")
  func unusable() async throws {
    let project = try TemporaryProject(Self.files.merging(["broken.jsonl": "{\"a\": 1\n{\"b\": 2}\n"]) { $1 })
    try await Snapshot.expect(
      [
        project.evalgate("scan", "none.txt", "clean.txt"), project.evalgate("scan", "--lines", "broken.jsonl"),
        project.evalgate("scan", "--detectors", "secrets", "clean.txt"),
        project.evalgate("scan", "--policy", "policies/desk.yml", "--detectors", "canary", "clean.txt"),
        project.evalgate("scan", "clean.txt", environment: ["EVALGATE_EVIDENCE_KEY": "short"]),
      ], "scan-unusable")
  }

  @Test(
    "a kind that a detector does not find is asked for in vain",
    arguments: ["secret:nope", "unicode:tag", "channel:image", "injection:x", "pii:US_SNN"])
  func unknownKind(_ name: String) async throws {
    let project = try TemporaryProject(Self.files)
    let run = try await project.evalgate("scan", "--detectors", name, "clean.txt").run
    #expect(run.code == 2 && run.error.contains("error[scan/detector]"), "\(run)")
    let restricted = try await project.evalgate(
      "scan", "--policy", "policies/desk.yml", "--detectors", "restricted:code", "leak.txt"
    ).run
    #expect(restricted.code == 2 && restricted.error.contains("did you mean `codes`?"), "\(restricted)")
  }

  @Test("every place of a restricted value is told")
  func everyPlace() async throws {
    let project = try TemporaryProject(Self.files)
    try project.write(String(repeating: "HEATHER-FILTER-0417 it is\n", count: 8), to: "often.txt")
    let run = try await project.evalgate("scan", "--policy", "policies/desk.yml", "often.txt").run
    #expect(
      run.code == 1 && run.output.contains("often.txt:8:1") && run.output.contains("found  8 in 1 of 1 file"), "\(run)")
  }

  @Test("a text that could not be looked at to its end is undecided")
  func budget() async throws {
    let encoded = String(repeating: "SEVBVEhFUg== ", count: 400)
    let project = try TemporaryProject(Self.files.merging(["long.txt": encoded]) { $1 })
    let run = try await EvalGate.run(["scan", "--policy", "policies/desk.yml", "long.txt"], in: project)
    #expect(run.code == 3 && run.output.contains("not looked at to the end"), "\(run)")
  }

  @Test("under a key of one's own equal evidence can be joined, and under another one it is another tag")
  func joining() async throws {
    let project = try TemporaryProject(Self.files)
    func tags(_ key: String, _ file: String) async throws -> Set<String> {
      let run = try await EvalGate.run(
        ["scan", "--format", "json", "--detectors", "pii", file], in: project,
        environment: ["EVALGATE_EVIDENCE_KEY": key])
      let findings = try JSONValue(parsing: run.output)["files"]?[0]?["findings"]?.arrayValue ?? []
      return Set(findings.compactMap { $0["evidence"]?["hmac"]?.stringValue })
    }
    let one = try await tags("a-key-of-32-bytes-for-this-test-1", "notes.txt")
    let same = try await tags("a-key-of-32-bytes-for-this-test-1", "answers.jsonl")
    let other = try await tags("a-key-of-32-bytes-for-this-test-2", "notes.txt")
    #expect(one.count == 1 && same.isSuperset(of: one) && other.isDisjoint(with: one))
  }

  @Test("standard input is read where no file is named")
  func standardInput() async throws {
    let project = try TemporaryProject(Self.files)
    let command = "cat notes.txt | '\(EvalGate.program)' scan --detectors secret"
    let run = try await EvalGate.command(["sh", "-c", command], in: project)
    #expect(run.code == 1 && run.output.hasPrefix("stdin:3:3"), "\(run)")
  }
}
