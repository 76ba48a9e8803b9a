import EvalGateConfig
import EvalGateCore
import Testing

/// The repository's root, found from this file.
private let root: String = {
  let parts = #filePath.split(separator: "/")
  return "/" + parts.dropLast(3).joined(separator: "/")
}()

@Suite("the demonstration")
struct DemonstrationTests {
  private static let isThere = DiskFiles.bytes(of: root + "/evalgate.yml") != nil

  @Test("this repository's own project loads", .enabled(if: isThere, "no evalgate.yml in the repository yet"))
  func loads() async {
    let found = await diagnostics(DiskFiles(root: root)).filter { $0.severity == .error }.map(\.line)
    #expect(found == [])
  }
}
