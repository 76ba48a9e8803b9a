/// A number as it was written (RFC 8259 section 6), of any size and precision.
///
/// Equality and order are those of the mathematical value: `1.0`, `1` and `10e-1` are equal, and
/// `9007199254740993` differs from `9007199254740992` although both are the same double.
public struct JSONNumber: Sendable {
  /// The source text, for instance `1.0` or `1e400`.
  public let text: String

  /// Takes a text that is known to be a JSON number.
  init(unchecked text: String) { self.text = text }

  /// An integer.
  public init(_ value: Int) { text = String(value) }

  /// A double in its shortest form; nil for NaN and the infinities, which JSON cannot say.
  public init?(_ value: Double) {
    guard value.isFinite else { return nil }
    text = DoubleFit.ecmaScriptText(value)
  }

  /// A text that follows the grammar of RFC 8259 section 6 to its last character, otherwise nil.
  public init?(text: String) {
    let bytes = Array(text.utf8)
    do throws(Fault) {
      guard !bytes.isEmpty, try NumberScan(bytes.span, from: 0).end == bytes.count else { return nil }
      self.text = text
    } catch {
      return nil
    }
  }

  /// The nearest double; nil when that is not finite (`1e400`).
  public var double: Double? {
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }

  /// The value when it is an integer (`2`, `2.0`, `20e-1`) that fits, otherwise nil.
  public var int: Int? {
    if let value = Int(text) { return value }
    let form = DecimalForm(text)
    guard form.isInteger, form.magnitude <= 19 else { return nil }
    var digits = form.digits.map { $0 + Byte.zero }
    digits.append(contentsOf: repeatElement(Byte.zero, count: form.exponent))
    return Int((form.isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self)) ?? (form.isZero ? 0 : nil)
  }

  /// Whether the value has no fraction, whatever its size: true for `1.0` and `1e400`.
  public var isInteger: Bool { DecimalForm(text).isInteger }

  /// Whether a double carries this number without loss: from text to double and back gives the same number.
  /// False for `9007199254740993`, `1e400`, `1e-400` and `0.1234567890123456789`.
  public var isExactInDouble: Bool {
    if isPlain { return true }
    return double.map { DoubleFit.isCarried(DecimalForm(text), by: $0) } ?? false
  }

  /// What a 64-bit float does to this number, in words: nil where it carries it, see `isExactInDouble`.
  public var lossInDouble: String? {
    if isExactInDouble { return nil }
    let isOutOfRange = double.map { $0 == 0 } ?? true
    return isOutOfRange ? "is out of range for a 64-bit float" : "loses precision in a 64-bit float"
  }

  /// The text that stands for this number in canonical JSON.
  ///
  /// ECMAScript's form of the double (RFC 8785 section 3.2.2.3) wherever a double holds the number, and for any
  /// fraction of up to 17 digits, the most a double can tell apart (so `333333333.33333329`, the RFC's own sample,
  /// becomes `333333333.3333333`). A number that a double cannot hold, which the RFC refuses, keeps its source text. So two
  /// numbers have the same canonical text only if they are the same double.
  public var canonicalText: String {
    if isPlain { return text == "-0" ? "0" : text }
    guard let double else { return text }
    // Between 10^-4 and 2^53 the library's shortest text is ECMAScript's, but for the `.0` of whole numbers.
    if !text.utf8.contains(where: { $0 | 0x20 == Byte.e }),
      !text.utf8.reversed().starts(with: [Byte.zero, Byte.point]),
      double.description.sameBytes(as: text)
    {
      return text
    }
    let form = DecimalForm(text)
    let isOrdinaryFraction = !form.isInteger && form.digits.count <= 17 && double.isNormal
    return isOrdinaryFraction || DoubleFit.isCarried(form, by: double) ? DoubleFit.ecmaScriptText(double) : text
  }

  /// Whether the text has at most 15 digits, which every double keeps (DBL_DIG), and the form that ECMAScript gives them:
  /// no exponent, no zeros at the end of a fraction, at least 10^-6. True for most numbers, and cheap. (`-0` is the exception.)
  private var isPlain: Bool {
    text.withBytes { bytes in
      let digits = bytes.first == Byte.minus ? bytes.dropFirst() : bytes[...]
      guard let point = digits.firstIndex(of: Byte.point) else {
        return digits.count <= 15 && digits.allSatisfy(Byte.isDigit)
      }
      let fraction = digits[(point + 1)...]
      return digits.count <= 16 && fraction.allSatisfy(Byte.isDigit) && fraction.last != Byte.zero
        && (digits.first != Byte.zero || fraction.prefix(6).contains { $0 != Byte.zero })
    }
  }
}

extension JSONNumber: Hashable, Comparable {
  /// Whether both are the same number.
  public static func == (left: JSONNumber, right: JSONNumber) -> Bool {
    if left.text.sameBytes(as: right.text) { return true }
    // Each of these has one text, but for zero.
    if left.isPlain, right.isPlain {
      return left.text.utf8.last == Byte.zero && PlainDecimal(left.text) == PlainDecimal(right.text)
    }
    let (a, b) = (DecimalForm(left.text), DecimalForm(right.text))
    return a == b && !a.isSaturated
  }

  /// Feeds the value, so that equal numbers have equal hashes however they are written.
  public func hash(into hasher: inout Hasher) {
    if let form = PlainDecimal(text) { return hasher.combine(form) }
    let form = DecimalForm(text)
    if let plain = PlainDecimal(form) { return hasher.combine(plain) }
    hasher.combine(form.isNegative)
    hasher.combine(form.exponent)
    hasher.combine(form.digits)
  }

  /// Whether the left number is smaller. Exponents beyond ±2^56 count as ±2^56; ties between such numbers go by text.
  public static func < (left: JSONNumber, right: JSONNumber) -> Bool {
    let (a, b) = (DecimalForm(left.text), DecimalForm(right.text))
    if a == b { return a.isSaturated && left.text < right.text }
    if a.isNegative != b.isNegative { return a.isNegative }
    return a.isNegative ? b.isSmallerInMagnitude(than: a) : a.isSmallerInMagnitude(than: b)
  }
}

extension JSONNumber: CustomStringConvertible {
  /// The source text.
  public var description: String { text }
}
