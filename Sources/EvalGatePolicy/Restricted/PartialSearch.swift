/// Finds parts of values: long common runs, pieces one after the other, and values with typing errors.
struct PartialSearch: Sendable {
  /// A part that was found.
  struct Part: Sendable {
    let value: Int
    /// Bytes of the text.
    let range: Range<Int>
    let view: String
    /// Letters and digits of the value.
    let matched: Int
  }

  /// The parts of one text.
  struct Parts: Sendable {
    var found: [Part] = []
    /// There were more places to look around than the budget allows.
    var isExceeded = false
  }

  private let values: [RestrictedValue]
  /// Which value each of the index is.
  private let indices: [Int]
  private let runs: SubstringIndex
  private let punctuatedIndices: [Int]
  private let punctuated: SubstringIndex

  /// The least run from which a look around is worth its while.
  private static let seed = 4
  /// Longer ones need not be asked for, however long a value is.
  private static let longestSeed = 12
  /// Places that are looked around in a short text.
  private static let fewestLooks = 4_096
  /// Longer values are not looked for with typing errors: their parts are.
  private static let longest = 128

  init(_ values: [RestrictedValue], isLookedFor: [Bool]) {
    self.values = values
    indices = values.indices.filter { isLookedFor[$0] && values[$0].letters.count >= 6 }
    runs = SubstringIndex(indices.map { values[$0].letters }, thresholds: indices.map { values[$0].threshold })
    punctuatedIndices = values.indices.filter { isLookedFor[$0] && values[$0].foldedThreshold < .max }
    punctuated = SubstringIndex(
      punctuatedIndices.map { values[$0].folded }, thresholds: punctuatedIndices.map { values[$0].foldedThreshold })
  }

  /// - Parameter tellsAll: every part that is there, where else the longest of each value is enough.
  func matches(in text: ViewedText, _ ways: Set<RestrictedDetector.Way>, tellsAll: Bool = false) -> Parts {
    guard !indices.isEmpty else { return Parts() }
    var parts = Parts()
    var told = ToldRuns(all: tellsAll)
    var seeds: [SubstringIndex.Run] = []
    let bytes = text.letters.bytes
    runs.match(bytes, seed: Self.seed) { run in
      if isTelling(run, in: text) { told.take(run) }
    } seeding: { run in
      seeds.append(run)
    }
    if !ways.contains(.partial) { told = ToldRuns(all: tellsAll) }
    for run in told.inOrder {
      parts.found.append(
        Part(
          value: indices[run.value], range: text.letters.origin(of: run.range), view: "letters",
          matched: run.range.count))
    }
    lookAround(seeds, text, tellsAll ? nil : told.values, ways, &parts)
    if ways.contains(.partial) { numbers(in: text, tellsAll, &parts) }
    return parts
  }

  private func isTelling(_ run: SubstringIndex.Run, in text: ViewedText) -> Bool {
    let value = values[indices[run.value]]
    guard value.isTelling(run.offset, run.range.count) else { return false }
    guard run.range.count < 10, value.letters.count > run.range.count else { return true }
    return Self.touchesBoundary(text.letters.origin(of: run.range), in: text.bytes)
  }

  /// A short run counts where a word begins or ends with it.
  private static func touchesBoundary(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    let before = UTF8Reading.scalar(in: bytes, before: range.lowerBound)
    if before?.isLetterOrDigit != true { return true }
    guard range.upperBound < bytes.count else { return true }
    return UTF8Reading.scalar(in: bytes, at: range.upperBound).scalar?.isLetterOrDigit != true
  }

  /// Looks for the rest of a value around runs that are too short to count. Linear in the text: a place costs at most as much
  /// as a value and its surroundings are long, and there is at most one for every few bytes.
  ///
  /// - Parameter known: values that need not be found any more; nil where every place counts.
  private func lookAround(
    _ seeds: [SubstringIndex.Run], _ text: ViewedText, _ known: Set<Int>?, _ ways: Set<RestrictedDetector.Way>,
    _ parts: inout Parts
  ) {
    let bytes = text.letters.bytes
    var found = known ?? []
    var room = max(Self.fewestLooks, bytes.count / 4)
    for run in seeds where !found.contains(run.value) {
      let value = values[indices[run.value]]
      let count = value.letters.count
      guard run.range.count >= min(count / 4, Self.longestSeed), run.range.count < count else { continue }
      room -= 1
      guard room > 0 else {
        parts.isExceeded = true
        return
      }
      var range = ways.contains(.pieces) ? Pieces.range(of: value.letters, from: run, in: bytes) : nil
      if range == nil, ways.contains(.typos), !value.isNumeric, (8...Self.longest).contains(count) {
        range = Typos.range(of: value.letters, from: run, in: bytes)
      }
      guard let range else { continue }
      let origin = text.letters.origin(of: range)
      if count < 12, !Self.touchesBoundary(origin, in: text.bytes) { continue }
      if known != nil { found.insert(run.value) }
      parts.found.append(Part(value: indices[run.value], range: origin, view: "pieces", matched: count))
    }
  }

  /// Numbers with their punctuation: `$9,678,49` is seven digits of nine, and as long as it is written nobody else's.
  private func numbers(in text: ViewedText, _ tellsAll: Bool, _ parts: inout Parts) {
    var told = ToldRuns(all: tellsAll)
    punctuated.match(text.folded.bytes, seed: .max) {
      told.take($0)
    } seeding: { _ in
    }
    for run in told.inOrder {
      parts.found.append(
        Part(
          value: punctuatedIndices[run.value], range: text.folded.origin(of: run.range), view: "folded",
          matched: text.folded.bytes[run.range].count(where: ByteClass.isAlphanumeric)))
    }
  }
}

/// Of runs that grow as a text is read, the longest of each value or all of them at their longest.
private struct ToldRuns {
  let all: Bool
  private var runs: [SubstringIndex.Run] = []
  /// Where the run of a value stands that may be longer yet.
  private var last: [Int: Int] = [:]

  init(all: Bool) { self.all = all }

  var values: Set<Int> { Set(last.keys) }
  var inOrder: [SubstringIndex.Run] {
    runs.sorted { ($0.value, $0.range.lowerBound) < ($1.value, $1.range.lowerBound) }
  }

  mutating func take(_ run: SubstringIndex.Run) {
    guard let place = last[run.value] else {
      last[run.value] = runs.count
      return runs.append(run)
    }
    let known = runs[place].range
    if all, run.range.lowerBound > known.lowerBound, run.range.upperBound > known.upperBound {
      last[run.value] = runs.count
      runs.append(run)
    } else if run.range.count > known.count {
      runs[place] = run
    }
  }
}

/// A value told in pieces, in order and near one another.
enum Pieces {
  /// How far apart they may stand, in letters and digits.
  private static let reach = 200
  private static let most = 4
  private static let shortest = 3
  /// Of the value, how much all pieces must hold.
  private static let coverage = 0.9

  /// Where all pieces stand, from the first to the last; nil where they do not make up the value.
  static func range(of value: [UInt8], from run: SubstringIndex.Run, in text: [UInt8]) -> Range<Int>? {
    var (start, end) = (run.range.lowerBound, run.range.upperBound)
    var (from, to) = (run.offset, min(value.count, run.offset + run.range.count))
    guard from <= to else { return nil }
    var pieces = 1
    while to < value.count, pieces < most {
      let window = text[end..<min(text.count, end + reach)]
      guard let (place, length) = prefix(of: value[to...], in: window) else { break }
      (end, to, pieces) = (place + length, to + length, pieces + 1)
    }
    while from > 0, pieces < most {
      let window = text[max(0, start - reach)..<start]
      guard let (place, length) = suffix(of: value[..<from], in: window) else { break }
      (start, from, pieces) = (place, from - length, pieces + 1)
    }
    return pieces > 1 && Double(to - from) >= coverage * Double(value.count) ? start..<end : nil
  }

  /// The longest beginning of a rest that stands in a window, the first place of it.
  private static func prefix(of rest: ArraySlice<UInt8>, in window: ArraySlice<UInt8>) -> (Int, Int)? {
    let needed = min(shortest, rest.count)
    var (best, bestLength) = (0, 0)
    let first = rest[rest.startIndex]
    for place in window.indices where window[place] == first {
      let limit = min(rest.count, window.endIndex - place)
      var length = 1
      while length < limit, rest[rest.startIndex + length] == window[place + length] { length += 1 }
      if length >= needed, length > bestLength { (best, bestLength) = (place, length) }
    }
    return bestLength > 0 ? (best, bestLength) : nil
  }

  /// The longest end of a rest that stands in a window, the last place of it.
  private static func suffix(of rest: ArraySlice<UInt8>, in window: ArraySlice<UInt8>) -> (Int, Int)? {
    let needed = min(shortest, rest.count)
    var (best, bestLength) = (0, 0)
    let last = rest[rest.endIndex - 1]
    for end in window.indices.reversed() where window[end] == last {
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
  static func range(of value: [UInt8], from run: SubstringIndex.Run, in text: [UInt8]) -> Range<Int>? {
    let allowed = value.count / 8
    let start = max(0, run.range.lowerBound - run.offset - allowed)
    let end = min(text.count, start + value.count + 2 * allowed)
    guard start < end else { return nil }
    var row = Array(0...value.count)
    for index in start..<end {
      var diagonal = row[0]
      row[0] = 0
      for place in 1...value.count {
        let substitution = diagonal + (value[place - 1] == text[index] ? 0 : 1)
        diagonal = row[place]
        row[place] = min(substitution, row[place] + 1, row[place - 1] + 1)
      }
      if row[value.count] <= allowed { return max(start, index + 1 - value.count)..<(index + 1) }
    }
    return nil
  }
}
