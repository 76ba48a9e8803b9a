import EvalGateCore
import UnicodeText

/// The addresses of mail and of the web in a text, each in the form in which two ways to write it are one.
///
/// Made for what is forbidden: a name before the address, `mailto:`, a second address in the same text, a port, another scheme and
/// a query do not make it another recipient.
enum WrittenAddress {
  static func all(in text: String) -> Set<String> {
    let folded = text.nfkcCaseFolded
    let readings = folded.contains("%") ? [folded, folded.percentDecoded] : [folded]
    return readings.reduce(into: []) { found, reading in
      for word in reading.unicodeScalars.split(whereSeparator: { endsAddress($0) }) {
        if let address = mail(word) ?? web(word) { found.insert(address) }
      }
    }
  }

  /// What no address goes on over, unless it was written by somebody who wants to hide it.
  private static func endsAddress(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || "<>()[]{},;\"'`|".unicodeScalars.contains(scalar)
  }

  private static func mail(_ word: Substring.UnicodeScalarView) -> String? {
    guard let at = word.lastIndex(of: "@"), at > word.startIndex, !word.holds("://") else { return nil }
    let local = word[..<at].split(separator: ":").last ?? word[..<at]
    let domain = word[word.index(after: at)...].prefix { isOfHost($0) }
    guard let host = host(domain), !local.isEmpty else { return nil }
    return "\(String(local))@\(host)"
  }

  /// Host and path.
  private static func web(_ word: Substring.UnicodeScalarView) -> String? {
    var rest = word
    if let scheme = rest.place(of: "://") {
      rest = rest[scheme.upperBound...]
    } else if rest.starts(with: "//".unicodeScalars) {
      rest = rest.dropFirst(2)
    } else if !rest.contains("/"), !rest.starts(with: "www.".unicodeScalars) {
      // A name with a dot in it is a file as well as a host.
      return nil
    }
    let authority = rest.prefix { !"/\\?#".unicodeScalars.contains($0) }
    let path = rest[authority.endIndex...].prefix { $0 != "?" && $0 != "#" }
    let name = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
    guard let host = host(name.prefix { isOfHost($0) }) else { return nil }
    return host + path.trimmingEnd { "/\\.!?:".unicodeScalars.contains($0) }
  }

  private static func host(_ name: Substring.UnicodeScalarView) -> String? {
    let name = name.trimmingEnd { $0 == "." || $0 == "-" }
    guard name.contains(".") else { return nil }
    return name.hasPrefix("www.") ? String(name.dropFirst(4)) : name
  }

  private static func isOfHost(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isLetterOrDigit || scalar.properties.generalCategory == .nonspacingMark || scalar == "." || scalar == "-"
  }
}

extension Substring.UnicodeScalarView {
  fileprivate func holds(_ text: String) -> Bool { place(of: text) != nil }

  fileprivate func place(of text: String) -> Range<Index>? { Substring(self).firstRange(of: text) }

  fileprivate func trimmingEnd(_ isTrimmed: (Unicode.Scalar) -> Bool) -> String {
    var end = endIndex
    while end > startIndex, isTrimmed(self[index(before: end)]) { end = index(before: end) }
    return String(self[..<end])
  }
}
