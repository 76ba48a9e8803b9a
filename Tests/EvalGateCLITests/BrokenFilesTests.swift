import Testing

@Suite("files that cannot be used")
struct BrokenFilesTests {
  @Test("an unknown key is named with the one that was meant")
  func unknownKey() async throws {
    let project = try TemporaryProject(Sample.smallest)
    try project.write("version: 1\ngates: { accuracy: { metric: pass_rate, atleast: 90% } }\n", to: "evalgate.yml")
    try await Snapshot.expect([project.evalgate("run")], "invalid-unknown-key")
    #expect(!project.exists(".evalgate"))
  }

  @Test("every problem of every file is said at once, each with its place")
  func several() async throws {
    let project = try TemporaryProject(Sample.smallest)
    try project.write(
      "version: 1\ngates: { accuracy: { metric: pass_rate, at_least: 0.9 }, fast: { metric: latencyp95, at_most: 2s } }\n",
      to: "evalgate.yml")
    try project.write(
      "model: openai/gpt-4.1-mini\nmessages:\n  - { role: user, content: \"billing or technical? {{txt}}\" }\n",
      to: "triage.prompt.yml")
    try project.write(
      """
      {"id": "a", "text": "charged twice", "expected": "billing"}
      {"id": "a", "text": "no signal", "expected": "technical"}
      {"id": "b", "text":
      """, to: "triage.cases.jsonl")
    try await Snapshot.expect([project.evalgate("validate")], "invalid-several")
  }

  @Test(
    "a single problem is shown where it stands",
    arguments: [
      (
        "undefined-variable", "triage.prompt.yml", "model: openai/m\nmessages: [{ role: user, content: \"{{txt}}\" }]\n"
      ),
      (
        "duplicate-ids", "triage.cases.jsonl",
        "{\"id\":\"é\",\"text\":\"x\",\"expected\":\"x\"}\n{\"id\":\"é\",\"text\":\"y\",\"expected\":\"y\"}\n"
      ),
      (
        "rate-without-percent", "evalgate.yml",
        "version: 1\ngates: { accuracy: { metric: pass_rate, at_least: 0.9 } }\n"
      ),
      ("wide-characters", "evalgate.yml", "version: 1\nsuites: { 分類: { promt: triage } }\n"),
      ("tab", "evalgate.yml", "version: 1\n\tgates: {}\n"),
      ("duplicate-key", "evalgate.yml", "version: 1\nversion: 1\n"),
      ("no-version", "evalgate.yml", "gates: { a: { metric: pass_rate, at_least: 90% } }\n"),
      ("empty-id", "triage.cases.jsonl", "{\"id\":\"\",\"text\":\"x\",\"expected\":\"x\"}\n"),
      ("byte-order-mark", "triage.cases.jsonl", "\u{FEFF}{\"id\":\"a\",\"text\":\"x\",\"expected\":\"x\"}\n"),
      ("empty-cases", "triage.cases.jsonl", ""),
    ])
  func single(name: String, file: String, text: String) async throws {
    let project = try TemporaryProject(Sample.smallest)
    try project.write(text, to: file)
    try await Snapshot.expect([project.evalgate("validate")], "invalid-\(name)")
  }

  @Test(
    "CSV with a mistake says the row and the column",
    arguments: [
      ("id,text,expected\na,\"b,c\nd,e\n", "t.cases.csv:2:3", "quote is not closed"),
      ("id,text,expected\na,b\n", "t.cases.csv:2:1", "row has 2 fields, the header 3"),
      ("id,text,text\na,b,c\n", "t.cases.csv:1:9", "duplicate column `text`"),
      ("id,text,expected\na,b\"c,d\n", "t.cases.csv:2:4", "quote inside a field"),
    ])
  func csv(text: String, place: String, words: String) async throws {
    let project = try TemporaryProject(Sample.two)
    project.remove("t.cases.jsonl")
    try project.write(text, to: "t.cases.csv")
    let run = try await project.evalgate("validate").run
    #expect(run.code == 2)
    #expect(run.error.contains("--> \(place)\n"), "\(run.error)")
    #expect(run.error.contains(words), "\(run.error)")
  }

  @Test("CRLF line ends change nothing")
  func carriageReturns() async throws {
    let project = try TemporaryProject(Sample.two.mapValues { $0.replacing("\n", with: "\r\n") })
    #expect(try await project.evalgate("run").run.code == 0)
  }

  @Test(
    "invalid UTF-8 is shown where it stands",
    arguments: [
      ("evalgate.yml", "version: 1\n# ", "evalgate.yml:2:3"), ("t.cases.jsonl", "{\"id\":\"", "t.cases.jsonl:1:8"),
    ])
  func encoding(file: String, before: String, place: String) async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write(Array(before.utf8) + [0xFF, 0x0A], to: file)
    let run = try await project.evalgate("validate").run
    #expect(run.code == 2)
    #expect(run.error.contains("error[file/encoding]"))
    #expect(run.error.contains("--> \(place)\n"), "\(run.error)")
  }

  /// A file that would cost far more than it weighs, or weighs too much.
  struct Bomb: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let file: String
    let text: @Sendable () -> String
    let code: String

    init(_ name: String, _ file: String, _ code: String, _ text: @escaping @Sendable () -> String) {
      (testDescription, self.file, self.code, self.text) = (name, file, code, text)
    }
  }

  @Test(
    "deep nesting, alias bombs and huge lines end at a limit",
    arguments: [
      Bomb("a deep case", "t.cases.jsonl", "json/syntax") { "{\"text\":" + String(repeating: "[", count: 100_000) },
      Bomb("deep YAML", "evalgate.yml", "file/too-large") { "version: " + String(repeating: "[", count: 100_000) },
      Bomb("aliases", "evalgate.yml", "yaml/alias") { "version: 1\na: &a [x,x,x,x,x,x,x,x,x,x]\n" + aliases },
      Bomb("a long line", "t.cases.jsonl", "file/too-large") { "{\"id\":\"" + String(repeating: "x", count: 9 << 20) },
      Bomb("a large file", "evalgate.yml", "store/unreadable") { "#" + String(repeating: "x", count: 5 << 20) },
    ])
  func bombs(bomb: Bomb) async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write(bomb.text(), to: bomb.file)
    let run = try await project.evalgate("validate").run
    #expect(run.code == 2)
    #expect(run.error.contains("error[\(bomb.code)]"), "\(run.error)")
    #expect(run.error.utf8.count < 10_000)
  }

  private static let aliases = zip("bcdefgh", "abcdefg").map { name, before in
    "\(name): &\(name) [" + (1...10).map { _ in "*\(before)" }.joined(separator: ",") + "]\n"
  }.joined()

  @Test("a folder where the configuration is meant is said, not passed over")
  func folder() async throws {
    let project = try TemporaryProject(Sample.smallest)
    project.remove("evalgate.yml")
    project.makeFolder("evalgate.yml")
    let run = try await project.evalgate("run").run
    #expect(run.code == 2)
    #expect(run.error.contains("`evalgate.yml` is a folder where a configuration is meant"), "\(run.error)")
  }

  @Test("an empty folder says what to put into it")
  func nothing() async throws {
    try await Snapshot.expect([TemporaryProject().evalgate("run")], "invalid-nothing")
  }
}
