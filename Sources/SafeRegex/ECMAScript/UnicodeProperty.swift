/// What `\p{…}` asks of a code point (section 22.2.1, UnicodePropertyValueExpression; names are case-sensitive and none are
/// guessed).
///
/// The tables are those of the PCRE2 that is linked. What version 10.42 lacks is spelled in ranges.
enum UnicodeProperty: Hashable, Sendable {
  /// A property by the name PCRE2 has for it.
  case known(String)
  /// `Assigned`, which is what has another general category than `Cn`.
  case assigned
  /// `Changes_When_NFKC_Casefolded`.
  case changesWhenFolded
  /// Code points spelled out.
  case ranges(CodePoints.Ranges)

  /// Nil for names that ECMA-262 does not have.
  init?(_ name: String, value: String?) {
    // A Swift string is equal to others that only look like it.
    guard (name + (value ?? "")).utf8.allSatisfy({ $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "_") })
    else { return nil }
    switch (name, value) {
    case ("General_Category", let value?), ("gc", let value?):
      guard let short = Self.generalCategories[value] else { return nil }
      self = .known(short)
    case ("Script", let value?), ("sc", let value?):
      self.init(script: value, isExtended: false)
    case ("Script_Extensions", let value?), ("scx", let value?):
      self.init(script: value, isExtended: true)
    case (_, .some): return nil
    case ("Assigned", nil): self = .assigned
    case ("Changes_When_NFKC_Casefolded", nil), ("CWKCF", nil): self = .changesWhenFolded
    default:
      if let short = Self.generalCategories[name] {
        self = .known(short)
      } else if Self.binaryProperties.contains(name) {
        self = .known(name)
      } else {
        return nil
      }
    }
  }

  private init?(script: String, isExtended: Bool) {
    if Self.scripts.contains(script) {
      self = .known((isExtended ? "scx:" : "sc:") + script)
    } else if let new = Self.newScripts.first(where: { $0.names.contains(script) }) {
      self = .ranges(isExtended ? new.shared + new.ranges : new.ranges)
    } else {
      return nil
    }
  }

  /// The code points that have it, in order; nil where PCRE2 alone knows.
  var spelled: CodePoints.Ranges? {
    switch self {
    case .known, .assigned: nil
    case .changesWhenFolded: Self.changingWhenFolded
    case .ranges(let ranges): ranges
    }
  }

  /// Made when the first pattern is to be run that asks for it.
  private static let changingWhenFolded: CodePoints.Ranges = {
    var ranges: CodePoints.Ranges = []
    for value in UInt32(0)...CodePoints.last {
      guard let scalar = Unicode.Scalar(value), scalar.properties.changesWhenNFKCCaseFolded else { continue }
      if let last = ranges.last, last.upperBound + 1 == value {
        ranges[ranges.count - 1] = last.lowerBound...value
      } else {
        ranges.append(value...value)
      }
    }
    return ranges
  }()

  /// A script that is newer than Unicode 14.
  private struct NewScript {
    let names: [String]
    let ranges: CodePoints.Ranges
    /// What it has in common with others, in the order of code points, all before its own (ScriptExtensions.txt).
    var shared: CodePoints.Ranges = []
  }

  /// Scripts.txt and ScriptExtensions.txt of Unicode 17.
  private static let newScripts: [NewScript] = [
    NewScript(names: ["Kawi"], ranges: [0x11F00...0x11F10, 0x11F12...0x11F3A, 0x11F3E...0x11F5A]),
    NewScript(names: ["Nagm", "Nag_Mundari"], ranges: [0x1E4D0...0x1E4F9]),
    NewScript(
      names: ["Gara", "Garay"], ranges: [0x10D40...0x10D65, 0x10D69...0x10D85, 0x10D8E...0x10D8F],
      shared: [0x60C...0x60C, 0x61B...0x61B, 0x61F...0x61F]),
    NewScript(names: ["Gukh", "Gurung_Khema"], ranges: [0x16100...0x16139], shared: [0x965...0x965]),
    NewScript(names: ["Krai", "Kirat_Rai"], ranges: [0x16D40...0x16D79]),
    NewScript(
      names: ["Onao", "Ol_Onal"], ranges: [0x1E5D0...0x1E5FA, 0x1E5FF...0x1E5FF], shared: [0x964...0x965]),
    NewScript(
      names: ["Sunu", "Sunuwar"], ranges: [0x11BC0...0x11BE1, 0x11BF0...0x11BF9],
      shared: [
        0x300...0x301, 0x303...0x303, 0x30D...0x30D, 0x310...0x310, 0x32D...0x32D, 0x331...0x331,
      ]),
    NewScript(
      names: ["Todr", "Todhri"], ranges: [0x105C0...0x105F3],
      shared: [
        0x301...0x301, 0x304...0x304, 0x307...0x307, 0x311...0x311, 0x313...0x313, 0x35E...0x35E,
      ]),
    NewScript(
      names: ["Tutg", "Tulu_Tigalari"],
      ranges: [
        0x11380...0x11389, 0x1138B...0x1138B, 0x1138E...0x1138E, 0x11390...0x113B5, 0x113B7...0x113C0,
        0x113C2...0x113C2, 0x113C5...0x113C5, 0x113C7...0x113CA, 0x113CC...0x113D5, 0x113D7...0x113D8,
        0x113E1...0x113E2,
      ],
      shared: [0xCE6...0xCEF, 0x1CF2...0x1CF2, 0x1CF4...0x1CF4, 0xA830...0xA835, 0xA8F1...0xA8F1]),
    NewScript(names: ["Sidt", "Sidetic"], ranges: [0x10940...0x10959]),
    NewScript(names: ["Tols", "Tolong_Siki"], ranges: [0x11DB0...0x11DDB, 0x11DE0...0x11DE9]),
    NewScript(names: ["Berf", "Beria_Erfe"], ranges: [0x16EA0...0x16EB8, 0x16EBB...0x16ED3]),
    NewScript(names: ["Tayo", "Tai_Yo"], ranges: [0x1E6C0...0x1E6DE, 0x1E6E0...0x1E6F5, 0x1E6FE...0x1E6FF]),
  ]
}
