import StrictJSON

extension JSONValue {
  /// This value in about 100 characters for a message: scalars as JSON, containers by their size.
  var shortened: String {
    switch self {
    case .array(let elements): "array of \(elements.count)"
    case .object(let object): "object of \(object.count)"
    case .string(let text): "string " + text.quotedShort
    case .number(let number): "number " + number.text.shortened
    case .bool(let value): value ? "true" : "false"
    case .null: "null"
    }
  }

  /// This value as JSON, cut off.
  var shortenedJSON: String {
    switch self {
    case .string(let text): text.quotedShort
    // A container may be large: what would be cut off is not written in the first place.
    case .array(let elements) where elements.count > 8: shortened
    case .object(let object) where object.count > 8: shortened
    default: serialized(.compact).shortened
    }
  }
}

extension String {
  private static let room = 100

  /// At most 100 characters of it.
  var shortened: String {
    let scalars = unicodeScalars
    guard utf8.count > Self.room,
      let end = scalars.index(scalars.startIndex, offsetBy: Self.room, limitedBy: scalars.endIndex),
      end < scalars.endIndex
    else { return self }
    return String(scalars[..<end]) + "…"
  }

  /// Its first 100 characters as a JSON string.
  var quotedShort: String { JSONValue.string(shortened).serialized(.compact) }
}
