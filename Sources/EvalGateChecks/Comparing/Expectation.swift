import EvalGateCore
import StrictJSON

/// What a check compares with: its own option, or else the case's `expected`, whole or the part that `expected:` names.
struct Expectation: Sendable {
  /// The option's name, for messages.
  let key: String
  private let own: JSONValue?
  private let part: JSONPath?

  init(_ key: String, options: inout OptionReader) throws(Diagnostic) {
    self.key = key
    own = options.node(key)?.json
    guard let node = options.node("expected") else {
      part = nil
      return
    }
    guard case .string(let text) = node.content else {
      throw OptionReader.wrong(node, "expected", "a JSONPath into the case's `expected`")
    }
    part = try parsePath(text, at: node.location)
    guard own == nil else {
      throw Diagnostic(
        .wrongType, "`\(key)` and `expected` exclude each other", at: node.location,
        help: "keep `\(key)` for the same text in every case, `expected` for each case's own")
    }
  }

  static func help(_ key: String, _ text: String) -> [OptionHelp] {
    [
      OptionHelp(key, text + "; the case's `expected` when left out"),
      OptionHelp("expected", "a JSONPath to the part of the case's `expected` that counts; all of it when left out"),
    ]
  }

  /// What is known when the file is read.
  var fixed: JSONValue? { own }

  func value(in context: CheckContext) throws(Halt) -> JSONValue {
    guard let value = value(of: context.evalCase) else {
      throw .error("nothing to compare with: the check has no `\(key)` and the case no `expected`\(place)")
    }
    return value
  }

  /// Nil where neither the check nor the case has one.
  func value(of evalCase: EvalCase) -> JSONValue? { own ?? value(from: evalCase.expected) }

  func text(in context: CheckContext) throws(Halt) -> String {
    let value = try value(in: context)
    guard let text = value.stringValue else { throw .error("what is expected must be text, not \(value.kindName)") }
    return text
  }

  /// A list of texts; a single text counts as a list of one.
  func texts(in context: CheckContext) throws(Halt) -> [String] {
    let value = try value(in: context)
    guard let texts = value.texts, !texts.isEmpty else {
      throw .error("what is expected must be text or a list of texts, not \(value.kindName)")
    }
    return texts
  }

  /// The problem of a case without the value, or with one that `accepts` refuses.
  func problem(
    with expected: Node?, in check: CheckID, wanted: @autoclosure () -> String,
    accepts: (JSONValue) -> Bool = { _ in true }
  ) -> Diagnostic? {
    guard own == nil else { return nil }
    guard let expected, let value = value(from: expected) else {
      return Diagnostic(
        .nothingToCompare, "check `\(check)` has nothing to compare with\(place)", at: expected?.location,
        help: "give the case `expected`, or the check `\(key)`")
    }
    guard !accepts(value) else { return nil }
    let wanted = wanted()
    return Diagnostic(
      .nothingToCompare,
      "check `\(check)` compares with \(wanted), not with \(value.isText ? "this text" : value.kindName)",
      at: expected.location,
      help: "let the case's `expected` be \(wanted), name a part of it with `expected: $.…`, or give the check `\(key)`"
    )
  }

  private var place: String { part.map { " at \($0.text)" } ?? "" }

  private func value(from expected: Node?) -> JSONValue? {
    guard let whole = expected?.json else { return nil }
    guard let part else { return whole.present }
    return part.matches(in: whole).first?.value
  }
}

extension JSONValue {
  var isText: Bool { stringValue != nil }

  /// The texts of a list, or a single text; nil where anything is no text.
  var texts: [String]? {
    if let text = stringValue { return [text] }
    guard let values = arrayValue else { return nil }
    let texts = values.compactMap(\.stringValue)
    return texts.count == values.count ? texts : nil
  }
}

extension DiagnosticCode {
  static let nothingToCompare = DiagnosticCode(
    "check/nothing-to-compare",
    "A check needs something to compare the output with: an option of its own, or the case's `expected`. Without it no output could be judged, so it is an error rather than a pass."
  )
  static let badOption = DiagnosticCode(
    "check/bad-option", "The options of a check or metric contradict each other or leave nothing to judge.")
}
