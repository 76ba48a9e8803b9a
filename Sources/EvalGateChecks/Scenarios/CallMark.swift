/// What models write before a call in their own form, as it stands in a text.
struct CallMark {
  let text: String
  /// What comes after it, up to the next one.
  let rest: ArraySlice<UInt8>

  /// Those that begin a call, in order. One that is quoted, or that the words of a sentence go on after, is talked about.
  static func all(in text: [UInt8]) -> [CallMark] {
    var places: [(start: Int, mark: [UInt8])] = []
    for (place, byte) in text.enumerated() where place >= places.last.map({ $0.start + $0.mark.count }) ?? 0 {
      guard let mark = byStart[byte]?.first(where: { text[place...].starts(with: $0) }),
        place == 0 || !"`\"'".utf8.contains(text[place - 1]), !isTalk(text, of: mark, at: place)
      else { continue }
      places.append((place, mark))
    }
    return places.enumerated().map { index, found in
      let end = index + 1 < places.count ? places[index + 1].start : text.count
      return CallMark(
        text: String(decoding: found.mark, as: UTF8.self), rest: text[(found.start + found.mark.count)..<end])
    }
  }

  /// Marks that are followed by the name of a tool or by a program at once.
  private static let whole = [
    "<function=", "<invoke name=", "<|channel|>commentary to=", "functools[", "```tool_code", "```tool_call",
    ":invoke name=", "\u{273F}FUNCTION\u{273F}:", "<\u{FF5C}DSML\u{FF5C}invoke name=", "to=functions.",
  ]

  /// Marks that end with a sign of their own.
  private static let closed = [
    "<|python_tag|>", "<|action_start|>", "<|START_ACTION|>", "[TOOL_CALLS]", "[TOOL_REQUEST]",
    "\u{273F}FUNCTION\u{273F}", "<tool_use>", "<use_mcp_tool>",
  ]

  /// Marks that models write with more behind them, up to `>`.
  private static let open = [
    "<tool_call", "<function_call", "<functioncall", "<start_function_call", "<minimax:tool_call", "<longcat_tool_call",
    "<TOOLCALL", "<|tool_call", "<\u{FF5C}tool", "<xai:function_call",
  ]

  private static let byStart = Dictionary(grouping: (whole + closed + open).map { Array($0.utf8) }) { $0[0] }
  private static let (wholeMarks, openMarks) = (Set(whole.map { Array($0.utf8) }), Set(open.map { Array($0.utf8) }))
  private static let program = Array("<|python_tag|>".utf8)

  private static let (longestMark, longestSentence) = (64, 400)

  /// Whether a mark stands in a sentence about it: `the token <|python_tag|> starts a call`. What comes after it on its line is a stop
  /// or words, without any sign that arguments or a program have.
  private static func isTalk(_ text: [UInt8], of mark: [UInt8], at place: Int) -> Bool {
    guard !wholeMarks.contains(mark) else { return false }
    var end = place + mark.count
    if openMarks.contains(mark) {
      guard let sign = text[end...].prefix(longestMark).firstIndex(of: UInt8(ascii: ">")) else { return false }
      end = sign + 1
    }
    let line = text[end...].prefix(longestSentence).prefix { $0 != 0x0A && $0 != 0x0D }
    guard !line.contains(where: { "{}[]()<>=".utf8.contains($0) }) else { return false }
    // Any words are a program.
    if mark == program, place == 0 || text[place - 1] == 0x0A || line.endIndex < text.count { return false }
    guard let sign = line.first else { return false }
    if sign == 0x20 { return line.dropFirst().first.map { $0.isSmallLetter || $0 >= 0x80 } ?? false }
    return ".,;:!?".utf8.contains(sign) && line.dropFirst().first.map { $0 == 0x20 } ?? true
  }
}

extension UInt8 {
  fileprivate var isSmallLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
}
