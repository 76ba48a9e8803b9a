/// A value with a typing error for every eight of its letters (Levenshtein's distance, free at both ends of the text).
///
/// Where a part of it is shared by others, as the domain of an address and the host of a page are, the rest has its own limit: any
/// two neighbours of it may be exchanged, and of a page's path one letter of eight may be wrong. Of the name before `@` none may:
/// with another letter it is another address.
enum Typos {
  static func range(of value: RestrictedValue, from run: SubstringIndex.Run, in text: [UInt8]) -> Range<Int>? {
    let letters = value.letters
    // A letter of three bytes is a syllable or a word, and another one with two of its bytes is another: `鷲` is no error for `鷺`.
    let allowed = (letters.count - 2 * letters.count { $0 >= 0xE0 }) / 8
    guard allowed > 0 else { return nil }
    let first = max(0, run.range.lowerBound - run.offset - allowed)
    let window = first..<min(text.count, first + letters.count + 2 * allowed)
    // Not the first that will do: `…CONTRCT-009` has no more errors than are allowed either.
    var (least, nearest) = (allowed + 1, 0..<0)
    align(letters[...], text[window]) { errors, stretch in
      if errors < least { (least, nearest) = (errors, stretch) }
    }
    guard least <= allowed else { return nil }
    let own = value.ownPart
    if own < letters.count {
      let starts = first..<max(first + 1, min(nearest.upperBound - own, first + 2 * allowed + 1))
      guard starts.contains(where: { isExchanged(text[$0...], for: letters, own) }) else { return nil }
    }
    let path = letters[value.hostEnd...]
    return value.hostEnd == 0 || path.isEmpty ? nearest : page(nearest, path, in: text[window])
  }

  /// The stretch, if it has the path of a page with few enough errors.
  private static func page(_ stretch: Range<Int>, _ path: ArraySlice<UInt8>, in text: ArraySlice<UInt8>) -> Range<Int>?
  {
    var errors = path.count
    align(path, text[stretch]) { count, _ in errors = count }
    if errors <= path.count / 8 { return stretch }
    let ends = stretch.upperBound...min(text.endIndex, stretch.upperBound + 2)
    let end = ends.first { end in
      end - path.count >= stretch.lowerBound && isExchanged(text[end - path.count..<end], for: Array(path), path.count)
    }
    return end.map { stretch.lowerBound..<$0 }
  }

  /// Whether a text begins with the first letters of a value, but for two neighbours that were exchanged, and then goes on as it.
  private static func isExchanged(_ text: ArraySlice<UInt8>, for value: [UInt8], _ own: Int) -> Bool {
    guard text.count >= own, own == value.count || text.count > own && text[text.startIndex + own] == value[own] else {
      return false
    }
    let wrong = (0..<own).filter { text[text.startIndex + $0] != value[$0] }
    guard let first = wrong.first else { return true }
    return wrong == [first, first + 1] && text[text.startIndex + first] == value[first + 1]
      && text[text.startIndex + first + 1] == value[first]
  }

  /// Whether a stretch with typing errors has another word, which is another thing of its kind: `ACME-US-7` for `ACME-EU-7`, `EAST` for
  /// `WEST`. Words of up to three letters have no errors, and those of fewer than eight have one, or two letters exchanged.
  static func haveOtherWord(_ value: RestrictedValue, _ stretch: ArraySlice<UInt8>) -> Bool {
    let (own, said) = (words(of: value.text), words(of: String(decoding: stretch, as: UTF8.self)))
    return own.count > 1 && own.count == said.count
      && zip(own, said).contains { own, said in
        own != said && (own.count <= 3 || own.count < 8 && !isOneError(own, said))
      }
  }

  private static func words(of text: String) -> [[UInt8]] {
    text.split { !$0.isLetter && !$0.isNumber }.map { Folding.letters(String($0)) }
  }

  private static func isOneError(_ word: [UInt8], _ other: [UInt8]) -> Bool {
    let front = zip(word, other).prefix { $0 == $1 }.count
    let back = zip(word.dropFirst(front).reversed(), other.dropFirst(front).reversed()).prefix { $0 == $1 }.count
    return max(word.count, other.count) - front - back <= 1
      || word.count == other.count && isExchanged(other[...], for: word, word.count)
  }

  /// Tells of every end in a text which stretch before it comes nearest to a value, and with how many errors.
  private static func align(
    _ value: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>, _ tell: (_ errors: Int, _ stretch: Range<Int>) -> Void
  ) {
    let value = Array(value)
    // Errors, and where the stretch begins.
    var row = (0...value.count).map { (errors: $0, start: text.startIndex) }
    for index in text.indices {
      var diagonal = row[0]
      row[0] = (0, index + 1)
      for place in 1...value.count {
        var best = diagonal
        if value[place - 1] != text[index] { best.errors += 1 }
        diagonal = row[place]
        if row[place].errors + 1 < best.errors { best = (row[place].errors + 1, row[place].start) }
        if row[place - 1].errors + 1 < best.errors { best = (row[place - 1].errors + 1, row[place - 1].start) }
        row[place] = best
      }
      tell(row[value.count].errors, min(row[value.count].start, index + 1)..<index + 1)
    }
  }
}
