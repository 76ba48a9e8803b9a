import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

@Suite("The price table")
struct PriceTableTests {
  @Test("every line has a price, a source and a day, and no model stands twice")
  func shipped() {
    let lines = PriceTable.shipped.lines
    #expect(lines.count >= 20 && CalendarDate(PriceTable.shipped.version) != nil)
    #expect(Set(lines.map { "\($0.provider)/\($0.model)" }).count == lines.count)
    #expect(
      lines.allSatisfy { line in
        line.source.hasPrefix("https://") && line.prices.input > 0 && line.prices.output >= line.prices.input
          && (line.prices.cachedInput ?? 0) <= line.prices.input && Parts.known(line.provider)
      })
  }

  @Test("a target without prices has those of the table")
  func usual() throws {
    let target = try Parts.target(node(["provider": "openai", "model": "gpt-4.1-mini"]))
    #expect(target.prices == Prices(input: 0.4, cachedInput: 0.1, output: 1.6))
  }

  @Test("a target's own prices win")
  func own() throws {
    let target = try Parts.target(
      node(["provider": "openai", "model": "gpt-4.1-mini", "prices": ["input": 1, "output": 2, "cache_write": 3]]))
    #expect(target.prices == Prices(input: 1, cacheWrite: 3, output: 2))
  }

  @Test("who stands behind another address has no price from the table")
  func gateway() throws {
    let target = try Parts.target(
      node(["provider": "openai", "model": "gpt-4.1-mini", "base_url": "http://127.0.0.1:9/v1"]))
    #expect(target.prices == nil)
  }

  @Test("input that is written to a cache has its own price")
  func cacheWrite() {
    let prices = Prices(input: 1, cachedInput: 0.1, cacheWrite: 1.25, output: 5)
    // (1000 - 100 - 200) x 1 + 100 x 0.1 + 200 x 1.25 + 10 x 5 = 1,010 millionths.
    #expect(prices.cost(of: Usage(input: 1000, cachedInput: 100, cacheWrite: 200, output: 10)) == 0.00101)
  }

  @Test("a table with a damaged line is refused", arguments: ["", "{}", "{\"version\":\"1\"}\n{}", "x"])
  func damaged(text: String) {
    #expect(throws: (any Error).self) { try PriceTable(Array(text.utf8)) }
  }
}

extension Parts {
  /// Names whose adapters are built in, or are built elsewhere and named the same.
  fileprivate static func known(_ name: String) -> Bool { (providers + ["gemini"]).contains(name) }
}
