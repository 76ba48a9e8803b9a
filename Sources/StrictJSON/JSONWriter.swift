/// Appends JSON to bytes without making values or strings first.
///
/// Commas, colons and line breaks come by themselves. The caller is trusted to close what it opens, to give a key before
/// each value of an object and, in the canonical style, to give keys in order (`value(_:)` sorts them).
public struct JSONWriter: Sendable {
  /// What has been written so far.
  public private(set) var bytes: [UInt8]
  /// The layout.
  public let style: JSONStyle

  private var depth = 0
  /// Whether nothing has been written yet at this place of this container, so that no comma is due.
  private var isFirst = true
  private var isAfterKey = false

  /// A writer that starts empty or goes on after `bytes`.
  public init(appendingTo bytes: [UInt8] = [], style: JSONStyle = .compact) {
    self.bytes = bytes
    self.style = style
  }

  /// How many arrays and objects are open.
  public var openContainers: Int { depth }

  /// What has been written, as text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Makes room for this many more bytes.
  public mutating func reserveCapacity(_ count: Int) { bytes.reserveCapacity(bytes.count + count) }

  /// Starts over and keeps the memory, for the next line.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    (depth, isFirst, isAfterKey) = (0, true, false)
  }

  /// Ends a line of JSON Lines: after it the next value stands by itself.
  public mutating func endLine() {
    bytes.append(Byte.lineFeed)
    isFirst = true
  }

  /// Opens an object.
  public mutating func beginObject() { open(Byte.openBrace) }

  /// Closes an object.
  public mutating func endObject() { close(Byte.closeBrace) }

  /// Opens an array.
  public mutating func beginArray() { open(Byte.openBracket) }

  /// Closes an array.
  public mutating func endArray() { close(Byte.closeBracket) }

  /// Writes the key of the next value.
  public mutating func key(_ key: String) {
    let comma = comesAfterComma()
    key.withBytes { JSONEscape.append($0, to: &bytes, after: comma, isKey: true) }
    endKey()
  }

  /// Writes the content of a string that needs no escapes.
  mutating func quoted(_ content: ArraySlice<UInt8>) {
    separate()
    bytes.append(Byte.quote)
    bytes.append(contentsOf: content)
    bytes.append(Byte.quote)
  }

  /// Writes a key that needs no escapes.
  mutating func quotedKey(_ content: ArraySlice<UInt8>) {
    quoted(content)
    bytes.append(Byte.colon)
    endKey()
  }

  /// Writes a string.
  public mutating func string(_ text: String) {
    let comma = comesAfterComma()
    text.withBytes { JSONEscape.append($0, to: &bytes, after: comma) }
  }

  /// Writes an integer.
  public mutating func integer(_ value: Int) {
    separate()
    appendDecimal(value)
  }

  /// Writes a number in its own text, or in its canonical text in the canonical style.
  public mutating func number(_ value: JSONNumber) {
    separate()
    (style == .canonical ? value.canonicalText : value.text).withBytes { bytes.append(contentsOf: $0) }
  }

  /// Writes a double in ECMAScript's form, `null` when it is not finite.
  public mutating func double(_ value: Double) {
    guard value.isFinite else { return null() }
    separate()
    if let thousandths = DoubleFit.thousandths(of: value) { return appendDecimal(thousandths: thousandths) }
    bytes.append(contentsOf: DoubleFit.ecmaScriptText(value).utf8)
  }

  /// Writes `true` or `false`.
  public mutating func bool(_ value: Bool) {
    separate()
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// Writes `null`.
  public mutating func null() {
    separate()
    bytes.append(contentsOf: "null".utf8)
  }

  /// Writes a value with all that it contains; in the canonical style with its members sorted.
  public mutating func value(_ value: JSONValue) {
    switch value {
    case .null: null()
    case .bool(let value): bool(value)
    case .number(let value): number(value)
    case .string(let value): string(value)
    case .array(let elements):
      beginArray()
      for element in elements { self.value(element) }
      endArray()
    case .object(let object):
      beginObject()
      for member in ordered(object) {
        key(member.key)
        self.value(member.value)
      }
      endObject()
    }
  }

  private func ordered(_ object: JSONObject) -> [JSONObject.Member] {
    guard style == .canonical, object.count > 1 else { return object.members }
    return object.members.sorted { $0.key.precedesInUTF16($1.key) }
  }

  private mutating func open(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    depth += 1
    isFirst = true
  }

  private mutating func close(_ bracket: UInt8) {
    depth -= 1
    if style == .pretty, !isFirst { breakLine() }
    bytes.append(bracket)
    isFirst = false
  }

  /// Writes what stands between the previous thing and the next.
  @inline(__always)
  private mutating func separate() {
    if comesAfterComma() { bytes.append(Byte.comma) }
  }

  /// Whether a comma is still to be written before the next thing; all else that stands before it is written then.
  @inline(__always)
  private mutating func comesAfterComma() -> Bool {
    if isAfterKey {
      isAfterKey = false
      return false
    }
    let comma = !isFirst
    isFirst = false
    guard style == .pretty, depth > 0 else { return comma }
    if comma { bytes.append(Byte.comma) }
    breakLine()
    return false
  }

  /// After the colon of a key.
  @inline(__always)
  private mutating func endKey() {
    if style == .pretty { bytes.append(Byte.space) }
    isAfterKey = true
  }

  private mutating func breakLine() {
    bytes.append(Byte.lineFeed)
    bytes.append(contentsOf: repeatElement(Byte.space, count: 2 * max(depth, 0)))
  }

  /// A number with the digits behind the point that are not zero, at most three.
  private mutating func appendDecimal(thousandths: Int) {
    let (whole, fraction) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1000)
    if thousandths < 0 { bytes.append(Byte.minus) }
    appendDecimal(Int(whole))
    guard fraction > 0 else { return }
    bytes.append(Byte.point)
    var rest = fraction
    while rest > 0 {
      bytes.append(Byte.zero + UInt8(rest / 100))
      rest = rest % 100 * 10
    }
  }

  private mutating func appendDecimal(_ value: Int) {
    if value < 0 { bytes.append(Byte.minus) }
    var rest = value.magnitude
    if rest < 10 { return bytes.append(Byte.zero + UInt8(rest)) }
    var (digits, bound) = (2, 100 as UInt)
    while digits < 19, rest >= bound { (digits, bound) = (digits + 1, bound &* 10) }
    // From the last digit on, each in its place: put in order afterwards they would be copied twice.
    bytes.append(addingCapacity: digits) { output in
      output.withUnsafeMutableBufferPointer { room, count in
        for place in (count..<count + digits).reversed() {
          room.initializeElement(at: place, to: Byte.zero + UInt8(rest % 10))
          rest /= 10
        }
        count += digits
      }
    }
  }
}
