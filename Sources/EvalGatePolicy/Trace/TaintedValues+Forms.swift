import EvalGateCore

// The forms in which a value may have been said.
extension TaintedValues {
  /// The value itself, as one piece; none where it is too short.
  static func whole(_ value: String) -> Form { form([withoutScheme(value.trimmingSpaces)]) ?? Form(pieces: []) }

  private static func form(_ pieces: [String]) -> Form? {
    let letters = pieces.map { Folding.letters($0) }
    return letters.allSatisfy { $0.count >= shortest } && !letters.isEmpty
      ? Form(pieces: letters, joins: pieces.map { Joins($0) }) : nil
  }

  /// Whether a value is an address of the machine that asks, by itself or with a path there.
  static func isOfThisMachine(_ value: String) -> Bool {
    let trimmed = value.trimmingSpaces
    return (WebAddress(trimmed).host ?? AddressMention.link(trimmed, isBare: true)?.host ?? Host(trimmed))?.isLoopback
      ?? false
  }

  /// The domains above the host that a value leads to.
  static func domains(of value: String) -> [String] {
    host(of: value.trimmingSpaces)?.domains ?? []
  }

  /// The host of a value that is an address, and none of a text that holds one somewhere: `git clone https://…` leads nowhere by
  /// itself, and the address in it is looked at as a value of its own. Line breaks in an address are left out, as browsers do.
  private static func host(of value: String) -> Host? {
    guard value.unicodeScalars.contains(where: \.properties.isWhitespace) else {
      return WebAddress(value).host ?? AddressMention.link(value, isBare: true)?.host
    }
    let address = WebAddress(value)
    guard let scheme = address.scheme, value.lowercased().hasPrefix(scheme + "://"),
      value.unicodeScalars.allSatisfy({ !$0.properties.isWhitespace || "\t\n\r".unicodeScalars.contains($0) })
    else { return nil }
    return address.host
  }

  /// The value itself; of numbers other ways to write them; of addresses also their parts, of which they may have been put together,
  /// with their signs as they are and as words: `collector at evil-host dot example`.
  static func forms(of value: String) -> [Form] {
    let trimmed = value.trimmingSpaces
    var forms: [Form] = []
    var parts = [[withoutScheme(trimmed)]]
    if let mail = MailAddress(trimmed) {
      let local = mail.local.withoutTag
      let (domain, spelled) = (mail.domain.name, Self.spelled(mail.domain.name))
      for name in [mail.local, local, Self.spelled(local)] { parts += [[name, domain], [name, spelled]] }
      parts += [[local + domain], [Self.spelled(local) + " at " + spelled], [local + "@" + spelled]]
    }
    if let host = host(of: trimmed) {
      let name = withoutScheme(host.name)
      parts += [[name], [Self.spelled(name)]] + (host.unicodeName.map { [[withoutScheme($0)]] } ?? [])
      let letters = Folding.letters(name)
      // `x.io` is no word of any text.
      if letters.count == shortest - 1 { forms.append(Form(pieces: [letters])) }
    }
    let readable = withoutScheme(trimmed).withReadableLetters
    if [readable] != parts[0] { parts.append([readable]) }
    parts += (NumberForms.others(trimmed) + (TelephoneNumber(trimmed)?.forms ?? [])).map { [$0] }
    for form in parts.compactMap(form) where !forms.contains(form) { forms.append(form) }
    return forms
  }

  /// A repository without its service, where the value is an address of one: `mallory/x`.
  static func repository(_ value: String) -> Form? {
    guard let address = RepositoryAddress(value.trimmingSpaces), address.steps.count == 2 else { return nil }
    return address.name.flatMap { form([$0]) }
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
