/// Bytes that are decoded one after the other, as long as what stands for them goes on.
struct DecodedRun {
  /// How many there must be at least.
  private let shortest: Int
  private var bytes: [UInt8] = []
  private var origin = 0..<0

  init(shortest: Int) { self.shortest = shortest }

  var isEmpty: Bool { bytes.isEmpty }

  /// - Parameter place: of what stands for the byte.
  mutating func append(_ byte: UInt8, from place: Range<Int>) {
    origin = (bytes.isEmpty ? place.lowerBound : origin.lowerBound)..<place.upperBound
    bytes.append(byte)
  }

  /// Hands on what there is, and begins anew.
  mutating func finish(into sink: inout FragmentSink) {
    if bytes.count >= shortest { sink.accept(bytes, from: origin) }
    bytes.removeAll(keepingCapacity: true)
  }
}
