/// A kind of number that is told by its grouping, its digits and the words around it.
struct NumericRule: Sendable {
  let entity: PIIEntity
  /// How it is written by those who issue it.
  let shapes: [NumberShape]
  /// Ways to write it that other numbers share, which count only with a word that names it, or alone.
  let looseShapes: [NumberShape]
  /// What is checked beyond the form: a checksum by its standard's name, or `format` where there is none.
  let validator: String
  /// With no word around it: for the usual grouping; nil where that is not enough to report anything.
  let unnamed: EntityMatch.Confidence?
  /// With a word that names it.
  let named: EntityMatch.Confidence
  /// Whether it is reported, and no more than that, where the value is all there is, as in a field of a tool call: of the ids of
  /// orders and parcels one in ten has any given check digit.
  let showsAlone: Bool
  let isValid: @Sendable (Digits) -> Bool

  init(
    _ entity: PIIEntity, _ shapes: [NumberShape], loose: [NumberShape] = [], validator: String = "format",
    unnamed: EntityMatch.Confidence? = nil, named: EntityMatch.Confidence, showsAlone: Bool = false,
    isValid: @escaping @Sendable (Digits) -> Bool
  ) {
    self.entity = entity
    self.shapes = shapes
    self.looseShapes = loose
    self.validator = validator
    self.unnamed = unnamed
    self.named = named
    self.showsAlone = showsAlone
    self.isValid = isValid
  }

  /// How far a number with a valid form is believed; nil where it is not reported.
  func confidence(isLoose: Bool, topics: Topics, isAlone: Bool) -> EntityMatch.Confidence? {
    if topics.contains(.entity(entity)) { return named }
    let plain = isLoose ? nil : unnamed
    return plain ?? (isAlone && showsAlone ? .weak : nil)
  }
}

/// Which rules a grouping can belong to, found with one look-up.
struct NumericRuleIndex: Sendable {
  typealias Entry = (rule: NumericRule, isLoose: Bool)

  /// Open addressing with linear probing: this is asked for every few digits of a text.
  private let codes: [UInt64]
  private let entries: [[Entry]]
  private static let mask = 511

  init(_ all: [NumericRule]) {
    var codes = [UInt64](repeating: 0, count: Self.mask + 1)
    var entries = [[Entry]](repeating: [], count: Self.mask + 1)
    for rule in all {
      for (shapes, isLoose) in [(rule.shapes, false), (rule.looseShapes, true)] {
        for shape in shapes {
          var slot = Self.slot(shape.code)
          while codes[slot] != 0, codes[slot] != shape.code { slot = (slot + 1) & Self.mask }
          codes[slot] = shape.code
          entries[slot].append((rule, isLoose))
        }
      }
    }
    self.codes = codes
    self.entries = entries
  }

  /// The rules for a grouping; none for nearly all groupings.
  subscript(shape: NumberShape) -> [Entry] {
    var slot = Self.slot(shape.code)
    while codes[slot] != 0 {
      if codes[slot] == shape.code { return entries[slot] }
      slot = (slot + 1) & Self.mask
    }
    return []
  }

  private static func slot(_ code: UInt64) -> Int { Int((code &* 0x9E37_79B9_7F4A_7C15) >> 55) }
}
