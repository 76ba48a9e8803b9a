import EvalGateCore
import EvalGateImport
import StrictJSON
import Testing

@Suite("promptfoo's assertions")
struct PromptfooAssertionTests {
  /// What one assertion becomes, as the checks of a case.
  private func convert(_ assertion: String, vars: String = "{ q: hello }") throws -> Imported {
    let files = MemoryFiles(files: [
      "c.yaml": """
      prompts: ["{{q}}"]
      providers: [openai:gpt-4.1-mini]
      tests:
        - vars: \(vars)
          assert:
            - { type: contains, value: always }
            - \(assertion)
      """,
      "shape.json": #"{"type": "object"}"#, "answer.txt": "forty-two",
    ])
    return try PromptfooImporter.convert("c.yaml", ImportOptions(name: "x"), files: files)
  }

  @Test(
    "what has a counterpart becomes a check",
    arguments: [
      ("{ type: equals, value: yes it is }", #"{"check":"equals","value":"yes it is"}"#),
      ("{ type: equals, value: { a: 1 } }", #"{"check":"equals","value":{"a":1}}"#),
      ("{ type: icontains, value: Refund }", #"{"check":"contains","text":"Refund","ignore_case":true}"#),
      ("{ type: not-contains, value: sorry }", #"{"check":"contains","text":"sorry","not":true}"#),
      ("{ type: contains-all, value: [a, b] }", #"{"check":"contains_all","texts":["a","b"]}"#),
      ("{ type: icontains-any, value: 'a, b' }", #"{"check":"contains_any","texts":["a","b"],"ignore_case":true}"#),
      ("{ type: starts-with, value: Dear }", #"{"check":"starts_with","text":"Dear"}"#),
      ("{ type: regex, value: '^[a-z]+$' }", #"{"check":"regex","pattern":"^[a-z]+$"}"#),
      ("{ type: not-regex, value: 'A\\d' }", #"{"check":"regex","pattern":"A\\d","not":true}"#),
      ("{ type: is-json }", #"{"check":"json"}"#),
      ("{ type: is-json, value: { required: [a] } }", #"{"check":"json_schema","schema":{"required":["a"]}}"#),
      ("{ type: is-json, value: 'file://shape.json' }", #"{"check":"json_schema","schema":{"type":"object"}}"#),
      ("{ type: contains-json }", #"{"check":"json","from":{"regex":"(?s)([\\[{].*[\\]}])"}}"#),
      ("{ type: latency, threshold: 2500 }", #"{"check":"latency","at_most":"2500ms"}"#),
      ("{ type: cost, threshold: 0.002 }", #"{"check":"cost","at_most":0.002,"unit":"usd"}"#),
      ("{ type: levenshtein, value: abc }", #"{"check":"levenshtein","text":"abc","at_most":5}"#),
      (
        "{ type: word-count, value: { min: 2, max: 9 } }",
        #"{"check":"length","unit":"words","at_least":2,"at_most":9}"#
      ),
      ("{ type: not-is-refusal }", #"{"check":"refusal","not":true}"#),
      ("{ type: finish-reason, value: stop }", #"{"check":"finish_reason","reason":"stop"}"#),
      ("{ type: contains, value: 'file://answer.txt' }", #"{"check":"contains","text":"forty-two"}"#),
      ("{ type: contains, value: 'you said {{ q }}' }", #"{"check":"contains","text":"you said hello"}"#),
      ("{ type: equals, value: 3, transform: JSON.parse(output).n }", #"{"check":"equals","value":3,"from":"$.n"}"#),
    ])
  func converted(assertion: String, check: String) throws {
    let result = try convert(assertion)
    #expect(result.cases.first?["checks"]?[1] == json(check), "\(result.cases)")
    #expect(!result.notes.contains { $0.severity == .warning }, "\(result.messages)")
  }

  @Test(
    "the usual expressions of JavaScript become checks",
    arguments: [
      ("output.length < 100", #"{"check":"length","at_most":99}"#),
      ("output.length <= 280 ? 1 : 0", #"{"check":"length","at_most":280}"#),
      ("return output.length >= 3;", #"{"check":"length","at_least":3}"#),
      ("output.includes('a b')", #"{"check":"contains","text":"a b"}"#),
      ("!output.toLowerCase().includes(\"no\")", #"{"check":"contains","text":"no","ignore_case":true,"not":true}"#),
      ("output.trim() === 'yes'", #"{"check":"equals","value":"yes"}"#),
      ("JSON.parse(output).a.b === 'x'", #"{"check":"equals","from":"$.a.b","value":"x"}"#),
      ("output.items[0] !== true", #"{"check":"equals","from":"$.items[0]","value":true,"not":true}"#),
    ])
  func javascript(source: String, check: String) throws {
    let result = try convert("{ type: javascript, value: \(JSONValue.string(source).serialized()) }")
    #expect(result.cases.first?["checks"]?[1] == json(check), "\(result.cases) \(result.messages)")
  }

  @Test(
    "what has none is left out by name, with its line and what to do instead",
    arguments: [
      ("{ type: llm-rubric, value: is kind }", "`llm-rubric`"),
      ("{ type: similar, value: hi, threshold: 0.8 }", "`similar`"),
      ("{ type: javascript, value: 'output.split(1).length > 2' }", "`javascript`"),
      ("{ type: javascript, value: 'output.includes(1) || true' }", "`javascript`"),
      ("{ type: javascript, value: 'file://check.js' }", "`javascript`"),
      ("{ type: javascript, value: 'JSON.parse(output).items.length === 3' }", "`javascript`"),
      ("{ type: javascript, value: 'output.name.length !== 0' }", "`javascript`"),
      ("{ type: equals, value: 3, transform: JSON.parse(output).items.length }", "`equals` after a transform"),
      ("{ type: python, value: 'True' }", "`python`"),
      ("{ type: rouge-n, value: a }", "`rouge-n`"),
      ("{ type: select-best, value: a }", "`select-best`"),
      ("{ type: is-json, value: 'file://gone.json' }", "`is-json` with the schema `gone.json`"),
      ("{ type: regex, value: '(' }", "the pattern of `regex`"),
      ("{ type: contains, value: '{{ q | upper }}' }", "`contains` with the template `{{ q | upper }}`"),
      ("{ type: contains, value: '{{ other }}' }", "`contains` with the template `{{ other }}`"),
      ("{ type: contains }", "`contains` without a value"),
      ("{ type: contains, value: a, weight: 0 }", "`contains` with weight 0"),
      ("{ type: made-up }", "`made-up`"),
      (
        "{ type: assert-set, threshold: 0.5, assert: [{ type: contains, value: a }] }",
        "the assertion set with a threshold"
      ),
    ])
  func leftOut(assertion: String, what: String) throws {
    let result = try convert(assertion)
    #expect(result.cases.first?["checks"]?.arrayValue?.count == 1)
    #expect(result.messages == ["7: \(what) is left out"])
    #expect(result.notes.allSatisfy { !$0.help.isEmpty })
  }

  @Test("an assertion set without a threshold is its assertions")
  func assertionSet() throws {
    let result = try convert("{ type: assert-set, assert: [{ type: is-json }, { type: contains, value: a }] }")
    #expect(result.cases.first?["checks"]?.arrayValue?.count == 3)
  }

  @Test("a test of which nothing is left is no case, because it would pass whatever comes")
  func nothingLeft() throws {
    let files = MemoryFiles(files: [
      "c.yaml": """
      prompts: ["{{q}}"]
      providers: [openai:gpt-4.1-mini]
      tests:
        - { vars: { q: a }, assert: [{ type: llm-rubric, value: kind }] }
        - { vars: { q: b }, assert: [{ type: contains, value: b }] }
      """
    ])
    let result = try PromptfooImporter.convert("c.yaml", ImportOptions(name: "x"), files: files)
    #expect(result.cases.map { $0["q"] } == ["b"])
    #expect(result.messages.contains("4: a test of which no assertion remains is left out"))
  }

  @Test("a test of which only time and money are left is no case either, unless nothing else was asked of it")
  func nothingSaid() throws {
    let files = MemoryFiles(files: [
      "c.yaml": """
      prompts: ["{{q}}"]
      providers: [openai:gpt-4.1-mini]
      defaultTest: { assert: [{ type: latency, threshold: 3000 }, { type: cost, threshold: 0.1 }] }
      tests:
        - { vars: { q: a }, assert: [{ type: llm-rubric, value: kind }] }
        - { vars: { q: b }, assert: [{ type: contains, value: b }] }
        - { vars: { q: c } }
        - { vars: { q: d }, assert: [{ type: assert-set, assert: [{ type: cost, threshold: 1 }] }] }
      """
    ])
    let result = try PromptfooImporter.convert("c.yaml", ImportOptions(name: "x"), files: files)
    #expect(result.cases.map { $0["q"] } == ["b", "c", "d"])
    #expect(result.messages.contains("5: a test of which no assertion about what is said remains is left out"))
  }
}
