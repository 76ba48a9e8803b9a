import StrictJSON

/// A value that stands in a text, as JSON or as Python shows it: `{'name': 'delete_order', 'arguments': {'express': True}}`. Models mix
/// the two, and lenient parsers read that.
struct WrittenValue {
  let json: JSONValue
  /// Where it ends in the text.
  let end: Int
  /// Whether it has all its brackets.
  let isWhole: Bool

  /// Nil where no value begins with the bracket at a place, and none would with brackets at its end.
  init?(in text: ArraySlice<UInt8>, at start: Int) {
    let extent = JSONExtent(of: text, from: start)
    if let value = try? JSONValue(parsing: Array(text[start..<extent.end])) {
      (json, end, isWhole) = (value, extent.end, true)
    } else if let shown = PythonText(text[start...]), let value = try? JSONValue(parsing: shown.json) {
      (json, end, isWhole) = (value, shown.end, true)
    } else if let (value, end) = extent.repairs.lazy.compactMap({ Self.repaired(text[start..<$0.end], $0.missing) })
      .first
    {
      (json, self.end, isWhole) = (value, end, false)
    } else {
      return nil
    }
  }

  private static func repaired(_ text: ArraySlice<UInt8>, _ missing: [UInt8]) -> (JSONValue, Int)? {
    let whole = Array(text) + missing
    if let value = try? JSONValue(parsing: whole) { return (value, text.endIndex) }
    guard let shown = PythonText(whole[...]), shown.end == whole.count else { return nil }
    return (try? JSONValue(parsing: shown.json)).map { ($0, text.endIndex) }
  }
}

/// How far a value reaches in a text that goes on after it.
private struct JSONExtent {
  /// After the bracket that closes the one at a place; the end of the text where none does.
  private(set) var end: Int
  /// Where a value that nothing closes may end, and the brackets that it lacks there: behind the last one that closes something, of its
  /// first line or of all, or where the text was cut off.
  private(set) var repairs: [(end: Int, missing: [UInt8])] = []

  init(of bytes: ArraySlice<UInt8>, from start: Int) {
    end = bytes.endIndex
    var open: [UInt8] = []
    var lastClosed: (end: Int, depth: Int)?
    var isFirstLine = true
    var isText = false
    var place = start
    while place < bytes.endIndex {
      let byte = bytes[place]
      switch byte {
      case UInt8(ascii: "\\") where isText: place += 1
      case UInt8(ascii: "\""): isText.toggle()
      case UInt8(ascii: "{") where !isText, UInt8(ascii: "[") where !isText:
        // `}` and `]` stand two behind them.
        open.append(byte + 2)
      case UInt8(ascii: "}") where !isText, UInt8(ascii: "]") where !isText:
        open.removeLast()
        if open.isEmpty {
          end = place + 1
          return
        }
        lastClosed = (place + 1, open.count)
      case 0x0A where !isText && isFirstLine:
        isFirstLine = false
        if let lastClosed { repairs.append((lastClosed.end, open.prefix(lastClosed.depth).reversed())) }
      default: break
      }
      place += 1
    }
    if let lastClosed { repairs.append((lastClosed.end, open.prefix(lastClosed.depth).reversed())) }
    repairs.append((bytes.endIndex, (isText ? [UInt8(ascii: "\"")] : []) + open.reversed()))
  }
}
