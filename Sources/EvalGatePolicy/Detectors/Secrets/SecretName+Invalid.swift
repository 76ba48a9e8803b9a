extension SecretName {
  /// Whether a name says that its value opens nothing, as tests call what has to be refused: `invalidToken`, `nonMatchingToken`.
  static func saysInvalid(_ name: ArraySlice<UInt8>) -> Bool {
    var start = name.startIndex
    for place in name.indices {
      let isEnd =
        place + 1 == name.endIndex || !name[place + 1].isLetter || name[place].isLower && name[place + 1].isUpper
      guard name[place].isLetter else {
        start = place + 1
        continue
      }
      if isEnd {
        if refused.contains(PackedWord(lowering: name[start...place])) { return true }
        start = place + 1
      }
    }
    return false
  }

  private static let refused = words("invalid non nonmatching mismatched unmatched wrong fake dummy bogus")
}
