import EvalGateCore
import SafeRegex
import StrictJSON

/// Passes when a regular expression matches somewhere in the output.
struct Pattern: PlainCheck {
  static let id: CheckID = "regex"
  static let summary =
    "A regular expression (Perl-compatible) matches somewhere in the output; anchor it with ^ and $ to match all."
  static let options =
    Expectation.help("pattern", "the regular expression") + [
      OptionHelp("ignore_case", "letters match whatever their case; false when left out"),
      OptionHelp("multiline", "^ and $ also match at line ends; false when left out"),
    ]
  static let examples = [
    CheckExample(options: ["pattern": #"^\d{4}-\d{2}-\d{2}$"#], output: "2026-02-10", expect: .passed),
    CheckExample(options: ["pattern": #"^\d{4}-\d{2}-\d{2}$"#], output: "on 2026-02-10", expect: .failed),
    CheckExample(
      options: ["pattern": "(a+)+$"],
      output: String(repeating: "a", count: 40) + "!" + String(repeating: "a", count: 40) + "!",
      expect: .error),
  ]

  private let expectation: Expectation
  private let flags: SafeRegex.Options
  private let fixed: SafeRegex?

  init(options: inout OptionReader) throws(Diagnostic) {
    var flags: SafeRegex.Options = []
    if try options.bool("ignore_case", default: false) { flags.insert(.caseInsensitive) }
    if try options.bool("multiline", default: false) { flags.insert(.multiline) }
    self.flags = flags
    expectation = try Expectation("pattern", options: &options)
    guard let node = options.node("pattern") else {
      fixed = nil
      return
    }
    guard case .string(let pattern) = node.content else { throw OptionReader.wrong(node, "pattern", "text") }
    fixed = try parseRegex(pattern, options: flags, at: node.location)
  }

  var judgesAttacks: Bool { fixed?.matchesEverything != true }

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    let regex = try regex(in: context)
    let text = try subject.requireText()
    do throws(RegexLimit) {
      return verdict(try regex.isMatch(text), "\(brief(regex.pattern)) does not match \(brief(text))")
    } catch {
      throw .error("\(error)")
    }
  }

  func problem(with expected: Node?) -> Diagnostic? {
    expectation.problem(with: expected, in: Self.id, wanted: "a regular expression") { value in
      value.stringValue.flatMap { try? SafeRegex($0, options: flags) } != nil
    }
  }

  private func regex(in context: CheckContext) throws(Halt) -> SafeRegex {
    if let fixed { return fixed }
    let pattern = try expectation.text(in: context)
    do throws(RegexError) {
      return try SafeRegex(pattern, options: flags)
    } catch {
      throw .error("\(brief(pattern)) is not a regular expression: \(error)")
    }
  }
}
