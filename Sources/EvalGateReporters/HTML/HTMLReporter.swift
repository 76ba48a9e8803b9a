public import EvalGateCore

/// For people: one file that works from disk and offline, on a phone, by keyboard, in the dark and without scripts.
///
/// Nothing is fetched, and a content security policy names the one style sheet and the one script by their digests, so that
/// even text which found a way out of its element would not run. What does not fit is counted, and where the whole is, is said.
public struct HTMLReporter: Reporter {
  public static let id = "html"
  public static let summary = "For people; one file that works offline"
  public static let showsDetails = true

  public init() {}

  public func render(_ report: Report, _ context: ReportContext) -> String {
    let page = Page(report: report, blobURL: context.blobURL)
    let document: Markup = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
      <meta name="referrer" content="no-referrer">
      <title>\(page.title)</title>
      <style>\(Markup.verbatim(PageStyle.text))</style>
      </head>
      <body>
      <a class="skip" href="#cases">Skip to the cases</a>
      \(page.verdict)
      <main>
      \(page.gates)
      \(page.rules)
      \(page.cases)
      \(page.suites)
      \(page.versions)
      \(page.history)
      </main>
      \(page.footer)
      <script>\(Markup.verbatim(PageScript.text))</script>
      </body>
      </html>

      """
    return document.printed
  }

  /// Content Security Policy Level 3, section 6: nothing but this style sheet and this script, by their SHA-256.
  private static let policy =
    "default-src 'none'; style-src '\(digest(PageStyle.text))'; script-src '\(digest(PageScript.text))'; "
    + "base-uri 'none'; form-action 'none'"

  private static func digest(_ text: StaticString) -> String {
    "sha256-" + Base64.text(ofHex: Digest(of: Array("\(text)".utf8)).hex)
  }
}

/// Base64 of RFC 4648 section 4.
package enum Base64 {
  /// The bytes that are written in hexadecimal, in Base64.
  ///
  /// - Parameter hex: pairs of lower-case hexadecimal digits.
  package static func text(ofHex hex: String) -> String {
    let digits = hex.utf8.map { $0 < 58 ? $0 - 48 : $0 - 87 }
    let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        text.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// The sections of the page; each file of the folder holds one or two of them.
struct Page {
  let report: Report
  /// Prefix of a file's address on the forge, where that is known.
  let blobURL: String?

  /// The file's place, as a link where it can be looked at.
  func place(_ location: SourceLocation?) -> Markup {
    guard let location, !location.path.isEmpty else { return .empty }
    let words = UntrustedText(location.description).excerpt(200)
    guard let blobURL, blobURL.utf8.starts(with: "https://".utf8) || blobURL.utf8.starts(with: "http://".utf8) else {
      return "<span class=\"place\">\(words)</span>"
    }
    return "<a class=\"place\" href=\"\(blobURL + location.path.urlPath)#L\(location.line)\">\(words)</a>"
  }

  /// A name of a file's, short enough for a line.
  static func name(_ text: String, _ limit: Int = 120) -> UntrustedText { UntrustedText(text).excerpt(limit) }

  /// `a`, `b` and `c`, as code.
  static func listed(_ names: [String]) -> Markup {
    let shown = names.prefix(10).map { "<code>\(name($0))</code>" as Markup }
    if names.count > shown.count { return "\(shown.joined(", ")) and \(names.count - shown.count) more" }
    guard shown.count > 1, let last = shown.last else { return shown.first ?? "nothing" }
    return "\(Array(shown.dropLast()).joined(", ")) and \(last)"
  }

  /// As many rows as a table may show, and what is said of the rest.
  static func cut<Row>(_ rows: [Row], _ limit: Int) -> (shown: ArraySlice<Row>, more: Markup) {
    let rest = rows.count - limit
    return (rows.prefix(limit), rest > 0 ? "<p class=\"more\">and \(rest) more</p>" : .empty)
  }
}
