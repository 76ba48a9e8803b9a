import EvalGateCore
import StrictJSON

/// Values one of which is asked for, as they are written; case, and white space around them, aside. Numbers are met by equal ones.
struct AllowedValues: Sendable {
  private let forms: Set<[UInt8]>
  private let numbers: Set<JSONNumber>

  init(_ values: [JSONValue]) {
    forms = Set(values.map { Self.form($0.asText) })
    numbers = Set(values.compactMap { if case .number(let number) = $0 { number } else { nil } })
  }

  /// Whether all that a value says is allowed.
  func hold(_ value: JSONValue) -> Bool {
    value.scalars.allSatisfy { scalar in
      if case .number(let number) = scalar, numbers.contains(number) { return true }
      return holds(scalar.asText)
    } && value.keysThatAreValues.allSatisfy(holds)
  }

  /// Whether a text is one of them, an amount that whoever reads it takes for one of them, or mailboxes with nothing but their addresses.
  private func holds(_ text: String) -> Bool {
    forms.contains(Self.form(text)) || isAmount(text)
      || MailboxList.addresses(in: text)?.allSatisfy { forms.contains(Self.form($0)) } ?? false
  }

  private func isAmount(_ text: String) -> Bool {
    guard !numbers.isEmpty, WrittenNumber.isNumber(text) else { return false }
    return WrittenNumber.readings(of: text).allSatisfy(numbers.contains)
  }

  private static func form(_ text: String) -> [UInt8] { TextForm(ignoresCase: true).bytes(text.trimmingSpaces) }
}
