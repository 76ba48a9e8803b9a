import StrictJSON

/// The types a `type` keyword allows (2020-12 validation, section 6.1.1).
struct TypeSet: OptionSet, Sendable {
  let rawValue: UInt8

  static let null = TypeSet(rawValue: 1)
  static let boolean = TypeSet(rawValue: 2)
  static let object = TypeSet(rawValue: 4)
  static let array = TypeSet(rawValue: 8)
  static let string = TypeSet(rawValue: 16)
  /// Numbers without a fraction.
  static let integer = TypeSet(rawValue: 32)
  /// Numbers with a fraction; `number` is both.
  static let fraction = TypeSet(rawValue: 64)
  static let number: TypeSet = [.integer, .fraction]

  private static let names: [(name: String, types: TypeSet)] = [
    ("null", .null), ("boolean", .boolean), ("object", .object), ("array", .array), ("string", .string),
    ("number", .number), ("integer", .integer),
  ]

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init?(name: String) {
    guard let entry = Self.names.first(where: { $0.name.sameBytes(as: name) }) else { return nil }
    self = entry.types
  }

  func allows(_ value: JSONValue) -> Bool {
    switch value {
    case .null: contains(.null)
    case .bool: contains(.boolean)
    case .object: contains(.object)
    case .array: contains(.array)
    case .string: contains(.string)
    case .number(let number): contains(.number) || contains(number.isIntegral ? .integer : .fraction)
    }
  }

  /// The names, widest first, such as `string or null`.
  var description: String {
    var left = self
    var words: [String] = []
    for (name, types) in Self.names.sorted(by: { $0.types.rawValue.nonzeroBitCount > $1.types.rawValue.nonzeroBitCount }
    )
    where left.isSuperset(of: types) {
      words.append(name)
      left.subtract(types)
    }
    return words.joined(separator: " or ")
  }
}

extension JSONNumber {
  /// Whether the value has no fraction; quick for the usual texts.
  var isIntegral: Bool {
    let isPlain = text.utf8.allSatisfy { $0 != UInt8(ascii: ".") && $0 | 0x20 != UInt8(ascii: "e") }
    return isPlain || isInteger
  }
}
