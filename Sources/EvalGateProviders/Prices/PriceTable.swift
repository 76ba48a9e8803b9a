public import EvalGateCore
import StrictJSON

/// What models cost where a target does not say: the lines of `prices.jsonl`, each with its source and the day it was read.
///
/// A target's own `prices` win. The table holds a selection, and only models whose price does not depend on the length of the
/// input; a model that is not in it has no price, which a budget in USD says.
public struct PriceTable: Sendable {
  /// One model's price.
  public struct Line: Hashable, Sendable {
    /// The provider's name in a target.
    public let provider: String
    /// The model's name as the service knows it.
    public let model: String
    /// USD per million tokens.
    public let prices: Prices
    /// Where it stood.
    public let source: String
    /// The day it was read, `2026-11-21`.
    public let date: CalendarDate
  }

  /// The day of the whole table.
  public let version: String
  /// In the order of the file.
  public let lines: [Line]

  /// The one that this program was built with. Empty, and so without a price for anything, were it not readable.
  public static let shipped: PriceTable = (try? PriceTable(PackageResources.prices_jsonl)) ?? PriceTable()

  private init() { (version, lines) = ("", []) }

  /// Reads a table: a first line with its `version`, then a line a model.
  /// - Throws: `JSONError`, or `Diagnostic` with the line that is not as it should be.
  public init(_ bytes: [UInt8]) throws {
    let values = try bytes.split(separator: UInt8(ascii: "\n")).map { try JSONValue(parsing: Array($0)) }
    guard let version = values.first?["version"]?.stringValue else { throw Self.damaged(line: 1) }
    self.version = version
    lines = try values.enumerated().dropFirst().map { index, value in
      guard let line = Line(value) else { throw Self.damaged(line: index + 1) }
      return line
    }
  }

  private static func damaged(line: Int) -> Diagnostic {
    Diagnostic(.internalError, "line \(line) of the price table is not readable", help: "this is a bug in evalgate")
  }

  /// What a model costs; nil where the table does not know it. The Responses API costs what chat completions do.
  public func prices(provider: String, model: String) -> Prices? {
    let provider = provider == "openai-responses" ? "openai" : provider
    return lines.first { $0.provider == provider && $0.model == model }?.prices
  }
}

extension PriceTable.Line {
  fileprivate init?(_ value: JSONValue) {
    guard let provider = value["provider"]?.stringValue, let model = value["model"]?.stringValue,
      let input = value["input"]?.doubleValue, let output = value["output"]?.doubleValue,
      let source = value["source"]?.stringValue, let date = value["date"]?.stringValue.flatMap(CalendarDate.init(_:))
    else { return nil }
    self.init(
      provider: provider, model: model,
      prices: Prices(
        input: input, cachedInput: value["cached_input"]?.doubleValue, cacheWrite: value["cache_write"]?.doubleValue,
        output: output), source: source, date: date)
  }
}
