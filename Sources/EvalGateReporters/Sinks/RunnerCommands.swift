public import StrictJSON

/// What a runner of GitHub's would take for a command, found scalar by scalar, so that whatever is printed can be broken there.
///
/// Every line of a step's log is looked at, machine formats included: `::` is a command where only white space stands before it
/// in its line, and `##[` is one anywhere (actions/runner, ActionCommand.cs, `TryParseV2` and `TryParse`). By scalars, because a
/// mark that is put on a sign hides it from a comparison of characters, but not from the runner.
struct RunnerCommands {
  /// What a scalar completes.
  enum Mark { case colons, bracket }

  private var isStart: Bool
  private var colons = 0
  private var hashes = 0

  /// - Parameter isStart: whether the text may begin a line.
  init(atLineStart isStart: Bool = true) { self.isStart = isStart }

  /// Takes the next scalar as it would be printed, and says what it would complete.
  mutating func next(_ scalar: Unicode.Scalar) -> Mark? {
    defer { hashes = scalar == "#" ? hashes + 1 : 0 }
    if scalar == "\n" || scalar == "\r" {
      (isStart, colons) = (true, 0)
    } else if isStart, scalar == ":" {
      colons += 1
      if colons == 2 {
        isStart = false
        return .colons
      }
    } else if colons > 0 || !Self.isPassedOver(scalar) {
      isStart = false
    }
    return scalar == "[" && hashes >= 2 ? .bracket : nil
  }

  /// White space, which is trimmed, and the joiners that other sinks leave in words.
  private static func isPassedOver(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar == "\u{200C}" || scalar == "\u{200D}"
  }
}

extension JSONValue {
  /// As JSON for a file or for standard output, where a runner reads along: a bracket behind two hashes can only stand in a
  /// string, and is written as the escape that means the same (RFC 8259 section 7).
  public func printed(_ style: JSONStyle = .compact) -> String {
    let text = serialized(style)
    guard text.utf8.contains(UInt8(ascii: "#")) else { return text }
    var printed = String.UnicodeScalarView()
    var commands = RunnerCommands(atLineStart: false)
    for scalar in text.unicodeScalars {
      if commands.next(scalar) == .bracket {
        printed.append(contentsOf: "\\u005b".unicodeScalars)
      } else {
        printed.append(scalar)
      }
    }
    return String(printed)
  }
}
