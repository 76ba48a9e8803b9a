import StrictJSON

extension JSONValue {
  /// All texts, numbers and truth values in it.
  var leaves: [String] {
    switch self {
    case .null: []
    case .string(let text): [text]
    case .bool, .number: [asText]
    case .array(let values): values.flatMap(\.leaves)
    case .object(let object): object.flatMap { $0.value.leaves }
    }
  }

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
