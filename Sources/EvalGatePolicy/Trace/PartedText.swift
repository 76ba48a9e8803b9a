import UnicodeText

extension String {
  /// With a blank where a script that has none between words begins or ends beside a word of another one: `bob@corp.exampleに送って`.
  ///
  /// What has a sign of an address on its other side is a part of that: `//例え.example`, `/wiki/東京`, `x/東京.html`.
  var partedAtScripts: String {
    guard utf8.contains(where: { $0 >= 0x80 }) else { return self }
    let scalars = Array(unicodeScalars)
    var parted = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      guard scalars[index].isWrittenWithoutSpaces else {
        parted.append(scalars[index])
        index += 1
        continue
      }
      let start = index
      while index < scalars.count, scalars[index].isWrittenWithoutSpaces || scalars[index].isMark { index += 1 }
      let before = start > 0 ? scalars[start - 1] : " "
      let after = index < scalars.count ? scalars[index] : " "
      // A full stop behind it ends a sentence, unless something goes on.
      let isOpen = index + 1 < scalars.count && scalars[index + 1].isLetterOrDigit && Self.isOfAddress(after)
      let isPart = Self.isOfAddress(before) || isOpen
      if !isPart, before.isOfWord { parted.append(" ") }
      parted += scalars[start..<index]
      if !isPart, after.isOfWord || after == "+" { parted.append(" ") }
    }
    return String(parted)
  }

  private static func isOfAddress(_ scalar: Unicode.Scalar) -> Bool { "./@-_~%:?&=#".unicodeScalars.contains(scalar) }
}
