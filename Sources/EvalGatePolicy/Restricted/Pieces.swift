/// A value told in pieces, in order and near one another.
struct Pieces {
  struct Piece {
    /// Letters and digits of the text.
    let range: Range<Int>
    /// Where in the value it stands.
    let offset: Int
  }

  /// How far apart they may stand, in letters and digits.
  static let reach = 200
  private static let most = 4
  private static let shortest = 3
  /// Of the value, how much all pieces must hold.
  private static let coverage = 0.9

  private let value: RestrictedValue
  private let text: ViewedText
  private var view: TextView { text.letters }

  init(of value: RestrictedValue, in text: ViewedText) { (self.value, self.text) = (value, text) }

  /// The pieces around a run, in order; nothing where they do not make up the value.
  ///
  /// Pieces are words of their own: what goes on with other letters or digits is a part of something else.
  func around(_ run: SubstringIndex.Run) -> [Piece] {
    let count = value.letters.count
    var (start, end) = (run.range.lowerBound, run.range.upperBound)
    var (from, to) = (run.offset, min(count, run.offset + run.range.count))
    guard from <= to else { return [] }
    var pieces = [Piece(range: run.range, offset: from)]
    while to < count, pieces.count < Self.most, view.isCut(at: end) {
      let window = view.bytes[end..<min(view.bytes.count, end + Self.reach)]
      guard let piece = beginning(of: value.letters[to...], in: window) else { break }
      pieces.append(piece)
      (end, to) = (piece.range.upperBound, to + piece.range.count)
    }
    while from > 0, pieces.count < Self.most, view.isCut(at: start) {
      let window = view.bytes[max(0, start - Self.reach)..<start]
      guard let piece = ending(of: value.letters[..<from], in: window) else { break }
      pieces.insert(piece, at: 0)
      (start, from) = (piece.range.lowerBound, piece.offset)
    }
    guard pieces.count > 1, Double(to - from) >= Self.coverage * Double(count),
      !value.words.areOfOthers(pieces, in: text, isOtherOrder: value.isOtherForm && !value.isNumeric)
    else { return [] }
    return pieces
  }

  /// The longest beginning of a rest that stands in a window, the first place of it.
  private func beginning(of rest: ArraySlice<UInt8>, in window: ArraySlice<UInt8>) -> Piece? {
    let needed = min(Self.shortest, rest.count)
    var best: Piece?
    let first = rest[rest.startIndex]
    for place in window.indices where window[place] == first && view.isCut(at: place) {
      let limit = min(rest.count, window.endIndex - place)
      var length = 1
      while length < limit, rest[rest.startIndex + length] == window[place + length] { length += 1 }
      guard length >= needed, length > best?.range.count ?? 0 else { continue }
      best = piece(place..<place + length, at: rest.startIndex) ?? best
    }
    return best
  }

  /// The longest end of a rest that stands in a window, the last place of it.
  private func ending(of rest: ArraySlice<UInt8>, in window: ArraySlice<UInt8>) -> Piece? {
    let needed = min(Self.shortest, rest.count)
    var best: Piece?
    let last = rest[rest.endIndex - 1]
    for end in window.indices.reversed() where window[end] == last && view.isCut(at: end + 1) {
      let limit = min(rest.count, end + 1 - window.startIndex)
      var length = 1
      while length < limit, rest[rest.endIndex - 1 - length] == window[end - length] { length += 1 }
      guard length >= needed, length > best?.range.count ?? 0 else { continue }
      best = piece(end + 1 - length..<end + 1, at: rest.endIndex - length) ?? best
    }
    return best
  }

  /// A short piece occurs by chance within other words, and as letters that stand for its digits.
  private func piece(_ range: Range<Int>, at offset: Int) -> Piece? {
    if range.count <= Self.shortest {
      guard view.isCut(at: range.lowerBound), view.isCut(at: range.upperBound),
        value.hasDigits(of: text.bytes[view.origin(of: range)], at: offset..<offset + range.count)
      else { return nil }
    }
    return Piece(range: range, offset: offset)
  }
}
