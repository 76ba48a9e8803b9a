/// Letters by their distance from the letter before, so that a text moved along the alphabet by any number of places reads the
/// same: one search for all twenty-five rotations. Digits stand for themselves.
struct RotationView {
  private(set) var symbols: [UInt8] = []
  /// For each symbol, its place among the bytes of the folded view, and the letter it was (0 to 25) or none.
  private(set) var places: [Int32] = []
  private(set) var letters: [Int8] = []

  init(_ folded: [UInt8]) {
    var previous: UInt8?
    symbols.reserveCapacity(folded.count)
    for (index, byte) in folded.enumerated() {
      switch byte {
      case 0x61...0x7A:
        let letter = byte - 0x61
        symbols.append((letter + 26 - (previous ?? letter)) % 26)
        letters.append(Int8(letter))
        places.append(Int32(truncatingIfNeeded: index))
        previous = letter
      case 0x30...0x39:
        symbols.append(byte)
        letters.append(-1)
        places.append(Int32(truncatingIfNeeded: index))
      default: break
      }
    }
  }

  /// What to search for: everything after the first letter, whose distance depends on what stands before it.
  var needle: [UInt8] { letters.firstIndex { $0 >= 0 }.map { Array(symbols[($0 + 1)...]) } ?? [] }

  /// The same with every distance the other way round: what a mirrored alphabet makes of it.
  var mirrored: [UInt8] { needle.map { $0 < 26 ? (26 - $0) % 26 : $0 } }
}

/// ROT47: printable ASCII moved by half its length.
enum ROT47 {
  static func apply(_ bytes: [UInt8]) -> [UInt8] {
    bytes.map { (0x21...0x7E).contains($0) ? 0x21 + ($0 - 0x21 + 47) % 94 : $0 }
  }
}
