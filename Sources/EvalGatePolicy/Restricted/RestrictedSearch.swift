import EvalGateCore
import UnicodeText

/// One search of one text and of what is hidden in it.
struct RestrictedSearch {
  let detector: RestrictedDetector
  let context: DetectionContext
  let whole: ViewedText
  var hits = Hits()
  private var found: [(value: Int, hit: Hit)] = []
  /// What was undone to get the text that is searched now, and where it stands in the whole.
  private var chain: [String] = []
  /// What the user said, found out when it is first asked for.
  private var echoes: Set<Int>?
  private var fragment: Fragment?

  init(detector: RestrictedDetector, context: DetectionContext, whole: ViewedText) {
    self.detector = detector
    self.context = context
    self.whole = whole
  }

  mutating func enter(_ fragment: Fragment) {
    chain = fragment.chain
    self.fragment = fragment
  }

  /// What was found so far.
  var values: [Int] { found.map(\.value) }

  /// Folded only, however a rule has its values looked for.
  mutating func plain(_ text: ViewedText, letters: ValueAutomaton, short: ValueAutomaton) {
    for kind in [RestrictedRule.Match.normalized, .encoded] {
      folded(letters, short, in: text, kind)
      numbers(in: text, kind)
      dates(in: text, kind)
    }
  }

  mutating func exact(_ automaton: ValueAutomaton, in text: ViewedText) {
    var ends: [(Int, Int)] = []
    let full = RestrictedDetector.occurrences(of: automaton, in: text.bytes) { ends.append(($0, $1)) }
    text.bytes.withUnsafeBufferPointer { bytes in
      for (value, end) in ends {
        let needle = detector.values[value]
        let range = (end - needle.text.utf8.count)..<end
        guard needle.exact.stands(before: end, in: bytes), !needle.isOther(at: range, in: text) else { continue }
        add(value, range, .certain, view: "text")
      }
    }
    note(full)
  }

  /// Folded and in part, in a text as it stands.
  mutating func surface(
    _ text: ViewedText, partial: PartialSearch, letters: ValueAutomaton, short: ValueAutomaton
  ) {
    let kind: RestrictedRule.Match = chain.isEmpty ? .normalized : .encoded
    if !chain.isEmpty || detector.ways.contains(.normalized) { folded(letters, short, in: text, kind) }
    if detector.ways.contains(.numbers) { numbers(in: text, kind) }
    if detector.ways.contains(.dates) { dates(in: text, kind) }
    let parts = partial.matches(in: text, detector.ways, tellsAll: context.extent != .enough)
    if parts.isExceeded { hits.exceed("parts of values") }
    for part in parts.found where chain.isEmpty || matches(part.value, .encoded) {
      guard !isMasked(part, in: text) else { continue }
      add(part.value, part.range, .likely, view: part.view)
    }
  }

  private mutating func folded(
    _ letters: ValueAutomaton, _ short: ValueAutomaton, in text: ViewedText, _ kind: RestrictedRule.Match
  ) {
    fullMatches(letters, in: text, kind)
    var ends: [(Int, Int)] = []
    let full = RestrictedDetector.occurrences(of: short, in: text.folded.bytes) { ends.append(($0, $1)) }
    text.folded.bytes.withUnsafeBufferPointer { bytes in
      for (value, end) in ends where matches(value, kind) {
        let needle = detector.values[value]
        guard needle.exact.stands(before: end, length: needle.folded.count, in: bytes) else { continue }
        add(value, text.folded.origin(of: (end - needle.folded.count)..<end), .likely, view: "folded")
      }
    }
    note(full)
  }

  private mutating func numbers(in text: ViewedText, _ kind: RestrictedRule.Match) {
    let base = chain
    defer { chain = base }
    for match in detector.numbers.matches(in: text.folded.bytes) {
      guard matches(match.value, match.isReversed ? .encoded : kind) else { continue }
      chain = match.isReversed ? base + ["reversed"] : base
      add(match.value, text.folded.origin(of: match.range), .likely, view: "folded")
    }
  }

  private mutating func dates(in text: ViewedText, _ kind: RestrictedRule.Match) {
    for (value, range) in detector.dates.matches(in: text.folded.bytes) where matches(value, kind) {
      add(value, text.folded.origin(of: range), .likely, view: "folded")
    }
  }

  private mutating func fullMatches(_ automaton: ValueAutomaton, in text: ViewedText, _ kind: RestrictedRule.Match) {
    var ends: [(Int, Int)] = []
    let full = RestrictedDetector.occurrences(of: automaton, in: text.letters.bytes) { ends.append(($0, $1)) }
    for (value, end) in ends where matches(value, kind) {
      let needle = detector.values[value]
      let range = text.letters.origin(of: (end - needle.letters.count)..<end)
      guard !needle.needsBoundaries || RestrictedValue.isWord(range, in: text.bytes),
        !needle.isMadeOfWords(in: text.bytes[range]), !needle.isOther(at: range, in: text)
      else { continue }
      add(value, range, .certain, view: "letters")
    }
    note(full)
  }

  /// Backwards, moved along the alphabet, or in a mirrored one.
  mutating func turned(
    _ text: ViewedText, letters: ValueAutomaton, rotated: ValueAutomaton, mirrored: ValueAutomaton,
    moved: ValueAutomaton
  ) {
    let base = chain
    defer { chain = base }
    var ends: [(Int, Int)] = []
    let count = text.letters.bytes.count
    if detector.ways.contains(.reversed) {
      note(RestrictedDetector.occurrences(of: letters, in: text.letters.reversed()) { ends.append(($0, $1)) })
    }
    chain = base + ["reversed"]
    for (value, end) in ends where matches(value, .encoded) {
      let needle = detector.values[value]
      let start = count - end
      let range = text.letters.origin(of: start..<(start + needle.letters.count))
      guard !needle.needsBoundaries || RestrictedValue.isWord(range, in: text.bytes) else { continue }
      add(value, range, .likely, view: "letters")
    }
    let view = RotationView(text.folded.bytes)
    if detector.ways.contains(.rotated) {
      rotations(view, text, rotated, base) { shift in shift == 0 ? nil : "rot\(shift)" }
    }
    if detector.ways.contains(.mirrored) { rotations(view, text, mirrored, base) { _ in "atbash" } }
    guard detector.ways.contains(.rot47) else { return }
    ends.removeAll()
    note(RestrictedDetector.occurrences(of: moved, in: text.bytes) { ends.append(($0, $1)) })
    chain = base + ["rot47"]
    for (value, end) in ends {
      add(value, (end - detector.values[value].text.utf8.count)..<end, .likely, view: "text")
    }
  }

  /// In Base64 without its capitals.
  mutating func lowered(_ automaton: ValueAutomaton, in text: ViewedText) {
    chain = ["base64", "lowercase"]
    defer { chain = [] }
    var ends: [(Int, Int)] = []
    note(RestrictedDetector.occurrences(of: automaton, in: text.folded.bytes) { ends.append(($0, $1)) })
    for (value, end) in ends {
      // Letters, digits and signs of one name: as many as there are symbols of six bits, which is at least this.
      let start = text.folded.bytes[..<end].lastIndex { !(ByteClass.isAlphanumeric($0) || $0 == 0x2D || $0 == 0x5F) }
      let range = text.folded.origin(of: (start.map { $0 + 1 } ?? 0)..<end)
      // With its capitals it is undone like any other.
      guard !text.bytes[range].contains(where: { (0x41...0x5A).contains($0) }) else { continue }
      add(value, range, .likely, view: "folded")
    }
  }

  private mutating func rotations(
    _ view: RotationView, _ text: ViewedText, _ automaton: ValueAutomaton, _ base: [String], _ name: (Int) -> String?
  ) {
    var ends: [(Int, Int)] = []
    note(RestrictedDetector.occurrences(of: automaton, in: view.symbols) { ends.append(($0, $1)) })
    for (value, end) in ends where matches(value, .encoded) {
      let needle = detector.values[value]
      let own = RotationView(needle.folded)
      let start = end - own.symbols.count
      guard start >= 0, let letter = own.letters.firstIndex(where: { $0 >= 0 }), view.letters[start + letter] >= 0
      else { continue }
      guard view.letters[start..<start + letter].elementsEqual(own.letters[..<letter]),
        view.symbols[start..<start + letter].elementsEqual(own.symbols[..<letter])
      else { continue }
      let shift = (Int(view.letters[start + letter]) - Int(own.letters[letter]) + 26) % 26
      guard let step = name(shift) else { continue }
      let range = text.folded.origin(of: Int(view.places[start])..<(Int(view.places[end - 1]) + 1))
      guard !needle.needsBoundaries || RestrictedValue.isWord(range, in: text.bytes) else { continue }
      chain = base + [step]
      add(value, range, .likely, view: "folded")
    }
  }

  private func matches(_ value: Int, _ kind: RestrictedRule.Match) -> Bool {
    detector.rules[detector.values[value].rule].match.contains(kind)
  }

  private mutating func note(_ full: [Int]) {
    let isTold = Set(found.map(\.value))
    // What was found need not be found again; what was only looked at many times was not looked at to the end.
    if full.contains(where: { !isTold.contains(detector.owners[$0]) }) { hits.exceed("occurrences that are none") }
    if !full.isEmpty, context.extent != .enough { hits.exceed("more occurrences of a value than are told") }
  }

  private mutating func add(_ value: Int, _ range: Range<Int>, _ confidence: Confidence, view: String) {
    let (form, value) = (value, detector.owners[value])
    guard form == value || detector.ways.contains(.forms), !isOfOtherTexts(detector.values[form], range) else {
      return
    }
    let rule = detector.rules[detector.values[value].rule]
    if chain.isEmpty, view == "text", !rule.match.contains(.exact) { return }
    if !rule.audience.isEmpty, rule.audience.contains(where: context.audience.contains) { return }
    if rule.allowsEcho, isEcho(value) { return }
    found.append(
      (
        value,
        Hit(
          rule.id, at: fragment?.origin(of: range) ?? range, confidence, view: view, chain: chain,
          value: detector.values[value].text,
          order: value)
      ))
  }

  /// Whether the texts of which this one was put together only have the words of a value each for itself.
  private func isOfOtherTexts(_ value: RestrictedValue, _ range: Range<Int>) -> Bool {
    let (text, starts) = fragment.map { ($0.text, $0.text.starts) } ?? (whole, context.starts)
    let cuts = ValueWords.cuts(starts, around: range)
    return cuts.contains(where: range.dropFirst().contains) && value.letters.contains { !ByteClass.isDigit($0) }
      && value.words.areOfOthers(range, cutAt: cuts, in: text.bytes, value.letters.count)
  }

  private mutating func isEcho(_ value: Int) -> Bool {
    let said = echoes ?? detector.said(in: context.userTexts)
    echoes = said
    return said.contains(value)
  }

  /// Whether a part is only the end of a value whose rest is masked: `**** **** **** 1234`.
  private func isMasked(_ part: PartialSearch.Part, in text: ViewedText) -> Bool {
    let shown = detector.rules[detector.values[part.value].rule].shownTail
    guard shown > 0, part.matched <= shown else { return false }
    var index = part.range.lowerBound
    while index > 0, text.bytes[index - 1] == 0x20 || text.bytes[index - 1] == 0x2D { index -= 1 }
    guard let before = UTF8Reading.scalar(in: text.bytes, before: index) else { return false }
    return "*x#•·…X".unicodeScalars.contains(before)
  }

  /// The findings by the order of values, a plainer reading before another, and of each value only the first few where those are
  /// enough.
  var result: Hits {
    var result = hits
    let told = context.extent == .enough ? RestrictedDetector.told : .max
    if context.extent == .everything {
      // What is put together from parts of a text stands somewhere in the whole of it. Where the value stands by itself too, a
      // second look at what is left of the text finds it if it is still there.
      let plain = Set(found.filter { !AssembledText.isAssembled($0.hit.chain) }.map(\.value))
      result.found += found.filter { !plain.contains($0.value) || !AssembledText.isAssembled($0.hit.chain) }.map(\.hit)
      return result
    }
    var seen: [Int: [Range<Int>]] = [:]
    for (value, hit) in found.enumerated().sorted(by: { ($0.element.value, $0.offset) < ($1.element.value, $1.offset) })
      .map(\.element)
    {
      let ranges = seen[value, default: []]
      guard ranges.count < told, !ranges.contains(where: { $0.overlaps(hit.range) }) else { continue }
      seen[value] = ranges + [hit.range]
      result.found.append(hit)
    }
    return result
  }
}
