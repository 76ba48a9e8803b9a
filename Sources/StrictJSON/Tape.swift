/// One value of a parsed text: 16 bytes, in the order of the text, so that a whole document is one array.
///
/// A member of an object is two entries: its key (a string) and its value.
struct TapeEntry: BitwiseCopyable {
  enum Kind: UInt8, BitwiseCopyable {
    case null, bool, number, string, array, object

    var kind: JSONKind {
      switch self {
      case .null: .null
      case .bool: .bool
      case .number: .number
      case .string: .string
      case .array: .array
      case .object: .object
      }
    }
  }

  let kind: Kind
  /// For a string: it has escapes. For a bool: it is true. For a number: a double may not hold it.
  let flag: Bool
  /// Where the value begins: the first byte of its content for strings, the bracket for arrays and objects.
  let offset: UInt32
  /// The length of the content in bytes; for arrays and objects how many elements or members they have.
  var count: UInt32 = 0
  /// The index of the entry after this value and all that it contains.
  var next: UInt32
}

/// An array or object whose end has not been seen yet.
struct OpenContainer: BitwiseCopyable {
  let entry: Int
  let isObject: Bool
  var count: UInt32 = 0
}
