/// A command that logs in to a machine, so that `admin@host` after it is an account there and no mail address.
enum LoginCommand {
  private static let programs: [StaticString] = ["ssh", "sftp", "mosh", "autossh", "slogin", "ssh-copy-id"]

  private static let longest = 128

  /// Whether what begins at a place is the first thing that such a command is told, options and their values aside:
  /// `ssh -p 22 -i key admin@host`.
  static func isOne(_ bytes: [UInt8], before place: Int) -> Bool {
    guard bytes.at(place - 1).isBlank else { return false }
    let words = bytes[max(0, place - longest)..<place].split { $0.isBlank }
    var isValue = false
    for word in words.reversed() {
      if word.first == UInt8(ascii: "-") {
        isValue = false
      } else if programs.contains(where: { isName(word, $0, in: bytes) }) {
        return !isValue
      } else {
        // Only an option can come before the value of one.
        guard !isValue, !word.contains(0x0A) else { return false }
        isValue = true
      }
    }
    return false
  }

  /// Whether a word is the name of a program, with a path before it or not: `/usr/bin/ssh`, `` `ssh ``.
  private static func isName(_ word: ArraySlice<UInt8>, _ name: StaticString, in bytes: [UInt8]) -> Bool {
    let start = word.endIndex - name.utf8CodeUnitCount
    guard start >= word.startIndex, bytes.has(name, at: start) else { return false }
    return start == word.startIndex || !bytes[start - 1].isAlphanumeric && !"-_.".utf8.contains(bytes[start - 1])
  }
}
