import StrictJSON

/// A value that stands in a text, as JSON or as Python shows it: `{'name': 'delete_order', 'arguments': {'express': True}}`. Models mix
/// the two, and lenient parsers read that.
struct WrittenValue {
  let json: JSONValue
  /// Where it ends in the text.
  let end: Int

  /// Nil where no whole value begins with the bracket at a place.
  init?(in text: ArraySlice<UInt8>, at start: Int) {
    let end = JSONExtent.end(of: text, from: start)
    if let value = try? JSONValue(parsing: Array(text[start..<end])) {
      (json, self.end) = (value, end)
    } else if let shown = PythonText(text[start...]), let value = try? JSONValue(parsing: shown.json) {
      (json, self.end) = (value, shown.end)
    } else {
      return nil
    }
  }
}

/// How far a value reaches in a text that goes on after it.
private enum JSONExtent {
  /// After the bracket that closes the one at a place; the end of the text where none does.
  static func end(of bytes: ArraySlice<UInt8>, from start: Int) -> Int {
    var depth = 0
    var isText = false
    var place = start
    while place < bytes.endIndex {
      switch bytes[place] {
      case UInt8(ascii: "\\") where isText: place += 1
      case UInt8(ascii: "\""): isText.toggle()
      case UInt8(ascii: "{") where !isText, UInt8(ascii: "[") where !isText: depth += 1
      case UInt8(ascii: "}") where !isText, UInt8(ascii: "]") where !isText:
        depth -= 1
        if depth == 0 { return place + 1 }
      default: break
      }
      place += 1
    }
    return bytes.endIndex
  }
}
