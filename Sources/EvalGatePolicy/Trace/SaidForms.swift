import EvalGateCore

/// Where sources that are not trusted said machines, repositories, days and telephones that the arguments of calls name too, each in a
/// form that does not depend on how it was written.
struct SaidForms: Sendable {
  /// A place in what was said.
  struct Place: Sendable {
    /// Position among the texts of the run.
    let text: Int
    /// Bytes of that text.
    let offset: Int
  }

  /// By their names, and whether `//` or `www.` stood before them there.
  private var machines: [String: [(place: Place, isAddressed: Bool)]] = [:]
  private var repositories: [String: Place] = [:]
  private var days: [CalendarDate: Place] = [:]
  /// By their digits, those that were said with the code of a country.
  private var telephones: [String: Place] = [:]
  /// Of these the ones before which a sign or zeros tell that it is a code.
  private var toldTelephones: [String: Place] = [:]

  /// Takes what a text says of what is looked for.
  ///
  /// - Parameter offset: where the text stands, of what had to be decoded.
  mutating func note(_ text: ViewedText, _ index: Int, at offset: Int?, _ wanted: TaintedValues.Wanted) {
    func place(_ own: Int) -> Place { Place(text: index, offset: offset ?? own) }
    func add<Key>(_ key: Key, at own: Int, to places: inout [Key: Place]) {
      if places[key] == nil { places[key] = place(own) }
    }
    if !wanted.days.isEmpty {
      for written in WrittenDay.all(in: text.folded.bytes) {
        let own = text.folded.origin(of: written.range).lowerBound
        for day in written.days where wanted.days.contains(day) { add(day, at: own, to: &days) }
      }
    }
    if !wanted.telephones.isEmpty {
      let said = TelephoneMention.withCodes(wanted.telephones, in: text.folded.bytes)
      for digits in said.all { add(digits, at: 0, to: &telephones) }
      for digits in said.told { add(digits, at: 0, to: &toldTelephones) }
    }
    guard !wanted.repositories.isEmpty || !wanted.machines.isEmpty else { return }
    let string = String(decoding: text.bytes, as: UTF8.self)
    if !wanted.repositories.isEmpty {
      for repository in RepositoryMention.addressed(in: string) {
        for name in [repository, RepositoryMention.owner(of: repository)] where wanted.repositories.contains(name) {
          add(name, at: 0, to: &repositories)
        }
      }
    }
    guard !wanted.machines.isEmpty else { return }
    // A machine that is a part of a mail address is none.
    for said in HostMention.all(in: string) where wanted.machines.contains(said.name) && !said.isOfMail {
      if let last = machines[said.name]?.last, last.place.text == index, last.isAddressed || !said.isAddressed {
        continue
      }
      machines[said.name, default: []].append((place(said.offset), said.isAddressed))
    }
  }

  /// Where a repository or its owner was said first, if it was before a text.
  func repository(_ name: String, before text: Int) -> Place? { first(repositories[name], before: text) }

  func day(_ day: CalendarDate, before text: Int) -> Place? { first(days[day], before: text) }

  /// Whether a telephone was said with the code of its country before a text.
  func says(_ number: TelephoneNumber, before text: Int) -> Bool {
    first(telephones[number.digits], before: text) != nil
  }

  /// The same, where a sign or zeros told that it was the code.
  func tells(_ number: TelephoneNumber, before text: Int) -> Bool {
    first(toldTelephones[number.digits], before: text) != nil
  }

  /// Where a machine was said, and whether it was as an address.
  func machine(_ name: String, before text: Int) -> [(place: Place, isAddressed: Bool)] {
    machines[name]?.filter { $0.place.text < text } ?? []
  }

  private func first(_ place: Place?, before text: Int) -> Place? { place.flatMap { $0.text < text ? $0 : nil } }
}
