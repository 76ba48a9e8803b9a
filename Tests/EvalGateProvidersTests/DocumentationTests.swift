import EvalGateCore
import EvalGateProviders
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// `docs/providers.md` of the repository that this file belongs to, links followed; nil where there is none.
private let page: String? = {
  guard let path = realpath(#filePath, nil) else { return nil }
  defer { free(path) }
  let root = String(cString: path).split(separator: "/").dropLast(3).joined(separator: "/")
  return bytes(ofFile: "/\(root)/docs/providers.md").map { String(decoding: $0, as: UTF8.self) }
}()

@Suite("The page on providers", .enabled(if: page != nil, "docs/providers.md is not beside the tests"))
struct DocumentationTests {
  /// What `evalgate explain` says of the settings, as a table.
  private static func table(of options: [OptionHelp]) -> String {
    "| setting | |\n|---|---|\n"
      + options.map { "| `\($0.key)` | \($0.text.replacing("|", with: "\\|")) |\n" }.joined()
  }

  @Test("has every provider with its settings as `explain` has them", arguments: Parts.help)
  func provider(help: ProviderHelp) {
    let common = Set(Parts.commonOptions.map(\.key))
    let own = help.options.filter { !common.contains($0.key) }
    let section = "### `\(help.name)`\n\n\(help.summary)\n\n\(Self.table(of: own))"
    #expect(page?.contains(section) == true, "the page should have:\n\(section)")
  }

  @Test("has what every target takes")
  func common() {
    let table = Self.table(of: Parts.commonOptions)
    #expect(page?.contains(table) == true, "the page should have:\n\(table)")
  }

  @Test("names no provider that there is none of")
  func others() {
    let headings = page?.split(separator: "\n").filter { $0.hasPrefix("### `") } ?? []
    #expect(headings.map(String.init) == Parts.providers.map { "### `\($0)`" })
  }
}
