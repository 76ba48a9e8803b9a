import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What the composite action and the hooks hand to the program: text of somebody else's YAML.
@Suite("the action for GitHub")
struct ActionTests {
  /// The script of the action's step that gates, as the runner starts it.
  private static func script() throws -> String {
    let action = try TemporaryProject.read(path: Repository.root + "/.github/actions/evalgate/action.yml")
    let step = try #require(action.split(separator: "- id: gate").last)
    let body = try #require(step.ranges(of: "run: |\n").first.map { step[$0.upperBound...] })
    return body.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: "\n") + "\n"
  }

  @Test("blanks and carriage returns around a line are no part of a name, and what stands in it is")
  func lines() async throws {
    let project = try TemporaryProject(["gate.sh": Self.script(), "program": "#!/bin/sh\nprintf '[%s]' \"$@\"\n"])
    chmod(project.path + "/program", 0o755)
    let run = try await EvalGate.command(
      ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", "gate.sh"], in: project,
      environment: [
        "PROGRAM": project.path + "/program", "PROFILE": "ci", "SUITES": "triage \r\n\tmail\r\n\n",
        "ARGUMENTS": "--tag\r\nsmoke", "REPORTS": " html=a page.html\r\n", "COMMENT": "true",
      ])
    #expect(
      run.output == "[run][--profile][ci][--report][html=a page.html][--tag][smoke][--comment][--][triage][mail]",
      "\(run)")
  }

  @Test("the hook that validates looks at every file that validating reads")
  func hookFiles() throws {
    let hooks = try TemporaryProject.read(path: Repository.root + "/.pre-commit-hooks.yaml")
    let line = try #require(hooks.split(separator: "\n").first { $0.hasPrefix("  files: ") })
    let pattern = try Regex(String(line.dropFirst(9)))
    for path in [
      "evalgate.yml", "services/mail/evalgate.yaml", "t.prompt.yml", "t.cases.csv", "t.waivers.yml",
      "t.recordings.jsonl",
      "evalsets/t/set.yml", "policies/desk.yml",
    ] {
      #expect(path.contains(pattern), "\(path)")
    }
    #expect(!"README.md".contains(pattern))
  }
}
