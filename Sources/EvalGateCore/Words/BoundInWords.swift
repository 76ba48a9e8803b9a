/// A bound as a rule's words give it: `≤ $0.00002`, `≥ 99%`, `≤ 2.50 s, assured`.
struct BoundInWords {
  /// `≥`, `≤` or `=`.
  private let sign: Character
  private let text: Substring

  /// Nil for what names no number, such as a baseline.
  init?(_ rule: String) {
    guard let sign = rule.first, "≥≤=".contains(sign) else { return nil }
    text = rule.dropFirst(2).prefix { $0 != "," }
    guard let first = text.first, first == "$" || first.isNumber else { return nil }
    self.sign = sign
  }

  /// A value that misses the bound, in as many digits as tell the two apart; nil where the usual ones do, or where it holds.
  func apart(_ value: Double, _ unit: GateOutcome.ValueUnit) -> String? {
    let usual = Self.usual(value, unit)
    guard let bound = Self.number(text, unit), !holds(value, bound), Self.number(usual[...], unit) == bound else {
      return nil
    }
    return Format.moreDigits(value, unit).first { longer in
      longer.count > usual.count && Self.number(longer[...], unit).map { !holds($0, bound) } ?? false
    }
  }

  private func holds(_ value: Double, _ bound: Double) -> Bool {
    switch sign {
    case "≥": value >= bound
    case "≤": value <= bound
    default: value == bound
    }
  }

  private static func usual(_ value: Double, _ unit: GateOutcome.ValueUnit) -> String {
    switch unit {
    case .share: Format.percent(value)
    case .milliseconds: Format.milliseconds(value)
    case .tokens: Format.count(value)
    case .usd: Format.dollars(value)
    }
  }

  /// What such a text says, in the unit's own size.
  private static func number(_ text: Substring, _ unit: GateOutcome.ValueUnit) -> Double? {
    let digits = text.filter { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let number = Double(String(digits)) else { return nil }
    return switch unit {
    case .share: number / 100
    case .milliseconds: text.hasSuffix(" s") ? number * 1000 : number
    case .tokens, .usd: number
    }
  }
}

extension Format {
  /// As many digits as anybody needs to tell two numbers apart.
  private static let mostDigits = 9

  /// The usual words for a number that a person wrote, or where these round it all its digits.
  static func exactly(_ value: Double, _ usual: (Double) -> String) -> String {
    let text = usual(value)
    let isDollars = text.hasPrefix("$")
    let (scale, suffix) = text.hasSuffix(" s") ? (1000.0, " s") : (1, text.hasSuffix(" ms") ? " ms" : "")
    let digits = text.filter { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let shown = Double(digits), shown != value / scale else { return text }
    for places in 1...mostDigits {
      let longer = fixed(value / scale, places)
      if Double(longer) == value / scale { return (isDollars ? "$" : "") + longer + suffix }
    }
    return text
  }

  /// A value in more and more digits than usual.
  static func moreDigits(_ value: Double, _ unit: GateOutcome.ValueUnit) -> [String] {
    (1...mostDigits).map { places in
      switch unit {
      case .share: fixed(value * 100, places) + "%"
      case .milliseconds: value >= 999.5 ? fixed(value / 1000, places) + " s" : fixed(value, places) + " ms"
      case .tokens: fixed(value, places)
      case .usd: "$" + fixed(value, places)
      }
    }
  }
}
