/// What is said of a password in languages that write no blanks between words: `密码是…`, `パスワードは「…」です`.
extension SaidSecrets {
  /// The value after a name and what says that it follows: the end of a word is where the first sign of the value stands, and what
  /// stands before that are particles, verbs, colons and opening quotation marks.
  ///
  /// - Parameter end: where letters beyond ASCII end.
  func unspaced(_ end: Int) -> Place? {
    var name = end
    while end - name < 12, name >= 3, Self.saying.contains(Array(bytes[name - 3..<name])) { name -= 3 }
    guard name < end, SecretName.isUnspaced(bytes[max(0, name - 24)..<name]) else { return nil }
    let value = skipped(end, while: { $0.isBlank || $0 == UInt8(ascii: ":") })
    return isLineEnd(value) ? nil : Place(start: value, kind: .password)
  }

  /// Whether letters of three bytes or a quotation mark that opens end before a place, right beside what may be a value.
  static func mayBeUnspaced(_ bytes: UnsafeBufferPointer<UInt8>, _ end: Int) -> Bool {
    guard end >= 3, bytes[end] < 0x80, bytes[end - 1] >= 0x80 else { return false }
    return bytes[end - 3] >= 0xE3 || bytes[end - 3] == 0xE2 && (bytes[end - 1] == 0x9C || bytes[end - 1] == 0x98)
  }

  /// Each of three bytes.
  private static let saying = Set(
    "是 为 為 成 改 设 設 は が を 는 은 가 를 ： 「 『 “ ‘".split(separator: " ").map { Array($0.utf8) })
}
