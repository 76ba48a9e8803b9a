import ChildProcess
import JSONSchema
import StrictJSON
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite("evalgate json")
struct JSONCommandTests {
  private static let schema = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "type": "object",
      "required": ["label"],
      "additionalProperties": false,
      "properties": {
        "label": { "enum": ["billing", "technical"] },
        "mail": { "type": "string", "format": "email" },
        "total": { "$ref": "parts/money.json" }
      }
    }
    """

  private static func project(_ files: [String: String] = [:]) throws -> TemporaryProject {
    let own = ["order.schema.json": schema, "parts/money.json": #"{"type": "number", "minimum": 0}"#]
    return try TemporaryProject(own.merging(files) { $1 })
  }

  @Test("valid files say so in one line")
  func valid() async throws {
    let project = try Self.project(["a.json": #"{"label": "billing"}"#, "b.json": "[1, 2.5]"])
    try await Snapshot.expect(
      [
        project.evalgate("json", "a.json", "b.json"),
        project.evalgate("json", "a.json", "--schema", "order.schema.json"),
      ], "json-valid")
  }

  @Test("each way in which a text is no JSON has its own sentence and its place")
  func syntax() async throws {
    let texts = [
      "comma": "{\"a\": 1,}\n", "fence": "```json\n{\"a\": 1}\n```\n", "prose": "Here it is: {\"a\": 1}\n",
      "twice": "{\"é\": 1,\n \"b\": 2, \"é\": 3}\n", "cut": "{\"a\": [1, 2", "comment": "{\n  // none\n}\n",
      "lone": #"["\ud800"]"#, "nan": "[NaN]", "empty": " \n", "quotes": "{'a': 1}",
      "prose-comma": "Here it is:\n\n{\"a\": 1,}\n", "prose-fence": "Here:\n```json\n{\"a\": [1,\n```\n",
    ]
    let project = try TemporaryProject(Dictionary(uniqueKeysWithValues: texts.map { ($0.key + ".json", $0.value) }))
    let names = texts.keys.sorted().map { $0 + ".json" }
    let run = try await EvalGate.run(["json"] + names, in: project)
    try Snapshot.expect([Transcript(arguments: ["json"] + names, run: run, project: project)], "json-syntax")
  }

  @Test("what breaks a schema is shown where it stands")
  func schema() async throws {
    let project = try Self.project([
      "bad.json": "{\n  \"label\": \"refund\",\n  \"mail\": \"nobody\",\n  \"totl\": 3,\n  \"total\": -1.50\n}\n"
    ])
    try await Snapshot.expect(
      [
        project.evalgate("json", "bad.json", "--schema", "order.schema.json"),
        project.evalgate("json", "bad.json", "--schema", "order.schema.json", "--no-format-assertion"),
      ], "json-schema")
  }

  @Test("the lines of a file are documents of their own")
  func lines() async throws {
    let project = try Self.project([
      "cases.jsonl": "{\"label\": \"billing\"}\r\n\n{\"label\": 1}\n{\"label\": \"technical\"} x\n"
    ])
    try await Snapshot.expect(
      [project.evalgate("json", "--lines", "cases.jsonl", "--schema", "order.schema.json")], "json-lines")
  }

  @Test("a file without a line holds nothing that could be valid")
  func noLines() async throws {
    let project = try Self.project(["none.jsonl": "", "one.jsonl": "1\n"])
    try await Snapshot.expect([project.evalgate("json", "--lines", "none.jsonl", "one.jsonl")], "json-lines-none")
  }

  @Test("a number out of the range of a float is called that")
  func range() async throws {
    let project = try TemporaryProject(["a.json": "[1e400, -1e-400, 9007199254740993]"])
    let output = try await project.evalgate("json", "a.json").run.output
    for words in [
      "number 1e400 is out of range for a 64-bit float", "number -1e-400 is out of range for a 64-bit float",
      "number 9007199254740993 loses precision in a 64-bit float",
    ] { #expect(output.contains(words), "\(output)") }
  }

  @Test("the JSON form holds what a program wants to know, and the result in an output format")
  func json() async throws {
    let project = try Self.project(["a.json": "{\"label\": 12345678901234567890}"])
    try await Snapshot.expect(
      [
        project.evalgate("json", "a.json", "--schema", "order.schema.json", "--format", "json"),
        project.evalgate("json", "a.json", "--schema", "order.schema.json", "--output", "basic"),
      ], "json-json")
  }

  @Test("the JSON form has the bytes and the second place of what belongs to two")
  func offsets() async throws {
    let project = try Self.project([
      "twice.json": "{\"é\": 1,\n \"é\": 2}", "fence.json": "```json\n{\"a\": 1,}\n```\n",
      "wrong.json": "{\"label\": \"refund\"}",
    ])
    let run = try await project.evalgate(
      "json", "twice.json", "fence.json", "wrong.json", "--schema", "order.schema.json", "--format", "json")
    let documents = try #require(JSONValue(parsing: run.run.output)["documents"]?.arrayValue)
    let problems = documents.compactMap { $0["problems"]?[0] }
    #expect(problems.compactMap { $0["reason"] } == ["duplicate_key", "trailing_comma"])
    #expect(problems.compactMap { $0["offset"] } == [11, 15, 10])
    #expect(problems.first?["other"] == ["offset": 1, "line": 1, "column": 2])
    #expect(problems.dropFirst().first?["message"] == "trailing comma, inside a Markdown code fence")
  }

  @Test("a known verdict stands where the output is cut, which is said")
  func cutOutput() async throws {
    var schema = #"{"type": "string"}"#
    for _ in 0..<200 { schema = #"{"anyOf": [\#(schema), {"type": "null"}]}"# }
    let nested = String(repeating: "[", count: 150) + String(repeating: "]", count: 150)
    let project = try TemporaryProject([
      "deep.schema.json": schema, "a.json": "5", "b.json": "null", "nested.json": nested,
      "recursive.schema.json": ##"{"anyOf": [{"items": {"$ref": "#"}}, {"items": {"$ref": "#"}, "minItems": 5}]}"##,
    ])
    for (file, schema, code, verdict) in [
      ("a.json", "deep", 1, "invalid"), ("b.json", "deep", 0, "valid"), ("nested.json", "recursive", 0, "valid"),
    ] as [(String, String, Int32, JSONValue)] {
      let run = try await project.evalgate("json", file, "--schema", "\(schema).schema.json", "--output", "verbose").run
      #expect(run.code == code, "\(file)")
      #expect(run.output.utf8.count < 16 << 20)
      let document = try JSONValue(parsing: run.output)["documents"]?[0]
      #expect(document?["verdict"] == verdict)
      #expect(document?["output"]?["valid"] == .bool(verdict == "valid"))
    }
    let run = try await project.evalgate(
      "json", "nested.json", "--schema", "recursive.schema.json", "--output", "detailed")
    #expect(run.run.output.contains("json/output-cut"), "\(run.run.output.prefix(2_000))")
  }

  @Test("a schema comes from standard input or a pipe as well, and standard input is read once")
  func pipedSchema() async throws {
    let project = try Self.project(["a.json": "[1]"])
    let script = """
      echo '{"type": "object"}' | "$0" json a.json --schema -; echo "code $?"
      "$0" json a.json --schema <(echo '{"type": "array"}'); echo "code $?"
      echo '{"type": "thing"}' | "$0" json a.json --schema -; echo "code $?"
      echo '[1]' | "$0" json - --schema -; echo "code $?"
      """
    let run = try await EvalGate.command(["bash", "-c", script, EvalGate.program], in: project)
    #expect(run.output.contains("expected object, found array of 1"), "\(run.output)\(run.error)")
    #expect(run.error.contains("--> stdin:1:"), "\(run.error)")
    #expect(run.output.components(of: "code ") == ["1", "0", "2", "2"], "\(run.output)\(run.error)")
  }

  @Test("help for nesting names the depth that holds here, and many lossy numbers are counted")
  func counts() async throws {
    let project = try TemporaryProject([
      "deep.json": String(repeating: "[", count: 600),
      "many.json": "[" + Array(repeating: "12345678901234567890", count: 25).joined(separator: ",") + "]",
      "false.json": "false",
    ])
    #expect(try await project.evalgate("json", "deep.json").run.output.contains("nest at most 512 deep"))
    #expect(try await project.evalgate("json", "many.json").run.output.contains("and 15 more like it"))
    let whole = try await project.evalgate("json", "many.json", "--schema", "false.json").run.output
    #expect(whole.contains("the document breaks the schema as a whole"), "\(whole)")
  }

  @Test("a meta-schema that asserts formats is told by the summary, whatever the flag")
  func formatVocabulary() async throws {
    let meta =
      ##"{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://example.com/m", "$vocabulary": {"https://json-schema.org/draft/2020-12/vocab/core": true, "https://json-schema.org/draft/2020-12/vocab/format-assertion": true}}"##
    let project = try TemporaryProject([
      "m/m": meta, "a.json": "\"x\"", "s.json": ##"{"$schema": "https://example.com/m", "format": "ipv4"}"##,
    ])
    let run = try await project.evalgate(
      "json", "a.json", "--schema", "s.json", "--map", "https://example.com/=m", "--no-format-assertion")
    #expect(run.run.output.contains("format asserted"), "\(run.run.output)\(run.run.error)")
    #expect(run.run.code == 1)
  }

  @Test("standard input is read as `-`, and a pipe by its path")
  func standardInput() async throws {
    let project = try Self.project()
    let run = try await EvalGate.command(
      ["sh", "-c", #"printf '{"label": 1' | "$0" json -; echo "code $?""#, EvalGate.program], in: project)
    #expect(run.output.contains("--> stdin:1:12"), "\(run.output)")
    #expect(run.output.hasSuffix("code 1\n"))
    let pipe = try await EvalGate.command(
      ["bash", "-c", #""$0" json <(echo '[1]')"#, EvalGate.program], in: project)
    #expect(pipe.code == 0, "\(pipe.error)")
  }

  @Test("a document over the limit is refused before it is in memory, and the other lines are checked")
  func oversized() async throws {
    let project = try TemporaryProject()
    let make = "head -c 70000000 /dev/zero | tr '\\0' x"
    let script = """
      (echo '[1]'; \(make); echo; echo '[2') > big.jsonl
      ulimit -v 700000
      "$0" json --lines big.jsonl; echo "code $?"
      "$0" json big.jsonl; echo "code $?"
      cat big.jsonl | "$0" json -; echo "code $?"
      """
    let run = try await EvalGate.command(["bash", "-c", script, EvalGate.program], in: project)
    #expect(
      run.output.contains("error[json/oversized]: a line of more than 64 MiB\n  --> big.jsonl:2:1"), "\(run.output)")
    #expect(run.output.contains("--> big.jsonl:3:"), "\(run.output)")
    #expect(
      run.output.contains("error[json/oversized]: a document of more than 64 MiB\n  --> big.jsonl\n"), "\(run.output)")
    #expect(run.output.contains("--> stdin\n"), "\(run.output)")
    #expect(run.output.ranges(of: "code 1\n").count == 3, "\(run.output)\(run.error)")
  }

  @Test(
    "a schema that cannot be used is 2, with the place in the file it is in",
    arguments: [
      ("unknown-draft", #"{"$schema": "http://json-schema.org/draft-03/schema#"}"#),
      ("id", "{\n  \"$id\": 5\n}"), ("not-json", "{\n  \"type\": 'object'\n}"),
      ("meta", "{\n  \"title\": 5,\n  \"required\": [\"a\", \"a\"]\n}"),
      ("outside", "{\n  \"$ref\": \"../../../../../../etc/hostname\"\n}"),
      ("remote", "{\n  \"items\": { \"$ref\": \"https://example.com/a.json\" }\n}"),
      ("elsewhere", "{\n  \"items\": { \"$ref\": \"parts/broken.json\" }\n}"),
    ])
  func badSchema(name: String, text: String) async throws {
    let project = try Self.project(["s.json": text, "a.json": "[]", "parts/broken.json": "{\n \"type\": \"text\"\n}"])
    try await Snapshot.expect([project.evalgate("json", "a.json", "--schema", "s.json")], "json-schema-\(name)")
  }

  @Test("a folder stands for a remote URI")
  func map() async throws {
    let project = try Self.project([
      "s.json": #"{"$ref": "https://example.com/schemas/money.json"}"#, "a.json": "-1", "b.json": "1",
    ])
    for (file, code) in [("a.json", 1), ("b.json", 0)] {
      let run = try await EvalGate.run(
        ["json", file, "--schema", "s.json", "--map", "https://example.com/schemas=parts"], in: project)
      #expect(run.code == code, "\(run.error)")
    }
  }

  @Test("what is no folder stands for no URI", arguments: ["parts/money.json", "nowhere", "/dev/null"])
  func mapToFile(_ place: String) async throws {
    let project = try Self.project(["a.json": "1"])
    let run = try await EvalGate.run(
      ["json", "a.json", "--schema", "order.schema.json", "--map", "https://example.com/schemas/=\(place)"], in: project
    )
    #expect(run.code == 2)
    #expect(run.error.contains("is not a URI and a folder that exists"), "\(run.error)")
  }

  @Test("a pattern that is none is 2 with its place; one that is only large is matched")
  func patterns() async throws {
    let project = try Self.project([
      "lone.json": "{\n  \"pattern\": \"^[a-z]{,2}$\"\n}", "large.json": #"{"pattern": "^a{65536}$"}"#,
      "a.json": "\"aaa\"",
    ])
    try await Snapshot.expect(
      [
        project.evalgate("json", "a.json", "--schema", "lone.json"),
        project.evalgate("json", "a.json", "--schema", "large.json"),
      ], "json-pattern")
  }

  @Test("a link that leads out of the folder is no schema")
  func link() async throws {
    let project = try Self.project(["s.json": #"{"$ref": "parts/link.json"}"#, "a.json": "1"])
    #expect(symlink("/etc/hostname", project.path + "/parts/link.json") == 0)
    let run = try await EvalGate.run(["json", "a.json", "--schema", "s.json"], in: project)
    #expect(run.code == 2)
    #expect(run.error.contains("no schema file"), "\(run.error)")
  }

  @Test("a file that cannot be read is 2 and does not hide the others")
  func unreadable() async throws {
    let project = try Self.project(["bad.json": "[1,]"])
    try await Snapshot.expect([project.evalgate("json", "missing.json", "bad.json", ".")], "json-unreadable")
    let alone = try await EvalGate.run(["json", "missing.json", "--format", "json"], in: project)
    #expect(alone.code == 2)
    let report = try JSONValue(parsing: alone.output)
    #expect(report["valid"] == false && report["counts"]?["unreadable"] == 1, "\(alone.output)")
  }

  @Test("validation that is given up at a limit is 3, neither pass nor fail")
  func undecided() async throws {
    let project = try TemporaryProject([
      "s.json": #"{"pattern": "^(a+)+$"}"#, "a.json": "\"" + String(repeating: "a", count: 20_000) + "!\"",
    ])
    let run = try await EvalGate.run(["json", "a.json", "--schema", "s.json"], in: project)
    #expect(run.code == 3)
    #expect(run.output.contains("undecided  1 of 1 document too expensive"), "\(run.output)")
  }

  @Test("hostile names and texts do nothing in any form")
  func hostile() async throws {
    let name = "::error::x%0A,##[add-mask].json"
    let project = try Self.project([name: #"{"label": "\u001b[31m::error::\u202e##[x]", "<b>@team": 1}"#])
    var runs: [Transcript] = []
    for format in ["text", "github", "sarif", "json"] {
      runs.append(try await project.evalgate("json", name, "--schema", "order.schema.json", "--format", format))
    }
    try Snapshot.expect(runs, "json-hostile")
    for line in (runs[0].run.output + runs[1].run.output).split(separator: "\n") {
      #expect(!line.contains("##["))
      #expect(line.hasPrefix("::error file=") || !line.drop { $0 == " " }.hasPrefix("::"), "\(line)")
    }
  }

  @Test(
    "flags that do not fit together are a usage error",
    arguments: [
      ["json"], ["json", "a", "--output", "basic"], ["json", "-", "-"], ["json", "a", "--format", "xml"],
      ["json", "a", "--schema", "s", "--output", "basic", "--format", "text"], ["json", "a", "--draft", "4"],
      ["json", "a.json", "--schema", "order.schema.json", "--map", "nowhere"],
    ])
  func usage(arguments: [String]) async throws {
    let run = try await EvalGate.run(arguments, in: Self.project(["a.json": "1"]))
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
  }

  @Test(
    "the SARIF form follows the standard's own schema",
    .enabled(if: access(Shared.root + "/report-formats/sarif-schema-2.1.0.json", R_OK) == 0, "no SARIF schema here"))
  func sarif() async throws {
    let project = try Self.project([
      "a ü.json": #"{"label": "x", "more": 1e400}"#, "b.json": "{", "c.json": #"{"label": "billing"}"#,
    ])
    let text = try TemporaryProject.read(path: Shared.root + "/report-formats/sarif-schema-2.1.0.json")
    var standard = try #require(try JSONValue(parsing: text).objectValue)
    // It calls itself draft 4, and means in draft 7 what it means there but for its name.
    for key in ["$schema", "id"] { _ = standard.removeValue(forKey: key) }
    let schema = try JSONSchema(.object(standard), options: .init(defaultDraft: .draft7, format: .assertion))
    for files in [["a ü.json", "b.json", "c.json"], ["c.json"]] {
      let run = try await EvalGate.run(
        ["json"] + files + ["--schema", "order.schema.json", "--format", "sarif"], in: project)
      let log = try JSONValue(parsing: run.output)
      #expect(schema.validate(log) == .valid, "\(run.output)")
      #expect((log["runs"]?[0]?["results"]?.arrayValue?.isEmpty == true) == (files == ["c.json"]))
    }
  }
}

extension String {
  /// What follows each occurrence of a mark on its line.
  fileprivate func components(of mark: String) -> [String] {
    split(separator: "\n").filter { $0.hasPrefix(mark) }.map { String($0.dropFirst(mark.count)) }
  }
}
