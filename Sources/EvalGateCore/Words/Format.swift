/// Numbers as people read them, the same in every report: no locale, no surprise.
public enum Format {
  /// `88.8%`; a share that is not quite all never rounds up to `100.0%`, nor one that is not nothing down to `0.0%`.
  public static func percent(_ share: Double) -> String {
    guard share.isFinite else { return "–" }
    let tenths = (share * 1000).rounded()
    if share < 1, tenths >= 1000 { return "99.9%" }
    if share > 0, tenths <= 0 { return "0.1%" }
    return fixed(tenths / 10, 1) + "%"
  }

  /// `+0.8 pt`, `−4.6 pt`, `=` for no difference at all.
  public static func points(_ difference: Double) -> String {
    guard difference.isFinite else { return "–" }
    guard abs(difference) > 1e-12 else { return "=" }
    return sign(difference) + fixed(abs(difference) * 100, 1) + " pt"
  }

  /// `+7.6%`, `−0.8%`, `=`.
  public static func relative(_ change: Double) -> String {
    guard change.isFinite else { return "–" }
    return change == 0 ? "=" : sign(change) + fixed(abs(change) * 100, 1) + "%"
  }

  /// The same within a sentence, where no difference is a number too: `+7.6%`, `0.0%`.
  public static func change(_ change: Double) -> String {
    abs(change) < 0.0005 ? "0.0%" : relative(change)
  }

  /// `1.84 s` from a second on, `512 ms` below; `timeout` when infinite.
  public static func milliseconds(_ value: Double) -> String {
    guard value.isFinite else { return "timeout" }
    return value >= 999.5 ? fixed(value / 1000, 2) + " s" : fixed(value, value < 9.95 ? 1 : 0) + " ms"
  }

  /// `0:41`, `1:02:03`. What takes less than a second takes some time too, so that it is shown as one.
  public static func clock(milliseconds: Double) -> String {
    guard milliseconds.isFinite, milliseconds >= 0 else { return "–" }
    let seconds = milliseconds == 0 ? 0 : max(Int(min(milliseconds / 1000, 1e9).rounded(.down)), 1)
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    let tail = pad(seconds % 60)
    return hours > 0 ? "\(hours):\(pad(minutes)):\(tail)" : "\(minutes):\(tail)"
  }

  /// `1 234 567`, grouped by a thin space from five digits on.
  public static func count(_ number: Int) -> String {
    let digits = String(number.magnitude)
    guard digits.count > 4 else { return String(number) }
    var grouped = ""
    for (offset, digit) in digits.enumerated() {
      if offset > 0, (digits.count - offset).isMultiple(of: 3) { grouped += "\u{202F}" }
      grouped.append(digit)
    }
    return (number < 0 ? "−" : "") + grouped
  }

  /// `1 case`, `2 cases`.
  public static func count(_ number: Int, _ noun: String) -> String {
    "\(count(number)) \(number == 1 ? noun : noun + "s")"
  }

  /// A count that comes as a mean, rounded; one that no integer can hold is written as a power of ten.
  public static func count(_ number: Double) -> String {
    guard number.isFinite else { return "–" }
    if let whole = Int(exactly: number.rounded()) { return count(whole) }
    var (digits, exponent) = (abs(number), 0)
    while digits >= 10 { (digits, exponent) = (digits / 10, exponent + 1) }
    return (number < 0 ? "−" : "") + "\(fixed(digits, 1))e\(exponent)"
  }

  /// `483k`, `1.2M`: for the verdict line.
  public static func short(_ number: Int) -> String {
    switch number {
    case ..<1000: String(number)
    case ..<999_500: fixed(Double(number) / 1000, 0) + "k"
    default: fixed(Double(number) / 1_000_000, 1) + "M"
    }
  }

  /// `$0.29`, with more digits for what is less than a cent.
  public static func dollars(_ amount: Double) -> String {
    guard amount.isFinite else { return "–" }
    return "$" + fixed(amount, amount != 0 && abs(amount) < 0.01 ? 5 : 2)
  }

  /// `1 of 500`, `15 of 100`, `fewer than 1 of 10,000`: chance in plain odds, never a bare p.
  public static func odds(_ p: Double) -> String {
    guard p.isFinite else { return "an unknown number" }
    if p < 0.0001 { return "fewer than 1 of 10,000" }
    if p >= 0.01 { return "\(Int((p * 100).rounded())) of 100" }
    let each = 1 / p
    let scale: Double = each >= 1000 ? 1000 : each >= 100 ? 100 : 10
    let rounded = Int((each / scale).rounded() * scale)
    return "1 of " + thousands(rounded)
  }

  private static func thousands(_ number: Int) -> String {
    number >= 1000 ? "\(number / 1000)," + pad(number % 1000, 3) : String(number)
  }

  /// A fixed number of digits behind the point, rounded half away from zero.
  public static func fixed(_ value: Double, _ places: Int) -> String {
    guard value.isFinite else { return "–" }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    guard let scaled = Int(exactly: (abs(value) * scale).rounded()) else { return "–" }
    let sign = value < 0 && scaled != 0 ? "−" : ""
    guard places > 0 else { return sign + String(scaled) }
    let unit = Int(scale)
    return sign + "\(scaled / unit)." + pad(scaled % unit, places)
  }

  private static func sign(_ value: Double) -> String { value < 0 ? "−" : "+" }

  private static func pad(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
