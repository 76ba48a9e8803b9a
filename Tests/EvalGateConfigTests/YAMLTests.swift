import EvalGateConfig
import EvalGateCore
import StrictJSON
import Testing

/// YAML is looked at through the variables of a case, which keep every kind of value.
private func variables(_ yaml: String) async throws -> JSONObject {
  let files = files([
    "triage.cases.jsonl": "", "triage.cases.yml": "- text: t\n  expected: e\n  vars:\n" + yaml.indented(by: 4),
  ])
  var variables = try await load(files).suites[0].evalset.cases.evalCase(at: 0).variables
  variables["text"] = nil
  return variables
}

private func configuration(_ yaml: String) async -> [String] { await problems(files(["evalgate.yml": yaml])) }

extension String {
  func indented(by count: Int) -> String {
    split(separator: "\n", omittingEmptySubsequences: false).map { String(repeating: " ", count: count) + $0 }.joined(
      separator: "\n")
  }
}

@Suite("YAML")
struct YAMLTests {
  @Test(
    "scalars follow the core schema of YAML 1.2",
    arguments: [
      ("yes", "yes"), ("no", "no"), ("on", "on"), ("NO", "NO"), ("true", true), ("False", false), ("~", nil),
      ("Null", nil),
      ("12", 12), ("-7", -7), ("+3", 3), ("007", 7), ("0o17", 15), ("0x1F", 31), ("1.50", 1.5), (".5", 0.5), ("1.", 1),
      ("1e3", 1000), ("1_000", "1_000"), ("0b1", "0b1"), ("12:30", "12:30"), ("1e", "1e"), ("-", "-"),
      ("2026-02-10", "2026-02-10"),
      ("\"12\"", "12"), ("'true'", "true"), ("!!str 12", "12"), ("!!int 12", 12),
    ] as [(String, JSONValue)])
  func scalars(text: String, value: JSONValue) async throws {
    #expect(try await variables("a: \(text == "-" ? "\"-\"" : text)") == ["a": value])
  }

  @Test("an alias stands for the value of its anchor")
  func alias() async throws {
    #expect(try await variables("a: &x [1, 2]\nb: *x") == ["a": [1, 2], "b": [1, 2]])
  }

  @Test("an alias bomb is an error at the alias that goes over the limit")
  func bomb() async {
    var yaml = "version: 1\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      yaml += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ") + "]\n"
    }
    #expect(await configuration(yaml) == ["yaml/alias evalgate.yml:6:25: aliases expand to more than 50000 values"])
  }

  @Test(
    "what cannot be read is an error with its place",
    arguments: [
      ("version: 1\nbase: [", "yaml/syntax evalgate.yml:2:8: did not find expected node content"),
      ("version: 1\nbase: a\nbase: b", "file/duplicate-key evalgate.yml:3:1: duplicate key `base`"),
      ("version: 1\ngates:\n\ta: 1", "yaml/syntax evalgate.yml:3:1: a character that cannot begin a value"),
      ("version: 1\n---\nversion: 1", "yaml/feature evalgate.yml:2:1: a second document"),
      ("version: 1\n<<: {a: 1}", "yaml/feature evalgate.yml:2:1: merge keys (`<<`) are not part of YAML 1.2"),
      ("version: 1\nbase: *x", "yaml/alias evalgate.yml:2:7: alias `*x` names no anchor"),
      ("version: 1\nbase: &x [*x]", "yaml/alias evalgate.yml:2:11: alias `*x` stands inside its own anchor"),
      ("version: 1\nbase: .nan", "yaml/feature evalgate.yml:2:7: `.nan` is not-a-number, which is no number here"),
      ("version: 1\nbase: !x a", "yaml/feature evalgate.yml:2:7: unknown tag `!x`"),
      ("version: 1\n? [a]\n: b", "yaml/feature evalgate.yml:2:3: a list or mapping as a key"),
      (
        "version: 1\n<<<<<<< HEAD\nbase: a\n=======\nbase: b\n>>>>>>> main",
        "yaml/syntax evalgate.yml:2:1: a merge conflict (`<<<<<<<`) was left in the file"
      ),
      ("version: 1\nbase: a: b", "yaml/syntax evalgate.yml:2:8: mapping values are not allowed in this context"),
      ("version: 1\nbase: \u{1}", "yaml/syntax evalgate.yml:2:7: control characters are not allowed"),
    ])
  func errors(yaml: String, message: String) async {
    let found = await configuration(yaml)
    #expect(found == [message])
  }

  @Test("a hundred thousand brackets end at the depth limit")
  func depth() async {
    let found = await configuration("version: 1\nbase: " + String(repeating: "[", count: 100_000))
    #expect(found == ["file/too-large evalgate.yml:2:106: nested more than 100 deep"])
  }

  @Test("a byte order mark and CR LF change nothing")
  func bomAndCRLF() async throws {
    let text = "\u{FEFF}" + (smallest["evalgate.yml"] ?? "").split(separator: "\n").joined(separator: "\r\n") + "\r\n"
    #expect(try await load(files(["evalgate.yml": text])).gates.count == 1)
  }

  @Test("a place behind wide characters counts characters")
  func columns() async {
    #expect(
      await configuration("{ version: 1, \"日本\": 1 }") == [
        "file/unknown-key evalgate.yml:1:15: unknown key `日本` in the configuration"
      ])
  }

  @Test("invalid UTF-8 is an error with the place of the byte")
  func encoding() async {
    var repository = files()
    repository.files["evalgate.yml"] = Array("version: 1\nbase: é".utf8) + [0xC3, 0x28]
    #expect(await problems(repository) == ["file/encoding evalgate.yml:2:8: invalid UTF-8: byte 0xC3"])
  }

  @Test("UTF-16 is named as what it is")
  func utf16() async {
    var repository = files()
    repository.files["evalgate.yml"] = [0xFF, 0xFE, 0x76, 0x00]
    #expect(await problems(repository) == ["file/encoding evalgate.yml:1:1: the file is UTF-16"])
  }
}
