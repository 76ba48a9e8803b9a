import EvalGateCore
import StrictJSON

/// Where the values in the arguments of calls were said before: one pass over every text of the run for all of them.
struct TaintedValues: Sendable {
  /// What is looked for of one value: in one form, all of its pieces.
  struct Form: Hashable, Sendable {
    let pieces: [[UInt8]]
  }

  /// Where something untrusted was said.
  struct Source: Hashable, Sendable {
    /// `tool:read_email`
    let name: String
    /// Position among the texts of the run.
    let text: Int
    /// Bytes of that text, whatever had to be decoded.
    let offset: Int
  }

  private struct Mention: Sendable {
    let text: Int
    let offset: Int
    let isTrusted: Bool
  }

  private var mentions: [[UInt8]: [Mention]] = [:]
  private var promoted: [[UInt8]: Int] = [:]
  private var sources: [String] = []
  let isKnown: Bool
  /// Texts that could not be looked at to the end.
  private(set) var isExceeded = false

  /// Values with fewer letters and digits are in every text.
  private static let shortest = 4
  /// Shorter ones must be words of their own.
  private static let unambiguous = 8
  /// How often one value is looked at in one text.
  private static let remembered: Int32 = 4_096

  init(_ trace: Trace, trust: Trust, tools: [ToolRule]) {
    isKnown = trace.isKnown
    let wanted = Self.wanted(trace, tools)
    guard isKnown, !wanted.isEmpty else { return }
    let needles = Array(wanted).sorted { $0.lexicographicallyPrecedes($1) }
    let automaton = ValueAutomaton(needles)
    for (index, said) in trace.texts.enumerated() {
      sources.append(said.source)
      let isTrusted = trust.trusts(said.source)
      let text = ViewedText(said.text)
      look(for: needles, automaton, in: text, Mention(text: index, offset: -1, isTrusted: isTrusted))
      guard !isTrusted else { continue }
      let decoded = text.decoded
      isExceeded = isExceeded || !decoded.exceeded.isEmpty
      for fragment in decoded.fragments {
        let mention = Mention(text: index, offset: fragment.origin.lowerBound, isTrusted: false)
        look(for: needles, automaton, in: fragment.text, mention)
      }
      for value in trust.promoted(said) {
        for form in Self.forms(of: value) {
          for piece in form.pieces { promoted[piece] = min(promoted[piece] ?? index, index) }
        }
      }
    }
  }

  private static func wanted(_ trace: Trace, _ tools: [ToolRule]) -> Set<[UInt8]> {
    var wanted: Set<[UInt8]> = []
    for call in trace.calls where call.index != nil {
      guard let arguments = call.arguments else { continue }
      for rule in tools where rule.tool.matches(call.call.name) {
        for path in rule.taint?.paths ?? [] {
          for leaf in Leaf.all(of: arguments, at: path) {
            for form in forms(of: leaf.text) { wanted.formUnion(form.pieces) }
          }
        }
      }
    }
    return wanted
  }

  private mutating func look(
    for needles: [[UInt8]], _ automaton: ValueAutomaton, in text: ViewedText, _ mention: Mention
  ) {
    var found: [(Int, Int)] = []
    let full = text.letters.bytes.withUnsafeBufferPointer { bytes in
      automaton.visit(bytes, limit: Self.remembered) { found.append(($0, $1)) }
    }
    for (index, end) in found {
      let needle = needles[index]
      let range = text.letters.origin(of: (end - needle.count)..<end)
      guard needle.count >= Self.unambiguous || Self.isWord(range, in: text.bytes) else { continue }
      guard mentions[needle]?.last?.text != mention.text else { continue }
      let offset = mention.offset < 0 ? range.lowerBound : mention.offset
      mentions[needle, default: []].append(Mention(text: mention.text, offset: offset, isTrusted: mention.isTrusted))
    }
    // What was looked at that often without being one was not looked at to the end.
    if full.contains(where: { mentions[needles[$0]]?.last?.text != mention.text }) { isExceeded = true }
  }

  private static func isWord(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    if let before = UTF8Reading.scalar(in: bytes, before: range.lowerBound), before.isLetterOrDigit { return false }
    guard range.upperBound < bytes.count else { return true }
    return UTF8Reading.scalar(in: bytes, at: range.upperBound).scalar?.isLetterOrDigit != true
  }

  /// Where a value was first said by a source that is not trusted, if it was, and by none that is.
  /// - Parameters:
  ///   - textsBefore: how many texts had been said before the call.
  ///   - unless: what makes a value fit to be acted on.
  func source(of value: String, textsBefore: Int, unless: Set<TaintRule.Exemption>) -> Source? {
    let forms = Self.forms(of: value)
    if unless.contains(.inTrustedText), forms.contains(where: { isSaid($0, by: true, textsBefore) != nil }) {
      return nil
    }
    if unless.contains(.promoted),
      forms.contains(where: { form in
        form.pieces.allSatisfy { promoted[$0].map { $0 < textsBefore } ?? false }
      })
    {
      return nil
    }
    for form in forms {
      if let mention = isSaid(form, by: false, textsBefore) {
        return Source(name: sources[mention.text], text: mention.text, offset: mention.offset)
      }
    }
    return nil
  }

  /// The last piece's first mention; nil where a piece was not said.
  private func isSaid(_ form: Form, by isTrusted: Bool, _ textsBefore: Int) -> Mention? {
    var last: Mention?
    for piece in form.pieces {
      guard let mention = mentions[piece]?.first(where: { $0.isTrusted == isTrusted && $0.text < textsBefore }) else {
        return nil
      }
      last = mention
    }
    return last
  }

  /// The value itself; of addresses also their parts, of which they may have been put together.
  static func forms(of value: String) -> [Form] {
    var forms: [Form] = []
    func add(_ pieces: [String]) {
      let letters = pieces.map { Folding.letters($0) }
      guard letters.allSatisfy({ $0.count >= shortest }), !letters.isEmpty else { return }
      let form = Form(pieces: letters)
      if !forms.contains(form) { forms.append(form) }
    }
    let trimmed = value.trimmingSpaces
    add([Self.withoutScheme(trimmed)])
    if let mail = MailAddress(trimmed) { add([mail.local, mail.domain.name]) }
    if let host = WebAddress(trimmed).host { add([Self.withoutScheme(host.name)]) }
    return forms
  }

  private static func withoutScheme(_ text: String) -> String {
    var rest = text[...]
    for prefix in ["https://", "http://"] where rest.lowercased().hasPrefix(prefix) {
      rest = rest.dropFirst(prefix.count)
    }
    if rest.lowercased().hasPrefix("www.") { rest = rest.dropFirst(4) }
    return String(rest)
  }
}

/// A text or number in the arguments of a call.
struct Leaf {
  let text: String
  let steps: [JSONPathStep]

  private static let longText = 64

  /// Those below what a path selects. Of long texts, the addresses and long numbers in them stand beside the whole.
  static func all(of arguments: JSONValue, at path: ArgumentPath) -> [Leaf] {
    var leaves: [Leaf] = []
    for match in path.matches(in: arguments) {
      var steps = match.steps
      visit(match.value, &steps, &leaves)
    }
    return leaves
  }

  private static func visit(_ value: JSONValue, _ steps: inout [JSONPathStep], _ leaves: inout [Leaf]) {
    switch value {
    case .null, .bool: break
    case .number(let number): leaves.append(Leaf(text: number.text, steps: steps))
    case .string(let text):
      leaves.append(Leaf(text: text, steps: steps))
      guard text.utf8.count > longText else { return }
      for word in words(of: text) { leaves.append(Leaf(text: word, steps: steps)) }
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        steps.append(.index(index))
        visit(element, &steps, &leaves)
        steps.removeLast()
      }
    case .object(let object):
      for (key, member) in object {
        steps.append(.name(key))
        visit(member, &steps, &leaves)
        steps.removeLast()
      }
    }
  }

  /// Words that can be acted on: addresses, and numbers of eight digits and more.
  private static func words(of text: String) -> [String] {
    text.unicodeScalars.split { $0.properties.isWhitespace || "\"'<>(),;".unicodeScalars.contains($0) }.prefix(512)
      .compactMap { word in
        let word = String(String.UnicodeScalarView(word)).trimmingMarks
        let digits = word.utf8.count(where: ByteClass.isDigit)
        let isAddress = word.utf8.contains(0x40) || word.utf8.contains(0x2F) || word.lowercased().hasPrefix("www.")
        return isAddress && word.utf8.count >= 6 || digits >= 8 ? word : nil
      }
  }
}

extension String {
  /// Without the punctuation of a sentence at its end.
  fileprivate var trimmingMarks: String {
    var scalars = unicodeScalars[...]
    while let last = scalars.last, ".,:!?".unicodeScalars.contains(last) { scalars = scalars.dropLast() }
    return String(scalars)
  }
}
