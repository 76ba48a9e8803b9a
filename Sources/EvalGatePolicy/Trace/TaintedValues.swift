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
    /// Whether somebody untrusted said it as an address, with `//` or `www.` before it.
    var isAddressed = false
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
  /// In which text a host or one below it was first said by a trusted source or promoted.
  private var knownDomains: [String: Int] = [:]
  /// Where a domain was said by itself, by its letters: what is below it leads to the same place.
  private var domains: [[UInt8]: [Mention]] = [:]
  private let trust: Trust
  /// Where a machine was said that the arguments of a call name too, by its name, and whether `//` or `www.` stood before it there.
  private var machines: [String: [(mention: Mention, isAddressed: Bool)]] = [:]
  /// What is looked for, by its letters.
  private var wanted: Set<[UInt8]> = []
  private var sources: [String] = []
  let isKnown: Bool
  /// Texts that could not be looked at to the end.
  private(set) var isExceeded = false

  /// Values with fewer letters and digits are in every text.
  static let shortest = 4
  /// Shorter ones must be words of their own.
  private static let unambiguous = 8
  /// How often one value is looked at in one text.
  private static let remembered: Int32 = 4_096

  init(_ trace: Trace, trust: Trust, tools: [ToolRule]) {
    isKnown = trace.isKnown
    self.trust = trust
    let (wanted, machines) = Self.wanted(trace, tools)
    guard isKnown, !wanted.isEmpty || !machines.isEmpty else { return }
    let needles = Array(wanted).sorted { $0.lexicographicallyPrecedes($1) }
    let automaton = ValueAutomaton(needles)
    self.wanted = wanted
    for (index, said) in trace.texts.enumerated() {
      sources.append(said.source)
      let isTrusted = trust.trusts(said.source)
      let text = ViewedText(said.text)
      look(for: needles, automaton, in: text, Mention(text: index, offset: -1, isTrusted: isTrusted))
      if isTrusted {
        for address in Self.addresses(in: said.text) {
          if trustedAddresses[address.canonical] == nil { trustedAddresses[address.canonical] = index }
          know(address.host, from: index)
        }
        continue
      }
      note(machines, in: said.text, Mention(text: index, offset: -1, isTrusted: false))
      let decoded = text.decoded
      isExceeded = isExceeded || !decoded.exceeded.isEmpty
      for fragment in decoded.fragments {
        let mention = Mention(text: index, offset: fragment.origin.lowerBound, isTrusted: false)
        look(for: needles, automaton, in: fragment.text, mention)
        note(machines, in: String(decoding: fragment.text.bytes, as: UTF8.self), mention)
      }
      for value in trust.promoted(said) {
        for address in Self.addresses(in: value) {
          if promotedAddresses[address.canonical] == nil { promotedAddresses[address.canonical] = index }
          know(address.host, from: index)
        }
        for piece in Self.whole(value).pieces where promoted[piece] == nil { promoted[piece] = index }
      }
    }
  }

  /// Notes where a text says machines that are looked for. One that is a part of a mail address is none.
  private mutating func note(_ wanted: Set<String>, in text: String, _ mention: Mention) {
    guard !wanted.isEmpty else { return }
    for said in HostMention.all(in: text) where wanted.contains(said.name) && !said.isOfMail {
      if let last = machines[said.name]?.last, last.mention.text == mention.text, last.isAddressed || !said.isAddressed
      {
        continue
      }
      let offset = mention.offset < 0 ? said.offset : mention.offset
      machines[said.name, default: []].append(
        (Mention(text: mention.text, offset: offset, isTrusted: false), said.isAddressed))
    }
  }

  private mutating func know(_ host: Host, from text: Int) {
    for name in [host.name] + host.domains where knownDomains[name] == nil { knownDomains[name] = text }
  }

  /// The addresses that somebody said, whole: that one was said says nothing of a longer or a shorter one.
  private static func addresses(in text: String) -> [AddressMention] {
    AddressMention.mails(in: text)
      + text.words.flatMap { word in
        guard word.utf8.contains(0x2E) || word.utf8.contains(0x2F) else { return [AddressMention]() }
        return (AddressMention.link(word, isBare: true).map { [$0] } ?? [])
          + AddressMention.nested(in: word, isBare: true)
      }
  }

  private static func wanted(_ trace: Trace, _ tools: [ToolRule]) -> (values: Set<[UInt8]>, machines: Set<String>) {
    var wanted: Set<[UInt8]> = []
    var machines: Set<String> = []
    for call in trace.calls where call.index != nil {
      guard let arguments = call.arguments else { continue }
      for rule in tools.holding(for: CalledTool(call.call.name)) {
        var leaves = (rule.taint?.paths ?? []).flatMap { Leaf.all(of: arguments, at: $0) }
        if rule.confirm?.condition == .tainted { leaves += Leaf.all(of: arguments) }
        for leaf in leaves {
          guard leaf.machine == nil else {
            machines.formUnion(leaf.machine?.names ?? [])
            continue
          }
          for form in forms(of: leaf.text) + [repository(leaf.text)].compactMap(\.self) {
            wanted.formUnion(form.pieces)
          }
          wanted.formUnion(domains(of: leaf.text).map { Folding.letters($0) })
        }
      }
    }
    return (wanted, machines)
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
      // So few letters are a host only with the dot in it.
      guard needle.count >= Self.shortest || text.bytes[range].contains(UInt8(ascii: ".")) else { continue }
      if !mention.isTrusted, domains[needle]?.last?.text != mention.text, Self.isDomain(range, in: text.bytes) {
        let offset = mention.offset < 0 ? range.lowerBound : mention.offset
        domains[needle, default: []].append(Mention(text: mention.text, offset: offset, isTrusted: false))
      }
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
    for (number, place) in NumberForms.exponents(in: text.bytes) {
      let needle = Folding.letters(number)
      guard wanted.contains(needle), mentions[needle]?.last?.text != mention.text else { continue }
      mentions[needle, default: []].append(
        Mention(
          text: mention.text, offset: mention.offset < 0 ? place : mention.offset, isTrusted: mention.isTrusted,
          isWhole: mention.isTrusted))
    }
    // What was looked at that often without being one was not looked at to the end.
    if full.contains(where: { mentions[needles[$0]]?.last?.text != mention.text }) { isExceeded = true }
  }

  private static func isWord(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    if let before = UTF8Reading.scalar(in: bytes, before: range.lowerBound), before.isLetterOrDigit { return false }
    guard range.upperBound < bytes.count else { return true }
    return UTF8Reading.scalar(in: bytes, at: range.upperBound).scalar?.isLetterOrDigit != true
  }

  /// Whether a stretch is a name of a host by itself, and no part of a longer one or of a mail address.
  private static func isDomain(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    guard bytes[range].contains(UInt8(ascii: ".")), isWord(range, in: bytes) else { return false }
    if range.lowerBound > 0, ".-_@".utf8.contains(bytes[range.lowerBound - 1]) { return false }
    guard range.upperBound < bytes.count else { return true }
    let next = bytes[range.upperBound]
    let goesOn = range.upperBound + 1 < bytes.count && ByteClass.isAlphanumeric(bytes[range.upperBound + 1])
    return next != UInt8(ascii: "-") && next != UInt8(ascii: "@") && (next != UInt8(ascii: ".") || !goesOn)
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
  func source(of leaf: Leaf, textsBefore: Int, unless: Set<TaintRule.Exemption>) -> Source? {
    guard let machine = leaf.machine else { return source(of: leaf.text, textsBefore: textsBefore, unless: unless) }
    for name in machine.names where !isOwn(name, textsBefore, unless) {
      let said = machines[name]?.filter { $0.mention.text < textsBefore } ?? []
      if let mention = said.first(where: { $0.isAddressed || machine.isShown })?.mention {
        return Source(
          name: sources[mention.text], text: mention.text, offset: mention.offset,
          isAddressed: said.contains(where: \.isAddressed))
      }
    }
    return nil
  }

  private func source(of value: String, textsBefore: Int, unless: Set<TaintRule.Exemption>) -> Source? {
    if unless.contains(.inTrustedText), isTrusted(value, textsBefore) { return nil }
    if unless.contains(.promoted), isPromoted(value, textsBefore) { return nil }
    for form in Self.forms(of: value) {
      if let mention = isSaid(form, textsBefore) {
        return Source(name: sources[mention.text], text: mention.text, offset: mention.offset)
      }
    }
    if let form = Self.repository(value), !unless.contains(.inTrustedText) || !isWhole(form, textsBefore),
      let mention = isSaid(form, textsBefore)
    {
      return Source(name: sources[mention.text], text: mention.text, offset: mention.offset)
    }
    for domain in Self.domains(of: value) where !isOwn(domain, textsBefore, unless) {
      if let mention = domains[Folding.letters(domain)]?.first(where: { $0.text < textsBefore }) {
        return Source(name: sources[mention.text], text: mention.text, offset: mention.offset)
      }
    }
    return nil
  }

  /// Whether a domain is known otherwise: as one's own, or as that of a host that a trusted source said or that was promoted.
  private func isOwn(_ domain: String, _ textsBefore: Int, _ unless: Set<TaintRule.Exemption>) -> Bool {
    if let host = Host(domain), !trust.isExternal(host) { return true }
    guard !unless.isEmpty else { return false }
    return knownDomains[domain].map { $0 < textsBefore } ?? false
  }

  /// Whether a trusted source said a value as a whole: an address by itself, a long number with all its digits.
  private func isTrusted(_ value: String, _ textsBefore: Int) -> Bool {
    if let address = AddressMention.whole(value) {
      return trustedAddresses[address.canonical].map { $0 < textsBefore } ?? false
    }
    let isNumber = Self.isNumber(value)
    return ([value] + NumberForms.others(value) + TelephoneForms.others(value)).contains { value in
      isTrusted(Self.whole(value), textsBefore, asWhole: isNumber)
    }
  }

  /// Whether a trusted source said all pieces of a form, each by itself and not within something longer.
  private func isWhole(_ form: Form, _ textsBefore: Int) -> Bool { isTrusted(form, textsBefore, asWhole: true) }

  private func isTrusted(_ form: Form, _ textsBefore: Int, asWhole: Bool) -> Bool {
    !form.pieces.isEmpty
      && form.pieces.allSatisfy { piece in
        mentions[piece]?.contains { $0.isTrusted && $0.text < textsBefore && ($0.isWhole || !asWhole) } ?? false
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
}
