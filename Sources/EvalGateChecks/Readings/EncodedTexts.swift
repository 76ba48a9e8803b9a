import EvalGateCore

/// Texts that stand in others in Base64.
enum EncodedTexts {
  /// In bytes. What is shorter, words may spell by chance.
  static let shortest = 8
  private static let leastSigns = (shortest * 8 + 5) / 6

  /// What its runs of signs in a text mean, each in a line, read from each of the four places at which a group may begin: other signs
  /// may stand before it. None where there is no run.
  static func all(in text: String) -> [String] {
    let runs = runs(in: text)
    guard !runs.isEmpty else { return [] }
    return (0..<4).map { start in
      let meant = runs.compactMap { $0.dropFirst(start).base64Decoded }
      return String(decoding: Array(meant.joined(separator: [0x0A])), as: UTF8.self)
    }
  }

  /// Each of them that is a text.
  static func lines(in text: String) -> [String] {
    let lines: [Substring] = all(in: text).flatMap { $0.split(separator: "\n") }
    return lines.filter { line in
      line.utf8.count >= shortest && line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{FFFD}" }
    }.map(String.init)
  }

  /// Lines of signs that follow each other are one run.
  private static func runs(in text: String) -> [[UInt8]] {
    var runs: [[UInt8]] = []
    var run: [UInt8] = []
    func finish() {
      if run.count >= leastSigns { runs.append(run) }
      run.removeAll(keepingCapacity: true)
    }
    for byte in text.utf8 {
      if byte.base64Digit != nil {
        run.append(byte)
      } else if byte != 0x0A && byte != 0x0D {
        finish()
      }
    }
    finish()
    return runs
  }
}
