import EvalGateConfig
import EvalGateCore
import Testing

@Suite("folders where files are meant")
struct MisplacedFolderTests {
  @Test(
    "a folder with the name of a file that discovery looks for is an error",
    arguments: ["triage.cases.jsonl", "other.prompt.yml", "evalsets/triage/cases.jsonl"])
  func folders(path: String) async {
    let found = await problems(files([path + "/inside.txt": "x"]))
    #expect(found.contains("file/not-a-file \(path): `\(path)` is a folder where a file is meant"))
  }

  @Test("an empty folder is seen on the disk, where no listing has it")
  func emptyFolder() async {
    let folder = TemporaryFolder()
    folder.write("triage.prompt.yml", "model: openai/m\nmessages: [{ role: user, content: \"{{text}}\" }]\n")
    folder.makeFolder("triage.cases.jsonl")
    let found = await problems(DiskFiles(root: folder.path))
    #expect(
      found.contains("file/not-a-file triage.cases.jsonl: `triage.cases.jsonl` is a folder where a file is meant"))
  }
}

@Suite("included configurations")
struct InclusionTests {
  @Test("what counts only in the configuration that was found is told, not dropped in silence")
  func notes() async throws {
    let project = try await load(
      files([
        "evalgate.yml": "version: 1\ninclude: services/*/evalgate.yml",
        "services/a/evalgate.yml": "version: 1\nbase: origin/main\nbudget: { tokens: 5 }",
      ]))
    #expect(
      project.notes.map(\.line).filter { $0.contains("not-in-included") } == [
        "config/not-in-included services/a/evalgate.yml:2:1: `base` does not count in an included configuration",
        "config/not-in-included services/a/evalgate.yml:3:1: `budget` does not count in an included configuration",
      ])
    #expect(project.configuration.budget == Budget())
  }
}
