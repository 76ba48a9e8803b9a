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
  /// For each of them where the other orders of its words are.
  private let orders: [[Int]]
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

  /// - Parameter owners: for each value the one of the file that it is a form of.
  init(_ values: [RestrictedValue], owners: [Int], isLookedFor: [Bool]) {
    self.values = values
    let indices = values.indices.filter { isLookedFor[$0] && values[$0].letters.count >= 6 }
      .sorted { (owners[$0], $0) < (owners[$1], $1) }
    self.indices = indices
    let forms = Dictionary(grouping: indices.indices) { owners[indices[$0]] }
    orders = indices.indices.map { place in
      forms[owners[indices[place]], default: []].filter { $0 != place && !values[indices[$0]].isNumeric }
    }
    runs = SubstringIndex(
      indices.map { values[$0].letters }, thresholds: indices.map { values[$0].threshold },
      owners: indices.map { owners[$0] })
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
      if let run = telling(run, in: text) { told.take(run) }
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

  /// A run that tells its value, or the whole words of it that do.
  private func telling(_ run: SubstringIndex.Run, in text: ViewedText) -> SubstringIndex.Run? {
    let value = values[indices[run.value]]
    let ends = RunEnds(run, of: value.letters, in: text.letters)
    let kept =
      ends.goOnAsAnother(value, text.bytes)
      ? ends.beforeMask(value, text.bytes) ?? ends.wholeWords(value, text.bytes)
      : ends.beforeMask(value, text.bytes, isLong: true) ?? ends.wholeNumbers(value, text.bytes)
    guard let kept, let run = kept == run.range ? run : runs.run(kept, of: text.letters.bytes) else { return nil }
    return isTelling(run, in: text) ? run : nil
  }

  private func isTelling(_ run: SubstringIndex.Run, in text: ViewedText) -> Bool {
    let value = values[indices[run.value]]
    guard value.isTelling(run.offset, run.range.count) else { return false }
    if run.range.count == value.letters.count {
      let place = text.letters.origin(of: run.range)
      let isOfWords = value.needsBoundaries && text.bytes[place].contains(where: ByteClass.isSpace)
      return (!isOfWords || RestrictedValue.isWord(place, in: text.bytes))
        && !value.isMadeOfWords(in: text.bytes[place])
        && !value.isOther(at: place, in: text)
    }
    let written = text.bytes[text.letters.origin(of: run.range)]
    if value.isPlainWord(written, at: run.offset, run.range.count)
      || value.isWordOfName(written, at: run.offset, run.range.count)
    {
      return false
    }
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
      let pieces = ways.contains(.pieces) ? pieces(around: run, in: text) : []
      var range = pieces.first.flatMap { first in pieces.last.map { first.range.lowerBound..<$0.range.upperBound } }
      if range == nil, ways.contains(.typos), !value.isNumeric, (8...Self.longest).contains(count) {
        range = Typos.range(of: value, from: run, in: bytes)
        // `summer in` is no `SUMMER15` with an error, and `PROJ-1235` is another number than `PROJ-1234`.
        if let place = range.map(text.letters.origin),
          value.isOneWord && text.bytes[place].contains(where: ByteClass.isSpace)
            || !value.hasDigits(of: text.bytes[place]) || value.isOtherNumber(at: place, in: text.bytes)
            || isOther(value, around: run, in: text) || Typos.haveOtherWord(value, text.bytes[place])
        {
          range = nil
        }
      }
      guard let range else { continue }
      let origin = text.letters.origin(of: range)
      if count < 12, !Self.touchesBoundary(origin, in: text.bytes) { continue }
      if known != nil { found.insert(run.value) }
      parts.found.append(Part(value: indices[run.value], range: origin, view: "pieces", matched: count))
    }
  }

  /// Whether all of a value stands around a run of it, letter by letter, and is a part of something else.
  private func isOther(_ value: RestrictedValue, around run: SubstringIndex.Run, in text: ViewedText) -> Bool {
    let start = run.range.lowerBound - run.offset
    let end = start + value.letters.count
    guard start >= 0, end <= text.letters.bytes.count, text.letters.bytes[start..<end].elementsEqual(value.letters)
    else {
      return false
    }
    return value.isOther(at: text.letters.origin(of: start..<end), in: text)
  }

  /// The pieces around a run of a value, or of the same with its words in another order.
  private func pieces(around run: SubstringIndex.Run, in text: ViewedText) -> [Pieces.Piece] {
    let value = values[indices[run.value]]
    let pieces = Pieces(of: value, in: text).around(run)
    guard pieces.isEmpty else { return pieces }
    for place in orders[run.value] {
      let other = values[indices[place]]
      guard let offset = ByteSearch.first(text.letters.bytes[run.range], in: other.letters) else { continue }
      let run = SubstringIndex.Run(value: place, range: run.range, offset: offset)
      let pieces = Pieces(of: other, in: text).around(run)
      if !pieces.isEmpty { return pieces }
    }
    return []
  }

  /// Numbers with their punctuation: `$9,678,49` is seven digits of nine, and as long as it is written nobody else's.
  private func numbers(in text: ViewedText, _ tellsAll: Bool, _ parts: inout Parts) {
    var told = ToldRuns(all: tellsAll)
    punctuated.match(text.folded.bytes, seed: .max) { run in
      let value = values[punctuatedIndices[run.value]]
      let ends = RunEnds(run, of: value.folded, in: text.folded)
      if !ends.goOnAsAnother(value, text.bytes) { told.take(run) }
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
