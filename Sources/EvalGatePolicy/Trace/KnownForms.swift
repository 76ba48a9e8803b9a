import EvalGateCore

/// The addresses, repositories, telephones and days that somebody said whose word counts, each in a form that does not depend on how
/// it was written: who says `https://github.com/corp/app`, `+49 171 2345678` and `12 March 2026` also said
/// `git@github.com:corp/app.git`, `0171 2345678` and `2026-03-12`.
struct KnownForms: Sendable {
  /// In which text each was said first.
  private var addresses: [String: Int] = [:]
  private var repositories: [String: Int] = [:]
  /// Of services, by their owners' names and their own.
  private var names: [String: Int] = [:]
  private var services: Set<String> = []
  private var telephones = KnownTelephones()
  private var days: [CalendarDate: Int] = [:]

  /// - Parameter addresses: all in the text.
  /// - Returns: the services at which it names repositories by their owners' names and their own alone.
  mutating func add(_ said: String, _ addresses: [AddressMention], from text: Int) -> Set<String> {
    func note<Key>(_ key: Key, in places: inout [Key: Int]) { if places[key] == nil { places[key] = text } }
    for address in addresses { note(address.canonical, in: &self.addresses) }
    for repository in said.words.compactMap({ RepositoryAddress($0) }) {
      note(repository.place.lowercased(), in: &repositories)
      if let place = RepositoryMention.place(ofPage: repository) { note(place, in: &repositories) }
    }
    for name in RepositoryMention.possible(in: said.withoutEmphasis) {
      for name in [name, RepositoryMention.owner(of: name)] { note(name, in: &names) }
    }
    telephones.add(said, from: text)
    for day in WrittenDay.days(in: said) { note(day, in: &days) }
    let named = RepositoryMention.named(in: said)
    services.formUnion(named.services)
    guard !named.names.isEmpty else { return [] }
    let keepers = named.services.isEmpty ? services.isEmpty ? [RepositoryMention.usual] : services : named.services
    for keeper in keepers {
      for name in named.names { note("\(keeper)/\(name)", in: &repositories) }
    }
    return keepers
  }

  /// Whether a value is one of them that was said before a text.
  func holds(_ value: String, before text: Int) -> Bool {
    let value = value.trimmingSpaces
    var places = [AddressMention.whole(value).flatMap { addresses[$0.canonical] }]
    if let repository = RepositoryAddress(value), repository.isPlain {
      places.append(repositories[repository.place.lowercased()])
    }
    places += WrittenDay.days(ofWhole: value).map { days[$0] }
    return places.contains { $0.map { $0 < text } ?? false }
      || (TelephoneNumber(value) ?? Self.short(value)).map { telephones.hold($0, before: text) } ?? false
  }

  /// A number of eight digits, which is one only where it is known to be: countries without a zero before their numbers have such.
  private static func short(_ value: String) -> TelephoneNumber? { TelephoneNumber("0" + value) }

  /// Whether a telephone may be one that was said before a text without the code of a country.
  func mayHold(_ number: TelephoneNumber, before text: Int) -> Bool { telephones.mayHold(number, before: text) }

  /// Whether a telephone has the digits of one that was said before a text, as that is dialled at home.
  func holdsAtHome(_ number: TelephoneNumber, before text: Int) -> Bool { telephones.holdAtHome(number, before: text) }

  /// Whether a repository of a service, or its owner, was named before a text.
  func names(_ repository: String, before text: Int) -> Bool { names[repository].map { $0 < text } ?? false }
}

extension WrittenDay {
  /// The days that a value may mean that is nothing but a day, its first moment included.
  static func days(ofWhole value: String) -> Set<CalendarDate> {
    guard value.utf8.count <= longest else { return [] }
    let bytes = ViewedText(value).folded.bytes
    guard let written = WrittenDay(in: bytes, at: 0),
      bytes[written.range.upperBound...].allSatisfy({ "t 0:.z+".utf8.contains($0) })
    else { return [] }
    return written.days
  }

  private static let longest = 64
}

extension String {
  /// With blanks for the signs around what is set as code or bold.
  var withoutEmphasis: String {
    utf8.contains { "`*".utf8.contains($0) } ? String(map { "`*".contains($0) ? " " : $0 }) : self
  }

  /// The repositories that programs reach over a shell, in which no mail to somebody of that name is meant:
  /// `git@github.com:corp/app.git`, `ssh://git@github.com/corp/app.git`.
  var remoteRepositories: [String] { words.filter(Self.isRemoteRepository) }

  /// Without those at a service, whose name says nothing of whose repository it is.
  var withoutServiceRepositories: String {
    guard contains("git@") else { return self }
    var left = String.UnicodeScalarView()
    var end = startIndex
    for slice in wordSlices {
      let word = String(slice)
      guard Self.isRemoteRepository(word), RepositoryAddress(word)?.name != nil else { continue }
      left += unicodeScalars[end..<slice.startIndex]
      left.append(" ")
      end = slice.endIndex
    }
    return String(left + unicodeScalars[end...])
  }

  /// The mail addresses of a text, without what only looks like one in such a repository.
  var mails: [AddressMention] {
    guard contains("git@") else { return AddressMention.mails(in: self) }
    return words.filter { !Self.isRemoteRepository($0) }.flatMap { AddressMention.mails(in: $0) }
  }

  private static func isRemoteRepository(_ word: String) -> Bool {
    if word.hasPrefix("ssh://git@") { return RepositoryAddress(word) != nil }
    guard word.hasPrefix("git@"), let colon = word.firstIndex(of: ":"), !word[..<colon].contains("/") else {
      return false
    }
    return word[word.index(after: colon)...].contains { !$0.isNumber && $0 != "/" }
  }
}
