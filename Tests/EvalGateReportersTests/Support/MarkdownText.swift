/// Takes code spans away as CommonMark finds them: a run of backticks up to the next run of the same length.
func withoutCode(_ text: String) -> String {
  var kept: [UInt8] = []
  let bytes = Array(text.utf8)
  var index = 0
  func run(at start: Int) -> Int { bytes[start...].prefix { $0 == UInt8(ascii: "`") }.count }
  while index < bytes.count {
    guard bytes[index] == UInt8(ascii: "`"), index == 0 || bytes[index - 1] != UInt8(ascii: "\\") else {
      // An escaped backtick is a backtick in the text, and opens nothing.
      if bytes[index] == UInt8(ascii: "`") { kept.removeLast() } else { kept.append(bytes[index]) }
      index += 1
      continue
    }
    let length = run(at: index)
    var end = index + length
    while end < bytes.count {
      let next = run(at: end)
      if next == length { break }
      end += max(1, next)
    }
    guard end < bytes.count else {
      kept.append(contentsOf: bytes[index...])
      break
    }
    index = end + length
  }
  return String(decoding: kept, as: UTF8.self)
}
