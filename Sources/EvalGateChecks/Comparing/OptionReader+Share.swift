import EvalGateCore
import StrictJSON

extension OptionReader {
  /// A share from 0 to 1, written as `90%` or `0.9`.
  mutating func share(_ key: String) throws(Diagnostic) -> Double? {
    guard let node = node(key) else { return nil }
    guard let quantity = node.quantity, quantity.unit == .none || quantity.unit == .percent,
      (0...1).contains(quantity.value)
    else {
      throw Self.wrong(node, key, "a share from 0% to 100%")
    }
    return quantity.value
  }
}

extension Node {
  /// The number with its unit as it was written, whether or not in quotes.
  var quantity: Quantity? { Quantity(source ?? json.asText) }
}
