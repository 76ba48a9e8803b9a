import StrictJSON

extension JSONValue {
  /// All texts, numbers and truth values in it.
  var scalars: [JSONValue] {
    switch self {
    case .null: []
    case .string, .bool, .number: [self]
    case .array(let values): values.flatMap(\.scalars)
    case .object(let object): object.flatMap { $0.value.scalars }
    }
  }

  /// The same as texts.
  var leaves: [String] { scalars.map(\.asText) }

  /// The same with the keys of objects, each before what stands under it.
  var leavesAndKeys: [String] {
    switch self {
    case .array(let values): values.flatMap(\.leavesAndKeys)
    case .object(let object): object.flatMap { [$0.key] + $0.value.leavesAndKeys }
    case .null, .bool, .number, .string: leaves
    }
  }

  /// Keys of objects that say something themselves: a name of a member has letters and few digits, an address or a number is none.
  var keysThatAreValues: [String] {
    switch self {
    case .null, .bool, .number, .string: []
    case .array(let values): values.flatMap(\.keysThatAreValues)
    case .object(let object):
      object.flatMap { member in
        (member.key.namesMember ? [] : [member.key]) + member.value.keysThatAreValues
      }
    }
  }
}

extension String {
  fileprivate var namesMember: Bool {
    utf8.allSatisfy { $0 < 0x80 && (Unicode.Scalar($0).isLetterOrDigit || "_-$".utf8.contains($0)) }
      && utf8.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } <= 2
  }
}
