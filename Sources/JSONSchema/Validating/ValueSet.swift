import StrictJSON

/// The values of an `enum`: a few are compared in turn, many are looked up.
struct ValueSet: Sendable {
  let values: [JSONValue]
  private let index: Set<JSONValue>?
  private let hasContainers: Bool

  init(_ values: [JSONValue]) {
    self.values = values
    index = values.count > 8 ? Set(values) : nil
    hasContainers = values.contains { $0.isContainer }
  }

  /// What looking a value up costs, in steps.
  func cost(of value: JSONValue) -> Int {
    if value.isContainer, !hasContainers { return 0 }
    return index == nil ? values.reduce(0) { $0 + $1.comparingCost(with: value) } : value.comparingCost
  }

  func contains(_ value: JSONValue) -> Bool {
    if value.isContainer, !hasContainers { return false }
    return index?.contains(value) ?? values.contains(value)
  }

  /// Whether no two values are equal, in time linear in their size.
  static func areUnique(_ values: [JSONValue]) -> Bool {
    if values.count > 6 { return Set(values).count == values.count }
    for (position, value) in values.enumerated() where values[..<position].contains(value) { return false }
    return true
  }
}

extension JSONValue {
  fileprivate var isContainer: Bool {
    switch self {
    case .array, .object: true
    default: false
    }
  }

  /// What hashing it, or comparing it with its like, costs in steps.
  var comparingCost: Int {
    switch self {
    case .null, .bool: 1
    case .number(let number): number.text.utf8.count <= 20 ? 1 : 4 + number.text.utf8.count / 8
    case .string(let text): 1 + text.utf8.count / 64
    case .array(let elements): elements.reduce(1) { $0 + $1.comparingCost }
    case .object(let object): object.reduce(1) { $0 + 1 + $1.key.utf8.count / 64 + $1.value.comparingCost }
    }
  }

  /// What comparing it with a value costs beyond a step: nothing where the first look tells them apart.
  func comparingCost(with other: JSONValue) -> Int {
    switch (self, other) {
    case (.number(let mine), .number(let theirs)): (mine.text.utf8.count + theirs.text.utf8.count) / 16
    case (.string(let mine), .string(let theirs)) where mine.utf8.count == theirs.utf8.count: mine.utf8.count / 64
    case (.array(let mine), .array(let theirs)) where mine.count == theirs.count: comparingCost
    case (.object(let mine), .object(let theirs)) where mine.count == theirs.count: comparingCost
    default: 0
    }
  }
}
