import StrictJSON

/// `minimum`, `maximum` and their exclusive forms, exact for numbers of any size.
struct Bound: Sendable {
  enum Kind: String, Sendable {
    case minimum, maximum, exclusiveMinimum, exclusiveMaximum

    /// What the number must be, in words.
    var words: String {
      switch self {
      case .minimum: "at least"
      case .maximum: "at most"
      case .exclusiveMinimum: "more than"
      case .exclusiveMaximum: "less than"
      }
    }
  }

  let kind: Kind
  let limit: JSONNumber
  private let integer: Int?
  /// The limit as a double, when that is the very same number.
  private let exactDouble: Double?

  init(_ kind: Kind, _ limit: JSONNumber) {
    self.kind = kind
    self.limit = limit
    integer = limit.int
    exactDouble = limit.isExactInDouble ? limit.double : nil
  }

  func allows(_ number: JSONNumber) -> Bool {
    if let integer, let value = Int(number.text) { return allows(value, integer) }
    // Rounding never changes the order of two numbers, at most it makes them equal: only then look closer.
    if let exactDouble, let value = Double(number.text), value != exactDouble { return allows(value, exactDouble) }
    return allows(number, limit)
  }

  private func allows<Number: Comparable>(_ value: Number, _ limit: Number) -> Bool {
    switch kind {
    case .minimum: !(value < limit)
    case .maximum: !(limit < value)
    case .exclusiveMinimum: limit < value
    case .exclusiveMaximum: value < limit
    }
  }
}

/// `multipleOf`, in exact decimal arithmetic: 0.3 is a multiple of 0.1.
struct Divisor: Sendable {
  let number: JSONNumber
  private let integer: Int?
  private let significand: UInt64
  private let exponent: Int

  /// Nil for a number that is not positive or that has more than 18 significant digits.
  init?(_ number: JSONNumber) {
    guard let (digits, exponent) = Self.decimal(number), !digits.isEmpty, digits.count <= 18,
      number.text.utf8.first != UInt8(ascii: "-")
    else { return nil }
    self.number = number
    self.exponent = exponent
    significand = digits.reduce(0) { $0 * 10 + UInt64($1) }
    integer = number.int
  }

  /// Whether `value` divided by this number has no remainder.
  func divides(_ value: JSONNumber) -> Bool {
    if let integer, let value = Int(value.text) { return value % integer == 0 }
    guard let (digits, exponent) = Self.decimal(value) else { return false }
    if digits.isEmpty { return true }
    // With no trailing zeros in the digits, a finer value than the divisor's unit cannot be a multiple of it.
    guard exponent >= self.exponent else { return false }
    var remainder = digits.reduce(UInt64(0)) { ($0 * 10 + UInt64($1)) % significand }
    remainder = multiply(remainder, power(of: 10, exponent - self.exponent))
    return remainder == 0
  }

  private func multiply(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return significand.dividingFullWidth(product).remainder
  }

  private func power(of base: UInt64, _ exponent: Int) -> UInt64 {
    var result = 1 % significand
    var square = base % significand
    var left = exponent
    while left > 0 {
      if left & 1 == 1 { result = multiply(result, square) }
      square = multiply(square, square)
      left >>= 1
    }
    return result
  }

  /// The digits without zeros at either end, and the power of ten they count; nil when that power is absurd.
  private static func decimal(_ number: JSONNumber) -> (digits: [UInt8], exponent: Int)? {
    var digits: [UInt8] = []
    var exponent = 0
    var isFraction = false
    var bytes = number.text.utf8[...]
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits.append(byte - UInt8(ascii: "0"))
        if isFraction { exponent -= 1 }
      case UInt8(ascii: "."): isFraction = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        guard let text = String(bytes), let written = Int(text), abs(written) < 1 << 40 else { return nil }
        exponent += written
        bytes = bytes[bytes.endIndex...]
      default: break
      }
    }
    digits.removeFirst(digits.prefix { $0 == 0 }.count)
    while digits.last == 0 {
      digits.removeLast()
      exponent += 1
    }
    return (digits, exponent)
  }
}
