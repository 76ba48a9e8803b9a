/// The header of a message (RFC 5322), which some tools take as a text: `To: b@corp.example` in `headers`, or a whole message, in Base64 too,
/// as Gmail's `raw`.
enum MessageHeader {
  private static let recipients: Set<String> = [
    "to", "cc", "bcc", "resent-to", "resent-cc", "resent-bcc", "reply-to", "disposition-notification-to",
  ]

  /// What stands in the fields that name who gets it; empty for a text that does not begin as a header does.
  static func recipients(of text: String) -> [String] {
    fields(text) + (isEncoded(text) ? text.decodedTexts([Base64Decoder.self]).flatMap(fields) : [])
  }

  /// What stands in such fields on the lines below the first one of a text that is to be one line of a header, such as a subject: whoever
  /// breaks the line adds fields.
  static func recipients(below line: String) -> [String] {
    line.split(whereSeparator: \.isNewline).dropFirst().flatMap { fields(String($0)) }
  }

  private static func fields(_ text: String) -> [String] {
    var found: [String] = []
    var isRecipient = false
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      if line.first == " " || line.first == "\t" {
        if isRecipient { found.append(String(line)) }
        continue
      }
      guard let colon = line.firstIndex(of: ":"), colon > line.startIndex, line[..<colon].utf8.allSatisfy(isOfName)
      else {
        break
      }
      isRecipient = recipients.contains(line[..<colon].lowercased())
      if isRecipient { found.append(String(line[line.index(after: colon)...])) }
    }
    return found
  }

  private static func isOfName(_ byte: UInt8) -> Bool { ByteClass.isAlphanumeric(byte) || byte == UInt8(ascii: "-") }

  private static func isEncoded(_ text: String) -> Bool {
    text.utf8.count >= 16
      && text.utf8.allSatisfy { ByteClass.isAlphanumeric($0) || "+/-_=\r\n".utf8.contains($0) }
  }
}
