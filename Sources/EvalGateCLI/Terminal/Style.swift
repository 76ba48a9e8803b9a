/// When to colour.
enum ColorChoice: String, CaseIterable, Sendable { case auto, always, never }

extension Console {
  /// Colour repeats what a mark and a word already say, so leaving it out loses nothing (https://no-color.org).
  static func usesColor(_ choice: ColorChoice, _ stream: Stream, environment: [String: String]) -> Bool {
    switch choice {
    case .always: return true
    case .never: return false
    case .auto: break
    }
    if environment["NO_COLOR"].map({ !$0.isEmpty }) == true || environment["TERM"] == "dumb" { return false }
    if environment["FORCE_COLOR"].map({ !$0.isEmpty && $0 != "0" }) == true { return true }
    return isTerminal(stream)
  }

  /// Whether the locale can show `✓`; where it cannot, marks are plain ASCII.
  static func showsUnicode(environment: [String: String]) -> Bool {
    let locale = environment["LC_ALL"].nonEmpty ?? environment["LC_CTYPE"].nonEmpty ?? environment["LANG"].nonEmpty
    // Without any locale (containers, CI) files and logs are UTF-8 all the same.
    guard let locale else { return true }
    let name = locale.lowercased()
    return name.contains("utf-8") || name.contains("utf8")
  }
}

extension String? {
  fileprivate var nonEmpty: String? { self.flatMap { $0.isEmpty ? nil : $0 } }
}
