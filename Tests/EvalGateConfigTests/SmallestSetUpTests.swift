import EvalGateConfig
import EvalGateCore
import StrictJSON
import Testing

@Suite("the smallest useful set-up")
struct SmallestSetUpTests {
  @Test("a prompt with cases of the same stem beside it is a suite of that name")
  func found() async throws {
    let project = try await load(files())
    #expect(project.suites.map(\.name) == ["triage"])
  }

  @Test("without a route, model names provider and model")
  func route() async throws {
    let route = try await load(files()).suites[0].route
    #expect(route.targets.map(\.name) == ["openai/gpt-4.1-mini"])
  }

  @Test("a string expectation is judged by equals")
  func check() async throws {
    let evalCase = try await load(files()).suites[0].evalset.cases.evalCase(at: 0)
    #expect(evalCase.checks.map(\.id) == ["equals"])
  }

  @Test("every other key of a case is a variable")
  func variables() async throws {
    let evalCase = try await load(files()).suites[0].evalset.cases.evalCase(at: 0)
    #expect(evalCase.variables == ["text": "charged twice"])
  }

  @Test("a case without an id is named by its digest")
  func id() async throws {
    let header = try await load(files()).suites[0].evalset.cases.header(at: 0)
    #expect(header.id == String(header.digest.hex.prefix(12)))
  }

  @Test("its gate is read with its bound")
  func gate() async throws {
    let gate = try await load(files()).gates[0]
    #expect(gate.name == "accuracy" && gate.bound == .atLeast(.value(Quantity(0.9, .percent))) && gate.blocks)
  }

  @Test("it loads without a configuration too, with the default gates")
  func noConfiguration() async throws {
    let project = try await load(files(["evalgate.yml": ""]))
    #expect(project.configuration.path == nil)
    #expect(project.gates.map(\.name) == ["pass_rate"])
    #expect(project.gates[0].bound == .noWorseThanBaseline)
  }

  @Test("an object expectation is compared field by field")
  func fields() async throws {
    let project = try await load(files(["triage.cases.jsonl": #"{"text": "x", "expected": {"label": "billing"}}"#]))
    #expect(try project.suites[0].evalset.cases.evalCase(at: 0).checks.map(\.id) == ["fields"])
  }

  @Test("with git's bytes in memory and from an open file, the same digests come out")
  func sources() async throws {
    let folder = TemporaryFolder()
    for (name, text) in smallest { folder.write(name, text) }
    let disk = try await load(DiskFiles(root: folder.path))
    let memory = try await load(files())
    #expect(disk.suites[0].evalset.digest == memory.suites[0].evalset.digest)
    #expect(disk.files == memory.files)
  }

  @Test("a case in the file that changed after loading is an error, never another case")
  func changed() async throws {
    let folder = TemporaryFolder()
    for (name, text) in smallest { folder.write(name, text) }
    let project = try await load(DiskFiles(root: folder.path))
    folder.write("triage.cases.jsonl", #"{"text": "charged thrice", "expected": "billing"}"#)
    #expect(throws: Diagnostic.self) { try project.suites[0].evalset.cases.evalCase(at: 0) }
  }
}
