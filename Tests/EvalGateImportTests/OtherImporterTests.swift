import EvalGateCore
import EvalGateImport
import StrictJSON
import Testing

@Suite("GitHub's prompts, OpenAI's evals and tables")
struct OtherImporterTests {
  @Test("a prompt of GitHub's loses its rows to an evalset, and an evaluator that asks a model is named")
  func github() throws {
    let files = MemoryFiles(files: [
      "sum.prompt.yml": """
      name: Summary
      model: openai/gpt-4.1-mini
      messages: [{ role: user, content: "{{input}}" }]
      testData:
        - { input: a long text, expected: short }
      evaluators:
        - { name: brief, string: { contains: short } }
        - { name: nice, llm: { modelId: x, prompt: y, choices: [] } }
      """
    ])
    let result = try GitHubImporter.convert("sum.prompt.yml", ImportOptions(), files: files)
    #expect(!result.file("prompts/sum.prompt.yml").contains("testData"))
    #expect(
      result.cases == [json(#"{"id":"row-1","vars":{"input":"a long text","expected":"short"}}"#)])
    #expect(result.file("evalsets/sum/set.yml").contains("{ check: contains, text: short, ignore_case: true }"))
    #expect(result.messages == ["8: the evaluator `nice`, which asks a model, is left out"])
  }

  @Test("what GitHub reads of an evaluator is converted, and everything else that it says is listed")
  func githubKeys() throws {
    let files = MemoryFiles(files: [
      "s.prompt.yml": """
      model: openai/gpt-4.1-mini
      messages: [{ role: user, content: "{{input}}" }]
      testData: [{ input: a }]
      evaluators:
        - name: both
          string: { contains: aye, endsWith: ".", matches: "^y" }
          llm: { modelId: x }
      """
    ])
    let result = try GitHubImporter.convert("s.prompt.yml", ImportOptions(), files: files)
    #expect(result.file("evalsets/s/set.yml").contains("{ check: contains, text: aye, ignore_case: true }"))
    #expect(
      result.messages == [
        "7: `llm` of the evaluator `both` is left out", "6: `endsWith` of the evaluator `both` is left out",
        "6: `matches` of the evaluator `both` is left out",
      ])
  }

  @Test("an id of a table that stands twice, or not at all, is told with the one that its case got")
  func doubledIDs() throws {
    let files = MemoryFiles(files: ["t.csv": "id,text,expected\na,1,x\na,2,y\n,3,z\n"])
    let result = try CSVImporter.convert("t.csv", ImportOptions(), files: files)
    #expect(result.cases.map { $0["id"] } == [.string("a"), .string("a-2"), .string("row-3")])
    #expect(
      result.messages.prefix(2) == ["3: the id `a` stands in a row above", "4: a row without `id`"])
  }

  @Test("an evaluator of GitHub's that speaks of the row is filled in at each case, beside the others")
  func githubRows() throws {
    let files = MemoryFiles(files: [
      "sum.prompt.yml": """
      model: openai/gpt-4.1-mini
      messages: [{ role: user, content: "{{input}}" }]
      testData:
        - { input: a, expected: "yes {{input}}" }
        - { input: b, number: 3 }
      evaluators:
        - { name: says, string: { contains: "{{ expected }}!" } }
        - { name: short, string: { endsWith: "." } }
      """
    ])
    let result = try GitHubImporter.convert("sum.prompt.yml", ImportOptions(), files: files)
    #expect(
      result.cases.map { $0["checks"] } == [
        json(
          #"[{"check":"contains","text":"yes {{input}}!","ignore_case":true},{"check":"ends_with","text":".","ignore_case":true}]"#
        ),
        json(#"[{"check":"ends_with","text":".","ignore_case":true}]"#),
      ])
    #expect(!result.file("evalsets/sum/set.yml").contains("checks"))
    #expect(result.messages == ["5: the evaluator `says` for a row without `expected` is left out"])
  }

  @Test("where every evaluator of GitHub's asks a model, `expected` does not become a comparison of its own")
  func githubJudges() throws {
    let text = """
      model: openai/gpt-4.1-mini
      messages: [{ role: user, content: "{{input}}" }]
      testData: [{ input: a, expected: b }]
      evaluators: [{ name: nice, uses: github/similarity }]
      """
    let error = #expect(throws: Problems.self) {
      try GitHubImporter.convert("s.prompt.yml", ImportOptions(), files: MemoryFiles(files: ["s.prompt.yml": text]))
    }
    #expect(error?.list.contains { $0.message == "a row that nothing judges is left out" } == true)
  }

  @Test(
    "samples of OpenAI's evals are judged as their class judges them",
    arguments: [
      ("Match", #""yes""#, #"{"check":"starts_with","text":"yes"}"#),
      ("Match", #"["yes", "a.b"]"#, #"{"check":"regex","pattern":"^(?:yes|a\\.b)"}"#),
      ("Includes", #"["x", "y"]"#, #"{"check":"contains_any","texts":["x","y"],"ignore_case":false}"#),
      ("FuzzyMatch", #""x""#, #"{"check":"contains_any","texts":["x"],"ignore_case":true}"#),
      ("JsonMatch", #""{\"a\": 1}""#, #"{"check":"equals","from":"json","value":{"a":1}}"#),
    ])
  func openAI(kind: String, ideal: String, check: String) throws {
    let files = MemoryFiles(files: [
      "evals/q.yaml":
        "q: { id: q.v0, metrics: [accuracy] }\nq.v0:\n  class: evals.elsuite.basic.x:\(kind)\n  args: { samples_jsonl: q/s.jsonl }\n",
      "data/q/s.jsonl":
        #"{"input": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Q?"}], "ideal": \#(ideal)}"#,
    ])
    let result = try OpenAIEvalsImporter.convert("evals/q.yaml", ImportOptions(), files: files)
    #expect(result.cases.first?["checks"] == .array([try #require(json(check))]))
    #expect(result.cases.first?["setup"] == ["system": "Be brief."])
    #expect(result.cases.first?["input"] == "Q?")
  }

  @Test("a line of a registry's samples that is no JSON is named, as one of samples alone is")
  func damagedSamples() throws {
    let files = MemoryFiles(files: [
      "r.yaml": "a.v0: { class: 'evals.elsuite.basic.match:Match', args: { samples_jsonl: s.jsonl } }\n",
      "s.jsonl": "{\"input\": \"a\", \"ideal\": \"b\"}\n{\"bad\"\n",
    ])
    for named in ["r.yaml", "s.jsonl"] {
      let error = #expect(throws: Problems.self) {
        try OpenAIEvalsImporter.convert(named, ImportOptions(), files: files)
      }
      #expect(error?.list.map { $0.location?.precise } == ["s.jsonl:2:7"], "\(named)")
    }
  }

  @Test("few-shot samples become turns, and a class that asks a model is left out")
  func openAIConversations() throws {
    let shots =
      #"{"input": [{"role": "system", "content": "S"}, {"role": "system", "name": "example_user", "content": "1"}, {"role": "system", "name": "example_assistant", "content": "2"}, {"role": "user", "content": "3"}], "ideal": "4"}"#
    let files = MemoryFiles(files: [
      "r.yaml":
        "a.v0: { class: 'evals.elsuite.basic.match:Match', args: { samples_jsonl: s.jsonl } }\nb.v0: { class: 'evals.elsuite.modelgraded.classify:ModelBasedClassify' }\n",
      "s.jsonl": shots,
    ])
    let result = try OpenAIEvalsImporter.convert("r.yaml", ImportOptions(), files: files)
    #expect(result.cases.first?["turns"] == json(#"[{"assistant":"2"},{"user":"3"}]"#))
    #expect(result.messages.first?.contains("`b.v0` of the class") == true)
  }

  @Test("a table finds its columns by their usual names, or takes those that are named")
  func table() throws {
    let files = MemoryFiles(files: ["t.csv": "Question,Answer,Product line\nWhy?,Because,hub\nHow?,,hub\n"])
    let result = try CSVImporter.convert("t.csv", ImportOptions(input: "Question"), files: files)
    #expect(
      result.cases == [json(#"{"id":"row-1","expected":"Because","question":"Why?","product_line":"hub"}"#)])
    #expect(result.messages.contains("3: a row without `Answer` is left out"))
    #expect(result.file("prompts/t.prompt.yml").contains("{{question}}"))
    let error = #expect(throws: Diagnostic.self) {
      try CSVImporter.convert("t.csv", ImportOptions(expected: "Answr"), files: files)
    }
    #expect(error?.label == "did you mean `Answer`?")
  }
}
