/// A text with stretches of it replaced by what they are and as much of them as evidence shows.
enum Masked {
  /// - Parameters:
  ///   - bytes: of the text.
  ///   - found: what is hidden, in order of place: where it stands, what it is, and its evidence where that is not what stands there.
  static func text(_ bytes: [UInt8], _ found: [(range: Range<Int>, name: String, evidence: String?)]) -> String {
    var masked: [UInt8] = []
    var end = 0
    for (range, name, evidence) in found where range.upperBound > end {
      if range.lowerBound >= end {
        masked += bytes[end..<range.lowerBound]
        masked += "[\(name): \(evidence ?? mask(String(decoding: bytes[range], as: UTF8.self)))]".utf8
      }
      end = range.upperBound
    }
    return String(decoding: masked + bytes[end...], as: UTF8.self)
  }
}
