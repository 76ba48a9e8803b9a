/// Base64 of which the capitals are gone, as in a name of a host: it cannot be undone, but what a known value looks like in it is known.
enum LoweredBase64 {
  /// Shorter ones are words by chance.
  private static let shortest = 10

  /// What stays the same of a value whatever stands before and after it: one form for each place within three bytes at which it may
  /// begin; empty where too little does.
  static func needles(of value: [UInt8]) -> [[UInt8]] {
    [0, 4, 2].map { firstBit in
      let symbols = stride(from: firstBit, through: value.count * 8 - 6, by: 6).map { bit -> UInt8 in
        let pair = UInt16(value[bit / 8]) << 8 | (bit / 8 + 1 < value.count ? UInt16(value[bit / 8 + 1]) : 0)
        return alphabet[Int(pair >> UInt16(10 - bit % 8)) & 63]
      }
      return symbols.count >= shortest ? symbols : []
    }
  }

  private static let alphabet = Array("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
}
