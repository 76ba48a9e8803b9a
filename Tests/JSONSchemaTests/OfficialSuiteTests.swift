import JSONSchema
import Testing

@Suite(.enabled(if: SharedFiles.hasSuite, "the official JSON Schema suite is not beside the repository"))
struct OfficialSuiteTests {
  struct Version: CustomTestStringConvertible, Sendable {
    let folder: String
    let draft: JSONSchema.Draft
    /// Counted from the files of the suite's commit 44401e0.
    let required: Int
    var testDescription: String { folder }

    func requiredResults() throws -> [SuiteResult] {
      try SuiteResult.runFolder(folder, options: .init(defaultDraft: draft))
    }

    func optionalResults() throws -> [SuiteResult] {
      // The optional tests of draft 7 expect content to be asserted; later versions made it an annotation.
      try SuiteResult.runFolder(
        folder + "/optional", options: .init(defaultDraft: draft, assertsContent: draft == .draft7))
    }

    func formatResults() throws -> [SuiteResult] {
      try SuiteResult.runFolder(folder + "/optional/format", options: .init(defaultDraft: draft, format: .assertion))
    }
  }

  static let versions = [
    Version(folder: "draft2020-12", draft: .draft202012, required: 1_299),
    Version(folder: "draft2019-09", draft: .draft201909, required: 1_259),
    Version(folder: "draft7", draft: .draft7, required: 927),
  ]

  @Test("every required test passes", arguments: versions)
  func required(_ version: Version) throws {
    let results = try version.requiredResults()
    let failures = results.flatMap(\.failures)
    let total = results.reduce(0) { $0 + $1.total }
    print("\(version.folder) required: \(total - failures.count)/\(total)")
    #expect(failures == [])
    #expect(total == version.required)
  }

  @Test("optional tests, format as annotation", arguments: versions)
  func optional(_ version: Version) throws {
    let results = try version.optionalResults()
    report(version.folder + "/optional", results)
    #expect(results.flatMap(\.failures).count <= 30)
  }

  @Test("format tests, format as assertion", arguments: versions)
  func formats(_ version: Version) throws {
    let results = try version.formatResults()
    report(version.folder + "/optional/format", results)
    #expect(results.flatMap(\.failures).count <= 30)
  }

  private func report(_ folder: String, _ results: [SuiteResult]) {
    let failures = results.flatMap(\.failures)
    let total = results.reduce(0) { $0 + $1.total }
    print("\(folder): \(total - failures.count)/\(total)")
    for result in results {
      print("  \(folder)/\(result.file): \(result.total - result.failures.count)/\(result.total)")
      for failure in result.failures { print("    \(failure)") }
    }
  }
}
