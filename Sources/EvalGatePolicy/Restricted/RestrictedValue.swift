import UnicodeText

/// One restricted value in the forms it is searched in.
struct RestrictedValue: Sendable {
  let text: String
  /// Index of its rule.
  let rule: Int
  let exact: ExactNeedle
  /// As `ViewedText.letters` would have it.
  let letters: [UInt8]
  /// As `ViewedText.folded` would have it.
  let folded: [UInt8]
  /// A short word of letters and perhaps digits: with spaces in it, it may be words that have nothing to do with it.
  let isOneWord: Bool
  private let partialReach: Int?
  /// Its letters and digits as they are, where `letters` has letters for digits; as long as that.
  private let signs: [UInt8]
  /// Where its words end, in letters; none where it is no name of several words.
  private let nameEnds: [Int]
  /// Whether it is another form of what stands in the file.
  let isOtherForm: Bool
  /// Where its short numbers are, in letters, that stand beside words and have no zeros before them.
  let numbers: [Range<Int>]
  /// Mostly digits, which occur by chance more often than letters do.
  let isNumeric: Bool
  /// Letters and digits before the `@` of an address, or before the domain of a machine's name: the domain alone gives nobody away.
  let ownPart: Int
  /// The signs before its words, by where these begin in letters: `.` before the `desk` of `night.desk`.
  let joints: [Int: UInt8]
  /// Where its words begin that have small letters behind a capital, in letters.
  let titles: Set<Int>
  /// Letters and digits up to the end of the host, where it is an address of a page.
  let hostEnd: Int
  /// Which letters and digits a run must hold to count as part of it.
  let threshold: Int
  /// The same with punctuation counted, for numbers: `$9,678,49` of `$9,678,491.79`.
  let foldedThreshold: Int

  init(_ text: String, rule: Int, of restricted: RestrictedRule, isOtherForm: Bool = false) {
    self.isOtherForm = isOtherForm
    let views = ViewedText(text)
    self.text = text
    self.rule = rule
    exact = ExactNeedle(text)
    letters = views.letters.bytes
    folded = views.folded.bytes
    let scalars = text.unicodeScalars
    let core = scalars.drop { !$0.isLetterOrDigit }.prefix { $0.isLetterOrDigit }
    isOneWord =
      (2...Self.longestWord).contains(letters.count) && core.contains { !$0.isDigit }
      && core.count == scalars.count { $0.isLetterOrDigit }
    partialReach = restricted.partialReach
    nameEnds = Self.nameEnds(of: text, count: letters.count)
    let signs = folded.filter { ByteClass.isAlphanumeric($0) || $0 >= 0x80 }
    self.signs = signs.count == letters.count ? signs : letters
    let digits = folded.count(where: ByteClass.isDigit)
    isNumeric = digits * 10 >= letters.count * 6
    numbers =
      digits > 0 && digits < letters.count && letters.count <= Self.longestID
      ? ValueWords(text, reach: nil).numbers(in: self.signs) : []
    ownPart = Folding.letters(String(Self.ownPart(of: text))).count
    let words = letters.count <= Self.longestName ? ValueWords(text, reach: nil) : nil
    (joints, titles) = (words?.joints ?? [:], words?.titles ?? [])
    hostEnd = Folding.letters(String(Self.host(of: text))).count
    let isPlainWord = CommonWords.all.contains(letters)
    let ratio = isPlainWord ? max(0.9, restricted.partialRatio) : restricted.partialRatio
    let share = Int((ratio * Double(letters.count)).rounded(.up))
    threshold = max(restricted.minChars, share, digits == letters.count ? 8 : 0)
    // Those with letters too are told by these.
    let isPunctuated = digits == letters.count && folded.contains { !ByteClass.isAlphanumeric($0) && $0 < 0x80 }
    let foldedShare = Int((restricted.partialRatio * Double(folded.count)).rounded(.up))
    foldedThreshold = isPunctuated ? max(restricted.minChars, foldedShare, 7) : .max
  }

  /// Short values occur by chance, so they count only by themselves and hardly disguised.
  var isShort: Bool { exact.standsAlone }

  /// The words and numbers that it is made of. Few values are ever asked for them.
  var words: ValueWords { ValueWords(text, reach: partialReach) }

  /// Values of a few words' length may cross words by chance, so they must begin and end with one. A telephone number has the zero
  /// or the country's code before it.
  var needsBoundaries: Bool { letters.count < 10 && !(isOtherForm && isNumeric) }

  /// Whether what stands in a text is a few words of any text, which only together and without the spaces between them would be the
  /// value: `you save 20 minutes` does not say `SAVE20`, as `SAVE 20`, `s a v e 2 0` and `save-20` do, and `a rose. May I …` does not
  /// say `Rose May`.
  func isMadeOfWords(in text: ArraySlice<UInt8>) -> Bool {
    guard text.contains(where: ByteClass.isSpace) else { return false }
    guard isOneWord else { return words.isOfOthers(text, isOtherOrder: isOtherForm && !isNumeric) }
    let words = text.split { !ByteClass.isAlphanumeric($0) }
    return words.count > 1 && words.allSatisfy { $0.allSatisfy(ByteClass.isDigit) ? $0.count > 1 : Self.isPlain($0) }
  }

  /// Longer ones are no numbered things.
  private static let longestID = 64
  private static let longestWord = 12
  /// Longer ones are texts.
  private static let longestName = 256

  /// Whether a part of it is a word or a small number of any text: `Welcome! You have 10 …` does not tell `WELCOME10`, nor do
  /// `summer` alone tell `SUMMER15` and `the server` tell `server-12`. A year is small too.
  func isPlainWord(_ part: ArraySlice<UInt8>, at offset: Int, _ count: Int) -> Bool {
    guard part.count < letters.count else { return false }
    guard part.allSatisfy(ByteClass.isDigit) else {
      let isInCapitals = part.allSatisfy { ByteClass.isLetter($0) && $0 & 0x20 == 0 }
      return part.count <= Self.longestWord && (isInCapitals || Self.isPlain(part))
        && signs.contains(where: ByteClass.isDigit) && words.isWithinOne(offset..<offset + count)
    }
    let isYear = part.count == 4 && (part.starts(with: "19".utf8) || part.starts(with: "20".utf8))
    return isOneWord && (part.count <= 3 || isYear)
  }

  /// Whether a part of it is one word of a name, written as any word is, but for a letter or two of the next one: `Herr Schneider`
  /// says nothing of `Anna Schneider`, nor do `our corporation` and `a corporation` of `Delta Corporation`.
  func isWordOfName(_ part: ArraySlice<UInt8>, at offset: Int, _ count: Int) -> Bool {
    let (pieces, end) = (part.split(separator: UInt8(ascii: " ")), offset + count)
    guard !nameEnds.isEmpty, pieces.allSatisfy({ $0.allSatisfy { ByteClass.isLetter($0) || $0 >= 0x80 } }) else {
      return false
    }
    let words = zip([0] + nameEnds, nameEnds)
    let whole = words.filter { offset <= $0 && $1 <= end }
    guard let word = whole.first else { return pieces.count == 1 && words.contains { $0 <= offset && end <= $1 } }
    let (before, after) = (word.0 - offset, end - word.1)
    return whole.count == 1 && before <= 2 && after <= 2 && pieces.count <= 1 + min(1, before) + min(1, after)
  }

  /// Whether a stretch that has all of a name, word by word, is of another one: `Jan Berger` is not `Jan Berg`, nor is `Susanna Schneider`
  /// `Anna Schneider`, as `Jan Bergs` is. `Anna Schneider-Koch` is another one too.
  func isOtherName(at range: Range<Int>, in bytes: [UInt8]) -> Bool {
    guard !nameEnds.isEmpty, bytes[range].contains(where: { $0 == 0x20 || $0 == 0x2D }) else { return false }
    let first = UTF8Reading.scalar(in: bytes, at: range.lowerBound).scalar
    if first?.properties.isUppercase == false, ValueWords.isWithinWord(range.lowerBound, in: bytes) { return true }
    let rest = String(decoding: bytes[range.upperBound...].prefix(2 * Self.longestWord), as: UTF8.self)
    let ending = rest.prefix { $0.isLetter && $0.isLowercase }
    if !ending.isEmpty && ending != "s" { return true }
    return !bytes[range].contains(0x2D) && Self.goesOnWithSurname(rest) || isOfTwoPeople(range, rest, in: bytes)
  }

  /// Whether another name is joined to one: `-Koch`, but not `-HR`.
  private static func goesOnWithSurname(_ rest: String) -> Bool {
    let second = rest.dropFirst()
    return rest.first == "-" && second.first?.isUppercase == true && second.dropFirst().first?.isLowercase == true
  }

  /// Whether a surname and what follows its comma are of two people of a list, each of whom has another name besides:
  /// `Ines Berg, Jan Klein`.
  private func isOfTwoPeople(_ range: Range<Int>, _ rest: String, in bytes: [UInt8]) -> Bool {
    guard isOtherForm, bytes[range].contains(UInt8(ascii: ",")) else { return false }
    let start = max(0, range.lowerBound - 2 * Self.longestWord)
    let line = String(decoding: bytes[start..<range.lowerBound], as: UTF8.self)
    let before = line.dropLast()
    guard line.last == " ", before.last?.isLetter == true,
      let given = before.split(whereSeparator: { !$0.isLetter }).last, given.first?.isUppercase == true,
      !NameFields.labels.contains(given.lowercased()), let sign = rest.first, sign == " " || sign == "-"
    else { return false }
    return rest.dropFirst().first?.isUppercase == true
  }

  /// Of a name: at least two words of letters, each in small letters but for the first one.
  private static func nameEnds(of text: String, count: Int) -> [Int] {
    let words = text.split { $0 == " " || $0 == "-" }
    guard words.count > 1,
      words.allSatisfy({ word in word.allSatisfy(\.isLetter) && !word.dropFirst().contains(where: \.isUppercase) })
    else { return [] }
    var ends: [Int] = []
    for word in words { ends.append((ends.last ?? 0) + Folding.letters(String(word)).count) }
    return ends.last == count ? ends : []
  }

  /// Whether a stretch that has all of it is a part of another number than the one at its end: `PROJ-12345` is not `PROJ-1234`. What has
  /// digits alone is found in longer ones too.
  func isOtherNumber(at range: Range<Int>, in bytes: [UInt8]) -> Bool {
    guard let first = signs.first, let last = signs.last, !range.isEmpty, !signs.allSatisfy(ByteClass.isDigit) else {
      return false
    }
    func isWithin(_ place: Int) -> Bool {
      place > 0 && place < bytes.count && ByteClass.isDigit(bytes[place - 1]) && ByteClass.isDigit(bytes[place])
    }
    return ByteClass.isDigit(first) && isWithin(range.lowerBound) && !Escapes.end(before: range.lowerBound, in: bytes)
      || ByteClass.isDigit(last) && isWithin(range.upperBound)
  }

  /// Whether a text has the digits of a part of it, and no letters for them.
  func hasDigits(of text: ArraySlice<UInt8>, at places: Range<Int>) -> Bool {
    let written = text.filter { ByteClass.isAlphanumeric($0) || $0 >= 0x80 }
    return written.count == places.count
      && zip(written, signs[places]).allSatisfy { ByteClass.isDigit($0) == ByteClass.isDigit($1) }
  }

  /// Whether a text has all of its digits and no others: with another one it is another number, and no typing error.
  func hasDigits(of text: ArraySlice<UInt8>) -> Bool {
    let own = signs.filter(ByteClass.isDigit)
    return own.isEmpty || text.filter(ByteClass.isDigit) == own
  }

  /// Small letters, the first of which may be a capital.
  private static func isPlain(_ word: ArraySlice<UInt8>) -> Bool {
    word.count > 1 && word.allSatisfy(ByteClass.isLetter) && word.dropFirst().allSatisfy { $0 & 0x20 != 0 }
  }

  /// What of an address is its own: the part before `@`, the labels of a machine's name before the domain that it is in.
  private static func ownPart(of text: String) -> Substring {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count > 2, !text.utf8.contains(0x40), let host = Host(text), PublicName.isOne(host) else {
      return text.prefix { $0 != "@" }
    }
    // `corp.co.uk` is a domain of three.
    let domain = labels.count > 3 && labels[labels.count - 2].count <= 3 && labels[labels.count - 1].count == 2 ? 3 : 2
    return text[..<labels[labels.count - domain].startIndex]
  }

  /// What of the address of a page is no part of it alone: its host.
  private static func host(of text: String) -> Substring {
    guard let scheme = text.firstRange(of: "://"), let end = text[scheme.upperBound...].firstIndex(of: "/") else {
      return ""
    }
    return text[..<end]
  }

  /// Whether a run of it is more than a common ending or a host: `desk@internal.example` is anybody's desk there.
  func isTelling(_ offset: Int, _ length: Int) -> Bool {
    guard length < letters.count else { return true }
    guard ownPart < letters.count || hostEnd == 0 || offset + length >= min(letters.count, hostEnd + 3) else {
      return false
    }
    return ownPart == letters.count
      || offset + 3 <= ownPart && (offset + length <= ownPart || joints[offset] == nil)
  }
}

/// Words that are in every text. A rule that restricts one means it, but part of it means nothing.
enum CommonWords {
  static let all: Set<[UInt8]> = Set(
    """
    account address agreement amount annual answer approve because before billing business change company confirm contact contract
    customer database delete department different document employee example executive finance general government history important
    information internal invoice language management manager market meeting message million minimum monthly national number office
    operation order output password payment people percent personal phone policy position possible present president price private
    problem process product production project public purchase quarterly question receive record refund release report request
    research response result salary schedule school second secret security senior service several should special standard statement
    status student summary support system target technical telephone through together training transfer travel treatment united
    university weekly without working yearly
    """.listed.map { word in word.utf8.map { Folding.letter[Int($0)] } })
}
