/// One tag of HTML with its attributes, read as tolerantly as browsers do (HTML standard, section 13.2.5).
struct HTMLTag {
  private(set) var links: [Link] = []
  private(set) var markup: [ActiveMarkup] = []
  /// Where its name ends.
  let nameEnd: Int
  /// Where the text goes on.
  let end: Int

  /// Attributes that are fetched when they are shown.
  private static let loading: Set<String> = [
    "src", "srcset", "poster", "background", "data", "xlink:href", "lowsrc", "dynsrc", "icon", "manifest",
  ]
  private static let followed: Set<String> = ["href", "action", "formaction", "ping", "cite"]
  /// What SVG takes addresses from, as style sheets write them.
  private static let styled: Set<String> = [
    "style", "fill", "stroke", "mask", "filter", "clip-path", "marker", "marker-start", "marker-mid", "marker-end",
    "cursor", "from", "to", "values",
  ]
  /// Elements that run or send.
  private static let active: Set<String> = ["script", "form"]
  /// Elements that embed what an attribute names, and nothing without one: `Task<object>` is a type.
  private static let embedding: Set<String> = ["iframe", "frame", "object", "embed", "applet", "base", "portal"]

  /// - Parameters:
  ///   - start: of the `<`.
  ///   - limit: nothing is read from there on.
  init?(_ bytes: [UInt8], at start: Int, limit: Int) {
    let nameStart = start + 1
    let nameEnd = bytes.end(from: nameStart, limit: nameStart + 32) {
      ByteClass.isAlphanumeric($0) || $0 == 0x2D || $0 == 0x3A
    }
    guard nameEnd > nameStart, ByteClass.isLetter(bytes[nameStart]), nameEnd < bytes.count,
      ByteClass.isSpace(bytes[nameEnd]) || bytes[nameEnd] == 0x3E || bytes[nameEnd] == 0x2F
    else { return nil }
    let name = String(decoding: bytes[nameStart..<nameEnd], as: UTF8.self).lowercased()
    let (attributes, end) = Self.attributes(bytes, from: nameEnd, limit: min(bytes.count, max(limit, nameEnd)))
    self.nameEnd = nameEnd
    self.end = end
    read(name, attributes, start..<end)
    if name == "style" { styles(bytes, from: end) }
  }

  private struct Attribute {
    let name: String
    let value: String
    let range: Range<Int>
  }

  private static func attributes(_ bytes: [UInt8], from start: Int, limit: Int) -> ([Attribute], Int) {
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
    if Self.active.contains(name) || Self.embedding.contains(name) && attributes.contains(where: { !$0.value.isEmpty })
    {
      markup.append(ActiveMarkup(name: name, range: range))
    }
    for attribute in attributes {
      if attribute.name.hasPrefix("on"), attribute.name.utf8.count > 3, !attribute.value.isEmpty {
        markup.append(ActiveMarkup(name: attribute.name, range: range))
      } else if Self.styled.contains(attribute.name) {
        Stylesheet.addresses(in: attribute.value).forEach { add(.style, $0, attribute.range, loads: true) }
      } else if attribute.name == "srcset" || attribute.name == "imagesrcset" {
        for target in attribute.value.utf8.split(whereSeparator: { ByteClass.isSpace($0) || $0 == 0x2C }) {
          add(.image, String(Substring(target)), attribute.range, loads: true)
        }
      } else if attribute.name == "srcdoc" {
        markup.append(ActiveMarkup(name: "srcdoc", range: range))
      } else if name == "meta", attribute.name == "content", let target = Self.refresh(attribute.value) {
        add(.refresh, target, attribute.range, loads: true)
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

  /// `0; url='…'`, where the name and the quotes may be missing (HTML standard, section 4.2.5.3); nil for other contents.
  private static func refresh(_ value: String) -> String? {
    let bytes = Array(value.utf8)
    var index = bytes.end(from: 0) { ByteClass.isSpace($0) || ByteClass.isDigit($0) || $0 == 0x2E }
    guard index > 0, index < bytes.count, ByteClass.isSpace(bytes[index - 1]) || ";,".utf8.contains(bytes[index]) else {
      return nil
    }
    index = bytes.end(from: index) { ByteClass.isSpace($0) || $0 == 0x3B || $0 == 0x2C }
    if bytes.holdsLetters("url", at: index) {
      let sign = bytes.end(from: index + 3, while: ByteClass.isSpace)
      if bytes.holds("=", at: sign) { index = sign + 1 }
    }
    return String(decoding: bytes[min(index, bytes.count)...], as: UTF8.self).trimmingQuotes
  }

  /// The style sheet that follows in the text, up to where it ends or another one begins.
  private mutating func styles(_ bytes: [UInt8], from start: Int) {
    var close = start
    while close < bytes.count, !bytes.holdsLetters("</style", at: close), !bytes.holdsLetters("<style", at: close) {
      close += 1
    }
    for target in Stylesheet.addresses(in: String(decoding: bytes[start..<close], as: UTF8.self)) {
      add(.style, target, start..<close, loads: true)
    }
  }

  private mutating func add(_ kind: Link.Kind, _ target: String, _ range: Range<Int>, loads: Bool) {
    links.append(Link(kind: kind, target: target.trimmingSpaces, range: range, loads: loads, isCode: false))
  }
}
