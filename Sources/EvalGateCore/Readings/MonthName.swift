/// The names of months and the first letters of them, in English, German, French, Spanish, Italian, Portuguese, Dutch and Polish.
enum MonthName {
  /// No name is longer.
  static let longest = 12

  /// The month that a word names.
  ///
  /// - Parameter word: folded: small letters, without marks.
  static func number(of word: ArraySlice<UInt8>) -> Int? {
    guard (3...longest).contains(word.count), let first = word.first, initials.contains(first) else { return nil }
    return numbers[Array(word)]
  }

  private static let numbers: [[UInt8]: Int] = {
    let names = [
      "january jan januar janner janvier janv enero ene gennaio gen janeiro januari stycznia styczen",
      "february feb februar fevrier fevr fev febrero febbraio fevereiro februari lutego luty",
      "march mar marz maerz mars marzo marco maart mrt marca marzec",
      "april apr avril avr abril abr aprile kwietnia kwiecien", "may mai mayo maggio mag maio mei maja maj",
      "june jun juni juin junio giugno giu junho czerwca czerwiec",
      "july jul juli juillet juil julio luglio lug julho lipca lipiec",
      "august aug aout agosto ago augustus sierpnia sierpien",
      "september sep sept septembre septiembre settembre set setembro wrzesnia wrzesien",
      "october oct oktober okt octobre octubre ottobre ott outubro out pazdziernika pazdziernik",
      "november nov novembre noviembre novembro listopada listopad",
      "december dec dezember dez decembre diciembre dic dicembre dezembro grudnia grudzien",
    ]
    var numbers: [[UInt8]: Int] = [:]
    for (month, row) in names.enumerated() {
      for name in row.split(separator: " ") { numbers[Array(name.utf8)] = month + 1 }
    }
    return numbers
  }()

  private static let initials = Set(numbers.keys.compactMap(\.first))
}
