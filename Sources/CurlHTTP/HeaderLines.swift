internal import CCurl
internal import CurlShim

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The header fields of a request, checked, and as libcurl wants them: most requests that follow each other have the same ones.
final class HeaderLines {
  private let headers: HTTPHeaders
  private(set) var list: UnsafeMutablePointer<curl_slist>?

  init(_ headers: HTTPHeaders) throws(HTTPError) {
    self.headers = headers
    for field in headers.fields {
      try check(field)
      // libcurl reads `Name:` as "leave out" and `Name;` as "send empty".
      append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
    }
    // A pause for `100 Continue` costs up to a second and no model server needs it.
    append("Expect:")
    // libcurl would call a body a form.
    if headers["content-type"] == nil { append("Content-Type:") }
  }

  deinit { eg_slist_free_all(list) }

  /// Whether they are those of another request as well.
  func say(_ others: HTTPHeaders) -> Bool {
    headers.fields.elementsEqual(others.fields) { isSame($0.name, $1.name) && isSame($0.value, $1.value) }
  }

  private func append(_ line: String) {
    // On a lack of memory libcurl gives nil and leaves the list as it was.
    list = eg_slist_append(list, line) ?? list
  }
}

/// Byte for byte, which `==` is not.
func isSame(_ text: String, _ other: String) -> Bool {
  guard text.utf8.count == other.utf8.count else { return false }
  var (text, other) = (text, other)
  return text.withUTF8 { text in
    other.withUTF8 { other in
      guard let first = text.baseAddress, let second = other.baseAddress else { return true }
      return memcmp(first, second, text.count) == 0
    }
  }
}
