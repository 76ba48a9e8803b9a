/// Where a policy's detector could not look for something to the end that a scenario forbids by a word, and the policy lets that pass.
public struct BlindSpot: Hashable, Sendable {
  /// As the scenario forbids it.
  public var word: String
  public var place: Sighting.Place
  /// What the detector ran out of: `restricted: 256 fragments or 64 KiB of decoded text`.
  public var budget: String

  public init(word: String, place: Sighting.Place, budget: String) {
    self.word = word
    self.place = place
    self.budget = budget
  }
}
