/// A number with the unit a user gave it: `99%`, `2.5s`, `1pt`, `20`, `0.05`.
public struct Quantity: Hashable, Sendable {
  public enum Unit: String, Hashable, Sendable {
    /// A bare number.
    case none
    /// Written with `%`; `value` is already the fraction (0.99).
    case percent
    /// Written with `pt`; `value` is already the fraction (0.01).
    case points
    /// Written with `ms`, `s`, `m` or `h`; `value` is in milliseconds.
    case time
  }

  public let value: Double
  public let unit: Unit

  public init(_ value: Double, _ unit: Unit = .none) {
    self.value = value
    self.unit = unit
  }

  /// Reads `90%`, `1pt`, `2.5s`, `300ms`, `5m`, `1h` or a bare decimal number; nil for anything else.
  public init?(_ text: String) {
    let units: [(suffix: String, unit: Unit, scale: Double)] = [
      ("%", .percent, 0.01), ("pt", .points, 0.01), ("ms", .time, 1), ("s", .time, 1000), ("m", .time, 60_000),
      ("h", .time, 3_600_000), ("", .none, 1),
    ]
    for (suffix, unit, scale) in units where text.hasSuffix(suffix) {
      let digits = text.dropLast(suffix.count).trimmingSpaces
      guard let first = digits.utf8.first, (48...57).contains(first) || first == UInt8(ascii: "-"),
        digits.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }),
        let number = Double(digits), number.isFinite
      else { continue }
      // Dividing keeps 99% at exactly 0.99, where multiplying by 0.01 would not.
      self.init(scale == 0.01 ? number / 100 : number * scale, unit)
      return
    }
    return nil
  }
}

extension Substring {
  /// Without the white space at both ends (space, tab, CR, LF).
  ///
  /// By bytes: comparing a `Character` takes time quadratic in the marks that are heaped on it.
  package var trimmingSpaces: Substring {
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    guard let first = utf8.firstIndex(where: { !isSpace($0) }), let last = utf8.lastIndex(where: { !isSpace($0) })
    else { return self[startIndex..<startIndex] }
    return self[first..<utf8.index(after: last)]
  }
}

extension String {
  /// Without the white space at both ends (space, tab, CR, LF).
  package var trimmingSpaces: Substring { self[...].trimmingSpaces }
}
