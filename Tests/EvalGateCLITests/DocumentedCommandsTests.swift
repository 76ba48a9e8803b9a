import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Pages of the documentation are followed as a reader would: their files are written, their commands run.
///
/// A block whose first line is `# path` is that file. In a `sh` block, lines that begin with `evalgate` run; `# exit 1` behind one
/// says how it ends, 0 when nothing is said. Other lines of `sh` blocks run in a shell and have to succeed.
@Suite("the documentation")
struct DocumentedCommandsTests {
  private static let docs =
    Repository.root + "/docs"

  struct Block {
    let language: String
    let lines: [Substring]
  }

  static func blocks(_ page: String) throws -> [Block] {
    var blocks: [Block] = []
    var open: (language: String, lines: [Substring])?
    for line in try TemporaryProject.read(path: docs + "/" + page).split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      guard line.hasPrefix("```") else {
        open?.lines.append(line)
        continue
      }
      if let done = open {
        blocks.append(Block(language: done.language, lines: done.lines))
        open = nil
      } else {
        open = (String(line.dropFirst(3)), [])
      }
    }
    return blocks
  }

  /// The path in `# path`, where a block begins with one.
  private static func path(of block: Block) -> String? {
    guard let first = block.lines.first, first.hasPrefix("# ") else { return nil }
    let path = first.dropFirst(2)
    return path.contains(" ") || !path.contains(".") ? nil : String(path)
  }

  @Test("the files of the page on files load as they stand")
  func files() async throws {
    let project = try TemporaryProject()
    for block in try Self.blocks("files.md") {
      guard let path = Self.path(of: block) else { continue }
      let body = block.language == "yaml" ? block.lines[...] : block.lines.dropFirst()
      try project.write(body.joined(separator: "\n") + "\n", to: path)
    }
    let run = try await project.evalgate("validate").run
    #expect(run.code == 0, "\(run.output)\(run.error)")
  }

  @Test(
    "what a page says can be done as it says",
    arguments: [
      "tutorial.md", "how-to/first-gate.md", "how-to/monorepo.md", "how-to/own-provider.md", "how-to/own-check.md",
      "how-to/import.md",
    ])
  func page(name: String) async throws {
    let project = try TemporaryProject()
    try await project.git("init", "--quiet")
    for block in try Self.blocks(name) {
      if let path = Self.path(of: block) {
        let keeps = ["yaml", "python"].contains(block.language)
        try project.write((keeps ? block.lines[...] : block.lines.dropFirst()).joined(separator: "\n") + "\n", to: path)
        if block.language == "python" { chmod(project.path + "/" + path, 0o755) }
      } else if block.language == "sh" {
        for line in block.lines where !line.isEmpty && !line.hasPrefix("#") {
          try await run(String(line), in: project, page: name)
        }
      }
    }
  }

  private func run(_ line: String, in project: TemporaryProject, page: String) async throws {
    let parts = line.split(separator: "# exit ", maxSplits: 1)
    let wanted = parts.count == 2 ? Int(parts[1].prefix { $0.isNumber }) ?? 0 : 0
    let folder = String(EvalGate.program.dropLast("/evalgate".count))
    let result = try await EvalGate.command(
      ["/bin/sh", "-c", String(parts[0])], in: project,
      environment: [
        "PATH": "\(folder):/usr/local/bin:/usr/bin:/bin", "GIT_AUTHOR_NAME": "T", "GIT_AUTHOR_EMAIL": "t@example.com",
        "GIT_COMMITTER_NAME": "T", "GIT_COMMITTER_EMAIL": "t@example.com",
      ])
    #expect(result.code == wanted, "\(page): \(line)\n\(result.output)\(result.error)")
  }
}
