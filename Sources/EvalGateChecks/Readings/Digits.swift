extension Unicode.Scalar {
  /// Whether it is a digit of ASCII.
  var isDigit: Bool { ("0"..."9").contains(self) }
}

extension UInt8 {
  /// Whether it is a digit of ASCII.
  var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
}
