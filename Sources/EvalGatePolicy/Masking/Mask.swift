/// A text as evidence that does not give it away: its first two and last two characters and its length.
///
/// Texts of less than ten characters show nothing but their length: four characters would be too much of them. Signs that change
/// how the text around them is shown are replaced.
func mask(_ text: String) -> String {
  let scalars = text.unicodeScalars
  let count = scalars.count
  guard count >= 10 else { return "… (\(count) \(count == 1 ? "character" : "characters"))" }
  return "\(shown(scalars.prefix(2)))…\(shown(scalars.suffix(2))) (\(count) characters)"
}

private func shown(_ scalars: some Sequence<Unicode.Scalar>) -> String {
  var text = String.UnicodeScalarView()
  for scalar in scalars {
    let isPlain = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    text.append(isPlain || (0x20...0x7E).contains(scalar.value) ? scalar : "·")
  }
  return String(text)
}
