import EvalGateCore
import StrictJSON

/// Where the values in the arguments of calls were said before: one pass over every text of the run for all of them.
struct TaintedValues: Sendable {
  /// What is looked for of one value: in one form, all of its pieces.
  struct Form: Hashable, Sendable {
    let pieces: [[UInt8]]
    /// What stands between the letters of each.
    var joins: [Joins] = []
  }

  /// Where something untrusted was said.
  struct Source: Hashable, Sendable {
    /// `tool:read_email`
    let name: String
    /// Position among the messages of the run, from 1.
    let message: Int
    /// Bytes of that text, whatever had to be decoded.
    let offset: Int
    /// Whether somebody untrusted said it as an address, with `//` or `www.` before it.
    var isAddressed = false
  }

  private var mentions: [[UInt8]: [Mention]] = [:]
  /// In which text a value was first promoted.
  private var promoted: [[UInt8]: Int] = [:]
  /// What was promoted, and what a trusted source said, in forms that do not depend on how it was written.
  private var promotedForms = KnownForms()
  private var trustedForms = KnownForms()
  /// In which text a host or one below it was first said by a trusted source or promoted.
  private var knownDomains: [String: Int] = [:]
  /// Where a domain was said by itself, by its letters: what is below it leads to the same place.
  private var domains: [[UInt8]: [Mention]] = [:]
  private let trust: Trust
  /// What other sources said, in such forms.
  private var saidForms = SaidForms()
  private let wanted: Wanted
  private var sources: [(name: String, message: Int)] = []
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
    wanted = trace.isKnown ? Wanted(trace, tools) : Wanted()
    guard !wanted.isEmpty else { return }
    let needles = wanted.values.sorted { $0.lexicographicallyPrecedes($1) }
    let automaton = ValueAutomaton(needles)
    for (index, said) in trace.texts.enumerated() {
      sources.append((said.source, said.message))
      let isTrusted = trust.trusts(said.source)
      let text = ViewedText(said.text)
      look(for: needles, automaton, in: text, Mention(text: index, offset: -1, isTrusted: isTrusted))
      if isTrusted {
        know(said.text, in: \.trustedForms, from: index)
        continue
      }
      saidForms.note(text, index, at: nil, wanted)
      let decoded = text.decoded
      isExceeded = isExceeded || !decoded.exceeded.isEmpty
      for fragment in decoded.fragments {
        let mention = Mention(text: index, offset: fragment.origin.lowerBound, isTrusted: false)
        look(for: needles, automaton, in: fragment.text, mention)
        saidForms.note(fragment.text, index, at: mention.offset, wanted)
      }
      for value in trust.promoted(said) {
        know(value, in: \.promotedForms, from: index)
        for piece in Self.whole(value).pieces where promoted[piece] == nil { promoted[piece] = index }
      }
    }
  }

  /// Takes what somebody said as what may be acted on.
  private mutating func know(_ said: String, in forms: WritableKeyPath<TaintedValues, KnownForms>, from text: Int) {
    let parted = said.partedAtScripts
    if parted != said { know(parted, in: forms, from: text) }
    let addresses = Self.addresses(in: said)
    let services = self[keyPath: forms].add(said, addresses, from: text)
    let repositories = said.remoteRepositories.compactMap { RepositoryAddress($0)?.host } + services.sorted()
    for host in addresses.map(\.host) + repositories.compactMap({ Host($0) }) { know(host, from: text) }
  }

  private mutating func know(_ host: Host, from text: Int) {
    for name in [host.name] + host.domains where knownDomains[name] == nil { knownDomains[name] = text }
  }

  /// The addresses that somebody said, whole: that one was said says nothing of a longer or a shorter one.
  private static func addresses(in text: String) -> [AddressMention] {
    text.mails
      + (text.words.flatMap(\.readings) + text.marked).flatMap { word in
        guard word.utf8.contains(0x2E) || word.utf8.contains(0x2F) else { return [AddressMention]() }
        return (AddressMention.link(word, isBare: true).map { [$0] } ?? [])
          + AddressMention.nested(in: word, isBare: true)
      }
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
      let range = NumberForms.withZeros(text.letters.origin(of: (end - needle.count)..<end), in: text.bytes)
      guard needle.count >= Self.unambiguous || Self.isWord(range, in: text.bytes) else { continue }
      // So few letters are a host only with the dot in it.
      guard needle.count >= Self.shortest || text.bytes[range].contains(UInt8(ascii: ".")) else { continue }
      if !mention.isTrusted, domains[needle]?.last?.text != mention.text, Self.isDomain(range, in: text.bytes) {
        let offset = mention.offset < 0 ? range.lowerBound : mention.offset
        domains[needle, default: []].append(Mention(text: mention.text, offset: offset, isTrusted: false))
      }
      let isFirst = mentions[needle]?.last?.text != mention.text
      guard mention.isTrusted else {
        let offset = mention.offset < 0 ? range.lowerBound : mention.offset
        if isFirst {
          mentions[needle, default: []].append(Mention(text: mention.text, offset: offset, isTrusted: false))
        }
        continue
      }
      if isFirst {
        mentions[needle, default: []].append(Mention(text: mention.text, offset: range.lowerBound, isTrusted: true))
      }
      guard !Joins.isCut(range, in: text.bytes), let last = mentions[needle]?.indices.last else { continue }
      mentions[needle]?[last].note(
        Joins(text, (end - needle.count)..<end), isWhole: Self.isWhole(range, in: text.bytes))
    }
    for (number, place) in NumberForms.exponents(in: text.bytes) {
      let needle = Folding.letters(number)
      guard wanted.values.contains(needle), mentions[needle]?.last?.text != mention.text else { continue }
      mentions[needle, default: []].append(
        Mention(
          text: mention.text, offset: mention.offset < 0 ? place : mention.offset, isTrusted: mention.isTrusted,
          joins: nil, wholeJoins: nil))
    }
    // What was looked at that often without being one was not looked at to the end.
    if full.contains(where: { mentions[needles[$0]]?.last?.text != mention.text }) { isExceeded = true }
  }

  /// Whether a stretch is a name of a host by itself, and no part of a longer one or of a mail address.
  private static func isDomain(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    guard bytes[range].contains(UInt8(ascii: ".")), UTF8Reading.isWord(range, in: bytes) else { return false }
    if range.lowerBound > 0, ".-_@".utf8.contains(bytes[range.lowerBound - 1]) { return false }
    guard range.upperBound < bytes.count else { return true }
    let next = bytes[range.upperBound]
    let goesOn = range.upperBound + 1 < bytes.count && ByteClass.isAlphanumeric(bytes[range.upperBound + 1])
    return next != UInt8(ascii: "-") && next != UInt8(ascii: "@") && (next != UInt8(ascii: ".") || !goesOn)
  }

  /// Whether only a source that is not trusted said a value.
  func taints(
    _ leaf: Leaf, textsBefore: Int, unless: Set<TaintRule.Exemption> = Set(TaintRule.Exemption.allCases)
  ) -> Bool { source(of: leaf, textsBefore: textsBefore, unless: unless) != nil }

  /// Where a value was first said by a source that is not trusted, if it was, and by none that is.
  /// - Parameters:
  ///   - textsBefore: how many texts had been said before the call.
  ///   - unless: what makes a value fit to be acted on.
  func source(of leaf: Leaf, textsBefore: Int, unless: Set<TaintRule.Exemption>) -> Source? {
    if let repository = leaf.repository {
      for name in [repository, leaf.owner ?? repository] {
        if unless.contains(.inTrustedText), trustedForms.names(name, before: textsBefore) { return nil }
        if unless.contains(.promoted), promotedForms.names(name, before: textsBefore) { return nil }
        if let place = saidForms.repository(name, before: textsBefore) { return source(place) }
      }
      return nil
    }
    guard let machine = leaf.machine else {
      if let whole = leaf.whole, mayBeUsed(whole, textsBefore, unless) { return nil }
      return source(of: leaf.text, textsBefore: textsBefore, unless: unless)
    }
    for name in machine.names where !isOwn(name, textsBefore, unless) {
      let said = saidForms.machine(name, before: textsBefore)
      if var source = said.first(where: { $0.isAddressed || machine.isShown }).map({ source($0.place) }) {
        source.isAddressed = said.contains(where: \.isAddressed)
        return source
      }
    }
    return nil
  }

  private func source(_ place: SaidForms.Place) -> Source { source(place.text, place.offset) }

  private func source(_ mention: Mention) -> Source { source(mention.text, mention.offset) }

  private func source(_ text: Int, _ offset: Int) -> Source {
    Source(name: sources[text].name, message: sources[text].message, offset: offset)
  }

  private func source(of value: String, textsBefore: Int, unless: Set<TaintRule.Exemption>) -> Source? {
    if Self.isOfThisMachine(value) { return nil }
    if mayBeUsed(value, textsBefore, unless) { return nil }
    for form in Self.forms(of: value) {
      if let mention = isSaid(form, textsBefore) {
        return source(mention)
      }
    }
    if let form = Self.repository(value), !unless.contains(.inTrustedText) || !isWhole(form, textsBefore),
      let mention = isSaid(form, textsBefore)
    {
      return source(mention)
    }
    for day in WrittenDay.days(ofWhole: value) {
      if let place = saidForms.day(day, before: textsBefore) { return source(place) }
    }
    for domain in Self.domains(of: value) where !isOwn(domain, textsBefore, unless) {
      if let mention = domains[Folding.letters(domain)]?.first(where: { $0.text < textsBefore }) {
        return source(mention)
      }
    }
    return nil
  }

  /// Whether a value is fit to be acted on, whoever else said it.
  private func mayBeUsed(_ value: String, _ textsBefore: Int, _ unless: Set<TaintRule.Exemption>) -> Bool {
    unless.contains(.inTrustedText) && isTrusted(value, textsBefore)
      || unless.contains(.promoted) && isPromoted(value, textsBefore)
  }

  /// Whether a domain is known otherwise: as one's own, or as that of a host that a trusted source said or that was promoted.
  private func isOwn(_ domain: String, _ textsBefore: Int, _ unless: Set<TaintRule.Exemption>) -> Bool {
    if let host = Host(domain), !trust.isExternal(host) { return true }
    guard !unless.isEmpty else { return false }
    return knownDomains[domain].map { $0 < textsBefore } ?? false
  }

  /// Whether a trusted source said a value as a whole: an address by itself, a long number with all its digits, a telephone, a
  /// repository or a day however it is written.
  private func isTrusted(_ value: String, _ textsBefore: Int) -> Bool {
    if holds(value, trustedForms, textsBefore) { return true }
    guard AddressMention.whole(value) == nil else { return false }
    let isNumber = Self.isNumber(value)
    return ([value] + NumberForms.others(value)).contains { value in
      isTrusted(Self.whole(value), textsBefore, asWhole: isNumber || Self.isNumber(value))
    }
  }

  /// Whether a value is known in a form. A telephone that was said without the code of a country is the same with one, unless a source
  /// that is not trusted said it with that code: then it is theirs.
  private func holds(_ value: String, _ known: KnownForms, _ textsBefore: Int) -> Bool {
    if known.holds(value, before: textsBefore) { return true }
    guard let number = TelephoneNumber(value.trimmingSpaces), known.mayHold(number, before: textsBefore) else {
      return false
    }
    // The same digits are the same number, unless somebody says that they begin with a code.
    let isSaid =
      known.holdsAtHome(number, before: textsBefore)
      ? saidForms.tells(number, before: textsBefore) : saidForms.says(number, before: textsBefore)
    guard !isSaid, number.isAbroad else { return !isSaid }
    let forms = [number.digits, number.withZero].compactMap(\.self).map { Form(pieces: [Folding.letters($0)]) }
    return forms.allSatisfy { self.isSaid($0, textsBefore) == nil }
  }

  /// Whether a trusted source said all pieces of a form, each by itself and not within something longer.
  private func isWhole(_ form: Form, _ textsBefore: Int) -> Bool { isTrusted(form, textsBefore, asWhole: true) }

  private func isTrusted(_ form: Form, _ textsBefore: Int, asWhole: Bool) -> Bool {
    !form.pieces.isEmpty
      && form.pieces.indices.allSatisfy { place in
        let joins = form.joins.indices.contains(place) ? form.joins[place] : nil
        return mentions[form.pieces[place]]?.contains { mention in
          mention.isTrusted && mention.text < textsBefore && mention.says(joins, asWhole: asWhole)
        } ?? false
      }
  }

  private func isPromoted(_ value: String, _ textsBefore: Int) -> Bool {
    if holds(value, promotedForms, textsBefore) { return true }
    guard AddressMention.whole(value) == nil else { return false }
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
