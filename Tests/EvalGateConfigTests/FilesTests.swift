import EvalGateConfig
import EvalGateCore
import StrictJSON
import Testing

@Suite("JSONL, CSV and YAML cases")
struct CaseFileTests {
  private static let line = #"{"text": "a", "expected": "b"}"#

  private func jsonl(_ text: String) async -> [String] { await problems(files(["triage.cases.jsonl": text])) }

  private func csv(_ text: String) async -> [String] {
    await problems(files(["triage.cases.jsonl": "", "triage.cases.csv": text]))
  }

  private func csvCase(_ text: String, at index: Int = 0) async throws -> EvalCase {
    try await load(files(["triage.cases.jsonl": "", "triage.cases.csv": text])).suites[0].evalset.cases.evalCase(
      at: index)
  }

  @Test(
    "what is no JSON line is an error with line and column",
    arguments: [
      ("{\"text\": \"a\",}", "json/syntax triage.cases.jsonl:2:13: trailing comma"),
      ("{\"text\": \"a\", \"text\": 1}", "json/syntax triage.cases.jsonl:2:15: duplicate key"),
      ("{\"text\": \"a\"", "json/syntax triage.cases.jsonl:2:13: cut off before the JSON value ends"),
      ("<<<<<<< HEAD", "json/syntax triage.cases.jsonl:2:1: a merge conflict (`<<<<<<<`) was left in the file"),
      ("{'text': 1}", "json/syntax triage.cases.jsonl:2:2: single quotes, expected double quotes"),
      ("[1]", "case/invalid triage.cases.jsonl:2:1: a case must be a mapping, not a list"),
    ])
  func lines(text: String, message: String) async {
    let found = await jsonl(Self.line + "\n" + text)
    #expect(found == [message])
  }

  @Test("every line of a file is read before anything is said")
  func allLines() async {
    let found = await jsonl("{\n\(Self.line)\n}\n{\"id\": 1, \"expected\": \"x\"}")
    #expect(found.count == 3)
  }

  @Test("CR LF, blank lines and no line end at the end change nothing")
  func lineEnds() async throws {
    let project = try await load(
      files(["triage.cases.jsonl": "\(Self.line)\r\n\r\n{\"text\": \"b\", \"expected\": \"b\"}"]))
    #expect(project.suites[0].evalset.cases.header(at: 1).location.line == 3)
  }

  @Test("a byte order mark at the start is one clear message")
  func byteOrderMark() async {
    let found = await jsonl("\u{FEFF}" + Self.line)
    #expect(found == ["file/encoding triage.cases.jsonl:1:1: byte order mark at the start"])
  }

  @Test("invalid UTF-8 in a line is an error with its place")
  func encoding() async {
    var repository = files()
    repository.files["triage.cases.jsonl"] = Array("{\"text\": \"".utf8) + [0xFF] + Array("\"}".utf8)
    let found = await problems(repository)
    #expect(found == ["file/encoding triage.cases.jsonl:1:11: invalid UTF-8"])
  }

  @Test("a line over the limit is an error, and the lines after it are read")
  func longLine() async {
    let folder = TemporaryFolder()
    for (name, text) in smallest { folder.write(name, text) }
    let long = Array(repeating: [UInt8](repeating: 0x61, count: 1 << 20), count: 9)
    folder.write("triage.cases.jsonl", long + [Array("\n{\n".utf8)])
    let found = await problems(DiskFiles(root: folder.path))
    #expect(
      found == [
        "file/too-large triage.cases.jsonl:1:1: a line of more than 8 MiB",
        "json/syntax triage.cases.jsonl:2:2: cut off before the JSON value ends",
      ])
  }

  @Test("an array a hundred thousand deep is an error, not a crash")
  func depth() async {
    let found = await jsonl("{\"text\": \(String(repeating: "[", count: 100_000))")
    #expect(found == ["json/syntax triage.cases.jsonl:1:137: nested too deeply"])
  }

  @Test("after two hundred bad lines the rest is left unread, and that is said")
  func patience() async {
    let found = await jsonl(String(repeating: "{\n", count: 5000))
    #expect(found.count == 201)
    #expect(
      found.contains("case/invalid triage.cases.jsonl:1:1: 200 lines with problems; the rest of the file was not read"))
  }

  @Test("a folder where a file is meant is named as one")
  func folder() async {
    let found = await problems(
      files(["evalgate.yml": "version: 1\nsuites: { a: { prompt: a.prompt.yml } }", "a.prompt.yml/b": "x"]))
    #expect(found == ["file/not-a-file evalgate.yml:2:24: prompt `a.prompt.yml` is a folder"])
  }

  @Test("quoted fields of CSV hold commas, doubled quotes and line breaks")
  func csvQuoting() async throws {
    let evalCase = try await csvCase("text,expected\r\n\"a, \"\"b\"\"\r\nc\",billing\r\n")
    #expect(evalCase.variables == ["text": "a, \"b\"\r\nc"])
  }

  @Test("the place of a CSV case counts the line breaks inside fields")
  func csvPlaces() async throws {
    let evalCase = try await csvCase("text,expected\n\"a\nb\",x\nc,y\n", at: 1)
    #expect(evalCase.location.line == 4)
  }

  @Test("CSV cells of tags, trials and JSON expectations are read as what they are")
  func csvTypes() async throws {
    let evalCase = try await csvCase("id,text,expected,tags,trials\nx,t,\"{\"\"a\"\": 1}\",lang:de; hard,3\n")
    #expect(evalCase.tags == ["lang:de", "hard"] && evalCase.trials == 3)
    #expect(evalCase.expected?.json == ["a": 1])
  }

  @Test(
    "what is no CSV is an error with its place",
    arguments: [
      ("", "csv/syntax triage.cases.csv:1:1: no header row"),
      (
        "text;expected\n\"a, b\";c\n",
        "csv/syntax triage.cases.csv:1:1: the columns are separated by semicolons, not by commas"
      ),
      (
        "\"text\"\texpected\na\tb\n",
        "csv/syntax triage.cases.csv:1:1: the columns are separated by tabs, not by commas"
      ),
      ("text,expected\na,b,c\nd\n", "csv/syntax triage.cases.csv:2:1: row has 3 fields, the header 2"),
      ("text,expected\na,\"b\n", "csv/syntax triage.cases.csv:2:3: quote is not closed"),
      ("text,expected\na,\"b\"c\n", "csv/syntax triage.cases.csv:2:6: text after a quoted field"),
      ("text,expected\na,b\"c\n", "csv/syntax triage.cases.csv:2:4: quote inside a field without quotes"),
      ("text,text\na,b\n", "file/duplicate-key triage.cases.csv:1:6: duplicate column `text`"),
    ])
  func csvErrors(text: String, message: String) async {
    let found = text.isEmpty ? await csv("\n") : await csv(text)
    #expect(found.first == message)
  }

  @Test("cases in YAML are a list")
  func yaml() async throws {
    let project = try await load(
      files(["triage.cases.jsonl": "", "triage.cases.yml": "- { id: a, text: yes, expected: no }"]))
    #expect(try project.suites[0].evalset.cases.evalCase(at: 0).variables == ["text": "yes"])
  }

  @Test("two files of cases for one prompt are an error that names both")
  func ambiguous() async {
    let found = await problems(files(["triage.cases.csv": "text,expected\na,b\n"]))
    #expect(
      found == [
        "file/ambiguous triage.prompt.yml:1:1: cases of prompt `triage`: there is both `triage.cases.jsonl` and `triage.cases.csv`"
      ])
  }
}
