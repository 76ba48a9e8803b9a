/// Finds one byte string in another in linear time (Knuth, Morris and Pratt, SIAM Journal on Computing 6, 1977).
enum ByteSearch {
  /// Where the first occurrence begins; nil where there is none.
  static func first(_ needle: some RandomAccessCollection<UInt8>, in text: some Sequence<UInt8>) -> Int? {
    let needle = Array(needle)
    guard !needle.isEmpty else { return nil }
    var borders = [0]
    var border = 0
    for byte in needle.dropFirst() {
      while border > 0, needle[border] != byte { border = borders[border - 1] }
      if needle[border] == byte { border += 1 }
      borders.append(border)
    }
    var matched = 0
    for (index, byte) in text.enumerated() {
      while matched > 0, needle[matched] != byte { matched = borders[matched - 1] }
      if needle[matched] == byte { matched += 1 }
      if matched == needle.count { return index + 1 - matched }
    }
    return nil
  }

  /// Whether it occurs.
  static func contains(_ needle: some RandomAccessCollection<UInt8>, in text: some Sequence<UInt8>) -> Bool {
    first(needle, in: text) != nil
  }
}
