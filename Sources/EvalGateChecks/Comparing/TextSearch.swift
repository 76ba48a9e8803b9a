import EvalGateCore
import StrictJSON

/// What the checks that look for text have in common: one text or several, from the options or the case, whatever their case.
struct TextSearch: Sendable {
  private let expectation: Expectation
  private let form: TextForm
  /// Prepared once where the options give the texts.
  private let fixed: [Needle]?

  init(_ key: String, options: inout OptionReader) throws(Diagnostic) {
    form = try TextForm(options: &options)
    expectation = try Expectation(key, options: &options)
    guard let value = expectation.fixed else {
      fixed = nil
      return
    }
    guard let texts = value.texts, Self.areUsable(texts) else {
      throw Diagnostic(
        .badOption, "`\(key)` must be text or a list of texts, none of them empty", at: options.node.location,
        help: "every output contains the empty text, so it says nothing")
    }
    fixed = texts.map { [form] in Needle($0, form) }
  }

  func one(_ subject: Subject, _ context: CheckContext, trimming: Bool = false) throws(Halt) -> (Needle, [UInt8]) {
    let needles = try needles(in: context)
    guard needles.count == 1, let needle = needles.first else { throw .error("looks for one text, not for a list") }
    let text = try subject.requireText()
    return (needle, trimming ? form.bytes(text.trimmingSpaces) : form.bytes(text))
  }

  func all(_ subject: Subject, _ context: CheckContext) throws(Halt) -> ([Needle], [UInt8]) {
    (try needles(in: context), form.bytes(try subject.requireText()))
  }

  func problem(with expected: Node?, in check: CheckID) -> Diagnostic? {
    expectation.problem(with: expected, in: check, wanted: "text or a list of texts, none of them empty") { value in
      value.texts.map(Self.areUsable) ?? false
    }
  }

  private func needles(in context: CheckContext) throws(Halt) -> [Needle] {
    if let fixed { return fixed }
    let texts = try expectation.texts(in: context)
    guard Self.areUsable(texts) else { throw .error("looks for the empty text, which every output contains") }
    return texts.map { Needle($0, form) }
  }

  private static func areUsable(_ texts: [String]) -> Bool { !texts.isEmpty && !texts.contains("") }
}
