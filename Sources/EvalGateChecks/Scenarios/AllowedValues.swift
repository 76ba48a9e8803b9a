import EvalGateCore
import StrictJSON

/// Values one of which is asked for, as they are written; case, and white space around them, aside.
struct AllowedValues: Sendable {
  private let forms: Set<[UInt8]>

  init(_ texts: [String]) { forms = Set(texts.map(Self.form)) }

  /// Whether all that a value says is allowed.
  func hold(_ value: JSONValue) -> Bool { (value.leaves + value.keysThatAreValues).allSatisfy(holds) }

  /// Whether a text is one of them, or mailboxes with nothing but their addresses.
  private func holds(_ text: String) -> Bool {
    forms.contains(Self.form(text))
      || MailboxList.addresses(in: text)?.allSatisfy { forms.contains(Self.form($0)) } ?? false
  }

  private static func form(_ text: String) -> [UInt8] { TextForm(ignoresCase: true).bytes(text.trimmingSpaces) }
}
