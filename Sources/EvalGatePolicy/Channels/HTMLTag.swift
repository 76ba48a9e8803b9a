/// One tag of HTML with its attributes, read as tolerantly as browsers do (HTML standard, section 13.2.5).
struct HTMLTag {
  private(set) var links: [Link] = []
  private(set) var markup: [ActiveMarkup] = []
  /// Where the text goes on.
  let end: Int

  private static let longest = 16_384
  /// Attributes that are fetched when they are shown.
  private static let loading: Set<String> = [
    "src", "srcset", "poster", "background", "data", "xlink:href", "lowsrc", "dynsrc", "icon", "manifest",
  ]
  private static let followed: Set<String> = ["href", "action", "formaction", "ping", "cite"]
  /// Elements that run, send or embed.
  private static let active: Set<String> = [
    "script", "iframe", "frame", "object", "embed", "applet", "form", "base", "portal",
  ]

  /// - Parameter start: of the `<`.
  init?(_ bytes: [UInt8], at start: Int) {
    let nameStart = start + 1
    let nameEnd = bytes.end(from: nameStart, limit: nameStart + 32) {
      ByteClass.isAlphanumeric($0) || $0 == 0x2D || $0 == 0x3A
    }
    guard nameEnd > nameStart, ByteClass.isLetter(bytes[nameStart]), nameEnd < bytes.count,
      ByteClass.isSpace(bytes[nameEnd]) || bytes[nameEnd] == 0x3E || bytes[nameEnd] == 0x2F
    else { return nil }
    let name = String(decoding: bytes[nameStart..<nameEnd], as: UTF8.self).lowercased()
    let (attributes, end) = Self.attributes(bytes, from: nameEnd)
    self.end = end
    read(name, attributes, start..<end)
    if name == "style" { styles(bytes, from: end) }
  }

  private struct Attribute {
    let name: String
    let value: String
    let range: Range<Int>
  }

  private static func attributes(_ bytes: [UInt8], from start: Int) -> ([Attribute], Int) {
    let limit = min(bytes.count, start + longest)
    var attributes: [Attribute] = []
    var index = start
    while index < limit, bytes[index] != 0x3E {
      if ByteClass.isSpace(bytes[index]) || bytes[index] == 0x2F || bytes[index] == 0x22 || bytes[index] == 0x27 {
        index += 1
        continue
      }
      let nameEnd = bytes.end(from: index, limit: limit) {
        !ByteClass.isSpace($0) && $0 != 0x3D && $0 != 0x3E && $0 != 0x2F
      }
      let name = String(decoding: bytes[index..<max(nameEnd, index)], as: UTF8.self).lowercased()
      index = bytes.end(from: max(nameEnd, index), limit: limit, while: ByteClass.isSpace)
      guard index < limit, bytes[index] == 0x3D else {
        attributes.append(Attribute(name: name, value: "", range: index..<index))
        if nameEnd == index, index < limit, bytes[index] != 0x3E { index += 1 }
        continue
      }
      index = bytes.end(from: index + 1, limit: limit, while: ByteClass.isSpace)
      guard index < limit else { break }
      let quote = bytes[index]
      let isQuoted = quote == 0x22 || quote == 0x27
      let begin = isQuoted ? index + 1 : index
      let end = bytes.end(from: begin, limit: limit) { isQuoted ? $0 != quote : !ByteClass.isSpace($0) && $0 != 0x3E }
      let value = String(decoding: bytes[begin..<max(begin, end)], as: UTF8.self).decodingEntities
      attributes.append(Attribute(name: name, value: value, range: begin..<max(begin, end)))
      index = max(index + 1, isQuoted ? end + 1 : end)
    }
    return (attributes, min(bytes.count, max(index, start) + 1))
  }

  private mutating func read(_ name: String, _ attributes: [Attribute], _ range: Range<Int>) {
    if Self.active.contains(name) { markup.append(ActiveMarkup(name: name, range: range)) }
    for attribute in attributes {
      if attribute.name.hasPrefix("on"), attribute.name.utf8.count > 3 {
        markup.append(ActiveMarkup(name: attribute.name, range: range))
      } else if attribute.name == "style" {
        Self.addresses(inStyle: attribute.value).forEach { add(.style, $0, attribute.range, loads: true) }
      } else if attribute.name == "srcset" {
        for part in attribute.value.split(separator: ",") {
          if let target = part.split(separator: " ").first { add(.image, String(target), attribute.range, loads: true) }
        }
      } else if attribute.name == "srcdoc" {
        markup.append(ActiveMarkup(name: "srcdoc", range: range))
      } else if name == "meta", attribute.name == "content", let mark = attribute.value.lowercased().range(of: "url=") {
        add(.refresh, String(attribute.value[mark...]), attribute.range, loads: true)
      } else if Self.loading.contains(attribute.name) || name == "link" && attribute.name == "href"
        || (name == "image" || name == "use" || name == "feimage") && attribute.name == "href"
      {
        let kind: Link.Kind = name == "img" || name == "image" || name == "source" || name == "input" ? .image : .html
        add(kind, attribute.value, attribute.range, loads: true)
      } else if Self.followed.contains(attribute.name) {
        add(.html, attribute.value, attribute.range, loads: attribute.name == "ping" || name == "form")
      }
    }
  }

  /// `url(…)` and `@import` of a style sheet in the text.
  private mutating func styles(_ bytes: [UInt8], from start: Int) {
    let close = bytes.end(from: start, limit: start + Self.longest) { $0 != 0x3C }
    for target in Self.addresses(inStyle: String(decoding: bytes[start..<max(start, close)], as: UTF8.self)) {
      add(.style, target, start..<max(start, close), loads: true)
    }
  }

  private static func addresses(inStyle text: String) -> [String] {
    var targets: [String] = []
    let bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      if bytes.holds("url(", at: index) || bytes.holds("URL(", at: index) {
        let end = bytes.end(from: index + 4) { $0 != UInt8(ascii: ")") }
        targets.append(String(decoding: bytes[(index + 4)..<end], as: UTF8.self).trimmingQuotes)
        index = end
      } else if bytes.holds("@import", at: index) {
        let end = bytes.end(from: index + 7) { $0 != UInt8(ascii: ";") && $0 != 0x0A }
        let target = String(decoding: bytes[(index + 7)..<end], as: UTF8.self).trimmingSpaces
        if !target.hasPrefix("url") { targets.append(target.trimmingQuotes) }
        index += 7
      } else {
        index += 1
      }
    }
    return targets
  }

  private mutating func add(_ kind: Link.Kind, _ target: String, _ range: Range<Int>, loads: Bool) {
    links.append(Link(kind: kind, target: target.trimmingSpaces, range: range, loads: loads, isCode: false))
  }
}

extension String {
  fileprivate var trimmingQuotes: String {
    let text = trimmingSpaces
    return String(text.drop { $0 == "\"" || $0 == "'" }.reversed().drop { $0 == "\"" || $0 == "'" }.reversed())
  }

  /// Where a text ends in this one; nil where it does not occur. For short texts.
  fileprivate func range(of text: String) -> Index? {
    guard let start = ByteSearch.first(Array(text.utf8), in: utf8) else { return nil }
    return utf8.index(utf8.startIndex, offsetBy: start + text.utf8.count, limitedBy: utf8.endIndex)
  }
}
