import EvalGateCore
import StrictJSON

/// The texts of findings quote outputs, but never more of them than a line of a report holds.
private let quotedScalars = 80

/// The beginning of a text, on one line; an empty one is called so.
func brief(_ text: String) -> String {
  let head = UntrustedText(text).excerptOfWords(quotedScalars).unsafeText
  guard !head.isEmpty else { return "nothing" }
  return String(String.UnicodeScalarView(head.unicodeScalars.map { $0 == "\n" || $0 == "\r" ? " " : $0 }))
}

/// The beginning of a value: a string as it is, anything else as JSON.
func brief(_ value: JSONValue) -> String { brief(value.asText) }

/// "one, two and 3 more".
func listed(_ items: [String], limit: Int = 3) -> String {
  guard items.count > limit else { return items.joined(separator: ", ") }
  return items.prefix(limit).joined(separator: ", ") + " and \(items.count - limit) more"
}

/// "expected billing, got technical".
func difference(_ expected: String, _ got: String) -> String { "expected \(brief(expected)), got \(brief(got))" }

/// "1 word", "3 words".
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
