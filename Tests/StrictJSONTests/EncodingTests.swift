import StrictJSON
import Testing

@Suite("the encoding of strings")
struct EncodingTests {
  /// Bytes on either side of every bound of the table of RFC 3629 section 4.
  private static let bounds: [UInt8] = [
    0x20, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF,
    0xF0,
    0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
  ]

  /// The offset of the first byte that is not the beginning of a whole scalar, by the standard library.
  private func firstInvalid(_ bytes: [UInt8]) -> Int? {
    var place = 0
    while place < bytes.count {
      guard
        let count = (1...4).first(where: { count in
          place + count <= bytes.count && String(validating: bytes[place..<place + count], as: UTF8.self) != nil
        })
      else { return place }
      place += count
    }
    return nil
  }

  @Test("every sequence of bounds is taken or refused as the standard library does, at every place in a word")
  func sequences() throws {
    for lead in Self.bounds where lead >= 0x80 {
      for second in Self.bounds {
        for third in Self.bounds {
          for fourth: UInt8 in [0x41, 0x7F, 0x80, 0xBF, 0xC2] {
            let sequence = [lead, second, third, fourth, 0x41, 0x41, 0x41]
            let before = Int(second ^ third) % 17
            let bytes = [UInt8](repeating: 0x61, count: before) + sequence
            let text = [0x22] + bytes + [0x22]
            let found = try? JSONValue(parsing: text)
            if let place = firstInvalid(bytes) {
              let error = try #require(throws: JSONError.self) { try JSONValue(parsing: text) }
              #expect(error.reason == .invalidUTF8 && error.offset == place + 1, "\(sequence)")
            } else {
              #expect(found?.stringValue.map { Array($0.utf8) } == bytes, "\(sequence)")
            }
          }
        }
      }
    }
  }

  @Test("mixtures of characters of every length, whole and damaged, are told apart as the standard library does")
  func mixtures() {
    var seed: UInt64 = 7
    func next(_ bound: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % bound
    }
    let pieces = ["a", "é", "ß", "\u{7FF}", "名", "“", "😀", "plain text ", "für naïve "].map { Array($0.utf8) }
    for _ in 0..<20_000 {
      // Long characters are rare in most texts, and change how the rest is looked at.
      let kinds = [2, 3, 4, pieces.count][next(4)]
      var bytes = (0..<next(24)).flatMap { _ in pieces[next(20) == 0 ? next(pieces.count) : next(kinds)] }
      if !bytes.isEmpty, next(2) == 0 { bytes[next(bytes.count)] = UInt8(truncatingIfNeeded: 0x80 | next(128)) }
      let isWhole = String(validating: bytes, as: UTF8.self) != nil
      #expect(((try? JSONValue(parsing: [0x22] + bytes + [0x22])) != nil) == isWhole, "\(bytes)")
    }
  }

  @Test("what stands first is told first: an encoding before an escape, an escape before an encoding")
  func order() throws {
    let bad: [UInt8] = [0xC3, 0x28]
    let escape: [UInt8] = Array(#"\q"#.utf8)
    for (text, reason) in [
      (bad + escape, JSONError.Reason.invalidUTF8), (escape + bad, .badEscape), (bad + [0x01], .invalidUTF8),
    ] {
      let error = try #require(throws: JSONError.self) { try JSONValue(parsing: [0x22] + text + [0x22]) }
      #expect(error.reason == reason && error.offset == 1)
    }
  }

  @Test("a mark of a string is found at every place of a block, and marks of the block's rest do not hide it")
  func ends() throws {
    for length in 0...40 {
      for filler in ["a", "!", "#", "[", "]", "\u{7F}", "é", "\\u0041", "\\\\"] {
        let content = String(repeating: filler, count: length)
        let value = try JSONValue(parsing: #"["\#(content)","\\\"\u0020"]"#)
        #expect(value.arrayValue?.first?.stringValue?.count == length)
        #expect(try JSONValue(parsing: value.serialized()) == value)
      }
    }
  }
}
