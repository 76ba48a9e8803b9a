import EvalGateCore
import UnicodeText

/// The name or the address of a machine as it stands in a text, whatever stands around it: in a command, in a program, in data.
struct HostMention {
  let text: String
  /// In one form, without `www.`.
  let name: String
  let host: Host
  /// In bytes of the text.
  let offset: Int
  /// Whether `//` or `www.` stands before it.
  let isAddressed: Bool
  /// How far its form tells that it is a machine's.
  private(set) var form: HostForm
  /// Whether it stands between signs of quotation, as names do in programs.
  let isQuoted: Bool
  /// Whether it is a part of a mail address.
  let isOfMail: Bool

  /// Whether anything but the dots in it tells that it is a machine's. `os.path` and `main.py` are not.
  var isShown: Bool { isAddressed || form != .none }

  /// Whether it may as well be the name of another thing.
  var isDoubtful: Bool { !isAddressed && (form == .shared || form == .ofOthers) }

  /// The same as it is to be read in an argument.
  ///
  /// - Parameter text: in which it stands there.
  func read(as use: ArgumentUse, in text: String) -> HostMention {
    var mention = self
    switch use {
    case .recipient: if isDoubtful { mention.form = .machine }
    case .thing where text == self.text: mention.form = .none
    case .words, .thing: if form == .ofOthers { mention.form = .none }
    case .code, .value: break
    }
    return mention
  }

  /// The name, and those of the domains that it is below.
  var names: [String] { [name] + host.domains.filter { $0 != name } }

  /// Every word of a text that could be one.
  static func all(in text: String) -> [HostMention] {
    let scalars = Array(text.unicodeScalars)
    var found: [HostMention] = []
    var (place, offset) = (0, 0)
    while place < scalars.count {
      let (start, first) = (place, offset)
      while place < scalars.count, scalars[place].isOfHost {
        offset += UTF8.width(scalars[place])
        place += 1
      }
      if start < place, let mention = HostMention(start..<place, at: first, in: scalars) { found.append(mention) }
      if place < scalars.count {
        offset += UTF8.width(scalars[place])
        place += 1
      }
    }
    return found
  }

  /// No name is longer (RFC 1035, section 3.1); of a longer word the end leads somewhere.
  private static let longest = 253

  private init?(_ word: Range<Int>, at offset: Int, in text: [Unicode.Scalar]) {
    var (start, end) = (word.lowerBound, word.upperBound)
    while start < end, text[start].isBetweenLabels { start += 1 }
    while start < end, text[end - 1].isBetweenLabels { end -= 1 }
    if end - start > Self.longest {
      start = text[(end - Self.longest)..<end].firstIndex(where: \.isDot).map { $0 + 1 } ?? end
    }
    guard start < end, let host = Self.host(text[start..<end]) else { return nil }
    self.host = host
    name = host.name.hasPrefix("www.") ? String(host.name.dropFirst(4)) : host.name
    self.text = String(String.UnicodeScalarView(text[start..<end]))
    self.offset = offset + text[word.lowerBound..<start].reduce(0) { $0 + UTF8.width($1) }
    let before = start > 0 ? text[start - 1] : " "
    let after = end < text.count ? text[end] : " "
    isQuoted = before == after && "'\"`".unicodeScalars.contains(before)
    isOfMail = before == "@"
    let isAuthority = before == "/" && start > 1 && text[start - 2] == "/"
    isAddressed = isAuthority || host.name != name
    form =
      host.address == nil
      ? HostForm(ofName: self.text, host, before: after) : Self.isNumbered(text[..<start]) ? .none : .machine
  }

  /// Whether what stands before four numbers says that they are no address: `version 3.1.2.4`, `section: 3.1.2.4`, `§ 3.1.2.4`.
  private static func isNumbered(_ before: ArraySlice<Unicode.Scalar>) -> Bool {
    let signs = before.suffix(longestWord).reversed()
    let rest = signs.drop { $0.properties.isWhitespace || ":=\"'#(".unicodeScalars.contains($0) }
    if rest.first == "\u{A7}" { return true }
    let word = rest.prefix { $0.properties.isAlphabetic }
    guard rest.dropFirst(word.count).first != "." else { return false }
    return ContextWords.topics(of: PackedWord(String(String.UnicodeScalarView(word.reversed())).lowercased()))
      .contains(.version)
  }

  private static let longestWord = 32

  /// Digits without a dot are an address where they are as many as one has: smaller numbers are numbers.
  private static func host(_ word: ArraySlice<Unicode.Scalar>) -> Host? {
    let dots = word.count(where: \.isDot)
    guard dots > 0 || (8...12).contains(word.count) && ("0"..."9").contains(word[word.startIndex]),
      let host = Host(String(String.UnicodeScalarView(word)))
    else { return nil }
    if let address = host.address { return dots == 3 || dots == 0 && address[0] > 0 ? host : nil }
    let ending = host.name.split(separator: ".").last ?? ""
    return dots > 0 && ending.utf8.count > 1 && ending.utf8.first.map(ByteClass.isLetter) ?? false ? host : nil
  }
}

extension Unicode.Scalar {
  fileprivate var isDot: Bool { self == "." || self == "\u{3002}" || self == "\u{FF0E}" || self == "\u{FF61}" }
  fileprivate var isBetweenLabels: Bool { isDot || self == "-" || self == "_" }
  fileprivate var isOfHost: Bool { isLetterOrDigit || isMark || isBetweenLabels }
}
