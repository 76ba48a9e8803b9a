import StrictJSON

/// A value that stands in a text, as JSON or as Python shows it: `{'name': 'delete_order', 'arguments': {'express': True}}`.
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

/// A list or a dictionary of Python, written as JSON.
private struct PythonText {
  private(set) var json: [UInt8] = []
  private(set) var end: Int

  /// Nil where none of its texts is in single quotes, or it does not end.
  init?(_ text: ArraySlice<UInt8>) {
    (end, json) = (text.startIndex, [])
    var (depth, hasQuotes) = (0, false)
    while end < text.endIndex {
      let byte = text[end]
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        hasQuotes = hasQuotes || byte == UInt8(ascii: "'")
        guard addText(text, in: byte) else { return nil }
      case UInt8(ascii: "A")...UInt8(ascii: "Z"):
        guard let (word, own) = Self.words.first(where: { text[end...].starts(with: $0.0) }) else { return nil }
        json += own
        end += word.count
      default:
        if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") { depth += 1 }
        if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { depth -= 1 }
        json.append(byte)
        end += 1
      }
      if depth == 0 { break }
    }
    guard depth == 0, hasQuotes else { return nil }
  }

  private static let words = [("True", "true"), ("False", "false"), ("None", "null")].map {
    (Array($0.utf8), Array($1.utf8))
  }

  /// The text that begins with a quote; false where it does not end.
  private mutating func addText(_ text: ArraySlice<UInt8>, in quote: UInt8) -> Bool {
    let (mark, slash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
    json.append(mark)
    end += 1
    while end < text.endIndex, text[end] != quote {
      if text[end] == slash, end + 1 < text.endIndex {
        json += text[end + 1] == UInt8(ascii: "'") ? [text[end + 1]] : [slash, text[end + 1]]
        end += 2
      } else {
        json += text[end] == mark ? [slash, mark] : [text[end]]
        end += 1
      }
    }
    guard end < text.endIndex else { return false }
    json.append(mark)
    end += 1
    return true
  }
}
