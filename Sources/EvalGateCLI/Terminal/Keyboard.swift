#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Keys from standard input, each known the moment it is pressed.
struct Keyboard {
  enum Key: Hashable {
    case letter(Character)
    /// Ctrl-C.
    case interrupt
    /// The input is over.
    case end
    /// Arrows and whatever else means nothing here.
    case other
  }

  /// Whether somebody can read and answer: both ends are a terminal that can show what is printed.
  static func isThere(_ environment: [String: String]) -> Bool {
    isatty(STDIN_FILENO) == 1 && Console.isTerminal(.output) && environment["TERM"] != "dumb"
  }

  /// The next key. The terminal is as it was before when this returns.
  /// - Parameter prompt: printed once a key means itself and nothing of it is echoed.
  func key(_ prompt: String, _ console: Console) -> Key {
    guard let before = Self.attributes else { return .end }
    var raw = before
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
    Self.apply(raw)
    console.write(prompt)
    // Room for what an arrow key or a letter beyond ASCII sends, so that none of it is taken for the next key.
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = Self.read(&bytes)
    Self.apply(before)
    return Self.meaning(of: bytes, count)
  }

  private static func meaning(of bytes: [UInt8], _ count: Int) -> Key {
    if count <= 0 || bytes[0] == 0x04 { return .end }
    if bytes[0] == 0x03 { return .interrupt }
    guard count == 1, (0x20..<0x7F).contains(bytes[0]) else { return .other }
    return .letter(Character(Unicode.Scalar(bytes[0])))
  }

  private static var attributes: termios? {
    var attributes = termios()
    return tcgetattr(STDIN_FILENO, &attributes) == 0 ? attributes : nil
  }

  private static func apply(_ attributes: termios) {
    var attributes = attributes
    tcsetattr(STDIN_FILENO, TCSADRAIN, &attributes)
  }

  /// A line as the terminal lets people edit it; nil where the input is over.
  func line() -> String? {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = Self.read(&bytes)
    guard count > 0 else { return nil }
    return String(decoding: bytes[..<count].prefix { $0 != 0x0A }, as: UTF8.self)
  }

  private static func read(_ bytes: inout [UInt8]) -> Int {
    var count = -1
    repeat { count = systemRead(STDIN_FILENO, &bytes, bytes.count) } while count < 0 && errno == EINTR
    return count
  }
}

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}
