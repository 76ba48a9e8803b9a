import StrictJSON

/// A path into the arguments of a call, which a single value in the place of a list does not get around.
struct ArgumentPath: Sendable {
  private let path: JSONPath
  /// For `$.to[*].mail` also `$.to.mail`, where somebody wrote one value and no list.
  private let singles: [JSONPath]
  /// More lists within one another than this are only left out one by one.
  private static let mostLists = 4

  init(_ path: JSONPath) {
    self.path = path
    singles = Self.variants(of: path.text).compactMap { try? JSONPath($0) }
  }

  /// The path without some of its `[*]`, in every combination.
  private static func variants(of text: String) -> [String] {
    let parts = text.parts(between: "[*]")
    let count = parts.count - 1
    guard count > 0 else { return [] }
    let left = count <= mostLists ? (1..<(1 << count)).map { $0 } : (0..<min(count, 32)).map { 1 << $0 }
    return left.map { omitted in
      parts.enumerated().reduce(into: "") { text, part in
        if part.offset > 0, omitted >> (part.offset - 1) & 1 == 0 { text += "[*]" }
        text += part.element
      }
    }
  }

  /// What it selects.
  /// - Parameter withObjects: whether an object in the place of a list counts as a single value too.
  func matches(in arguments: JSONValue, withObjects: Bool = false) -> [JSONPathMatch] {
    let alone = singles.flatMap { $0.matches(in: arguments) }.filter { match in
      switch match.value {
      case .array: false
      case .object: withObjects
      default: true
      }
    }
    guard !alone.isEmpty else { return path.matches(in: arguments) }
    let found = path.matches(in: arguments)
    let known = Set(found.map { JSONPath.normalized($0.steps) })
    return found + alone.filter { !known.contains(JSONPath.normalized($0.steps)) }
  }
}

extension String {
  /// What stands before, between and after the occurrences of a text.
  fileprivate func parts(between separator: String) -> [String] {
    var parts = [""]
    var rest = unicodeScalars[...]
    while let first = rest.first {
      if rest.starts(with: separator.unicodeScalars) {
        rest = rest.dropFirst(separator.unicodeScalars.count)
        parts.append("")
      } else {
        parts[parts.count - 1].unicodeScalars.append(first)
        rest = rest.dropFirst()
      }
    }
    return parts
  }
}
