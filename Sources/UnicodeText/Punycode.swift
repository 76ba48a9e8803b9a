/// Punycode (RFC 3492), the ASCII form of labels in other scripts.
public enum Punycode {
  private static let base = 36
  private static let initialBias = 72
  private static let initialCode: UInt32 = 128

  /// The code points of an encoded label without its `xn--`; nil when it is none.
  public static func decode(_ text: String) -> [Unicode.Scalar]? {
    guard text.utf8.count <= 253, text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    let bytes = Array(text.utf8)
    let hyphen = bytes.lastIndex(of: UInt8(ascii: "-"))
    var output = bytes[..<(hyphen ?? 0)].map { Unicode.Scalar($0) }
    var rest = bytes[(hyphen.map { $0 + 1 } ?? 0)...]
    var code = Int(initialCode)
    var index = 0
    var bias = initialBias
    while !rest.isEmpty {
      let start = index
      var weight = 1
      for step in stride(from: base, through: .max - base, by: base) {
        guard let byte = rest.popFirst(), let digit = value(of: byte) else { return nil }
        index += digit * weight
        let threshold = min(max(step - bias, 1), 26)
        if digit < threshold { break }
        weight *= base - threshold
        // Far beyond any code point, and far from overflowing.
        guard weight < 1 << 40, index < 1 << 40 else { return nil }
      }
      let count = output.count + 1
      bias = adapt(index - start, count, isFirst: start == 0)
      code += index / count
      index %= count
      guard code <= 0x10FFFF, let scalar = Unicode.Scalar(UInt32(code)) else { return nil }
      output.insert(scalar, at: index)
      index += 1
    }
    return output
  }

  /// The encoded form of a label without `xn--`; nil when it is absurdly long.
  public static func encode(_ label: [Unicode.Scalar]) -> String? {
    guard label.count <= 1_024 else { return nil }
    var output = label.filter(\.isASCII).map { UInt8(truncatingIfNeeded: $0.value) }
    let plain = output.count
    var handled = plain
    if plain > 0 { output.append(UInt8(ascii: "-")) }
    var code = initialCode
    var delta = 0
    var bias = initialBias
    while handled < label.count {
      guard let next = label.lazy.map(\.value).filter({ $0 >= code }).min() else { return nil }
      delta += Int(next - code) * (handled + 1)
      code = next
      for scalar in label {
        if scalar.value < code { delta += 1 }
        guard scalar.value == code else { continue }
        appendNumber(delta, bias, &output)
        bias = adapt(delta, handled + 1, isFirst: handled == plain)
        delta = 0
        handled += 1
      }
      delta += 1
      code += 1
    }
    return String(decoding: output, as: UTF8.self)
  }

  private static func appendNumber(_ number: Int, _ bias: Int, _ output: inout [UInt8]) {
    var left = number
    for step in stride(from: base, through: .max - base, by: base) {
      let threshold = min(max(step - bias, 1), 26)
      if left < threshold { break }
      output.append(digit(threshold + (left - threshold) % (base - threshold)))
      left = (left - threshold) / (base - threshold)
    }
    output.append(digit(left))
  }

  private static func adapt(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / 700 : delta / 2
    delta += delta / count
    var steps = 0
    while delta > 455 {
      delta /= 35
      steps += base
    }
    return steps + 36 * delta / (delta + 38)
  }

  private static func value(of byte: UInt8) -> Int? {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte - UInt8(ascii: "a"))
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0")) + 26
    default: nil
    }
  }

  private static func digit(_ value: Int) -> UInt8 {
    value < 26 ? UInt8(ascii: "a") + UInt8(value) : UInt8(ascii: "0") + UInt8(value - 26)
  }
}
