/// Where in a text a secret can begin, or be told by a sign: the few places that are worth a closer look.
///
/// Ordinary text is passed over at a few nanoseconds a byte, because most of its words begin no token and most of its colons
/// follow no word for a secret. No place is left out at which one of the closer looks would find something.
struct SecretMarks: Sendable {
  /// What a byte may mark.
  private enum Sign {
    static let nothing: UInt8 = 0
    /// Letters and digits, which go on until a word ends.
    static let word: UInt8 = 1
    static let underscore: UInt8 = 2
    static let assignment: UInt8 = 3
    static let bar: UInt8 = 4
    static let dot: UInt8 = 5
    static let hyphen: UInt8 = 6
    static let tilde: UInt8 = 7
  }

  /// By byte.
  private let signs: [UInt8]
  /// A bit for each three bytes that a token may begin with.
  private let beginnings: [UInt64]
  /// A bit for each four signs that a name of a secret ends with, in lower case.
  private let endings: [UInt64]
  /// No token has fewer bytes.
  private let shortest: Int
  /// Whether one may go on after an underscore, as in a name that was put together.
  private let joins: Bool

  /// - Parameters:
  ///   - prefixes: what tokens begin with, two bytes or more each.
  ///   - shortest: how many bytes the shortest of them has.
  ///   - joins: whether one may go on after an underscore.
  init(prefixes: some Sequence<[UInt8]>, shortest: Int, joins: Bool = false) {
    var signs = [UInt8](repeating: Sign.nothing, count: 256)
    for byte in UInt8.min...UInt8.max where byte.isAlphanumeric { signs[Int(byte)] = Sign.word }
    for byte in "=:>,".utf8 { signs[Int(byte)] = Sign.assignment }
    for (byte, sign) in [
      ("_", Sign.underscore), ("|", Sign.bar), (".", Sign.dot), ("-", Sign.hyphen), ("~", Sign.tilde),
    ] {
      for byte in byte.utf8 { signs[Int(byte)] = sign }
    }
    self.signs = signs
    var beginnings = Self.noBits
    for prefix in prefixes {
      // After a prefix of two bytes anything may stand.
      for third in prefix.count > 2 ? prefix[2]...prefix[2] : UInt8.min...UInt8.max {
        Self.set(Self.slot(prefix[0], prefix[1], third), in: &beginnings)
      }
    }
    self.beginnings = beginnings
    var endings = Self.noBits
    for ending in SecretName.nameEndings {
      let rest = Self.slot(ending[ending.count - 3], ending[ending.count - 2], ending[ending.count - 1])
      // Before a short one anything may stand.
      for first in ending.count > 3 ? ending[0]...ending[0] : UInt8.min...UInt8.max {
        Self.set(Self.slot(first, rest), in: &endings)
      }
    }
    self.endings = endings
    self.shortest = shortest
    self.joins = joins
  }

  /// The first place from `start` on that is worth a look; nil where there is none.
  func next(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    signs.withUnsafeBufferPointer { signs in
      var place = start
      while place < bytes.count {
        switch signs[Int(bytes[place])] {
        case Sign.nothing: place += 1
        case Sign.word:
          if beginsToken(bytes, place) { return place }
          place += 1
          while place < bytes.count, signs[Int(bytes[place])] == Sign.word { place += 1 }
        case Sign.underscore:
          if Self.byte(bytes, place + 1) == UInt8(ascii: "m") || beginsToken(bytes, place) { return place }
          place += 1
        case Sign.assignment:
          if assigns(bytes, place) { return place }
          place += 1
        case Sign.bar:
          if Self.byte(bytes, place - 1).isDigit { return place }
          place += 1
        case Sign.dot:
          if Self.byte(bytes, place + 1) == UInt8(ascii: "a"), Self.byte(bytes, place + 2) == UInt8(ascii: "t") {
            return place
          }
          place += 1
        case Sign.hyphen:
          let next = Self.byte(bytes, place + 1)
          if next == UInt8(ascii: "-") || next == UInt8(ascii: "u") { return place }
          if CommandSecrets.flags.contains(next), Self.byte(bytes, place - 1).isBlank { return place }
          place += 1
        default:
          // A tilde is told together with the letter before it, which is where the look begins.
          if place > start, bytes[place - 1] == UInt8(ascii: "Q") { return place - 1 }
          place += 1
        }
      }
      return nil
    }
  }

  /// Whether bytes that begin a token stand where no word has begun before, with enough after them.
  private func beginsToken(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Bool {
    guard place + shortest <= bytes.count,
      Self.holds(beginnings, Self.slot(bytes[place], bytes[place + 1], bytes[place + 2]))
    else { return false }
    let before = Self.byte(bytes, place - 1)
    if before.isAlphanumeric || before == UInt8(ascii: "_") && !joins { return false }
    // A token has no blanks in it, and nothing beyond ASCII.
    for offset in 2..<shortest where bytes[place + offset] &- 0x21 > 0x5D { return false }
    return true
  }

  /// Whether an operator may assign a secret: after a name that ends like one for a secret, within a token that has a colon, or in a
  /// line of a file for passwords.
  private func assigns(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Bool {
    if bytes[place] == UInt8(ascii: ":"),
      Self.byte(bytes, place + 1) == UInt8(ascii: "A") || FileSecrets.mayHold(bytes, colon: place)
    {
      return true
    }
    var end = place
    let limit = max(0, place - AssignedSecrets.signsAfterName)
    while end > limit, AssignedSecrets.followsName[Int(bytes[end - 1])] { end -= 1 }
    guard end > 1 else { return false }
    let last = bytes[end - 1]
    // Bundler's variables are named for hosts, in capitals; `pw` is the one word of two letters. Of words beyond ASCII there are few.
    if last.isUpper || last == UInt8(ascii: "w") || last >= 0x80 { return true }
    return last.isLetter && endsName(bytes, end)
  }

  /// Whether the four letters before a place, in any case, end a name for a secret.
  private func endsName(_ bytes: UnsafeBufferPointer<UInt8>, _ end: Int) -> Bool {
    guard end > 2 else { return false }
    // Words with letters beyond ASCII are few, and looked at whole: `contraseña`.
    if bytes[end - 2] >= 0x80 { return true }
    return Self.holds(
      endings,
      Self.slot(
        Self.byte(bytes, end - 4).lowered,
        Self.slot(bytes[end - 3].lowered, bytes[end - 2].lowered, bytes[end - 1].lowered)))
  }

  /// Where the next word ends that may be a name for a secret, from `start` on, or letters that need no blank before a value; nil where
  /// none does.
  func nextName(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    signs.withUnsafeBufferPointer { signs in
      var place = start
      while place < bytes.count {
        let byte = bytes[place]
        guard byte >= 0x80 || byte.isLetter else {
          place += 1
          continue
        }
        place += 1
        while place < bytes.count, signs[Int(bytes[place])] == Sign.word || bytes[place] >= 0x80 {
          if SaidSecrets.mayBeUnspaced(bytes, place) { return place }
          place += 1
        }
        if bytes[place - 1] >= 0x80 || bytes[place - 1].isLetter && endsName(bytes, place) { return place }
      }
      return nil
    }
  }

  private static func byte(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> UInt8 {
    place >= 0 && place < bytes.count ? bytes[place] : 0
  }

  // MARK: Sets of a few bytes

  /// Where the bit of three bytes lies; others may share it, which costs a look and nothing else.
  private static func slot(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Int {
    (Int(first) &* 961 &+ Int(second) &* 31 &+ Int(third)) & 0xFFFF
  }

  private static func slot(_ first: UInt8, _ rest: Int) -> Int { (Int(first) &* 29_791 &+ rest) & 0xFFFF }

  private static let noBits = [UInt64](repeating: 0, count: 1_024)

  private static func set(_ slot: Int, in bits: inout [UInt64]) { bits[slot >> 6] |= 1 << UInt64(slot & 63) }

  private static func holds(_ bits: [UInt64], _ slot: Int) -> Bool { bits[slot >> 6] >> UInt64(slot & 63) & 1 == 1 }
}
