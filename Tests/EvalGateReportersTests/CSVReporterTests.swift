import EvalGateCore
import EvalGateReporters
import Testing

@Suite("the report for spreadsheets")
struct CSVReporterTests {
  private func csv(_ report: Report) -> String { CSVReporter().render(report, plain) }

  /// RFC 4180 section 2, as a reader takes it.
  private func table(_ text: String) -> [[String]] {
    var (rows, row, cell) = ([[String]](), [String](), String.UnicodeScalarView())
    var isQuoted = false
    let scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      if isQuoted {
        guard scalar == "\"" else {
          cell.append(scalar)
          continue
        }
        if index < scalars.count, scalars[index] == "\"" {
          cell.append("\"")
          index += 1
        } else {
          isQuoted = false
        }
      } else if scalar == "\"" {
        isQuoted = true
      } else if scalar == "," || scalar == "\n" {
        row.append(String(cell))
        cell = String.UnicodeScalarView()
        if scalar == "\n" {
          rows.append(row)
          row = []
        }
      } else if scalar != "\r" {
        cell.append(scalar)
      }
    }
    return rows
  }

  @Test("a header, and one row a case with the names every run carries")
  func columns() throws {
    let rows = table(csv(SampleReport.blocked))
    #expect(rows.count == 1 + 240 + 120 + 64)
    let head = try #require(rows.first)
    for name in [
      "prompt_version", "policy_version", "eval_set_version", "model_route", "latency_ms", "cost_tokens", "pass_fail",
    ] { #expect(head.contains(name)) }
    #expect(rows.allSatisfy { $0.count == head.count })
  }

  @Test("a case that broke says so, with check, message and place")
  func row() throws {
    let rows = table(csv(SampleReport.blocked))
    let head = rows[0]
    let row = try #require(rows.first { $0[1] == "triage-023" })
    let cells = Dictionary(zip(head, row), uniquingKeysWith: { first, _ in first })
    #expect(cells["pass_fail"] == "fail")
    #expect(cells["movement"] == "broke")
    #expect(cells["message"] == "expected billing, got technical")
    #expect(cells["path"] == "evalsets/ticket-triage/cases.jsonl")
    #expect(cells["line"] == "24")
    #expect(cells["baseline_passes"] == "1")
    #expect(cells["prompt_version"] == "14")
  }

  @Test("what was not measured is an empty cell, never 0")
  func missing() throws {
    let rows = table(csv(SampleReport.blocked))
    let head = rows[0]
    let cells = Dictionary(
      zip(head, try #require(rows.first { $0[1] == "invoice-120" })), uniquingKeysWith: { first, _ in first })
    #expect(cells["state"] == "missing")
    for name in ["pass_fail", "latency_ms", "cost_tokens", "cost_usd", "passes"] {
      #expect(cells[name]?.isEmpty == true)
    }
  }

  @Test(
    "no cell begins a formula",
    arguments: [
      "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＠x", "=cmd|'/c calc'!A1", "-2+3\",=1",
    ])
  func formulas(text: String) throws {
    let rows = table(csv(poisonedWhole(text)))
    for cell in rows.joined() {
      // Numbers of ours are never negative.
      let first = cell.unicodeScalars.first { !$0.properties.isWhitespace }
      #expect(!["=", "+", "-", "@", "＝", "＋", "－", "＠"].contains(first.map(Character.init) ?? " "), "\(cell)")
    }
  }

  @Test("commas, quotes and line feeds stay in their cell", arguments: hostile + ["a,b", "\"", "a\"b", "x\ny", ";"])
  func cells(text: String) {
    let rows = table(csv(poisonedWhole(text)))
    #expect(Set(rows.map(\.count)).count == 1)
    #expect(rows.count == 1 + 2 * 5)
  }

  @Test("lines end as RFC 4180 wants them") func lineEnds() { #expect(csv(blocked).hasSuffix("\r\n")) }
}
