/// A pattern of ECMA-262 and a text on the lines after it: judging it and compiling it agree, every search ends, PCRE2 and what
/// matches without it give one answer where they should, and what is told of all texts holds.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: data, count: size)
  let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
  let pattern = String(decoding: bytes[..<end], as: UTF8.self)
  let text = String(decoding: bytes[min(end + 1, size)...].prefix(200), as: UTF8.self)
  guard let regex = try? SafeRegex(pattern, dialect: .ecma262) else {
    precondition(!SafeRegex.isECMAScript(pattern), "refused and judged a pattern")
    return 0
  }
  precondition(SafeRegex.isECMAScript(pattern), "compiled and judged no pattern")
  // What is too expensive once is so each time.
  guard let exact = try? regex.isMatch(text, byPCRE2: false) else { return 0 }
  if regex.agreesWithPCRE2, let quick = try? regex.isMatch(text, byPCRE2: true) {
    precondition(exact == quick, "\(pattern.debugDescription) on \(text.debugDescription)")
  }
  promise(regex, text)
  if let own = try? SafeRegex(pattern) { promise(own, text) }
  if let answer = try? regex.isMatch(text) {
    precondition(answer == exact, "\(pattern.debugDescription) on \(text.debugDescription)")
  }
  guard let matches = try? regex.matches(in: text, limit: 20) else { return 0 }
  for match in matches {
    precondition(
      match.groups.count == regex.groupCount + 1 && match.text(of: 0, in: text) != nil, "no match of the text")
  }
  return 0
}

/// What is told of all texts holds for this one.
private func promise(_ regex: SafeRegex, _ text: String) {
  guard regex.isImpossible || regex.matchesEverything, let isMatch = try? regex.isMatch(text) else { return }
  precondition(isMatch == regex.matchesEverything, "\(regex.pattern.debugDescription) on \(text.debugDescription)")
}
