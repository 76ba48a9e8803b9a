import EvalGateCore
import UnicodeText

/// The addresses of mail and of the web in a text, each in the form in which two ways to write it are one.
///
/// Made for what is forbidden: a name before the address, `mailto:`, a second address in the same text, a tag after `+`, a port,
/// another scheme, dots in a path and a query do not make it another recipient.
enum WrittenAddress {
  /// The addresses that a text names. A text that is nothing but the name of a host names all that is there.
  static func named(in text: String) -> Set<String> {
    var found = read(WrittenReadings.all(of: text), withHosts: false)
    let name = text.nfkcCaseFolded.unicodeScalars.drop { $0.properties.isWhitespace }
    let host = name.prefix { isOfHost($0) }
    if let bare = self.host(host), name[host.endIndex...].allSatisfy({ $0.properties.isWhitespace || $0 == "." }),
      bare.unicodeScalars.reversed().prefix(while: { $0 != "." }).allSatisfy(\.properties.isAlphabetic)
    {
      found.formUnion([bare, "@" + bare])
    }
    return found
  }

  /// The addresses that a value leads to, with their hosts and the domains that those are of.
  ///
  /// - Parameter readings: all of the value.
  static func held(by readings: [String]) -> Set<String> { read(readings, withHosts: true) }

  private static func read(_ readings: [String], withHosts: Bool) -> Set<String> {
    var found: Set<String> = []
    for reading in readings where reading.utf8.contains(where: { "@/\\.".utf8.contains($0) }) {
      for word in reading.unicodeScalars.split(whereSeparator: { endsAddress($0) }) {
        for (host, local) in mail(word) {
          found.insert("\(local)@\(host)")
          if withHosts { found.formUnion(domains(of: host).map { "@" + $0 }) }
        }
        for (host, path) in web(word) {
          found.insert(host + path)
          if withHosts { found.formUnion(domains(of: host)) }
        }
        // What is forbidden by its name alone is found by its name alone, as commands write it.
        if withHosts, let host = bareHost(word) { found.formUnion(domains(of: host)) }
      }
    }
    return found
  }

  /// What no address goes on over, unless it was written by somebody who wants to hide it.
  private static func endsAddress(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || "<>()[]{},;\"'`|".unicodeScalars.contains(scalar)
  }

  // MARK: Mail

  /// In scalars; longer than any name before an `@` (RFC 5321, section 4.5.3.1.1), and than any path that somebody forbids.
  private static let (longestName, longestPath) = (320, 512)

  /// Around every `@`: what stands before it up to a colon, and up to whatever is seldom in a name, as in `?cc=`; of both also what is
  /// left without a tag.
  private static func mail(_ word: Substring.UnicodeScalarView) -> [(host: String, local: String)] {
    word.indices.filter { word[$0] == "@" && $0 > word.startIndex }.flatMap { at -> [(String, String)] in
      guard let host = host(word[word.index(after: at)...].prefix { isOfHost($0) }) else { return [] }
      let before = word[..<at].suffix(longestName)
      let locals = [
        before.split(separator: ":").last ?? before,
        before[(before.lastIndex { !isOfLocal($0) }.map { before.index(after: $0) } ?? before.startIndex)...],
      ]
      return locals.flatMap { [$0, $0.prefix { $0 != "+" }] }.filter { !$0.isEmpty }.map { (host, String($0)) }
    }
  }

  private static func isOfLocal(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isLetterOrDigit || scalar.properties.generalCategory == .nonspacingMark
      || "._+-".unicodeScalars.contains(scalar)
  }

  // MARK: Web

  /// A word that is a host, as the value of an option too, and with a port or a path of that machine after a colon.
  private static func bareHost(_ word: Substring.UnicodeScalarView) -> String? {
    let value = word.split(separator: "=").last ?? word
    let name = value.drop { $0 == "." }.prefix { isOfHost($0) }
    let after = value[name.endIndex...].first
    return after == nil || after == ":" || after == "?" || after == "!" ? host(name) : nil
  }

  /// Wherever one may begin in a word: at its start, and after every `://`, since an address may stand in the query of another.
  private static func web(_ word: Substring.UnicodeScalarView) -> [(host: String, path: String)] {
    let slashed = String(String.UnicodeScalarView(word.map { $0 == "\\" ? "/" : $0 }))
    var starts: [Substring.UnicodeScalarView] = []
    var rest = slashed.unicodeScalars[...]
    while let scheme = rest.place(of: "://") {
      rest = rest[scheme.upperBound...]
      starts.append(rest)
    }
    let whole = slashed.unicodeScalars[...]
    // A name with a dot in it is a file as well as a host.
    if whole.contains("/") || whole.starts(with: "www.".unicodeScalars) {
      starts.append(whole)
      // A browser needs no slashes after a scheme that it knows.
      let scheme = whole.prefix { $0.isLetterOrDigit || $0 == "+" || $0 == "-" }
      if whole[scheme.endIndex...].first == ":" { starts.append(whole[scheme.endIndex...].dropFirst()) }
    }
    return starts.compactMap(location)
  }

  /// Host and path.
  private static func location(_ text: Substring.UnicodeScalarView) -> (host: String, path: String)? {
    let text = text.drop { $0 == "/" }
    let authority = text.prefix { !"/?#".unicodeScalars.contains($0) }
    let path = text[authority.endIndex...].prefix(longestPath).prefix { $0 != "?" && $0 != "#" }
    let name = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
    return host(name.prefix { isOfHost($0) }).map { ($0, plain(path)) }
  }

  /// A path without what ends a sentence.
  private static func plain(_ path: Substring.UnicodeScalarView) -> String {
    WrittenPath.plain(path).unicodeScalars[...].trimmingEnd { "/.!?:".unicodeScalars.contains($0) }
  }

  // MARK: Hosts

  /// No host has more (RFC 1035, section 3.1: 255 octets).
  private static let mostLabels = 127

  /// A host and the domains that it is of: whoever has a domain has all hosts below it, and data leaves in their names.
  private static func domains(of host: String) -> [String] {
    let labels = host.split(separator: ".").suffix(mostLabels)
    return [host] + labels.indices.dropFirst().dropLast().map { labels[$0...].joined(separator: ".") }
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
  fileprivate func place(of text: String) -> Range<Index>? { Substring(self).firstRange(of: text) }

  fileprivate func trimmingEnd(_ isTrimmed: (Unicode.Scalar) -> Bool) -> String {
    var end = endIndex
    while end > startIndex, isTrimmed(self[index(before: end)]) { end = index(before: end) }
    return String(self[..<end])
  }
}
