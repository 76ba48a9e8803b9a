import EvalGateConfig
import EvalGateCore
import Testing

private let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

/// A project whose prompt is sent with a picture of its own and one of each case.
private func project(
  images: String = #"["{{photo}}", ../plan.png]"#,
  cases: String = #"{"text": "x", "photo": "img/a.png", "expected": "y"}"#,
  photo: [UInt8] = png + [1], plan: [UInt8] = png + [2], role: String = "user"
) -> MemoryFiles {
  var files = files([
    "triage.prompt.yml": "", "triage.cases.jsonl": "",
    "prompts/triage.prompt.yml": """
    model: openai/x
    messages:
      - { role: \(role), content: "what is it? {{text}}", images: \(images) }
    """, "evalsets/triage/cases.jsonl": cases, "evalgate.yml": "version: 1\nsuites: { triage: {} }",
  ])
  files.files["evalsets/triage/img/a.png"] = photo
  files.files["plan.png"] = plan
  return files
}

@Suite("images of prompts")
struct ImageTests {
  @Test("a path stands beside what names it: the prompt, or the case")
  func paths() async throws {
    let suite = try await load(project()).suites[0]
    let evalCase = try suite.evalset.cases.evalCase(at: 0)
    let paths = try suite.prompt.messages[0].images.map { image in
      try image.path(for: evalCase.variables, ofCaseAt: evalCase.location)
    }
    #expect(paths == ["evalsets/triage/img/a.png", "plan.png"])
  }

  @Test("another picture is another prompt, or another case")
  func digests() async throws {
    func digests(_ files: MemoryFiles) async throws -> (Digest, Digest) {
      let suite = try await load(files).suites[0]
      return (suite.prompt.digest, suite.evalset.cases.header(at: 0).digest)
    }
    let plain = try await digests(project())
    let otherPhoto = try await digests(project(photo: png + [3]))
    let otherPlan = try await digests(project(plan: png + [3]))
    #expect(otherPhoto.0 == plain.0 && otherPhoto.1 != plain.1)
    #expect(otherPlan.0 != plain.0 && otherPlan.1 == plain.1)
  }

  @Test("a prompt without images has the digest that it always had")
  func unchanged() async throws {
    let suite = try await load(files()).suites[0]
    let canonical = #"{"messages":[{"content":"billing or technical? {{text}}","role":"user"}],"parameters":{}}"#
    #expect(suite.prompt.digest == Digest(of: Array(canonical.utf8)))
  }

  @Test(
    "what cannot be sent is said when files are loaded",
    arguments: [
      (project(images: "[missing.png]"), "file/missing prompts/triage.prompt.yml:3:"),
      (project(images: "[../../x.png]"), "the image `../../x.png` leads out of the repository"),
      (project(images: "[/etc/passwd]"), "the image `/etc/passwd` leads out of the repository"),
      (project(plan: Array("<svg/>".utf8)), "`plan.png` is no picture that services take"),
      (project(photo: Array("GIF".utf8)), "`evalsets/triage/img/a.png` is no picture"),
      (
        project(cases: #"{"text": "x", "photo": "img/b.png", "expected": "y"}"#),
        "image `evalsets/triage/img/b.png` does not exist"
      ),
      (project(cases: #"{"text": "x", "expected": "y"}"#), "undefined variable `photo`"),
      (project(images: "[7]"), "`images` must be paths of pictures"),
      (project(role: "system"), "only a user's message has images"),
    ])
  func wrong(files: MemoryFiles, message: String) async {
    let said = await problems(files).joined(separator: "\n")
    #expect(
      said.contains(message.split(separator: " ").dropFirst(message.hasPrefix("file/") ? 1 : 0).joined(separator: " ")))
  }

  @Test("a single path needs no list")
  func single() async throws {
    let suite = try await load(project(images: "../plan.png")).suites[0]
    #expect(suite.prompt.messages[0].images.count == 1)
  }
}
