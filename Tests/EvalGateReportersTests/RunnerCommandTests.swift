import EvalGateCore
import EvalGateReporters
import StrictJSON
import Testing

/// What a runner of GitHub's would do with what is printed: it looks at each line of a step's log, whoever reads it besides
/// (actions/runner, ActionCommand.cs).
@Suite("no printed line is a command of GitHub's runner")
struct RunnerCommandTests {
  private static let texts = [
    "::error file=README.md,line=1::pwned", "x\n::error file=README.md::pwned",
    "x\r\n \t::add-mask::pass\n::stop-commands::k",
    "\u{A0}::warning::x\u{A0}\n\u{3000}::warning::y", "\u{200D}\n\u{200D}::error::z", "see ##[error]pwned",
    "##[add-mask]pass", "##[\u{301}error]x", "###[error]x",
  ]

  /// Formats that print no command of their own; `text` is put between commands that stop all others.
  private static let forms = Reporters.all.map { $0.id }.filter { $0 != "github" }

  /// As the runner finds them, with white space at the start trimmed.
  private static func commands(in text: String) -> [Substring] {
    text.unicodeScalars.split { $0 == "\n" || $0 == "\r" }.map { Substring($0) }.filter { line in
      let scalars = line.unicodeScalars.drop { $0.properties.isWhitespace }
      return scalars.starts(with: "::".unicodeScalars)
        || Array(line.utf8).firstRange(of: Array("##[".utf8)) != nil
    }
  }

  @Test("whatever a model writes, in every format", arguments: texts, forms)
  func printed(text: String, form: String) throws {
    let printed = try #require(Reporters.named(form)).init().render(poisonedWhole(text), plain)
    #expect(Self.commands(in: printed) == [])
  }

  /// What the baseline answered, which the word diff takes the new answer apart by.
  private static let baselines = ["Sure: here.", ":", "# [x] :", "a : b", "Sure\n", ""]

  @Test("an answer beside the baseline's, whose differing words are shown apart", arguments: texts, forms)
  func compared(text: String, form: String) throws {
    let reporter = try #require(Reporters.named(form)).init()
    for before in Self.baselines {
      for text in [text, text + String(repeating: " other words of the new answer", count: 8)] {
        var report = poisonedWhole(text)
        for suite in report.suites.indices {
          for index in report.suites[suite].failures.indices {
            report.suites[suite].failures[index].output = UntrustedText(text)
            report.suites[suite].failures[index].baselineOutput = UntrustedText(before)
          }
          let outcomes = report.suites[suite].outcomes
          report.suites[suite].comparison?.pairs = outcomes.map { after in
            var old = after
            old.excerpt = UntrustedText(before)
            return Comparison.Pair(before: old, after: after)
          }
        }
        #expect(Self.commands(in: reporter.render(report, plain)) == [], "beside `\(before)`")
      }
    }
  }

  @Test("a row of the index of earlier runs, whose first cell a suite's or gate's name is")
  func rows() {
    let point = PastGate(
      run: "7f3a91c", moment: 1, revision: nil, gate: "::error::x", suites: ["##[error]x"], unit: .share, rule: "r",
      verdict: "pass", value: 1, baseline: nil)
    #expect(Self.commands(in: TrendText.csv([point])) == [])
    #expect(TrendText.csv([point]).contains("'::error::x,##'[error]x,"))
  }

  @Test("JSON says the same with the escape that it takes")
  func json() throws {
    let value: JSONValue = ["a": "##[error]x", "b": ["[#", "##", "[]"], "##[": 1]
    #expect(value.printed() == ###"{"a":"##\u005berror]x","b":["[#","##","[]"],"##\u005b":1}"###)
    #expect(try JSONValue(parsing: value.printed()) == value)
    #expect(try JSONValue(parsing: value.printed(.pretty)) == value)
  }

  @Test("XML and HTML say the same with a character reference")
  func markup() {
    let report = poisonedWhole("a\n::error::b ##[x]")
    #expect(JUnitReporter().render(report, plain).contains("a\n:&#58;error::b ##&#91;x]"))
    #expect(HTMLReporter().render(report, plain).contains("a\n:&#58;error::b ##&#91;x]"))
  }

  @Test("a cell of a spreadsheet shows an apostrophe more, and only where it is needed")
  func cell() {
    let csv = CSVReporter().render(poisonedWhole("a\n ::error::b ##[x] c::d"), plain)
    #expect(csv.contains("\"a\n '::error::b ##'[x] c::d\""))
    // Behind other cells nothing begins a line.
    #expect(CSVReporter().render(poisonedWhole("::1"), plain).contains(",::1,"))
  }
}
