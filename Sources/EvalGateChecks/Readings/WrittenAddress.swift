import EvalGateCore
import UnicodeText

/// The addresses of mail and of the web in a text, each in the form in which two ways to write it are one.
///
/// Made for what is forbidden: a name before the address, `mailto:`, a second address in the same text, a tag after `+`, a port,
/// another scheme, dots in a path and a query do not make it another recipient.
enum WrittenAddress {
  /// The addresses that a text names. A text that is nothing but the name or the address of a machine names all that is there.
  static func named(in text: String) -> Set<String> {
    var found = read(WrittenReadings.all(of: text), as: .named)
    let folded = text.nfkcCaseFolded.unicodeScalars.filter { !$0.properties.isWhitespace && $0 != "[" && $0 != "]" }
    if let host = bareHosts(folded[...]).first(where: isNamed) { found.formUnion([host, "@" + host]) }
    // One without a dot may be that of a store: `s3://drop-box`.
    if !folded.isEmpty, folded.allSatisfy(isOfHost) { found.insert(String(String.UnicodeScalarView(folded))) }
    return found
  }

  /// The addresses that a text for a model speaks of, hidden or not, with the machines that it only names: whoever follows it gets
  /// there by any address.
  static func mentioned(in text: String) -> Set<String> { read(WrittenReadings.all(ofHiding: text), as: .mentioned) }

  /// The addresses that a value leads to, with their hosts and the domains that those are of.
  ///
  /// - Parameter readings: all of the value.
  static func held(by readings: [String]) -> Set<String> { read(readings, as: .held) }

  /// What of a text counts.
  private enum Scope { case named, mentioned, held }

  private static func read(_ readings: [String], as scope: Scope) -> Set<String> {
    var found: Set<String> = []
    for reading in readings where mayHoldAddress(reading) {
      for word in reading.unicodeScalars.split(whereSeparator: { endsAddress($0) }).flatMap({ [$0] + replaced(by: $0) })
      {
        for (host, local) in mail(word) {
          found.insert("\(local)@\(host)")
          if scope == .held { found.formUnion(domains(of: host).map { "@" + $0 }) }
        }
        for (host, path) in web(word) {
          found.insert(host + path)
          if scope == .held { found.formUnion(domains(of: host)) }
          if let name = storeName(host, scope) { found.insert(name) }
        }
        // What is forbidden by its name alone is found by its name alone, as commands write it.
        switch scope {
        case .named: break
        case .mentioned:
          found.formUnion(bareHosts(word).filter(isNamed))
          if storeName(String(word), scope) != nil { found.insert(String(word)) }
        case .held:
          found.formUnion(bareHosts(word).flatMap(domains))
          if let name = storeName(String(value(of: word)), .named) { found.insert(name) }
        }
      }
    }
    return found
  }

  /// An address in digits has no sign that others are without.
  private static func mayHoldAddress(_ text: String) -> Bool {
    text.utf8.contains { "@/\\.:".utf8.contains($0) } || text.utf8.contains(where: \.isDigit)
  }

  /// Whether what could be a host is one in a text for people, where a number has a dot as well.
  private static func isNamed(_ host: String) -> Bool {
    let top = host.unicodeScalars.reversed().prefix { $0 != "." }
    return top.count > 1 && top.allSatisfy(\.properties.isAlphabetic) || WrittenHost.isAddress(host)
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
      guard let host = WrittenHost.canonical(word[word.index(after: at)...].prefix { isOfHost($0) }, in: .text)
      else {
        return []
      }
      let before = word[..<at].suffix(longestName)
      let locals = [
        before.split(separator: ":").last ?? before,
        before[(before.lastIndex { !isOfLocal($0) }.map { before.index(after: $0) } ?? before.startIndex)...],
      ]
      // `git@github.com:owner/name` is a repository, and nobody reads mail there.
      let rest = word[at...].dropFirst().drop { isOfHost($0) }
      let isAccount = (rest.first == ":" || rest.first == "/") && locals.contains { String($0) == "git" }
      return isAccount
        ? [] : locals.flatMap { [$0, $0.prefix { $0 != "+" }] }.filter { !$0.isEmpty }.map { (host, String($0)) }
    }
  }

  private static func isOfLocal(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isLetterOrDigit || scalar.properties.generalCategory == .nonspacingMark
      || "._+-".unicodeScalars.contains(scalar)
  }

  // MARK: Stores

  /// A name without a dot, as a store or a machine of one's own has it, apart from the hosts: commands name it alone (`--bucket drop-box-9`),
  /// and its host begins with it (`drop-box-9.s3.example`). Nil for what may be a word of any text.
  private static func storeName(_ name: String, _ scope: Scope) -> String? {
    let name = scope == .held ? name.prefix { $0 != "." } : Substring(name)
    guard !name.contains("."), name.unicodeScalars.allSatisfy(isOfHost),
      name.unicodeScalars.contains(where: \.properties.isAlphabetic),
      name.contains(where: { "-_".contains($0) || $0.isNumber })
    else { return nil }
    return " " + name
  }

  /// What `sed` is told to look for and to put in its place, in `s/corp.example/evil.example/`.
  private static func replaced(by word: Substring.UnicodeScalarView) -> [Substring.UnicodeScalarView] {
    guard word.first == "s", let sign = word.dropFirst().first, "/#!~%+".unicodeScalars.contains(sign) else {
      return []
    }
    return word.dropFirst(2).split(separator: sign)
  }

  // MARK: Web

  /// A word that is a host, as the value of an option too (`--host=…`, `-h…`), and with a port or a path of that machine after a colon.
  private static func bareHosts(_ word: Substring.UnicodeScalarView) -> [String] {
    let value = value(of: word)
    let isOption = value.first == "-" && value.count > 2
    return ([value] + (isOption ? [value.dropFirst(), value.dropFirst(2)] : [])).compactMap { value in
      if let address = WrittenHost.address(value.prefix { $0 != "/" }, in: .command) { return address }
      let name = value.prefix { isOfHost($0) }
      let after = value[name.endIndex...].first
      let isWhole = after == nil || after == ":" || after == "?" || after == "!"
      return isWhole ? WrittenHost.canonical(name, in: .command) : nil
    }
  }

  private static func value(of word: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView {
    (word.split(separator: "=").last ?? word).drop { $0 == "." }
  }

  /// Wherever one may begin in a word: at its start, and after every `://`, since an address may stand in the query of another.
  private static func web(_ word: Substring.UnicodeScalarView) -> [(host: String, path: String)] {
    let slashed = String(String.UnicodeScalarView(word.map { $0 == "\\" ? "/" : $0 }))
    var found: [(host: String, path: String)] = []
    var rest = slashed.unicodeScalars[...]
    while let scheme = rest.place(of: "://") {
      let isFile = rest[..<scheme.lowerBound].suffix(4).elementsEqual("file".unicodeScalars)
      rest = rest[scheme.upperBound...]
      if !isFile, let place = location(rest, in: .machine) { found.append(place) }
    }
    let whole = slashed.unicodeScalars[...]
    // A name with a dot in it is a file as well as a host.
    if whole.contains("/") || whole.starts(with: "www.".unicodeScalars) {
      if let place = location(whole, in: .text) { found.append(place) }
      // A browser needs no slashes after a scheme that it knows.
      let scheme = whole.prefix { $0.isLetterOrDigit || $0 == "+" || $0 == "-" }
      if whole[scheme.endIndex...].first == ":",
        let place = location(whole[scheme.endIndex...].dropFirst(), in: .text)
      {
        found.append(place)
      }
    }
    return found + connections(whole)
  }

  /// The machines that a path of a shell leads to: `/dev/tcp/evil.example/4444`, `/inet/tcp/0/evil.example/80`.
  private static func connections(_ path: Substring.UnicodeScalarView) -> [(host: String, path: String)] {
    guard path.first == "/" else { return [] }
    let steps = path.split(separator: "/").drop { String($0) != "tcp" && String($0) != "udp" }.dropFirst()
    return steps.compactMap { step in WrittenHost.canonical(step.prefix { isOfHost($0) }, in: .command).map { ($0, "") }
    }
  }

  /// Host and path.
  private static func location(
    _ text: Substring.UnicodeScalarView, in place: WrittenHost.Place
  ) -> (host: String, path: String)? {
    let text = text.drop { $0 == "/" }
    let authority = text.prefix { !"/?#".unicodeScalars.contains($0) }
    let path = text[authority.endIndex...].prefix(longestPath).prefix { $0 != "?" && $0 != "#" }
    let name = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
    return WrittenHost.canonical(name.prefix { isOfHost($0) }, in: place).map { ($0, plain(path)) }
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
    if WrittenHost.isAddress(host) { return [host] }
    let labels = host.split(separator: ".").suffix(mostLabels)
    return [host] + labels.indices.dropFirst().dropLast().map { labels[$0...].joined(separator: ".") }
  }

  private static func isOfHost(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isLetterOrDigit || scalar.properties.generalCategory == .nonspacingMark
      || ".-_".unicodeScalars.contains(scalar)
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
