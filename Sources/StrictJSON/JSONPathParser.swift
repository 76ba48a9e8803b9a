/// Reads the grammar of RFC 9535 (appendix A), without filters.
struct JSONPathParser {
  private let bytes: [UInt8]
  private var place = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func parse() throws(JSONPathError) -> [JSONPath.Segment] {
    guard bytes.count <= JSONPath.maximumLength else { throw fault(.tooLong, at: JSONPath.maximumLength) }
    guard take(0x24) else { throw fault(.missingRoot) }
    var segments: [JSONPath.Segment] = []
    while place < bytes.count {
      let spaceStart = place
      skipSpace()
      guard place < bytes.count else { throw fault(.misplacedSpace, at: spaceStart) }
      segments.append(try segment())
    }
    return segments
  }

  private mutating func segment() throws(JSONPathError) -> JSONPath.Segment {
    if take(Byte.openBracket) { return JSONPath.Segment(isDescendant: false, selectors: try bracketed()) }
    guard take(Byte.point) else { throw fault(.unexpectedCharacter) }
    let isDescendant = take(Byte.point)
    if isDescendant, take(Byte.openBracket) { return JSONPath.Segment(isDescendant: true, selectors: try bracketed()) }
    if take(Byte.asterisk) { return JSONPath.Segment(isDescendant: isDescendant, selectors: [.wildcard]) }
    return JSONPath.Segment(isDescendant: isDescendant, selectors: [.name(try shorthandName())])
  }

  /// `name-first *name-char`: letters, digits (not first), underscores and everything beyond ASCII.
  private mutating func shorthandName() throws(JSONPathError) -> String {
    let start = place
    while place < bytes.count, Self.isNameByte(bytes[place], first: place == start) { place += 1 }
    guard place > start else {
      guard place < bytes.count else { throw fault(.missingSelector) }
      throw fault(Byte.isSpace(bytes[place]) ? .misplacedSpace : .badName)
    }
    if place < bytes.count, bytes[place] == Byte.minus { throw fault(.badName) }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private static func isNameByte(_ byte: UInt8, first: Bool) -> Bool {
    Byte.isLetter(byte) || byte == Byte.underscore || byte >= 0x80 || (!first && Byte.isDigit(byte))
  }

  /// What stands between brackets, up to and with the closing one.
  private mutating func bracketed() throws(JSONPathError) -> [JSONPath.Selector] {
    let opening = place - 1
    var selectors: [JSONPath.Selector] = []
    repeat {
      skipSpace()
      selectors.append(try selector(opening: opening))
      skipSpace()
    } while take(Byte.comma)
    guard place < bytes.count else { throw fault(.unclosedBracket, at: opening) }
    guard take(Byte.closeBracket) else { throw fault(.unexpectedCharacter) }
    return selectors
  }

  private mutating func selector(opening: Int) throws(JSONPathError) -> JSONPath.Selector {
    guard place < bytes.count else { throw fault(.unclosedBracket, at: opening) }
    switch bytes[place] {
    case Byte.quote, Byte.apostrophe: return .name(try quotedName())
    case Byte.asterisk:
      place += 1
      return .wildcard
    case 0x3F: throw fault(.filter)
    case Byte.minus, Byte.colon, Byte.zero...Byte.nine: return try indexOrSlice()
    case Byte.closeBracket, Byte.comma: throw fault(.missingSelector)
    case Byte.plus: throw fault(.badInteger)
    default: throw fault(.unexpectedCharacter)
    }
  }

  private mutating func indexOrSlice() throws(JSONPathError) -> JSONPath.Selector {
    let start = try optionalInteger()
    let afterStart = place
    skipSpace()
    guard take(Byte.colon) else {
      place = afterStart
      guard let start else { throw fault(.badInteger) }
      return .index(start)
    }
    skipSpace()
    let end = try optionalInteger()
    let afterEnd = place
    skipSpace()
    guard take(Byte.colon) else {
      place = afterEnd
      return .slice(start: start, end: end, step: 1)
    }
    let afterColon = place
    skipSpace()
    guard let step = try optionalInteger() else {
      place = afterColon
      return .slice(start: start, end: end, step: 1)
    }
    return .slice(start: start, end: end, step: step)
  }

  /// An integer of the range that I-JSON can exchange exactly (RFC 9535 section 2.1), or nil when there is none here.
  private mutating func optionalInteger() throws(JSONPathError) -> Int? {
    let start = place
    let isNegative = take(Byte.minus)
    let digits = place
    while place < bytes.count, Byte.isDigit(bytes[place]) { place += 1 }
    guard place > digits else {
      if isNegative { throw fault(.badInteger, at: start) }
      return nil
    }
    if bytes[digits] == Byte.zero, place - digits > 1 || isNegative { throw fault(.badInteger, at: start) }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    guard let value = Int(text), value.magnitude < 1 << 53 else { throw fault(.integerOutOfRange, at: start) }
    return value
  }

  private mutating func quotedName() throws(JSONPathError) -> String {
    let opening = place
    let quote = bytes[place]
    place += 1
    var name: [UInt8] = []
    while place < bytes.count, bytes[place] != quote {
      switch bytes[place] {
      case ..<Byte.space: throw fault(.controlCharacter)
      case Byte.backslash: try appendEscape(quote: quote, to: &name)
      case let byte:
        name.append(byte)
        place += 1
      }
    }
    guard take(quote) else { throw fault(.unclosedString, at: opening) }
    return String(decoding: name, as: UTF8.self)
  }

  private mutating func appendEscape(quote: UInt8, to name: inout [UInt8]) throws(JSONPathError) {
    let start = place
    guard start + 1 < bytes.count else { throw fault(.badEscape) }
    place += 2
    switch bytes[start + 1] {
    case 0x62: name.append(0x08)
    case 0x66: name.append(0x0C)
    case 0x6E: name.append(Byte.lineFeed)
    case 0x72: name.append(Byte.carriageReturn)
    case 0x74: name.append(Byte.tab)
    case Byte.slash, Byte.backslash, quote: name.append(bytes[start + 1])
    case Byte.u: name.append(contentsOf: String(try unicodeScalar(escape: start)).utf8)
    default: throw fault(.badEscape, at: start)
    }
  }

  private mutating func unicodeScalar(escape start: Int) throws(JSONPathError) -> Unicode.Scalar {
    let unit = try hexUnit(escape: start)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard unit < 0xDC00, take(Byte.backslash), take(Byte.u) else { throw fault(.badEscape, at: start) }
    let low = try hexUnit(escape: start)
    guard 0xDC00...0xDFFF ~= low,
      let scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + UInt32(low) - 0xDC00)
    else { throw fault(.badEscape, at: start) }
    return scalar
  }

  private mutating func hexUnit(escape start: Int) throws(JSONPathError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard place < bytes.count, let digit = Byte.hexValue(bytes[place]) else { throw fault(.badEscape, at: start) }
      unit = unit << 4 | digit
      place += 1
    }
    return unit
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard place < bytes.count, bytes[place] == byte else { return false }
    place += 1
    return true
  }

  private mutating func skipSpace() {
    while place < bytes.count, Byte.isSpace(bytes[place]) { place += 1 }
  }

  private func fault(_ reason: JSONPathError.Reason, at offset: Int? = nil) -> JSONPathError {
    JSONPathError(reason: reason, offset: offset ?? place)
  }
}
