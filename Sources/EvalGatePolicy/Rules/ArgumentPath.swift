import StrictJSON

/// A path into the arguments of a call, which a single value in the place of a list does not get around.
struct ArgumentPath: Sendable {
  private let path: JSONPath
  /// For `$.to[*]` also `$.to`, where somebody wrote one value and no list.
  private let single: JSONPath?

  init(_ path: JSONPath) {
    self.path = path
    single = path.text.hasSuffix("[*]") ? try? JSONPath(String(path.text.dropLast(3))) : nil
  }

  /// What it selects.
  func matches(in arguments: JSONValue) -> [JSONPathMatch] {
    let alone = single?.matches(in: arguments).filter { match in
      switch match.value {
      case .array, .object: false
      default: true
      }
    }
    return path.matches(in: arguments) + (alone ?? [])
  }
}
