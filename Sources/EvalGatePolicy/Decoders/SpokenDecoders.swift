/// Morse code with spaces between letters (ITU-R M.1677-1).
struct MorseDecoder: Decoder {
  static let name = "morse"
  private static let shortest = 5

  private static let letters: [[UInt8]: UInt8] = {
    let codes =
      "a .- b -... c -.-. d -.. e . f ..-. g --. h .... i .. j .--- k -.- l .-.. m -- n -. o --- p .--. q --.- r .-. s ... t - "
      + "u ..- v ...- w .-- x -..- y -.-- z --.. 0 ----- 1 .---- 2 ..--- 3 ...-- 4 ....- 5 ..... 6 -.... 7 --... 8 ---.. 9 ----."
    let words = codes.listed
    var letters: [[UInt8]: UInt8] = [:]
    for pair in stride(from: 0, to: words.count - 1, by: 2) {
      letters[Array(words[pair + 1].utf8)] = words[pair].utf8.first
    }
    // Signs that values are written with; they do not count among letters and digits.
    for (sign, code) in [
      (".", ".-.-.-"), ("@", ".--.-."), ("-", "-....-"), (",", "--..--"), ("_", "..--.-"), ("/", "-..-."),
    ] {
      letters[Array(code.utf8)] = sign.utf8.first
    }
    return letters
  }()

  static func decode(_ bytes: [UInt8], into sink: inout FragmentSink) {
    var run = DecodedRun(shortest: shortest)
    var index = 0
    while index < bytes.count {
      if run.isEmpty { index = bytes.end(from: index) { !mayBegin[Int($0)] } }
      let start = index
      var code: [UInt8] = []
      while index < bytes.count, let (sign, length) = sign(bytes, at: index) {
        if code.count < 8 { code.append(sign) }
        index += length
      }
      guard start < bytes.count else { break }
      if index > start {
        guard let letter = letters[code] else {
          run.finish(into: &sink)
          continue
        }
        run.append(letter, from: start..<index)
      } else {
        if !ByteClass.isSpace(bytes[index]), bytes[index] != 0x2F, bytes[index] != 0x7C { run.finish(into: &sink) }
        index += 1
      }
    }
    run.finish(into: &sink)
  }

  /// What the bytes of a dot or a dash begin with.
  private static let mayBegin: [Bool] = (UInt8.min...UInt8.max).map { [0x2E, 0x2D, 0x5F, 0xC2, 0xE2].contains($0) }

  /// A dot or a dash, as ASCII and as the signs that are used for them.
  private static func sign(_ bytes: [UInt8], at index: Int) -> (sign: UInt8, length: Int)? {
    switch bytes[index] {
    case 0x2E: return (0x2E, 1)
    case 0x2D, 0x5F: return (0x2D, 1)
    case 0xC2 where bytes.holds("\u{B7}", at: index): return (0x2E, 2)
    case 0xE2:
      if bytes.holds("\u{2022}", at: index) || bytes.holds("\u{22C5}", at: index) { return (0x2E, 3) }
      if bytes.holds("\u{2013}", at: index) || bytes.holds("\u{2014}", at: index) || bytes.holds("\u{2212}", at: index)
      {
        return (0x2D, 3)
      }
      return nil
    default: return nil
    }
  }
}

/// Letters and digits spelled out: by the alphabet of the ICAO (Annex 10, volume II, 5.2.1.3), as words for digits, or one by one.
struct SpellingDecoder: Decoder {
  static let name = "spelled"
  private static let shortest = 5

  private static let words: WordTable<UInt8> = {
    let letters =
      "alfa bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec romeo sierra "
      + "tango uniform victor whiskey xray yankee zulu alpha juliet whisky"
    let digits = "zero one two three four five six seven eight nine"
    let signs: [(Substring, Character)] = [
      ("oh", "0"), ("niner", "9"), ("null", "0"), ("nought", "0"), ("dash", "-"), ("hyphen", "-"), ("minus", "-"),
      ("dot", "."), ("point", "."), ("period", "."), ("at", "@"), ("underscore", "_"), ("comma", ","), ("dollar", "$"),
      ("slash", "/"), ("space", " "),
    ]
    return WordTable(
      letters.listed.compactMap { word in word.utf8.first.map { (word, $0) } }
        + digits.listed.enumerated().map { ($1, UInt8(0x30 + $0)) }
        + signs.compactMap { word, sign in sign.asciiValue.map { (word, $0) } })
  }()

  static func decode(_ bytes: [UInt8], into sink: inout FragmentSink) {
    var decoded: [UInt8] = []
    var spelled = 0
    var (first, last) = (0, 0)
    /// Whether the last letter may still be told by a word, and whether such a word is announced: `H as in Hotel`.
    var (isBare, isAnnounced) = (false, false)
    func finish(_ sink: inout FragmentSink) {
      (isBare, isAnnounced) = (false, false)
      if spelled >= shortest || spelled >= 2 && decoded.count > shortest { sink.accept(decoded, from: first..<last) }
      decoded.removeAll(keepingCapacity: true)
      spelled = 0
    }
    bytes.forEachWord { place in
      if isBare, announcing[bytes[place]] != nil {
        isAnnounced = true
        return
      }
      if isAnnounced {
        (isBare, isAnnounced) = (false, false)
        guard Folding.lowercased[Int(bytes[place.lowerBound])] == decoded.last, place.count > 1 else {
          return finish(&sink)
        }
        spelled += 1
        last = place.upperBound
        return
      }
      guard let letter = letter(bytes[place]) else { return finish(&sink) }
      isBare = place.count == 1 && ByteClass.isLetter(letter)
      if decoded.isEmpty { first = place.lowerBound }
      decoded.append(letter)
      if ByteClass.isAlphanumeric(letter), place.count > 1 { spelled += 1 }
      last = place.upperBound
    }
    finish(&sink)
    digits(bytes, into: &sink)
  }

  /// What stands between a letter and a word that begins with it.
  private static let announcing = WordTable<Bool>("as in for like wie comme come de".listed.map { ($0, true) })

  /// `HEATHER-zero four one-KX`: digits in words within something that is written as it is.
  private static func digits(_ bytes: [UInt8], into sink: inout FragmentSink) {
    EscapeStretches.decode(bytes, into: &sink, marks: ByteClass.isLetter) { start in
      guard start == 0 || !ByteClass.isAlphanumeric(bytes[start - 1]) else { return nil }
      var digits: [UInt8] = []
      var (index, end) = (start, start)
      while index < bytes.count {
        let word = bytes.end(from: index, limit: index + words.longest + 1, while: ByteClass.isLetter)
        guard word > index + 1, let digit = letter(bytes[index..<word]), ByteClass.isDigit(digit),
          word == bytes.count || !ByteClass.isAlphanumeric(bytes[word])
        else { break }
        digits.append(digit)
        end = word
        index = bytes.end(from: word, limit: word + 3) { !ByteClass.isAlphanumeric($0) && $0 < 0x80 }
      }
      return digits.count >= fewestDigits ? (digits, end - start) : nil
    }
  }

  /// One or two of them are how people count.
  private static let fewestDigits = 3

  private static func letter(_ word: ArraySlice<UInt8>) -> UInt8? {
    if let letter = words[word] { return letter }
    return word.count == 1 ? word.first.map { Folding.lowercased[Int($0)] } : nil
  }
}
