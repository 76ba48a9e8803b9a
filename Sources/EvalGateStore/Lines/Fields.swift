import EvalGateCore
import StrictJSON

/// Reads the members of one JSON object, strict about what is missing or of another kind, tolerant of keys it does not know.
struct Fields {
  private var members: JSONMembers

  init(_ node: JSONNode) throws(LineFault) {
    guard let members = JSONMembers(of: node) else {
      let place = Self.place(of: node)
      throw LineFault("\(place.isEmpty ? "the line" : "`\(place)`") must be an object, not \(node.kind.rawValue)")
    }
    self.members = members
  }

  /// Where the value of a key stands; nil where it is absent or `null`.
  private mutating func find(_ key: StaticString) -> JSONMembers.Place? {
    guard let place = members.find(key), members.kind(at: place) != .null else { return nil }
    return place
  }

  /// Whether a key is there at all, be it `null`.
  mutating func has(_ key: StaticString) -> Bool { members.find(key) != nil }

  private mutating func demand(_ key: StaticString) throws(LineFault) -> JSONMembers.Place {
    guard let place = find(key) else { throw LineFault("`\(path(key))` is missing") }
    return place
  }

  /// The value of a key; nil where it is absent or `null`.
  mutating func optional(_ key: StaticString) -> JSONNode? { find(key).map { members.node(at: $0) } }

  mutating func required(_ key: StaticString) throws(LineFault) -> JSONNode { members.node(at: try demand(key)) }

  /// Where in the line, for messages: `candidate.answer.text`.
  private func path(_ key: StaticString) -> String {
    let place = Self.place(of: members.object)
    return place.isEmpty ? "\(key)" : "\(place).\(key)"
  }

  func wrong(_ key: StaticString, _ wanted: String) -> LineFault { LineFault("`\(path(key))` must be \(wanted)") }

  /// By names alone: which element of a list it is tells nobody anything.
  private static func place(of node: JSONNode) -> String {
    let names = node.document.root.pointer(to: node)?.tokens ?? []
    return names.filter { !$0.utf8.allSatisfy { 48...57 ~= $0 } }.joined(separator: ".")
  }
}

// MARK: scalars

extension Fields {
  mutating func string(_ key: StaticString) throws(LineFault) -> String {
    guard let value = members.string(at: try demand(key)) else { throw wrong(key, "text") }
    return value
  }

  mutating func optionalString(_ key: StaticString) throws(LineFault) -> String? {
    guard let place = find(key) else { return nil }
    guard let value = members.string(at: place) else { throw wrong(key, "text") }
    return value
  }

  mutating func int(_ key: StaticString) throws(LineFault) -> Int {
    guard let value = members.int(at: try demand(key)) else { throw wrong(key, "a whole number") }
    return value
  }

  mutating func optionalInt(_ key: StaticString) throws(LineFault) -> Int? {
    guard let place = find(key) else { return nil }
    guard let value = members.int(at: place) else { throw wrong(key, "a whole number") }
    return value
  }

  /// How many there are of something.
  mutating func count(_ key: StaticString) throws(LineFault) -> Int {
    let value = try int(key)
    guard Self.counts.contains(value) else { throw wrong(key, "a number from 0 to \(Self.counts.upperBound)") }
    return value
  }

  mutating func optionalCount(_ key: StaticString) throws(LineFault) -> Int? {
    find(key) == nil ? nil : try count(key)
  }

  /// A number of tokens that can be one.
  mutating func optionalTokens(_ key: StaticString) throws(LineFault) -> Int? {
    guard let tokens = try optionalInt(key) else { return nil }
    guard (0...Usage.largestCount).contains(tokens) else {
      throw wrong(key, "a number from 0 to \(Usage.largestCount)")
    }
    return tokens
  }

  /// Milliseconds from 0, or that it never came.
  mutating func optionalTime(_ key: StaticString) throws(LineFault) -> Double? {
    guard let time = try optionalReal(key) else { return nil }
    guard time >= 0 else { throw wrong(key, "a number from 0") }
    return time
  }

  /// Sums over all lines that a file can have are whole numbers still.
  private static let counts = 0...1_000_000_000_000

  mutating func bool(_ key: StaticString) throws(LineFault) -> Bool {
    guard let value = members.bool(at: try demand(key)) else { throw wrong(key, "true or false") }
    return value
  }

  /// False where it is absent.
  mutating func flag(_ key: StaticString) throws(LineFault) -> Bool {
    guard let place = find(key) else { return false }
    guard let value = members.bool(at: place) else { throw wrong(key, "true or false") }
    return value
  }

  /// A number, or one of the words that stand for what JSON has no number for.
  mutating func real(_ key: StaticString) throws(LineFault) -> Double {
    guard let value = real(at: try demand(key)) else { throw wrong(key, "a number") }
    return value
  }

  mutating func optionalReal(_ key: StaticString) throws(LineFault) -> Double? {
    guard let place = find(key) else { return nil }
    guard let value = real(at: place) else { throw wrong(key, "a number") }
    return value
  }

  private func real(at place: JSONMembers.Place) -> Double? {
    members.double(at: place) ?? members.string(at: place).flatMap { Real.value(of: $0) }
  }

  mutating func digest(_ key: StaticString) throws(LineFault) -> Digest {
    try digest(at: try demand(key), key)
  }

  mutating func optionalDigest(_ key: StaticString) throws(LineFault) -> Digest? {
    guard let place = find(key) else { return nil }
    return try digest(at: place, key)
  }

  private func digest(at place: JSONMembers.Place, _ key: StaticString) throws(LineFault) -> Digest {
    guard let digest = members.withText(at: place, { Digest(written: $0) }) else { throw wrong(key, "text") }
    guard let digest else { throw wrong(key, "a SHA-256 digest") }
    return digest
  }

  mutating func date(_ key: StaticString) throws(LineFault) -> CalendarDate {
    guard let date = CalendarDate(try string(key)) else { throw wrong(key, "a date such as 2026-06-30") }
    return date
  }

  mutating func word<Word: RawRepresentable<String>>(
    _ key: StaticString, as: Word.Type = Word.self
  ) throws(LineFault) -> Word {
    guard let word = Word(rawValue: try string(key)) else { throw wrong(key, "a word that this evalgate knows") }
    return word
  }

  mutating func optionalWord<Word: RawRepresentable<String>>(
    _ key: StaticString, as: Word.Type = Word.self
  ) throws(LineFault) -> Word? {
    guard let text = try optionalString(key) else { return nil }
    guard let word = Word(rawValue: text) else { throw wrong(key, "a word that this evalgate knows") }
    return word
  }
}

// MARK: parts

extension Fields {
  mutating func object(_ key: StaticString) throws(LineFault) -> Fields { try Fields(required(key)) }

  mutating func optionalObject(_ key: StaticString) throws(LineFault) -> Fields? {
    guard let node = optional(key) else { return nil }
    return try Fields(node)
  }

  /// The elements of a list, each read by `read`; empty where the key is absent.
  mutating func list<Element>(
    _ key: StaticString, _ read: (inout Fields) throws(LineFault) -> Element
  ) throws(LineFault) -> [Element] {
    guard let node = optional(key) else { return [] }
    guard node.kind == .array else { throw wrong(key, "a list") }
    var elements: [Element] = []
    elements.reserveCapacity(node.count)
    for element in node.elements {
      var fields = try Fields(element)
      elements.append(try read(&fields))
    }
    return elements
  }

  /// A list of texts; empty where the key is absent.
  mutating func strings(_ key: StaticString) throws(LineFault) -> [String] {
    guard let node = optional(key) else { return [] }
    guard node.kind == .array else { throw wrong(key, "a list of texts") }
    var texts: [String] = []
    texts.reserveCapacity(node.count)
    for element in node.elements {
      guard let text = element.string else { throw wrong(key, "a list of texts") }
      texts.append(text)
    }
    return texts
  }

  /// Whole numbers by name; empty where the key is absent.
  mutating func counts(_ key: StaticString) throws(LineFault) -> [String: Int] {
    guard let node = optional(key) else { return [:] }
    guard node.kind == .object else { throw wrong(key, "whole numbers by name") }
    var counts: [String: Int] = [:]
    for member in node.members {
      guard let count = member.value.number?.int, Self.counts.contains(count) else {
        throw wrong(key, "whole numbers by name")
      }
      counts[member.key] = count
    }
    return counts
  }
}

extension Digest {
  /// As it stands in files: with the algorithm's name before it or without.
  init?(written text: UnsafeBufferPointer<UInt8>) {
    let isNamed = text.count == 71 && text.starts(with: "sha256:".utf8)
    self.init(hex: isNamed ? UnsafeBufferPointer(rebasing: text[7...]) : text)
  }
}
