/// The profiles of all languages in one table: a trigram's weight in each of them, found with one look-up.
struct TrigramTable: Sendable {
  static let shared = TrigramTable(LanguageProfiles.all)

  /// In the order of the table.
  let languages: [String]
  /// The script that each language is written in.
  let scripts: [WritingSystem]
  private let keys: [UInt64]
  /// `languages.count` weights for each slot of `keys`.
  private let weights: [UInt8]
  private static let bits: UInt64 = 13

  init(_ profiles: [(language: String, trigrams: String)]) {
    let size = 1 << Int(Self.bits)
    var keys = [UInt64](repeating: 0, count: size)
    var weights = [UInt8](repeating: 0, count: size * profiles.count)
    var scripts: [WritingSystem] = []
    for (language, profile) in profiles.enumerated() {
      let scalars = profile.trigrams.unicodeScalars.map { $0 == "_" ? 0x20 : $0.value }
      scripts.append(scalars.lazy.compactMap { WritingSystem($0) }.first ?? .latin)
      for (rank, start) in stride(from: 0, to: scalars.count - 2, by: 3).enumerated() {
        let key = Self.key(scalars[start], scalars[start + 1], scalars[start + 2])
        var slot = Self.slot(key)
        while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & (size - 1) }
        keys[slot] = key
        weights[slot * profiles.count + language] = Self.weight(rank)
      }
    }
    languages = profiles.map(\.language)
    self.scripts = scripts
    self.keys = keys
    self.weights = weights
  }

  /// Twelve times the binary logarithm of how much more frequent a trigram of this rank is than one that is not in the profile, by
  /// Zipf's law: 1 over the rank.
  private static func weight(_ rank: Int) -> UInt8 {
    var weight = 0
    var rest = 640 * 16 / (rank + 4)
    while rest > 19 {
      weight += 3
      rest = rest * 84 / 100
    }
    return UInt8(min(255, weight + 12))
  }

  static func key(_ first: UInt32, _ second: UInt32, _ third: UInt32) -> UInt64 {
    UInt64(first) << 42 | UInt64(second) << 21 | UInt64(third)
  }

  private static func slot(_ key: UInt64) -> Int { Int((key &* 0x9E37_79B9_7F4A_7C15) >> (64 - bits)) }

  /// Adds what a trigram says for each language.
  func add(_ key: UInt64, to scores: inout [Int]) {
    var slot = Self.slot(key)
    while keys[slot] != 0 {
      if keys[slot] == key {
        for language in scores.indices { scores[language] &+= Int(weights[slot * scores.count + language]) }
        return
      }
      slot = (slot + 1) & (keys.count - 1)
    }
  }
}
