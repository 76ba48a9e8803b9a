import Synchronization

/// Short reads of a case file that mostly follow each other, as the cases of a run do: the pieces that were read last are kept for
/// them, so that a line costs a copy and not a call.
final class NearbyReads: Sendable {
  private struct Piece {
    let offset: Int
    let bytes: [UInt8]
    var end: Int { offset + bytes.count }

    func holds(_ range: Range<Int>) -> Bool { offset <= range.lowerBound && range.upperBound <= end }
    /// Whether a read goes on from here rather than somewhere else.
    func leads(to range: Range<Int>) -> Bool { (offset...end + NearbyReads.size).contains(range.lowerBound) }
  }

  private static let size = 1 << 16
  /// As many as there are tasks that go through a file at once, and some.
  private static let mostPieces = 6

  private let file: CaseFile
  /// The one that was read last comes last.
  private let pieces = Mutex<[Piece]>([])

  init(_ file: CaseFile) { self.file = file }

  /// Up to `count` bytes at a place, fewer only at the end; nil when they cannot be read.
  func read(_ count: Int, at offset: Int) -> [UInt8]? {
    let range = offset..<offset + count
    let (found, isNear) = pieces.withLock { pieces -> ([UInt8]?, Bool) in
      guard let piece = pieces.last(where: { $0.holds(range) }) else {
        return (nil, offset == 0 || pieces.contains { $0.leads(to: range) })
      }
      let start = offset - piece.offset
      return (Array(piece.bytes[start..<start + count]), true)
    }
    if let found { return found }
    // What is asked for here and there is not worth a piece of its own.
    guard let bytes = file.read(isNear ? max(count, Self.size) : count, at: offset) else { return nil }
    guard bytes.count <= Self.size else { return bytes }
    pieces.withLock { pieces in
      if pieces.count == Self.mostPieces { pieces.removeFirst() }
      pieces.append(Piece(offset: offset, bytes: bytes))
    }
    return bytes.count > count ? Array(bytes[..<count]) : bytes
  }
}
