import EvalGateCore
import UnicodeText

/// A tool that is forbidden, by its name or a pattern, in whatever spelling it is called: a service refuses a name that nobody offered,
/// and a program that is tested may well find the tool behind it.
///
/// For what must not happen. What is allowed is the name as it is written.
struct ToolDenial: Sendable {
  private let exact: Glob
  private let plain: [Glob]
  private let isPattern: Bool

  init(_ pattern: String) {
    exact = Glob(pattern)
    plain = Self.spellings(of: pattern).map { Glob($0) }
    isPattern = pattern.utf8.contains { "*?".utf8.contains($0) }
  }

  /// Whether a tool is called just as the pattern says.
  func names(_ tool: String) -> Bool { exact.matches(tool) }

  /// Whether a tool may be meant by a name: case, width, marks, invisible characters, the signs between words and the space that the
  /// name is said to be in do not count.
  func covers(_ tool: String) -> Bool {
    if exact.matches(tool) { return true }
    let spellings = Self.spellings(of: tool)
    let names = spellings + spellings.flatMap { Self.withoutSpaces($0, any: !isPattern) }
    return plain.contains { pattern in names.contains(where: pattern.matches) }
  }

  /// Small letters with `_` between words; `deleteOrder` may be one word or two.
  private static func spellings(of name: String) -> [String] {
    let one = words(name)
    let two = words(separatingCapitals(name))
    return one == two ? [one] : [one, two]
  }

  private static func words(_ name: String) -> String {
    let folded = name.nfkcCaseFolded.strippingMarks.unicodeScalars.filter { $0.generalCategory != .format }
    return String(
      String.UnicodeScalarView(folded.map { "- ".unicodeScalars.contains($0) || $0.isDash ? "_" : $0 }))
  }

  private static func separatingCapitals(_ name: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in name.nfkc.unicodeScalars {
      if scalar.generalCategory == .uppercaseLetter, result.last?.generalCategory == .lowercaseLetter {
        result.append("_")
      }
      result.append(scalar)
    }
    return String(result)
  }

  /// What models write before the names of tools they are offered.
  private static let wrappers = ["functions", "function", "default_api", "tools", "tool"]

  /// The name without the space before it: one that models make up, or any where a pattern could not mean the tools of another one.
  private static func withoutSpaces(_ name: String, any: Bool) -> [String] {
    var found: [String] = []
    var rest = name[...]
    while let sign = rest.firstIndex(where: { ".:/".contains($0) }) {
      let space = rest[..<sign]
      rest = rest[sign...].drop { ".:/".contains($0) }
      guard !rest.isEmpty, any || wrappers.contains(String(space)) else { break }
      found.append(String(rest))
    }
    return found
  }
}

extension Unicode.Scalar {
  fileprivate var isDash: Bool { generalCategory == .dashPunctuation }
}
