/// Refuses an address that libcurl could read in another way than it is meant: other schemes, and bytes that end or split it.
func checkAddress(_ url: String) throws(HTTPError) {
  let bytes = url.utf8
  guard !bytes.contains(where: { $0 <= 0x20 || $0 == 0x7f }) else {
    throw HTTPError(kind: .badURL, message: "the address has a space or a control character")
  }
  let scheme = bytes.prefix { $0 != UInt8(ascii: ":") }
  guard isSame(scheme, "http") || isSame(scheme, "https"),
    bytes.dropFirst(scheme.count).starts(with: "://".utf8)
  else {
    throw HTTPError(kind: .badURL, message: "the address does not begin with http:// or https://")
  }
}

private func isSame(_ scheme: Substring.UTF8View, _ name: String) -> Bool {
  scheme.elementsEqual(name.utf8) { $0 | 0x20 == $1 }
}

/// Refuses a method that is not a token (RFC 9110 section 9.1).
func checkMethod(_ method: String) throws(HTTPError) {
  guard isToken(method) else {
    throw HTTPError(kind: .badRequest, message: "the method is not a word of HTTP")
  }
}

/// Refuses a field that would end its line and begin another; the value is not shown, as it may be a credential.
func check(_ field: HTTPHeaders.Field) throws(HTTPError) {
  guard isToken(field.name) else {
    throw HTTPError(kind: .badRequest, message: "a header's name is not a word of HTTP")
  }
  guard !field.value.utf8.contains(where: { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7f }) else {
    throw HTTPError(kind: .badRequest, message: "the value of header \(field.name) has a control character")
  }
}

private func isToken(_ text: String) -> Bool {
  !text.isEmpty
    && text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default:
        "!#$%&'*+-.^_`|~".utf8.contains(byte)
      }
    }
}

/// Whole milliseconds, rounded up: libcurl reads 0 as "no limit", so that the shortest limit is one.
func milliseconds(_ duration: Duration) -> Int {
  let (seconds, attoseconds) = duration.components
  guard seconds < 1_000_000 else { return 1_000_000_000 }
  guard seconds >= 0 else { return 1 }
  return max(1, Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
}
