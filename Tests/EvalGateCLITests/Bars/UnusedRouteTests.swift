import Testing

@Suite("routes that no suite uses")
struct UnusedRouteTests {
  @Test("a route is asked by name wherever it is defined", arguments: ["--route", "--shadow"])
  func named(flag: String) async throws {
    let project = try TemporaryProject(Sample.triage())
    let configuration = try project.read("evalgate.yml")
    try project.write(
      configuration.replacing("routes: {", with: "routes: { spare: { targets: [{ provider: echo }] },"),
      to: "evalgate.yml")
    let run = try await project.evalgate("run", flag, "spare").run
    #expect(run.code == 0, "\(run)")
    let unknown = try await project.evalgate("run", flag, "spar").run
    #expect(unknown.code == 2 && unknown.error.contains("did you mean `spare`?"), "\(unknown)")
  }
}
