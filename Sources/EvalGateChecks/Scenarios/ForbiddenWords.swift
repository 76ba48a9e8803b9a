import EvalGateCore
import UnicodeText

/// Words that no longer value, such as a command, a query or a text, may hold: `DROP TABLE`, `staff_salaries`, `rm -rf`.
///
/// They are whole: `staff_salaries_archive` and `--force-with-lease` are others than `staff_salaries` and `--force`. Names and addresses
/// of places have forms of their own, and are none of these.
///
/// Those that a statement begins with are none in the title of something, `INSERT INTO films VALUES ('Drop Table Lamp')`.
struct ForbiddenWords: Sendable {
  private let needles: [Needle]
  private let statements: [Needle]

  init(_ texts: [String]) {
    let lines = texts.filter(Self.areWords).map { Self.line($0.nfkcCaseFolded) }
    needles = lines.filter { !Self.beginStatement($0) }.map { Needle($0, Self.form) }
    statements = lines.filter(Self.beginStatement).map { Needle($0, Self.form) }
  }

  /// - Parameter readings: all of a value, folded.
  func areHeld(in value: String, _ readings: [String]) -> Bool {
    guard !statements.isEmpty, let bare = SQLTitles.removed(from: value) else {
      return Self.stand(needles + statements, in: readings)
    }
    return Self.stand(needles, in: readings) || Self.stand(statements, in: WrittenReadings.all(ofHiding: bare))
  }

  private static func stand(_ needles: [Needle], in readings: [String]) -> Bool {
    guard !needles.isEmpty else { return false }
    return readings.lazy.map(line).filter { $0.contains(" ") }.contains { line in
      let text = WordedText(form.bytes(line))
      return needles.contains { needle in
        needle.occurs(in: text.bytes) {
          text.isWhole($0) && !text.isNameCut(before: $0.lowerBound) && !text.isNameCut(after: $0.upperBound)
            && !isPublicKey(text.bytes[$0.upperBound...])
        }
      }
    }
  }

  /// Whether a name goes on as that of a public key: `id_rsa.pub` is another file than `id_rsa`.
  private static func isPublicKey(_ rest: ArraySlice<UInt8>) -> Bool {
    rest.starts(with: publicKey) && !(rest.dropFirst(publicKey.count).first?.isOfName ?? false)
  }

  private static let publicKey = Array(".pub".utf8)
  private static let form = TextForm()

  private static func beginStatement(_ line: String) -> Bool {
    verbs.contains(line.prefix { $0 != " " })
  }

  private static let verbs: Set<Substring> = [
    "drop", "delete", "update", "insert", "truncate", "alter", "create", "grant", "revoke", "replace",
  ]

  private static func areWords(_ text: String) -> Bool {
    let signs = text.trimmingSpaces.unicodeScalars
    let isPlace =
      !signs.contains { $0.properties.isWhitespace } && signs.contains { ".@/\\:".unicodeScalars.contains($0) }
    return !isPlace && signs.contains { $0.properties.isAlphabetic } && !WrittenNumber.isNumber(text)
  }

  /// With one space for all white space in a row, and for the comment with nothing in it that SQL takes for one.
  private static func line(_ text: String) -> String {
    text.replacing("/**/", with: " ").split { $0.isWhitespace }.joined(separator: " ")
  }
}
