/// A value told in pieces, in order and near one another.
enum Pieces {
  /// How far apart they may stand, in letters and digits.
  private static let reach = 200
  private static let most = 4
  private static let shortest = 3
  /// Of the value, how much all pieces must hold.
  private static let coverage = 0.9

  /// Where the pieces stand, in order; nothing where they do not make up the value.
  ///
  /// Pieces are words of their own: what goes on with other letters or digits is a part of something else.
  static func ranges(of value: [UInt8], from run: SubstringIndex.Run, in view: TextView) -> [Range<Int>] {
    let text = view.bytes
    var (start, end) = (run.range.lowerBound, run.range.upperBound)
    var (from, to) = (run.offset, min(value.count, run.offset + run.range.count))
    guard from <= to else { return [] }
    var pieces = [run.range]
    while to < value.count, pieces.count < most, view.isCut(at: end) {
      let window = text[end..<min(text.count, end + reach)]
      guard let (place, length) = prefix(of: value[to...], in: window, of: view) else { break }
      pieces.append(place..<place + length)
      (end, to) = (place + length, to + length)
    }
    while from > 0, pieces.count < most, view.isCut(at: start) {
      let window = text[max(0, start - reach)..<start]
      guard let (place, length) = suffix(of: value[..<from], in: window, of: view) else { break }
      pieces.insert(place..<place + length, at: 0)
      (start, from) = (place, from - length)
    }
    return pieces.count > 1 && Double(to - from) >= coverage * Double(value.count) ? pieces : []
  }

  /// The longest beginning of a rest that stands in a window, the first place of it.
  private static func prefix(
    of rest: ArraySlice<UInt8>, in window: ArraySlice<UInt8>, of view: TextView
  ) -> (Int, Int)? {
    let needed = min(shortest, rest.count)
    var (best, bestLength) = (0, 0)
    let first = rest[rest.startIndex]
    for place in window.indices where window[place] == first && view.isCut(at: place) {
      let limit = min(rest.count, window.endIndex - place)
      var length = 1
      while length < limit, rest[rest.startIndex + length] == window[place + length] { length += 1 }
      if length >= needed, length > bestLength { (best, bestLength) = (place, length) }
    }
    return bestLength > 0 ? (best, bestLength) : nil
  }

  /// The longest end of a rest that stands in a window, the last place of it.
  private static func suffix(
    of rest: ArraySlice<UInt8>, in window: ArraySlice<UInt8>, of view: TextView
  ) -> (Int, Int)? {
    let needed = min(shortest, rest.count)
    var (best, bestLength) = (0, 0)
    let last = rest[rest.endIndex - 1]
    for end in window.indices.reversed() where window[end] == last && view.isCut(at: end + 1) {
      let limit = min(rest.count, end + 1 - window.startIndex)
      var length = 1
      while length < limit, rest[rest.endIndex - 1 - length] == window[end - length] { length += 1 }
      if length >= needed, length > bestLength { (best, bestLength) = (end + 1 - length, length) }
    }
    return bestLength > 0 ? (best, bestLength) : nil
  }
}

/// A value with a typing error for every eight of its letters (Levenshtein's distance, free at both ends of the text).
enum Typos {
  /// - Parameter own: how many letters at its front are its own, where the rest is shared by others, as the domain of an address is:
  ///   of every eight of them two may be wrong, as they are where they were exchanged, and none of fewer.
  static func range(of value: [UInt8], own: Int, from run: SubstringIndex.Run, in text: [UInt8]) -> Range<Int>? {
    let allowed = value.count / 8
    let start = max(0, run.range.lowerBound - run.offset - allowed)
    let window = start..<min(text.count, start + value.count + 2 * allowed)
    guard let end = end(of: value[...], in: text[window], allowed) else { return nil }
    if own < value.count {
      let front = text[start..<min(end, start + own + 2 * allowed)]
      guard self.end(of: value[..<own], in: front, own / 8 * 2) != nil else { return nil }
    }
    return max(start, end - value.count)..<end
  }

  /// Where the first occurrence ends that has no more errors than allowed.
  private static func end(of value: ArraySlice<UInt8>, in text: ArraySlice<UInt8>, _ allowed: Int) -> Int? {
    let value = Array(value)
    guard !value.isEmpty else { return text.startIndex }
    var row = Array(0...value.count)
    for index in text.indices {
      var diagonal = row[0]
      row[0] = 0
      for place in 1...value.count {
        let substitution = diagonal + (value[place - 1] == text[index] ? 0 : 1)
        diagonal = row[place]
        row[place] = min(substitution, row[place] + 1, row[place - 1] + 1)
      }
      if row[value.count] <= allowed { return index + 1 }
    }
    return nil
  }
}
