/// How a text goes on around a run that it shares with a value.
struct RunEnds {
  private let run: SubstringIndex.Run
  private let value: [UInt8]
  private let view: TextView

  /// - Parameter value: in the form of the view.
  init(_ run: SubstringIndex.Run, of value: [UInt8], in view: TextView) {
    (self.run, self.value, self.view) = (run, value, view)
  }

  /// Whether the text says another value that only shares a part with this one: it goes on with other letters or digits where the
  /// value goes on. `…4700` is no part of `…4711`, nor is `daydesk` one of `nightdesk`, but `…47` by itself is.
  ///
  /// A run that can be made longer counts for nothing yet: the longer one is told too.
  func goOnAsAnother(_ restricted: RestrictedValue, _ bytes: [UInt8]) -> Bool {
    goesOnAfter(restricted, bytes) || goesOnBefore(restricted, bytes)
  }

  private func goesOnAfter(_ restricted: RestrictedValue, _ bytes: [UInt8]) -> Bool {
    let (end, next) = (run.range.upperBound, run.offset + run.range.count)
    guard next < value.count, end < view.bytes.count, !isMask(from: end) else { return false }
    return view.bytes[end] == value[next] || isJoined(at: end, restricted, bytes)
      || goesOnInOtherWord(after: end, next, restricted, bytes)
  }

  private func goesOnBefore(_ restricted: RestrictedValue, _ bytes: [UInt8]) -> Bool {
    let start = run.range.lowerBound
    guard run.offset > 0, run.offset <= value.count, start > 0, view.bytes[start - 1] != value[run.offset - 1] else {
      return false
    }
    return isJoined(at: start, restricted, bytes)
      || restricted.joints[run.offset] != UInt8(ascii: " ") && isJoint(at: start, run.offset, restricted, bytes)
        && !isMask(before: start)
  }

  /// Whether another word stands where the value goes on, behind the same sign: `ACME-US` for `ACME-EU`. Behind a blank it is another
  /// name: `Room Paris` for `Room Berlin`, but not `Room now`.
  private func goesOnInOtherWord(after end: Int, _ next: Int, _ restricted: RestrictedValue, _ bytes: [UInt8]) -> Bool {
    guard isJoint(at: end, next, restricted, bytes) else {
      return restricted.hostEnd > 0 && isOtherPage(at: end, restricted, bytes)
    }
    let part = view.origin(of: run.range.lowerBound..<end)
    return restricted.joints[next] != UInt8(ascii: " ")
      || Capitals.beginName(after: part, isTitled: restricted.titles.contains(next), in: bytes)
  }

  /// Whether the path of a page goes on at a place with a sign as paths have within them: `/salary-faq/2026` is another than `/salary/2026`.
  private func isOtherPage(at place: Int, _ restricted: RestrictedValue, _ bytes: [UInt8]) -> Bool {
    guard value.count == restricted.letters.count, place > 0, place < view.bytes.count else { return false }
    let gap = view.gap(before: place)
    return gap.count == 1 && "-_/".utf8.contains(bytes[gap.lowerBound])
  }

  /// Whether the sign stands before a place of the view that the value has before its own.
  private func isJoint(at place: Int, _ offset: Int, _ restricted: RestrictedValue, _ bytes: [UInt8]) -> Bool {
    guard let sign = restricted.joints[offset], value.count == restricted.letters.count, place > 0,
      place < view.bytes.count
    else { return false }
    let gap = view.gap(before: place)
    return gap.count == 1 && bytes[gap.lowerBound] == sign
  }

  private func isMask(before place: Int) -> Bool { place >= 3 && isMask(from: place - 3) }

  /// Whether `xxx` stands for what is left out.
  private func isMask(from place: Int) -> Bool {
    place + 3 <= view.bytes.count && view.bytes[place..<place + 3].allSatisfy { $0 == UInt8(ascii: "x") }
  }

  /// The run up to a mask in it: `AT61 1904 3002 **** 3201` goes on behind the mask with what is the value's by chance.
  ///
  /// - Parameter isLong: whether only a long one leaves something out. A value that goes on behind it may be written in groups that are
  ///   bold, or with a sign between them.
  func beforeMask(_ restricted: RestrictedValue, _ bytes: [UInt8], isLong: Bool = false) -> Range<Int>? {
    let (start, end) = (run.range.lowerBound, run.range.upperBound)
    guard restricted.isNumeric, run.range.count < value.count, Self.mayHoldMask(bytes[view.origin(of: run.range)]),
      !goesOnBefore(restricted, bytes),
      let cut = (max(start + 1, end - Self.longestWord)..<max(start + 1, end)).last(where: { place in
        guard view.isCut(at: place) else { return false }
        let gap = view.gap(before: place)
        let between = String(decoding: bytes[gap], as: UTF8.self)
        return Self.isMasked(between) && (!isLong || Self.isLong(between))
      })
    else { return nil }
    return start..<cut
  }

  /// Whether a stretch has a sign of those below, which most have not.
  private static func mayHoldMask(_ stretch: ArraySlice<UInt8>) -> Bool {
    stretch.indices.dropLast().contains { place in
      let byte = stretch[place]
      return byte == UInt8(ascii: "*") || byte == UInt8(ascii: "#") || byte >= 0x80
        || byte == stretch[place + 1] && "?_-.".utf8.contains(byte)
    }
  }

  /// Whether what stands between two letters or digits is for what is left out: one sign that says so, or several of others.
  private static func isMasked(_ gap: String) -> Bool {
    gap.contains { "*#…•·●■█".contains($0) } || "?_-.".contains { gap.contains(String(repeating: $0, count: 3)) }
  }

  /// Whether a mask is more than the signs of bold letters around the groups of a number: four of one sign in a row, and more beside
  /// them, as bold groups that touch one another have four too.
  private static func isLong(_ gap: String) -> Bool {
    guard gap.count >= 6 else { return false }
    var (row, longest, last) = (0, 0, Character(" "))
    for sign in gap {
      row = sign.isWhitespace ? 0 : sign == last ? row + 1 : 1
      last = sign
      longest = max(longest, row)
    }
    return longest >= 4
  }

  /// The words that a run holds whole, where it goes on into the next word of the text by letters that are the value's by chance:
  /// `number maple-river` has one more of `tiger-maple-river`, and `Blue Harbour today` two of `Blue Harbour Tower`. Nil where
  /// there is no such word, and where it may be another number or address: `Q4` is none by chance for `Q3`.
  func wholeWords(_ restricted: RestrictedValue, _ bytes: [UInt8]) -> Range<Int>? {
    guard !restricted.isNumeric, restricted.ownPart == value.count else { return nil }
    var (start, end) = (run.range.lowerBound, run.range.upperBound)
    let next = run.offset + run.range.count
    if next < value.count, end < view.bytes.count, view.bytes[end] == value[next] { return nil }
    if end < view.bytes.count, !view.isCut(at: end) {
      let first = max(start, end - Self.longestWord)
      guard let cut = (first + 1..<end).last(where: { isBetweenWords($0, bytes) }),
        isWord(from: cut, bytes)
      else { return nil }
      end = cut
      if goesOnInOtherWord(after: end, run.offset + end - start, restricted, bytes) { return nil }
    }
    if start > 0, !view.isCut(at: start) {
      let last = min(end, start + Self.longestWord)
      guard let cut = (start + 1..<last).first(where: { isBetweenWords($0, bytes) }), isWord(to: cut, bytes) else {
        return nil
      }
      start = cut
    }
    return start < end && end - start < run.range.count ? start..<end : nil
  }

  /// The run without a number at its end of which the value has more digits: `PROJ-123` is another one than `PROJ-1234`. One before
  /// dots that leave something out is cut (`PROJ-123…`), and so is one with zeros before it, which has all of its places.
  func wholeNumbers(_ restricted: RestrictedValue, _ bytes: [UInt8]) -> Range<Int>? {
    var (start, end) = (run.range.lowerBound, run.range.upperBound)
    let (first, next) = (run.offset, run.offset + run.range.count)
    for number in restricted.numbers {
      if number.lowerBound < next, next < number.upperBound, !isLeftOut(at: end, bytes) {
        end -= next - number.lowerBound
      }
      if number.lowerBound < first, first < number.upperBound { start += number.upperBound - first }
    }
    return start < end ? start..<end : nil
  }

  private func isLeftOut(at end: Int, _ bytes: [UInt8]) -> Bool {
    let place = view.origin(of: end - 1..<end).upperBound
    return bytes.has("…", at: place) || bytes.has("...", at: place)
  }

  /// Longer words are none of any language.
  private static let longestWord = 32

  /// Whether more is between two letters than a sign that joins them: `ACME-2026` is one word.
  private func isBetweenWords(_ place: Int, _ bytes: [UInt8]) -> Bool {
    guard view.isCut(at: place) else { return false }
    let gap = view.gap(before: place)
    return gap.count > 1 || !"-._@".utf8.contains(bytes[gap.lowerBound])
  }

  /// Whether the word that begins at a place of the view is of letters, and not too long for one.
  private func isWord(from place: Int, _ bytes: [UInt8]) -> Bool {
    let end = (place + 1..<min(view.bytes.count, place + Self.longestWord)).first(where: view.isCut)
    guard let end = end ?? (view.bytes.count - place <= Self.longestWord ? view.bytes.count : nil) else { return false }
    return !(place..<end).contains { isDigit($0, bytes) }
  }

  /// Whether the word that ends before a place of the view is of letters, and not too long for one.
  private func isWord(to place: Int, _ bytes: [UInt8]) -> Bool {
    guard let start = (max(0, place - Self.longestWord)..<place).last(where: view.isCut) else { return false }
    return !(start..<place).contains { isDigit($0, bytes) }
  }

  /// Whether what stands before and after a place of the view belong together: nothing is between them, or, where the value is a
  /// number, one of the signs with which numbers are grouped.
  private func isJoined(at place: Int, _ restricted: RestrictedValue, _ bytes: [UInt8]) -> Bool {
    let before = place - 1
    // In a view that keeps signs one of both may be the sign.
    guard view.bytes[before].isAnyLetter, view.bytes[place].isAnyLetter else {
      guard restricted.isNumeric else { return false }
      return view.bytes[place].isAnyLetter
        ? before > 0 && view.bytes[before].groups && isDigit(before - 1, bytes) && isDigit(place, bytes)
        : place + 1 < view.bytes.count && view.bytes[place].groups && isDigit(before, bytes)
          && isDigit(place + 1, bytes)
    }
    let gap = view.gap(before: place)
    guard gap.lowerBound < gap.upperBound else { return true }
    return restricted.isNumeric && gap.count == 1 && bytes[gap.lowerBound].groups && isDigit(before, bytes)
      && isDigit(place, bytes)
  }

  /// Whether a digit was written at a place of the view: in one of letters and digits it may stand for a letter.
  private func isDigit(_ place: Int, _ bytes: [UInt8]) -> Bool {
    ByteClass.isDigit(bytes[view.origin(of: place..<place + 1).lowerBound])
  }
}

extension TextView {
  /// Bytes of the text between two neighbours of the view; none where both are of one letter.
  func gap(before place: Int) -> Range<Int> {
    let start = origin(of: place - 1..<place).upperBound
    return start..<max(start, origin(of: place..<place + 1).lowerBound)
  }

  /// Whether something that is no letter or digit stands before a place, or nothing at all.
  func isCut(at place: Int) -> Bool {
    guard place > 0, place < bytes.count else { return true }
    return !gap(before: place).isEmpty
  }
}

extension UInt8 {
  fileprivate var isAnyLetter: Bool { ByteClass.isAlphanumeric(self) || self >= 0x80 }
  /// A sign with which numbers are grouped.
  fileprivate var groups: Bool { self == 0x20 || self == 0x2D || self == 0x2E || self == 0x2F }
}
