import EvalGateCore

/// A line of a case file with its keys and without what stands under them: what a scenario plants, restricts or forbids is quoted by
/// no message, because messages go to the log of a job that anybody may read.
enum HiddenTexts {
  /// How much of what a message is about is shown, in scalars: a name, and no text.
  private static let longest = 40

  /// - Parameters:
  ///   - column: where the message's own place begins, counted from 1, in scalars.
  ///   - length: how long that is.
  /// - Returns: the line with every letter and digit of a value replaced, so that places stay what they are.
  static func line(_ line: String, showing column: Int, _ length: Int) -> String {
    let scalars = Array(line.unicodeScalars)
    let start = max(0, column - 1)
    var shown = [Bool](repeating: false, count: scalars.count)
    for place in start..<max(start, min(scalars.count, start + min(length, longest))) { shown[place] = true }
    for key in keys(in: scalars) {
      for place in key { shown[place] = true }
    }
    var hidden = String.UnicodeScalarView()
    for (place, scalar) in scalars.enumerated() {
      let isText = scalar.value >= 0x80 || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      hidden.append(shown[place] || !isText ? scalar : "*")
    }
    return String(hidden)
  }

  /// Names before a colon, quoted or not.
  private static func keys(in line: [Unicode.Scalar]) -> [Range<Int>] {
    var keys: [Range<Int>] = []
    var place = 0
    while place < line.count {
      let scalar = line[place]
      if scalar == "\"" || scalar == "'" {
        let end = endOfQuote(line, place)
        if isColon(after: end, line, quoted: true), namesKey(line[place..<end]) { keys.append(place..<end) }
        place = end
      } else if isOfName(scalar) {
        var end = place
        while end < line.count, isOfName(line[end]) { end += 1 }
        if isColon(after: end, line, quoted: false), namesKey(line[place..<end]) { keys.append(place..<end) }
        place = end
      } else {
        place += 1
      }
    }
    return keys
  }

  /// What stands at a place of a line, counted as above.
  static func part(of line: String, _ column: Int, _ length: Int) -> String {
    String(String.UnicodeScalarView(line.unicodeScalars.dropFirst(max(0, column - 1)).prefix(length)))
  }

  /// Whether something is written as names of tools, words of a set and kinds of findings are, which a message may say, and not as
  /// texts, codes and patterns are.
  static func isName(_ text: String) -> Bool {
    let bare = text.unicodeScalars.filter { $0 != "\"" && $0 != "'" }
    return namesKey(Array(bare)[...]) && bare.allSatisfy { isOfName($0) || ":.$*[]{}".unicodeScalars.contains($0) }
  }

  /// Whether a quoted part was taken from a text, however that is written; so it is taken to be where the text is not known.
  static func isPart(_ part: String, of text: String?) -> Bool {
    guard let text = text?.lettersAndDigits else { return true }
    let part = part.lettersAndDigits
    return text.contains(part) || part.contains(text)
  }

  /// An address or a number that stands as a key is none.
  private static func namesKey(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    text.count <= longest && !text.contains("@") && text.count { ("0"..."9").contains($0) } <= 2
  }

  /// After the closing quote; the end of the line where there is none.
  private static func endOfQuote(_ line: [Unicode.Scalar], _ start: Int) -> Int {
    var place = start + 1
    while place < line.count, line[place] != line[start] { place += line[place] == "\\" ? 2 : 1 }
    return min(place + 1, line.count)
  }

  /// A name that is not quoted goes up to its colon, and a space or the end comes after that.
  private static func isColon(after end: Int, _ line: [Unicode.Scalar], quoted: Bool) -> Bool {
    var place = end
    while quoted, place < line.count, line[place] == " " { place += 1 }
    guard place < line.count, line[place] == ":" else { return false }
    return quoted || place + 1 == line.count || line[place + 1] == " "
  }

  private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || "_-'0123456789".unicodeScalars.contains(scalar)
  }
}

extension Diagnostic {
  /// With no more of the line it is about than its keys and a name that was to be one, and without quoting a text of it.
  var hidingTexts: Diagnostic {
    var quiet = self
    let place = (column: location?.column ?? 1, length: location?.length ?? 0)
    let subject = excerpt.map { HiddenTexts.part(of: $0, place.column, place.length) } ?? ""
    let isName = label?.hasPrefix("did you mean") == true || excerpt != nil && HiddenTexts.isName(subject)
    // A place may be a bracket, or its line not at hand.
    let source = subject.lettersAndDigits.isEmpty ? excerpt : subject
    quiet.excerpt = excerpt.map { HiddenTexts.line($0, showing: place.column, isName ? place.length : 0) }
    guard !isName else { return quiet }
    quiet.hideQuotes { part, before in
      !before.hasSuffix("case ") && !HiddenTexts.isName(String(part)) && HiddenTexts.isPart(String(part), of: source)
    }
    return quiet
  }
}
