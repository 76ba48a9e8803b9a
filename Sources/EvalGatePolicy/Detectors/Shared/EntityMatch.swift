/// A stretch of text that a scanner recognised, before anybody decides what to do about it.
///
/// Carries no text: where it stands is enough to mask it, and a value that is not copied cannot leak from here.
package struct EntityMatch: Hashable, Sendable {
  /// How far a recogniser can be believed (safety section 3). Only `likely` and `certain` may block.
  package enum Confidence: String, Hashable, Sendable, Comparable, CaseIterable {
    /// A form that many other things have too.
    case weak
    /// A form that few other things have, or a common form with words around it that name it.
    case likely
    /// A checksum that holds, or an exact structure.
    case certain

    private var rank: Int {
      switch self {
      case .weak: 0
      case .likely: 1
      case .certain: 2
      }
    }

    package static func < (left: Confidence, right: Confidence) -> Bool { left.rank < right.rank }

    /// One class down, which is what a word such as "example" or "order" beside a value costs; `weak` stays.
    var lowered: Confidence { self == .certain ? .likely : .weak }
  }

  /// Half-open, in bytes of the text that was given; both ends are on boundaries of UTF-8 where the text is UTF-8.
  package let range: Range<Int>
  /// What it is, as policies name it: `CREDIT_CARD`, or the id of a secret rule.
  package let entity: String
  package let confidence: Confidence
  /// What was checked: a checksum, a structure, or `format`.
  package let validator: String

  package init(_ entity: String, _ range: Range<Int>, _ confidence: Confidence, validator: String) {
    self.entity = entity
    self.range = range
    self.confidence = confidence
    self.validator = validator
  }

  /// The same, believed less.
  var lowered: EntityMatch { EntityMatch(entity, range, confidence.lowered, validator: validator) }
}

extension [EntityMatch] {
  /// Those that stay when matches overlap, in order of place: the more certain one wins, then the longer one.
  ///
  /// Different readings of the same bytes with the same confidence all stay: nine digits can be one country's number or another's,
  /// and a policy that blocks only one of them has to see it.
  func withoutOverlaps(byteCount: Int) -> [EntityMatch] {
    guard count > 1 else { return self }
    let ranked = sorted {
      ($1.confidence, $1.range.count, $0.range.lowerBound, $0.entity)
        < ($0.confidence, $0.range.count, $1.range.lowerBound, $1.entity)
    }
    var owner = [Int32](repeating: -1, count: byteCount)
    var kept: [EntityMatch] = []
    for match in ranked {
      let other = match.range.lazy.map { owner[$0] }.first { $0 >= 0 }
      if let other {
        let winner = kept[Int(other)]
        guard winner.range == match.range, winner.confidence == match.confidence, winner.entity != match.entity else {
          continue
        }
      } else {
        for place in match.range { owner[place] = Int32(kept.count) }
      }
      kept.append(match)
    }
    return kept.sorted { ($0.range.lowerBound, $0.entity) < ($1.range.lowerBound, $1.entity) }
  }
}
