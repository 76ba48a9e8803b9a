import StrictJSON

/// `confirm` in the decision order, the last before a call is allowed.
struct ConfirmCondition: CallRule {
  var kind: RuleKind { .confirm }

  let trust: Trust

  func objection(to call: ProposedCall) -> Objection? {
    guard !call.place.isConfirmed else { return nil }
    for rule in call.rules {
      if let confirm = rule.confirm, applies(confirm, call) {
        return Objection(rule: rule.id, .unconfirmed, isConfirmable: true)
      }
    }
    return nil
  }

  private func applies(_ rule: ConfirmRule, _ call: ProposedCall) -> Bool {
    // What cannot be read may go anywhere.
    guard call.arguments != nil else { return true }
    switch rule.condition {
    case .always: return true
    case .externalDomain: return call.arguments.map(goesOut) ?? true
    case .tainted:
      // Only what a rule of taint names was looked for; where nothing is known, everything may be.
      guard call.place.taint.isKnown else { return true }
      return (call.arguments.map { Leaf.all(of: $0) } ?? []).contains {
        call.place.taint.source(
          of: $0.text, textsBefore: call.place.textsBefore, unless: Set(TaintRule.Exemption.allCases))
          != nil
      }
    }
  }

  /// Whether anything in a value, keys included, is an address of others or cannot be read as one of one's own.
  private func goesOut(_ value: JSONValue) -> Bool {
    switch value {
    case .string(let text): text.unescaped.contains { isExternal($0) }
    case .array(let elements): elements.contains(where: goesOut)
    case .object(let object): object.contains { holdsExternal($0.key) || goesOut($0.value) }
    default: false
    }
  }

  /// Longer texts are talk in which addresses may stand, and no addresses themselves.
  private static let longestAddress = 320

  private func isExternal(_ text: String) -> Bool {
    if AddressMention.atSigns(in: text) > 0, text.utf8.count <= Self.longestAddress {
      // What looks like an address and cannot be read as one belongs to nobody known.
      return MailAddress(text).map { trust.isExternal($0.domain) } ?? true
    }
    let address = WebAddress(text)
    if address.hasBadHost && address.scheme != nil || address.host.map(trust.isExternal) ?? false { return true }
    let isWord = !text.unicodeScalars.contains { $0.properties.isWhitespace }
    if isWord, !Self.isFileName(text), let link = AddressMention.link(text, isBare: true), trust.isExternal(link.host) {
      return true
    }
    return holdsExternal(text)
  }

  /// Whether one of the addresses in a text belongs to others, or is none that can be read.
  private func holdsExternal(_ text: String) -> Bool {
    let mails = AddressMention.mails(in: text)
    return mails.count < AddressMention.atSigns(in: text) || mails.contains { trust.isExternal($0.host) }
      || AddressMention.links(in: text).contains { trust.isExternal($0.host) }
  }

  /// Endings of files that no domain has.
  private static let fileEndings: Set<Substring> = [
    "bmp", "css", "csv", "doc", "docx", "eml", "gif", "gz", "htm", "html", "ics", "jpeg", "jpg", "js", "json", "jsonl",
    "log",
    "odp", "ods", "odt", "pdf", "png", "ppt", "pptx", "rtf", "svg", "swift", "tar", "toml", "tsv", "txt", "wav", "webp",
    "xls",
    "xlsx", "xml", "yaml", "yml",
  ]

  private static func isFileName(_ text: String) -> Bool {
    guard !text.utf8.contains(0x2F), let dot = text.lastIndex(of: ".") else { return false }
    return fileEndings.contains(text[text.index(after: dot)...].lowercased()[...])
  }
}
