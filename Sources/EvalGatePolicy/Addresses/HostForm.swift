/// How far the form of a name with dots tells that it is a machine's.
enum HostForm {
  /// It does not: `os.path`, `main.py`.
  case none
  /// More often it is another thing's: a file's (`data.zip`), a time (`5.pm`), `.NET`, and two sentences with no space between them
  /// (`late.It`).
  case ofOthers
  /// As often: `Socket.io`, `log.info`.
  case shared
  case machine

  /// - Parameter text: the name as it was written.
  init(ofName text: String, _ host: Host) {
    guard PublicName.isOne(host) else {
      self = .none
      return
    }
    let labels = text.unicodeScalars.split(separator: ".")
    guard let last = labels.last, labels.count > 1 else {
      self = .machine
      return
    }
    let ending = String(last).lowercased()
    if Self.files.contains(ending) || Self.isOfOthers(last, after: labels[labels.count - 2]) {
      self = .ofOthers
    } else {
      self = labels.count == 2 && Self.members.contains(ending) ? .shared : .machine
    }
  }

  /// Whether a capital letter begins an ending where a small one began what stands before it, or the ending is `NET`.
  private static func isOfOthers(
    _ ending: Substring.UnicodeScalarView, after label: Substring.UnicodeScalarView
  ) -> Bool {
    ending.elementsEqual("NET".unicodeScalars)
      || ending.first?.properties.isUppercase == true && label.first?.properties.isLowercase == true
  }

  /// Endings of files, and of times, that are top levels as well.
  private static let files: Set<String> = [
    "ac", "am", "cc", "mk", "ml", "mm", "mo", "mov", "pl", "pm", "ps", "pub", "so", "tf", "zip",
  ]

  /// Endings of products and of members in programs.
  private static let members: Set<String> = ["app", "info", "io"]
}
