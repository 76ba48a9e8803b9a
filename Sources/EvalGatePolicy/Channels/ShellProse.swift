/// Tells sentences about programs from commands: `rsync and scp both copy to user@host.example:/path`. What stands in code is always
/// a command.
struct ShellProse {
  private let bytes: [UInt8]
  /// In order, as they are asked for.
  private let code: [Range<Int>]
  private var index = 0

  init(_ bytes: [UInt8], code: [Range<Int>]) {
    self.bytes = bytes
    self.code = code
  }

  /// Whether what begins with a program's name goes on as sentences do, with a word of grammar or a parenthesis after the name.
  /// Asked for from left to right.
  mutating func isSentence(at start: Int, _ words: [[UInt8]], _ kind: SendingProgram.Kind) -> Bool {
    while index < code.count, code[index].upperBound <= start { index += 1 }
    if index < code.count, code[index].contains(start) { return false }
    if let sign = bytes[..<start].last(where: { $0 != 0x20 }), "$%".utf8.contains(sign) { return false }
    var texts = words.dropFirst().map { String(decoding: $0, as: UTF8.self) }[...]
    if kind == .pusher, let push = texts.firstIndex(of: "push") { texts = texts[(push + 1)...] }
    let valued: Set<String> = kind == .curl ? CommandTargets.curl : kind == .wget ? CommandTargets.wget : []
    guard let next = CommandTargets.plain(in: texts, valued: valued).first.map({ texts[$0] }) else { return false }
    return next.hasPrefix("(") || Self.grammar.contains(next.lowercased())
  }

  /// Words that no machine and hardly a file is called by.
  private static let grammar = Set(
    """
    a an the this that these those it its they you we and or but nor so both also then than is are was were be been can cannot could
    will would may might must shall should does do did has have had to of for with without from by on onto in into at as over if when
    which who whose because since while not never only always usually here there ist sind und oder wird kann est sont et ou peut es
    son puede per può è zijn
    """.listed.map { String($0) })
}
