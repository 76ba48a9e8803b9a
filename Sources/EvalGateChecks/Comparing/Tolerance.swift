import EvalGateCore
import StrictJSON

/// How far a number may be from the expected one.
enum Tolerance: Hashable, Sendable {
  case absolute(Double)
  /// A share of the expected number.
  case relative(Double)

  static let help = OptionHelp(
    "tolerance", "how far it may be off: `0.01`, or `1%` of the expected number; exactly equal when left out")

  /// Reads `tolerance`, which is exact when left out.
  init(options: inout OptionReader) throws(Diagnostic) {
    guard let node = options.node("tolerance") else {
      self = .absolute(0)
      return
    }
    guard let quantity = node.quantity, quantity.value >= 0, quantity.unit == .none || quantity.unit == .percent else {
      throw OptionReader.wrong(node, "tolerance", "a number such as `0.01`, or a share such as `1%`")
    }
    self = quantity.unit == .percent ? .relative(quantity.value) : .absolute(quantity.value)
  }

  /// Whether both are the same within the tolerance. Without one they are compared digit by digit, whatever their size.
  func accepts(_ got: JSONNumber, for expected: JSONNumber) -> Bool {
    if got == expected { return true }
    let allowed: Double
    switch self {
    case .absolute(0), .relative(0): return false
    case .absolute(let value): allowed = value
    case .relative(let share): allowed = share * abs(expected.double ?? .nan)
    }
    guard let a = got.double, let b = expected.double else { return false }
    // 68.23 - 68.22 is a little more than 0.01 in binary; a few units in the last place are the arithmetic's, not the model's.
    return abs(a - b) <= allowed + 4 * max(abs(a), abs(b)).ulp
  }
}
