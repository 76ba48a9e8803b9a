import StrictJSON

/// The values in arguments of a call that lead to others: to addresses and hosts that are not one's own, or that cannot be read.
///
/// A recipient is a whole value, or a list of them. In a letter and other texts for people addresses are talk, so what an argument is
/// for counts as well: where somebody or something is named to turn to, and in code, every address within it does. A name with dots is a
/// machine's by a scheme, by the name of the argument, by a command that turns to it, or by an ending that only such names have.
struct Outbound {
  private let trust: Trust
  /// Arguments to which a confirmation is bound as they are, and not by a digest: the recipients, whatever they are called.
  private let bound: Set<String>

  init(_ trust: Trust, bound: Set<String>) { (self.trust, self.bound) = (trust, bound) }

  /// The first value that leads to others; nil where none does.
  func external(in arguments: JSONValue) -> Leaf? {
    var steps: [JSONPathStep] = []
    return external(arguments, as: .value, &steps)
  }

  /// By recursion: arguments were parsed with a limit of depth. Elements and members are for what their list or object is for,
  /// unless a name of their own says otherwise.
  private func external(_ value: JSONValue, as use: ArgumentUse, _ steps: inout [JSONPathStep]) -> Leaf? {
    switch value {
    case .string(let text):
      // `49.99` is an address of a machine to a resolver, and an amount unless a machine is asked for.
      if NumberForms.isDecimal(text), ArgumentUse(at: steps) != .recipient { return nil }
      let texts = use == .recipient ? text.unwrapped : text.unescaped
      if Self.isSubject(steps), texts.flatMap(MessageHeader.recipients(below:)).contains(where: holdsExternal) {
        return Leaf(text: text, steps: steps)
      }
      return texts.contains { isExternal($0, as: use) } ? Leaf(text: text, steps: steps) : nil
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        steps.append(.index(index))
        if let leaf = external(element, as: use, &steps) { return leaf }
        steps.removeLast()
      }
    case .object(let object):
      for (key, member) in object {
        steps.append(.name(key))
        if holdsExternal(key) { return Leaf(text: key, steps: steps) }
        if let leaf = external(member, as: self.use(of: key) ?? use, &steps) { return leaf }
        steps.removeLast()
      }
    default: break
    }
    return nil
  }

  private static func isSubject(_ steps: [JSONPathStep]) -> Bool {
    if case .name(let name) = steps.last { name.lowercased().hasSuffix("subject") } else { false }
  }

  private func use(of name: String) -> ArgumentUse? { bound.contains(name) ? .recipient : ArgumentUse(name) }

  /// Longer texts are talk in which addresses may stand, and no addresses themselves.
  private static let longestAddress = 320

  private func isExternal(_ text: String, as use: ArgumentUse) -> Bool {
    if MessageHeader.recipients(of: text).contains(where: holdsExternal) { return true }
    switch use {
    case .recipient:
      if AddressMention.atSigns(in: text) > 0, text.utf8.count <= Self.longestAddress {
        // What looks like an address and cannot be read as one belongs to nobody known.
        return MailAddress.all(in: text).map { $0.contains { trust.isExternal($0.domain) } } ?? true
      }
      return isExternalHost(text, isBare: .any) || holdsExternal(text)
    case .code:
      return isExternalHost(text, isBare: .publicName)
        || AddressMention.mails(in: text).contains { trust.isExternal($0.host) }
        || AddressMention.links(in: text).contains { $0.isMachine && trust.isExternal($0.host) }
        || HostMention.all(in: text).contains { $0.isQuoted && $0.isShown && trust.isExternal($0.host) }
        || settings(in: text) || commands(in: text)
    case .value:
      return Self.items(of: text).contains { trust.isExternal($0) } || isExternalHost(text, isBare: .publicName)
        || settings(in: text) || commands(in: text)
    case .words, .thing:
      return Self.items(of: text).contains { trust.isExternal($0) } || isExternalHost(text, isBare: .none)
        || commands(in: text, isTalk: true)
    }
  }

  /// A command is one wherever it stands. In talk, words of any text are names of programs as well: `please ping main.py`.
  private func commands(in text: String, isTalk: Bool = false) -> Bool {
    CommandHosts.names(in: text).contains { name in
      guard let mention = AddressMention.link(name, isBare: true), !isTalk || mention.isMachine else { return false }
      return trust.isExternal(mention.host)
    }
  }

  /// Names under which settings of a connection have the machine: `Server=evil.example;Database=x`, `host=evil.example dbname=x`.
  private static let settings: Set<String> = [
    "host", "hostname", "hostaddr", "server", "data source", "datasource", "address", "addr", "network address",
    "endpoint",
  ]

  private func settings(in text: String) -> Bool {
    guard text.utf8.contains(UInt8(ascii: "=")) else { return false }
    let fields = text.split { ";&\n\r".contains($0) }
    return (fields + fields.flatMap { $0.split(whereSeparator: \.isWhitespace) }).contains { field in
      guard let sign = field.firstIndex(of: "="),
        Self.settings.contains(String(field[..<sign]).trimmingSpaces.trimmingQuotes.lowercased())
      else { return false }
      var value = String(field[field.index(after: sign)...]).trimmingSpaces.trimmingQuotes
      // `tcp:evil.example,1433` of SQL Server.
      if value.lowercased().hasPrefix("tcp:") { value = String(value.dropFirst(4)) }
      value = String(value.prefix { $0 != "," })
      return AddressMention.link(value, isBare: true).map { $0.isMachine && trust.isExternal($0.host) } ?? false
    }
  }

  /// Which names without a scheme are those of machines.
  private enum Bare { case none, publicName, any }

  private func isExternalHost(_ text: String, isBare: Bare) -> Bool {
    let isWord = !text.unicodeScalars.contains { $0.properties.isWhitespace }
    let address = WebAddress(text)
    if isWord || address.scheme == "" || address.scheme.map({ text.lowercased().hasPrefix($0 + "://") }) ?? false {
      let isUnreadable = address.hasBadHost && address.scheme != nil
      if isUnreadable || address.host.map(trust.isExternal) ?? false { return true }
    }
    guard isWord, isBare != .none || text.lowercased().hasPrefix("www."), !FileName.isOne(text),
      let link = AddressMention.link(text, isBare: true), isBare == .any || link.isMachine
    else { return false }
    return trust.isExternal(link.host)
  }

  /// The hosts of a text that is nothing but mailboxes, with names before them or not, in a list or alone; none of any other text,
  /// unless it is a single word that holds an address.
  private static func items(of text: String) -> [Host] {
    let mails = AddressMention.mails(in: text)
    guard !mails.isEmpty else { return [] }
    let items = text.split { ",;\n".contains($0) }.map { String($0).trimmingSpaces }.filter { !$0.isEmpty }
    let areBoxes = items.allSatisfy { item in
      MailAddress(item) != nil || item.lowercased().hasPrefix("mailto:")
        || !item.unicodeScalars.contains { $0.properties.isWhitespace }
    }
    let words = text.words
    return areBoxes || words.allSatisfy { MailAddress($0) != nil } ? mails.map(\.host) : []
  }

  /// Whether one of the addresses in a text belongs to others, or is none that can be read.
  private func holdsExternal(_ text: String) -> Bool {
    let mails = AddressMention.mails(in: text)
    return mails.count < AddressMention.atSigns(in: text) || mails.contains { trust.isExternal($0.host) }
      || AddressMention.links(in: text).contains { trust.isExternal($0.host) }
  }
}

extension AddressMention {
  /// Whether it is one of a machine by its scheme, its `//`, its `www.`, its ending or the four parts of an address, and not only by its dots.
  fileprivate var isMachine: Bool {
    text.contains("//") || text.lowercased().hasPrefix("www.") || PublicName.isOne(host)
      || host.address != nil && text.prefix { !"/:?#".contains($0) }.split(separator: ".").count == 4
  }
}
