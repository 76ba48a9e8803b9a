import UnicodeText

/// A tool that a rule means, by its name or a pattern, in whatever spelling it is called: a service refuses a name that nobody
/// offered, and a program may well find the tool behind it.
///
/// For what is denied or limited. What is allowed is the name as it is written.
package struct MeantTool: Sendable {
  private let exact: Glob
  /// Nil for a pattern.
  private let key: String?
  private let patterns: [Glob]

  package init(_ pattern: String) {
    exact = Glob(pattern)
    let isPattern = pattern.utf8.contains { "*?".utf8.contains($0) }
    key = isPattern ? nil : CalledTool.key(of: CalledTool.folded(pattern)[...])
    patterns = isPattern ? CalledTool.forms(of: pattern).map { Glob(CalledTool.words(of: $0[...])) } : []
  }

  /// Whether it is a pattern, which means many tools.
  package var isPattern: Bool { key == nil }

  /// Whether a tool is called just as the name or the pattern says.
  package func names(_ tool: String) -> Bool { exact.matches(tool) }

  /// Whether it may be meant by how a tool is called: case, width, marks, invisible characters, what stands between and around the
  /// words, a number behind a colon and the space that the name is said to be in do not count. A pattern means no tool of another space.
  package func covers(_ tool: CalledTool) -> Bool {
    if exact.matches(tool.name) { return true }
    guard let key else { return patterns.contains { tool.spellings.contains(where: $0.matches) } }
    return !key.isEmpty && tool.keys.contains(key)
  }

  package func covers(_ tool: String) -> Bool { covers(CalledTool(tool)) }
}

/// How a tool is called, in the spellings behind which a program may find one.
package struct CalledTool: Sendable {
  /// As it is written.
  package let name: String
  /// In small letters, with `_` between words; `deleteOrder` may be one word or two. Without a space that models make up.
  fileprivate let spellings: [String]
  /// In small letters and digits alone, without any space too.
  fileprivate let keys: [String]

  package init(_ name: String) {
    self.name = name
    guard !Self.isPlain(name) else {
      (spellings, keys) = ([name], [name.replacing("_", with: "")])
      return
    }
    var (spellings, keys): ([String], [String]) = ([], [])
    for form in Self.pieces(of: name).flatMap({ Self.forms(of: $0) }) {
      var rest = Self.withoutArguments(form[...])
      var (isMadeUp, isOfServer) = (true, false)
      while true {
        if isMadeUp { spellings += [Self.words(of: rest), Self.trimmedWords(of: rest)] }
        keys.append(Self.key(of: rest))
        guard let (space, name) = Self.parts(of: rest, isOfServer: isOfServer) else { break }
        isMadeUp = isMadeUp && Self.madeUp.contains(Self.key(of: space))
        isOfServer =
          isOfServer
          || Self.key(of: space) == "mcp" && name.startIndex == space.endIndex + 1 && Self.joins(rest[space.endIndex])
        rest = name
      }
    }
    (self.spellings, self.keys) = (spellings, keys)
  }

  /// What models and services write before the names of tools they are offered.
  private static let madeUp: Set = ["functions", "function", "defaultapi", "tools", "tool"]

  /// Spaces that are set before a name with the sign that stands between its words: `functions_delete_order`,
  /// `mcp_shop_delete_order`. Of a server's tool nobody can tell where the server's name ends.
  private static let joined = ["functions", "defaultapi", "mcp"]

  /// Most names are written as nobody would write them otherwise.
  private static func isPlain(_ name: String) -> Bool {
    guard !["functions_", "default_api_", "mcp_"].contains(where: { name.utf8.starts(with: $0.utf8) }) else {
      return false
    }
    var last = UInt8(ascii: "_")
    for byte in name.utf8 {
      let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      guard isLetter || isDigit || byte == UInt8(ascii: "_") && last != byte else { return false }
      last = byte
    }
    return last != UInt8(ascii: "_")
  }

  /// In scalars; of a longer one the end counts.
  private static let longest = 1_024

  // MARK: Forms

  /// The name itself, and what stands around the tokens of a chat format that a server left in it:
  /// `delete_order<|channel|>commentary`, `<|channel|>commentary to=functions.delete_order`.
  private static func pieces(of name: String) -> [String] {
    guard name.contains("<|") else { return [name] }
    var pieces = [name]
    var piece = ""
    var isToken = false
    func finish() {
      pieces += piece.split(whereSeparator: \.isWhitespace).map {
        $0.hasPrefix("to=") ? String($0.dropFirst(3)) : String($0)
      }
      piece = ""
    }
    var last: Unicode.Scalar = " "
    for scalar in name.unicodeScalars.suffix(longest) {
      if !isToken, last == "<", scalar == "|" {
        piece.unicodeScalars.removeLast()
        finish()
        isToken = true
      } else if isToken {
        if last == "|", scalar == ">" { isToken = false }
      } else {
        piece.unicodeScalars.append(scalar)
      }
      last = scalar
    }
    finish()
    return pieces
  }

  /// As one word, and with capitals as beginnings of words.
  fileprivate static func forms(of name: String) -> [[Unicode.Scalar]] {
    let (one, two) = (folded(name), folded(separatingCapitals(name)))
    return one == two ? [one] : [one, two]
  }

  fileprivate static func folded(_ name: String) -> [Unicode.Scalar] {
    name.nfkcCaseFolded.strippingMarks.unicodeScalars.suffix(longest).filter { $0.generalCategory != .format }
  }

  private static func separatingCapitals(_ name: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in name.nfkc.unicodeScalars {
      if scalar.generalCategory == .uppercaseLetter, result.last?.generalCategory == .lowercaseLetter {
        result.append("_")
      }
      result.append(scalar)
    }
    return String(result)
  }

  /// With `_` for whatever else stands between words; the signs of patterns stay.
  fileprivate static func words(of name: ArraySlice<Unicode.Scalar>) -> String {
    var words = String.UnicodeScalarView()
    for scalar in name {
      if isOfWord(scalar) || scalar == "*" || scalar == "?" {
        words.append(scalar)
      } else if words.last != "_" {
        words.append("_")
      }
    }
    return String(words)
  }

  private static func trimmedWords(of name: ArraySlice<Unicode.Scalar>) -> String {
    guard let first = name.firstIndex(where: isOfWord), let last = name.lastIndex(where: isOfWord) else { return "" }
    return words(of: name[first...last])
  }

  fileprivate static func key(of name: ArraySlice<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(name.filter(isOfWord)))
  }

  private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.generalCategory {
    case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber:
      true
    default: false
    }
  }

  // MARK: Parts

  /// Without what a call is written with: `delete_order(id=1)`, and the number of a call as in `functions.delete_order:0`.
  private static func withoutArguments(_ name: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
    var name = name
    if let bracket = name.firstIndex(of: "("), name[..<bracket].contains(where: isOfWord) { name = name[..<bracket] }
    while let last = name.last, !isOfWord(last) { name.removeLast() }
    let digits = name.reversed().prefix { ("0"..."9").contains($0) }.count
    let rest = name.dropLast(digits)
    return digits > 0 && rest.last == ":" && rest.contains(where: isOfWord) ? rest.dropLast() : name
  }

  /// The space that a name is said to be in, and the name in it: `shop.delete_order`, `mcp__shop__delete_order`,
  /// `shop-delete_order`, where `-` is not what stands between words.
  ///
  /// - Parameter isOfServer: whether any word may be the last of the space's.
  private static func parts(
    of name: ArraySlice<Unicode.Scalar>, isOfServer: Bool
  ) -> (space: ArraySlice<Unicode.Scalar>, name: ArraySlice<Unicode.Scalar>)? {
    guard let first = name.firstIndex(where: isOfWord) else { return nil }
    let hasUnderscore = name[first...].contains("_")
    func isSign(_ place: Int) -> Bool {
      let scalar = name[place]
      if [".", ":", "/"].contains(scalar) { return true }
      guard joins(scalar) else { return false }
      return isOfServer || scalar == "-" && hasUnderscore
        || scalar == "_" && place + 1 < name.endIndex && name[place + 1] == "_"
        || joined.contains(key(of: name[..<place]))
    }
    guard let sign = name[first...].indices.first(where: isSign), let rest = name[sign...].firstIndex(where: isOfWord)
    else { return nil }
    return (name[..<sign], name[rest...])
  }

  private static func joins(_ scalar: Unicode.Scalar) -> Bool { scalar == "_" || scalar == "-" }
}
