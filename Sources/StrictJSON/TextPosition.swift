/// The line and column of a byte, both from 1.
public struct TextPosition: Hashable, Sendable {
  /// The line. Lines end with LF, CR LF or CR.
  public let line: Int
  /// The column in Unicode scalars (SARIF's `unicodeCodePoints`).
  public let column: Int

  /// Counts from the start of the text, so in time linear in `offset`; an offset beyond the end counts as the end.
  public init(of offset: Int, in source: Span<UInt8>) {
    var line = 1
    var column = 1
    let end = min(max(offset, 0), source.count)
    for place in 0..<end {
      let byte = source[place]
      let isFirstOfCRLF = byte == Byte.carriageReturn && place + 1 < source.count && source[place + 1] == Byte.lineFeed
      if byte == Byte.lineFeed || (byte == Byte.carriageReturn && !isFirstOfCRLF) {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    self.line = line
    self.column = column
  }
}
