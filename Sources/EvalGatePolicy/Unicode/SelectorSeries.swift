/// Whether selectors of a text spell something: each is legitimate after its base, and together they are bits.
///
/// A text has its emoji in one style. What it cannot do without reason is to ask for both styles time and again, or for a style of
/// digits that do not become keycaps. A series of only one selector, there or not there, cannot be told from a text.
struct SelectorSeries {
  private static let least = 4
  private var text = 0
  private var emoji = 0
  private var digits = 0
  private var range: Range<Int>?
  /// A digit with a selector, and nothing after it yet.
  private var isOpen = false

  /// Takes a selector that its base allows.
  mutating func take(_ selector: Unicode.Scalar, after base: Unicode.Scalar, at range: Range<Int>) {
    guard selector.value == 0xFE0E || selector.value == 0xFE0F else { return }
    if selector.value == 0xFE0E { text += 1 } else { emoji += 1 }
    if base.value < 0x80 {
      digits += 1
      isOpen = true
    }
    self.range = (self.range?.lowerBound ?? range.lowerBound)..<range.upperBound
  }

  /// Takes what follows a selector: a combining keycap is what digits have theirs for.
  mutating func follow(_ scalar: Unicode.Scalar) {
    guard isOpen else { return }
    isOpen = false
    if scalar.value == 0x20E3 { digits -= 1 }
  }

  /// The stretch of a text whose selectors spell something.
  var suspicious: Range<Int>? { min(text, emoji) >= Self.least || digits >= Self.least ? range : nil }
}
