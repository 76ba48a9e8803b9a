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
  /// By their digits, and by those that are dialled at home.
  private var telephones: [String: Int] = [:]
  private var homes: [String: Int] = [:]
  private var days: [CalendarDate: Int] = [:]

  /// - Parameter addresses: all in the text.
  mutating func add(_ said: String, _ addresses: [AddressMention], from text: Int) {
    func note<Key>(_ key: Key, in places: inout [Key: Int]) { if places[key] == nil { places[key] = text } }
    for address in addresses { note(address.canonical, in: &self.addresses) }
    for repository in said.words.compactMap({ RepositoryAddress($0) }) {
      note(repository.place.lowercased(), in: &repositories)
    }
    for name in RepositoryMention.possible(in: said) { note(name, in: &names) }
    for number in Self.telephones(in: said) {
      note(number.digits, in: &telephones)
      if let home = number.home { note(home, in: &homes) }
    }
    for day in WrittenDay.days(in: said) { note(day, in: &days) }
  }

  /// Whether a value is one of them that was said before a text.
  func holds(_ value: String, before text: Int) -> Bool {
    let value = value.trimmingSpaces
    var places = [AddressMention.whole(value).flatMap { addresses[$0.canonical] }]
    if let repository = RepositoryAddress(value), repository.isPlain {
      places.append(repositories[repository.place.lowercased()])
    }
    if let number = TelephoneNumber(value) {
      // Who has only the number at home may have meant it in any country.
      places += [telephones[number.digits], homes[number.digits], number.home.flatMap { telephones[$0] }]
    }
    places += WrittenDay.days(ofWhole: value).map { days[$0] }
    return places.contains { $0.map { $0 < text } ?? false }
  }

  /// Whether a repository of a service was named before a text.
  func names(_ repository: String, before text: Int) -> Bool { names[repository].map { $0 < text } ?? false }

  /// The numbers of a text that may be those of telephones: what goes on with more digits is another one.
  private static func telephones(in text: String) -> [TelephoneNumber] {
    var numbers: [TelephoneNumber] = []
    var run = String.UnicodeScalarView()
    func finish() {
      if let number = TelephoneNumber(String(run)) { numbers.append(number) }
      run.removeAll()
    }
    for scalar in text.unicodeScalars {
      // A sign before the code of a country, and the end of a sentence.
      if scalar == "+" || scalar == " " && run.last == "." { finish() }
      if isOfTelephone(scalar) { run.append(scalar) } else { finish() }
    }
    finish()
    return numbers
  }

  private static func isOfTelephone(_ scalar: Unicode.Scalar) -> Bool {
    ("0"..."9").contains(scalar) || " +-()/.\u{A0}\u{202F}".unicodeScalars.contains(scalar)
  }
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
  /// The repositories that programs reach over a shell, in which no mail to somebody of that name is meant:
  /// `git@github.com:corp/app.git`, `ssh://git@github.com/corp/app.git`.
  var remoteRepositories: [String] { words.filter(Self.isRemoteRepository) }

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
