/// What is said of a password in languages that write no blanks between words: `密码是…`, `パスワードは「…」です`, `密码已重置为…`, `密码…`.
extension SaidSecrets {
  /// The value after a name and what says that it follows: the end of a word is where the first sign of the value stands, and what
  /// stands before that are particles, verbs, colons and opening quotation marks. Where there is none of them the value has to look
  /// drawn, as right beside a name in any language.
  ///
  /// - Parameter end: where letters beyond ASCII end.
  func unspaced(_ end: Int) -> Place? {
    var name = end
    while end - name < Self.longestSaying, let count = saying(before: name) { name -= count }
    guard SecretName.isUnspaced(bytes[max(0, name - 24)..<name]) else { return nil }
    if name == end {
      // What begins with another sign has an operator before it.
      let begins = bytes.at(end).isAlphanumeric || "!#%&^~".utf8.contains(bytes.at(end))
      return begins && isDrawn(end) && !isCompared(end) ? Place(start: end, kind: .password) : nil
    }
    let value = skipped(end, while: { $0.isBlank || $0 == UInt8(ascii: ":") })
    return isLineEnd(value) || isCompared(value) ? nil : Place(start: value, kind: .password)
  }

  /// How many bytes such a letter has, or two, that stand before a place.
  private func saying(before end: Int) -> Int? {
    if end >= 3, Self.saying.contains(PackedWord(bytes[end - 3..<end])) { return 3 }
    return end >= 6 && Self.saying.contains(PackedWord(bytes[end - 6..<end])) ? 6 : nil
  }

  /// Whether letters of three bytes or a quotation mark that opens end before a place, right beside what may be a value.
  static func mayBeUnspaced(_ bytes: UnsafeBufferPointer<UInt8>, _ end: Int) -> Bool {
    guard end >= 3, bytes[end] < 0x80, bytes[end - 1] >= 0x80 else { return false }
    return bytes[end - 3] >= 0xE3 || bytes[end - 3] == 0xE2 && (bytes[end - 1] == 0x9C || bytes[end - 1] == 0x98)
  }

  /// Whether a name made of words with a number, `iPhone15Pro`, is what something is said to be the same as or a part of, and not what
  /// the password is said to be: `パスワードはiPhone15Proと同期されます`. Passwords that people think up are made like that too, so without
  /// such a word after it, it is one.
  private func isCompared(_ start: Int) -> Bool {
    let end = skipped(start, limit: 64, while: \.isAlphanumeric)
    return end > start && Self.comparing.contains { bytes[end...].starts(with: $0) }
      && WordShare.of(bytes[start..<end], withDigits: false) >= 0.5
  }

  /// Eight letters.
  private static let longestSaying = 24

  /// Letters of the words that stand between the two and say what it is or was made (`现在是`, `已被设定为`, `改成了`). Each letter has three bytes.
  private static let saying = Set(
    """
    是 为 為 成 了 即 就 已 被 经 經 现 現 现在 現在 暂 暫 时 時 重 新 更 改 修 变 變 换 換 设 設 置 定 恢 复 復 初 始 化 は が を 는 은 가 를 ： 「 『 【 “ ‘
    """.listed.map { PackedWord(String($0)) })

  /// `same as`, `of`, `with`.
  private static let comparing = ["と同", "とは", "との", "と共", "と連", "の", "와", "과"].map { Array($0.utf8) }
}
