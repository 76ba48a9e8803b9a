import EvalGateCore
import StrictJSON

/// Reads the members of one JSON object, strict about what is missing or of another kind, tolerant of keys it does not know.
struct Fields {
  private var members: JSONMembers
  /// Where in the line, for messages: `candidate.answer`.
  private let place: String

  init(_ node: JSONNode, at place: String = "") throws(LineFault) {
    guard let members = JSONMembers(of: node) else {
      throw LineFault("\(place.isEmpty ? "the line" : "`\(place)`") must be an object, not \(node.kind.rawValue)")
    }
    self.place = place
    self.members = members
  }

  /// The value of a key; nil where it is absent or `null`.
  mutating func optional(_ key: String) -> JSONNode? {
    guard let value = members.find(key), !value.isNull else { return nil }
    return value
  }

  mutating func required(_ key: String) throws(LineFault) -> JSONNode {
    guard let value = optional(key) else { throw LineFault("`\(path(key))` is missing") }
    return value
  }

  func path(_ key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }
  func wrong(_ key: String, _ wanted: String) -> LineFault { LineFault("`\(path(key))` must be \(wanted)") }
}

// MARK: scalars

extension Fields {
  mutating func string(_ key: String) throws(LineFault) -> String {
    guard let value = try required(key).string else { throw wrong(key, "text") }
    return value
  }

  mutating func optionalString(_ key: String) throws(LineFault) -> String? {
    guard let node = optional(key) else { return nil }
    guard let value = node.string else { throw wrong(key, "text") }
    return value
  }

  mutating func int(_ key: String) throws(LineFault) -> Int {
    guard let value = try required(key).number?.int else { throw wrong(key, "a whole number") }
    return value
  }

  mutating func optionalInt(_ key: String) throws(LineFault) -> Int? {
    guard let node = optional(key) else { return nil }
    guard let value = node.number?.int else { throw wrong(key, "a whole number") }
    return value
  }

  mutating func bool(_ key: String) throws(LineFault) -> Bool {
    guard let value = try required(key).bool else { throw wrong(key, "true or false") }
    return value
  }

  /// False where it is absent.
  mutating func flag(_ key: String) throws(LineFault) -> Bool {
    guard let node = optional(key) else { return false }
    guard let value = node.bool else { throw wrong(key, "true or false") }
    return value
  }

  /// A number, or one of the words that stand for what JSON has no number for.
  mutating func real(_ key: String) throws(LineFault) -> Double {
    guard let value = Real.value(of: try required(key)) else { throw wrong(key, "a number") }
    return value
  }

  mutating func optionalReal(_ key: String) throws(LineFault) -> Double? {
    guard let node = optional(key) else { return nil }
    guard let value = Real.value(of: node) else { throw wrong(key, "a number") }
    return value
  }

  mutating func digest(_ key: String) throws(LineFault) -> Digest {
    guard let digest = Digest(written: try string(key)) else { throw wrong(key, "a SHA-256 digest") }
    return digest
  }

  mutating func optionalDigest(_ key: String) throws(LineFault) -> Digest? {
    guard let text = try optionalString(key) else { return nil }
    guard let digest = Digest(written: text) else { throw wrong(key, "a SHA-256 digest") }
    return digest
  }

  mutating func date(_ key: String) throws(LineFault) -> CalendarDate {
    guard let date = CalendarDate(try string(key)) else { throw wrong(key, "a date such as 2026-06-30") }
    return date
  }

  mutating func word<Word: RawRepresentable<String>>(_ key: String, as: Word.Type = Word.self) throws(LineFault) -> Word
  {
    guard let word = Word(rawValue: try string(key)) else { throw wrong(key, "a word that this evalgate knows") }
    return word
  }

  mutating func optionalWord<Word: RawRepresentable<String>>(
    _ key: String, as: Word.Type = Word.self
  ) throws(LineFault) -> Word? {
    guard let text = try optionalString(key) else { return nil }
    guard let word = Word(rawValue: text) else { throw wrong(key, "a word that this evalgate knows") }
    return word
  }
}

// MARK: parts

extension Fields {
  mutating func object(_ key: String) throws(LineFault) -> Fields { try Fields(required(key), at: path(key)) }

  mutating func optionalObject(_ key: String) throws(LineFault) -> Fields? {
    guard let node = optional(key) else { return nil }
    return try Fields(node, at: path(key))
  }

  /// The elements of a list, each read by `read`; empty where the key is absent.
  mutating func list<Element>(
    _ key: String, _ read: (inout Fields) throws(LineFault) -> Element
  ) throws(LineFault) -> [Element] {
    guard let node = optional(key) else { return [] }
    guard node.kind == .array else { throw wrong(key, "a list") }
    let place = path(key)
    var elements: [Element] = []
    elements.reserveCapacity(node.count)
    for element in node.elements {
      var fields = try Fields(element, at: place)
      elements.append(try read(&fields))
    }
    return elements
  }

  /// A list of texts; empty where the key is absent.
  mutating func strings(_ key: String) throws(LineFault) -> [String] {
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
  mutating func counts(_ key: String) throws(LineFault) -> [String: Int] {
    guard let node = optional(key) else { return [:] }
    guard node.kind == .object else { throw wrong(key, "whole numbers by name") }
    var counts: [String: Int] = [:]
    for member in node.members {
      guard let count = member.value.number?.int else { throw wrong(key, "whole numbers by name") }
      counts[member.key] = count
    }
    return counts
  }
}

extension Digest {
  /// As it stands in files: with the algorithm's name before it or without.
  init?(written text: String) {
    self.init(hex: text.utf8.starts(with: "sha256:".utf8) ? String(text.utf8.dropFirst(7)) ?? "" : text)
  }
}
