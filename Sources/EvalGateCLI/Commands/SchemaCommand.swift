import ArgumentParser

struct SchemaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of a kind of file, for editors and programs.",
    // With semicolons, because a manual page fills these lines up.
    discussion: SchemaKind.allCases.map { "\($0.rawValue): \($0.title)" }.joined(separator: ";\n") + """
      .

      An editor with the YAML language server takes it from the first line of a file: \
      `# yaml-language-server: $schema=config.schema.json`.
      """)

  @Argument(help: "config, prompt, tools, set, cases, waivers, policy, baseline, run, recording or report.")
  var kind: SchemaKind

  func run() async throws { Console().write(kind.text(Workspace.catalog)) }
}
