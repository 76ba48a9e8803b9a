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
    /// Whether it stood by itself there somewhere, not within a longer word or number.
    var isWhole = false

    var whole: Mention { Mention(text: text, offset: offset, isTrusted: isTrusted, isWhole: true) }
  }

  private var mentions: [[UInt8]: [Mention]] = [:]
  /// In which text a value was first promoted, and an address first said by a trusted source.
  private var promoted: [[UInt8]: Int] = [:]
  private var promotedAddresses: [String: Int] = [:]
  private var trustedAddresses: [String: Int] = [:]
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
      if isTrusted {
        for address in Self.addresses(in: said.text) where trustedAddresses[address] == nil {
          trustedAddresses[address] = index
        }
        continue
      }
      let decoded = text.decoded
      isExceeded = isExceeded || !decoded.exceeded.isEmpty
      for fragment in decoded.fragments {
        let mention = Mention(text: index, offset: fragment.origin.lowerBound, isTrusted: false)
        look(for: needles, automaton, in: fragment.text, mention)
      }
      for value in trust.promoted(said) {
        for address in Self.addresses(in: value) where promotedAddresses[address] == nil {
          promotedAddresses[address] = index
        }
        for piece in Self.whole(value).pieces where promoted[piece] == nil { promoted[piece] = index }
      }
    }
  }

  /// The addresses that somebody said, whole: that one was said says nothing of a longer or a shorter one.
  private static func addresses(in text: String) -> [String] {
    AddressMention.mails(in: text).map(\.canonical)
      + text.words.compactMap {
        $0.utf8.contains(0x2E) || $0.utf8.contains(0x2F) ? AddressMention.link($0, isBare: true)?.canonical : nil
      }
  }

  private static func wanted(_ trace: Trace, _ tools: [ToolRule]) -> Set<[UInt8]> {
    var wanted: Set<[UInt8]> = []
    for call in trace.calls where call.index != nil {
      guard let arguments = call.arguments else { continue }
      for rule in tools where rule.tool.matches(call.call.name) {
        var leaves = (rule.taint?.paths ?? []).flatMap { Leaf.all(of: arguments, at: $0) }
        if rule.confirm?.condition == .tainted { leaves += Leaf.all(of: arguments) }
        for leaf in leaves {
          for form in forms(of: leaf.text) { wanted.formUnion(form.pieces) }
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
      if let last = mentions[needle]?.last, last.text == mention.text {
        if mention.isTrusted, !last.isWhole, Self.isWhole(range, in: text.bytes) {
          mentions[needle]?.removeLast()
          mentions[needle]?.append(last.whole)
        }
        continue
      }
      let offset = mention.offset < 0 ? range.lowerBound : mention.offset
      mentions[needle, default: []].append(
        Mention(
          text: mention.text, offset: offset, isTrusted: mention.isTrusted,
          isWhole: mention.isTrusted && Self.isWhole(range, in: text.bytes)))
    }
    // What was looked at that often without being one was not looked at to the end.
    if full.contains(where: { mentions[needles[$0]]?.last?.text != mention.text }) { isExceeded = true }
  }

  private static func isWord(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    if let before = UTF8Reading.scalar(in: bytes, before: range.lowerBound), before.isLetterOrDigit { return false }
    guard range.upperBound < bytes.count else { return true }
    return UTF8Reading.scalar(in: bytes, at: range.upperBound).scalar?.isLetterOrDigit != true
  }

  /// Whether a stretch is a word of its own, and no part of a number that is written in groups.
  private static func isWhole(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    guard isWord(range, in: bytes) else { return false }
    for mark in [UInt8(ascii: " "), UInt8(ascii: "-")] where bytes[range].contains(mark) {
      let (before, after) = (range.lowerBound - 1, range.upperBound)
      if before > 0, bytes[before] == mark, ByteClass.isDigit(bytes[before - 1]) { return false }
      if after + 1 < bytes.count, bytes[after] == mark, ByteClass.isDigit(bytes[after + 1]) { return false }
    }
    return true
  }

  /// Where a value was first said by a source that is not trusted, if it was, and by none that is.
  /// - Parameters:
  ///   - textsBefore: how many texts had been said before the call.
  ///   - unless: what makes a value fit to be acted on.
  func source(of value: String, textsBefore: Int, unless: Set<TaintRule.Exemption>) -> Source? {
    if unless.contains(.inTrustedText), isTrusted(value, textsBefore) { return nil }
    if unless.contains(.promoted), isPromoted(value, textsBefore) { return nil }
    for form in Self.forms(of: value) {
      if let mention = isSaid(form, textsBefore) {
        return Source(name: sources[mention.text], text: mention.text, offset: mention.offset)
      }
    }
    return nil
  }

  /// Whether a trusted source said a value as a whole: an address by itself, a long number with all its digits.
  private func isTrusted(_ value: String, _ textsBefore: Int) -> Bool {
    if let address = AddressMention.whole(value) {
      return trustedAddresses[address.canonical].map { $0 < textsBefore } ?? false
    }
    let isNumber = Self.isNumber(value)
    let pieces = Self.whole(value).pieces
    return !pieces.isEmpty
      && pieces.allSatisfy { piece in
        mentions[piece]?.contains { $0.isTrusted && $0.text < textsBefore && ($0.isWhole || !isNumber) } ?? false
      }
  }

  private func isPromoted(_ value: String, _ textsBefore: Int) -> Bool {
    if let address = AddressMention.whole(value) {
      return promotedAddresses[address.canonical].map { $0 < textsBefore } ?? false
    }
    let pieces = Self.whole(value).pieces
    return !pieces.isEmpty && pieces.allSatisfy { promoted[$0].map { $0 < textsBefore } ?? false }
  }

  private static func isNumber(_ value: String) -> Bool {
    let digits = value.utf8.count(where: ByteClass.isDigit)
    return digits >= unambiguous && digits * 10 >= value.unicodeScalars.count(where: \.isLetterOrDigit) * 6
  }

  /// The last piece's first mention by a source that is not trusted; nil where a piece was not said.
  private func isSaid(_ form: Form, _ textsBefore: Int) -> Mention? {
    var last: Mention?
    for piece in form.pieces {
      guard let mention = mentions[piece]?.first(where: { !$0.isTrusted && $0.text < textsBefore }) else { return nil }
      last = mention
    }
    return last
  }

  /// The value itself, as one piece; none where it is too short.
  private static func whole(_ value: String) -> Form { form([withoutScheme(value.trimmingSpaces)]) ?? Form(pieces: []) }

  private static func form(_ pieces: [String]) -> Form? {
    let letters = pieces.map { Folding.letters($0) }
    return letters.allSatisfy { $0.count >= shortest } && !letters.isEmpty ? Form(pieces: letters) : nil
  }

  /// The value itself; of addresses also their parts, of which they may have been put together, with their signs as they are and as
  /// words: `collector at evil-host dot example`.
  static func forms(of value: String) -> [Form] {
    let trimmed = value.trimmingSpaces
    var parts = [[withoutScheme(trimmed)]]
    if let mail = MailAddress(trimmed) {
      let local = mail.local.withoutTag
      let (domain, spelled) = (mail.domain.name, Self.spelled(mail.domain.name))
      for name in [mail.local, local, Self.spelled(local)] { parts += [[name, domain], [name, spelled]] }
      parts += [[local + domain], [Self.spelled(local) + " at " + spelled], [local + "@" + spelled]]
    }
    if let host = WebAddress(trimmed).host ?? AddressMention.link(trimmed, isBare: true)?.host {
      parts += [[withoutScheme(host.name)], [Self.spelled(withoutScheme(host.name))]]
    }
    var forms: [Form] = []
    for form in parts.compactMap(form) where !forms.contains(form) { forms.append(form) }
    return forms
  }

  private static func spelled(_ name: String) -> String { name.replacing(".", with: " dot ") }

  private static func withoutScheme(_ text: String) -> String {
    var rest = text[...]
    for prefix in ["https://", "http://"] where rest.lowercased().hasPrefix(prefix) {
      rest = rest.dropFirst(prefix.count)
    }
    if rest.lowercased().hasPrefix("www.") { rest = rest.dropFirst(4) }
    return String(rest)
  }
}
