import SafeRegex

/// Addresses whose signs are written as words or apart: `xavi (at) evil [dot] example`, `xavi at evil dot example`, `evil .example`.
///
/// For finding addresses that are known: in other texts `at` is a word.
enum SpelledAddress {
  private static let signs = try? SafeRegex(
    #"[ \t]*[(\[{<][ \t]*(?:(at)|dot)[ \t]*[)\]}>][ \t]*|[ \t]+(?:(at)|dot)[ \t]+|[ \t]+\.[ \t]*"#,
    options: .caseInsensitive)

  /// The text with the signs put back; nil where no word stands for one, and where that cannot be told.
  static func written(_ text: String) -> String? {
    guard let found = try? signs?.matches(in: text), !found.isEmpty else { return nil }
    let bytes = Array(text.utf8)
    var written: [UInt8] = []
    var place = 0
    for match in found {
      written += bytes[place..<match.range.lowerBound]
      let isAt = match.groups.dropFirst().contains { $0 != nil }
      written.append(isAt ? UInt8(ascii: "@") : UInt8(ascii: "."))
      place = match.range.upperBound
    }
    return String(decoding: written + bytes[place...], as: UTF8.self)
  }
}
