import StrictJSON

/// The values of an `enum`: a few are compared in turn, many are looked up.
struct ValueSet: Sendable {
  let values: [JSONValue]
  private let index: Set<JSONValue>?

  init(_ values: [JSONValue]) {
    self.values = values
    index = values.count > 8 ? Set(values) : nil
  }

  func contains(_ value: JSONValue) -> Bool {
    index?.contains(value) ?? values.contains(value)
  }

  /// Whether no two values are equal, in time linear in their size.
  static func areUnique(_ values: [JSONValue]) -> Bool {
    if values.count > 6 { return Set(values).count == values.count }
    for (position, value) in values.enumerated() where values[..<position].contains(value) { return false }
    return true
  }
}
