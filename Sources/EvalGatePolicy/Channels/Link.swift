/// A place in a text that makes a reader's program turn to an address.
struct Link: Hashable, Sendable {
  enum Kind: String, Sendable {
    case image, link, autolink, bare, reference
    case html, style, refresh
    case terminal
    /// What `curl`, `wget` and their like are told.
    case command
  }

  let kind: Kind
  /// As written, entities of HTML decoded.
  let target: String
  /// UTF-8 bytes of the target in the text.
  let range: Range<Int>
  /// Whether it is fetched without anybody clicking.
  let loads: Bool
  /// Within code, which is shown and not rendered.
  let isCode: Bool
  /// Of a command all that it may turn to, as written; nil where that is not known.
  var goesTo: [String]?
}

/// HTML that does something by itself, whatever its address.
struct ActiveMarkup: Hashable, Sendable {
  /// `script`, `form`, `onerror`, …
  let name: String
  let range: Range<Int>
}

extension [Link] {
  /// In order, once each: what a tag names is an address by itself too.
  var distinct: [Link] {
    let order = { (link: Link) in
      (link.range.lowerBound, link.kind == .bare ? 1 : 0, link.loads ? 0 : 1, link.range.upperBound)
    }
    var kept: [Link] = []
    for link in sorted(by: { order($0) < order($1) }) {
      if let last = kept.last, last.range.lowerBound == link.range.lowerBound {
        let isSame = last.range == link.range && last.target == link.target && last.isCode == link.isCode
        if isSame, last.loads || !link.loads { continue }
        if link.kind == .bare, last.kind == .html || last.kind == .image, last.range.contains(link.range.upperBound - 1)
        {
          continue
        }
      }
      kept.append(link)
    }
    return kept
  }
}
