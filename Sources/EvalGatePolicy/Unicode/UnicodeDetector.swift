import UnicodeText

/// Finds characters that show nothing or show something else: smuggled instructions, turned-around text, disguised words.
package struct UnicodeDetector: Detector {
  package let id = DetectorID("unicode", version: 2)

  /// What to do about a kind of finding.
  enum Response: String, CaseIterable, Sendable {
    case block, report, allow
    /// Block what the writing systems around it do not explain.
    case context
  }

  /// What it finds by itself; words in several scripts and in letters that are none are the scan's.
  enum Kind: String, CaseIterable, Sendable {
    case tags, control, annotation
    case privateUse = "private_use"
    case escapeSequence = "escape_sequence"
    case zeroWidth = "zero_width"
    case bidiOverride = "bidi_override"
    case bidiUnbalanced = "bidi_unbalanced"
    case variationSelectors = "variation_selectors"
    case combiningStack = "combining_stack"
    case brokenUTF8 = "broken_utf8"

    /// Whether it can stop an answer: many marks on a letter are only reported, and no text of a model is broken UTF-8, since
    /// reading it mended it.
    var stopsAnswers: Bool { self != .combiningStack && self != .brokenUTF8 }
  }

  /// What the policy says of the kinds it can speak of; all others block.
  var tags = Response.block
  var bidi = Response.block
  var zeroWidth = Response.context
  var mixedScript = Response.report

  package init() {}

  init(tags: Response, bidi: Response, zeroWidth: Response, mixedScript: Response) {
    self.tags = tags
    self.bidi = bidi
    self.zeroWidth = zeroWidth
    self.mixedScript = mixedScript
  }

  package func hits(in text: ViewedText, _ context: DetectionContext) -> Hits {
    var scan = UnicodeScan(of: self)
    scan.run(text.bytes)
    return Hits(scan.hits)
  }

  /// How sure a finding of a kind is; nil where the policy lets it be.
  func confidence(_ response: Response) -> Confidence? {
    switch response {
    case .block, .context: .certain
    case .report: .weak
    case .allow: nil
    }
  }
}

/// One pass over the scalars of a text, with what stood before.
struct UnicodeScan {
  private let detector: UnicodeDetector
  private(set) var hits: [Hit] = []
  private var before: Unicode.Scalar?
  /// The last scalar that shows something, and how many have followed it that show nothing.
  private var visible: Unicode.Scalar?
  private var hidden = HiddenRun()
  private var bidiDepth: [(isIsolate: Bool, start: Int)] = []
  private var marks = (start: 0, count: 0)
  private var word = WordScripts()
  private var flag = FlagSequence()
  private var series = SelectorSeries()
  /// How often each kind was found.
  private var counts: [String: Int] = [:]
  /// How many findings of one kind are told: more of them say nothing new.
  private static let told = 256
  /// And up to how many findings words are added.
  fileprivate static let mostWords = 4_096

  /// What shows nothing, one after the other.
  private struct HiddenRun {
    var start = 0
    var count = 0
    /// Those that nothing around them explains.
    var unexplained = 0
    var softHyphens = 0
    /// Those that no text needs.
    var unassigned = 0
  }

  init(of detector: UnicodeDetector) { self.detector = detector }

  mutating func run(_ bytes: [UInt8]) {
    var index = 0
    while index < bytes.count {
      if let next = endOfPlain(bytes, from: index) { index = next }
      let (scalar, length) = UTF8Reading.scalar(in: bytes, at: index)
      defer { index += length }
      guard let scalar else {
        add(.brokenUTF8, index..<index + length, .certain)
        continue
      }
      look(at: scalar, index..<index + length, in: bytes)
      before = scalar
    }
    endHidden(next: nil, at: bytes.count)
    endParagraph(at: bytes.count)
    endWord()
    endMarks(at: bytes.count)
    endFlag(at: bytes.count)
    if let range = series.suspicious { add(.variationSelectors, range, .certain) }
  }

  /// Past plain ASCII, in which nothing is hidden, up to the last sign of it that is no letter: what follows may be a word that goes
  /// on in other letters. Nil where something is open or there is too little of it.
  private func endOfPlain(_ bytes: [UInt8], from start: Int) -> Int? {
    guard bytes[start] == 0x20, before?.isASCII == true, hidden.count == 0, marks.count == 0, bidiDepth.isEmpty else {
      return nil
    }
    var end = start
    while end < bytes.count, Self.isPlain[Int(bytes[end])] { end += 1 }
    while end > start, end == bytes.count || ByteClass.isLetter(bytes[end]) || !Self.isPlain[Int(bytes[end])] {
      end -= 1
    }
    return end - start > 16 ? end : nil
  }

  /// What ASCII prints, and the ends of lines.
  private static let isPlain: [Bool] = (0..<256).map { (0x20...0x7E).contains($0) || [0x09, 0x0A, 0x0D].contains($0) }

  private mutating func look(at scalar: Unicode.Scalar, _ range: Range<Int>, in bytes: [UInt8]) {
    let value = scalar.value
    if (0xE0000...0xE007F).contains(value) {
      if flag.take(value, at: range) { return }
      return add(.tags, range, detector.confidence(detector.tags))
    }
    endFlag(at: range.lowerBound)
    if value == 0x1F3F4 { flag.begin(at: range) }
    series.follow(scalar)
    if Invisible.isZeroWidth(value) { return zeroWidth(scalar, range) }
    endHidden(next: scalar, at: range.lowerBound)
    if value < 0x80 { return ascii(scalar, range, in: bytes) }
    if scalar.isMark, Invisible.isCommonMark(value) {
      if marks.count == 0 { marks.start = range.lowerBound }
      marks.count += 1
    } else {
      endMarks(at: range.lowerBound)
    }
    switch value {
    case 0x80...0x9F: add(.control, range, .certain)
    case 0x202A...0x202E, 0x2066...0x2069: bidi(value, range)
    case 0xFE00...0xFE0F, 0xE0100...0xE01EF: selector(scalar, range)
    case 0xFFF9...0xFFFB: add(.annotation, range, .certain)
    case 0xE000...0xF8FF, 0xF0000...0x10FFFF: add(.privateUse, range, .certain)
    case 0x2028, 0x2029:
      endParagraph(at: range.lowerBound)
      endWord()
    default: word.take(scalar, range) { hits.note($0, at: $1, detector.mixedScript) }
    }
    if !Invisible.isSelector(value) { visible = scalar }
  }

  private mutating func ascii(_ scalar: Unicode.Scalar, _ range: Range<Int>, in bytes: [UInt8]) {
    endMarks(at: range.lowerBound)
    switch scalar.value {
    case 0x0A, 0x0D: endParagraph(at: range.lowerBound)
    case 0x1B: add(.escapeSequence, range, .certain)
    case 0x00...0x08, 0x0B, 0x0C, 0x0E...0x1F, 0x7F: add(.control, range, .certain)
    default: break
    }
    if ByteClass.isLetter(UInt8(scalar.value)) {
      word.take(scalar, range) { hits.note($0, at: $1, detector.mixedScript) }
    } else {
      endWord()
    }
    visible = scalar
  }

  private mutating func zeroWidth(_ scalar: Unicode.Scalar, _ range: Range<Int>) {
    if scalar.value == 0xFEFF, range.lowerBound == 0 { return }
    if hidden.count == 0 { hidden.start = range.lowerBound }
    hidden.count += 1
    if scalar.value == 0xAD { hidden.softHyphens += 1 }
    if Invisible.isUnassigned(scalar.value) { hidden.unassigned += 1 }
    // Joining and separating is what these are for in many scripts.
    guard let visible, Invisible.explains(scalar.value, after: visible) else { return hidden.unexplained += 1 }
  }

  private mutating func endHidden(next: Unicode.Scalar?, at index: Int) {
    guard hidden.count > 0 else { return }
    defer { hidden = HiddenRun() }
    guard detector.zeroWidth != .allow else { return }
    // No script needs as many in a row, whatever they stand after.
    let isRun = hidden.count >= 4
    guard isRun || hidden.unexplained > 0 else { return }
    let isInWord = visible.map(Invisible.isLatin) == true && next.map(Invisible.isLatin) == true
    let isHyphen = hidden.count == 1 && hidden.softHyphens == 1 && !word.hasSoftHyphen
    if isHyphen { word.hasSoftHyphen = true }
    let isBlocked =
      isRun || hidden.unassigned > 0 || isInWord && !isHyphen || detector.zeroWidth == .block
    guard isBlocked || detector.zeroWidth == .report else { return }
    add(.zeroWidth, hidden.start..<index, detector.confidence(detector.zeroWidth))
  }

  private mutating func bidi(_ value: UInt32, _ range: Range<Int>) {
    switch value {
    case 0x202D, 0x202E:
      add(.bidiOverride, range, detector.confidence(detector.bidi))
      bidiDepth.append((false, range.lowerBound))
    case 0x202A, 0x202B: bidiDepth.append((false, range.lowerBound))
    case 0x2066...0x2068: bidiDepth.append((true, range.lowerBound))
    default:
      let isIsolate = value == 0x2069
      if bidiDepth.last?.isIsolate == isIsolate {
        bidiDepth.removeLast()
      } else {
        add(.bidiUnbalanced, range, detector.confidence(detector.bidi))
      }
    }
  }

  /// Embeddings and isolates end with their paragraph (Unicode Standard Annex 9, X8), so what is open there is unbalanced.
  private mutating func endParagraph(at index: Int) {
    if let first = bidiDepth.first {
      add(.bidiUnbalanced, first.start..<index, detector.confidence(detector.bidi))
      bidiDepth.removeAll(keepingCapacity: true)
    }
  }

  private mutating func selector(_ scalar: Unicode.Scalar, _ range: Range<Int>) {
    guard let before, !Invisible.isSelector(before.value), Invisible.takesSelector(before, scalar) else {
      return add(.variationSelectors, range, .certain)
    }
    series.take(scalar, after: before, at: range)
  }

  private mutating func endMarks(at index: Int) {
    if marks.count >= 3 { add(.combiningStack, marks.start..<index, .weak) }
    marks.count = 0
  }

  private mutating func endWord() {
    word.end { hits.note($0, at: $1, detector.mixedScript) }
  }

  private mutating func endFlag(at index: Int) {
    if let range = flag.end() { add(.tags, range.lowerBound..<index, detector.confidence(detector.tags)) }
  }

  /// Adds a finding, or makes the one before longer where it goes on.
  private mutating func add(_ kind: UnicodeDetector.Kind, _ range: Range<Int>, _ confidence: Confidence?) {
    guard let confidence else { return }
    let entity = kind.rawValue
    if let last = hits.last, last.entity == entity, last.range.upperBound >= range.lowerBound {
      hits[hits.count - 1] = Hit(entity, at: last.range.lowerBound..<range.upperBound, confidence)
    } else {
      counts[entity, default: 0] += 1
      if counts[entity, default: 0] <= Self.told { hits.append(Hit(entity, at: range, confidence)) }
    }
  }
}

extension [Hit] {
  /// Adds a word in several scripts, or in letters that are none.
  fileprivate mutating func note(_ entity: String, at range: Range<Int>, _ response: UnicodeDetector.Response) {
    let isMixed = entity == "mixed_script"
    guard count < UnicodeScan.mostWords, !isMixed || response != .allow else { return }
    append(Hit(entity, at: range, isMixed && response == .block ? .certain : .weak))
  }
}
