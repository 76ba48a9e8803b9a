import Testing

/// `SECURITY.md` names a test for each of its claims.
@Suite("the page on security")
struct SecurityPageTests {
  private static let page = try? TemporaryProject.read(path: Repository.root + "/SECURITY.md")

  @Test("every claim names tests that there are", .enabled(if: page != nil, "SECURITY.md is not beside the tests"))
  func named() async throws {
    let rows = try #require(Self.page).split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.hasPrefix("| claim") }
    #expect(rows.count > 10)
    let project = try TemporaryProject()
    let all = try await EvalGate.command(
      ["grep", "-rhoE", #"^ *(@Test\()?"[^"]*""#, "--include=*.swift", Repository.root + "/Tests"], in: project)
    let tests = Set(all.output.split(separator: "\n").compactMap { $0.split(separator: "\"").dropFirst().first })
    for row in rows {
      let cell = row.split(separator: "|").last?.split(separator: "\"") ?? []
      let names = cell.enumerated().filter { $0.offset % 2 == 1 }
      #expect(!names.isEmpty, "no test: \(row)")
      for name in names { #expect(tests.contains(name.element), "no test is called \(name.element)") }
    }
  }
}
