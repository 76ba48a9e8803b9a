extension String? {
  /// Adds a piece in place: a text of many small pieces costs what it weighs, not its square.
  mutating func add(_ piece: String) {
    if self == nil { self = piece } else { self?.append(piece) }
  }
}
