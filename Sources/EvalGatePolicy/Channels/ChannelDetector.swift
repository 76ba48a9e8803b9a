/// Finds ways by which rendered output carries data out: images, links, markup, terminal links, commands that send.
package struct ChannelDetector: Detector {
  package let id = DetectorID("channel", version: 2)
  let rules: ChannelRules

  /// What it finds. Of markup the name of the element follows.
  enum Kind: String, CaseIterable, Sendable {
    case markup
    case commandSends = "command_sends"
    case scriptLink = "script_link"
    case mailtoBody = "mailto_body"
    case unreadableHost = "unreadable_host"
    case imageHost = "image_host"
    case imageData = "image_data"
    case linkHost = "link_host"
    case linkData = "link_data"
    case dataURL = "data_url"
  }

  /// More links in one text are not looked at, and that is reported.
  private static let most = 4_096

  package init() { rules = ChannelRules() }
  init(_ rules: ChannelRules) { self.rules = rules }

  package func hits(in text: ViewedText, _ context: DetectionContext) -> Hits {
    let scanner = LinkScanner(text.bytes)
    var hits = Hits()
    for link in scanner.links.prefix(Self.most) {
      if let hit = verdict(on: link, context) { hits.found.append(hit) }
    }
    if scanner.links.count > Self.most { hits.exceed("\(Self.most) links") }
    guard rules.rawHTML != .allow else { return hits }
    for markup in scanner.markup.prefix(Self.most) {
      hits.found.append(
        Hit(
          "\(Kind.markup.rawValue)_\(markup.name)", at: markup.range, rules.rawHTML == .deny ? .likely : .weak,
          value: markup.name))
    }
    return hits
  }

  private func verdict(on link: Link, _ context: DetectionContext) -> Hit? {
    func hit(_ kind: Kind, _ confidence: Confidence) -> Hit {
      Hit(kind.rawValue, at: link.range, link.isCode && link.kind != .command ? .weak : confidence, value: link.target)
    }
    if link.kind == .command { return hit(.commandSends, .likely) }
    let address = WebAddress(link.target)
    switch address.scheme {
    case "javascript", "vbscript", "livescript": return hit(.scriptLink, .certain)
    case "data": return data(link, address).map { hit($0, .likely) }
    case "mailto": return CarriedData(of: address, context).isCarrying ? hit(.mailtoBody, .likely) : nil
    default: break
    }
    if address.hasBadHost, address.scheme != nil { return link.loads ? hit(.unreadableHost, .likely) : nil }
    guard let host = address.host ?? implied(address) else { return nil }
    if rules.allowHosts.contains(where: host.matches) { return nil }
    if link.loads, rules.images == .allowlistOnly { return hit(.imageHost, .certain) }
    if !link.loads, rules.links == .allowlistOnly { return hit(.linkHost, .certain) }
    if link.loads ? rules.images == .allow : rules.links == .allow { return nil }
    let carried = CarriedData(of: address, loads: link.loads, context)
    if carried.isCarrying { return hit(link.loads ? .imageData : .linkData, .likely) }
    if link.loads, carried.isDense { return hit(.imageData, .likely) }
    return nil
  }

  /// `www.host/path` is followed too, though it has no scheme.
  private func implied(_ address: WebAddress) -> Host? {
    guard address.scheme == nil, let name = address.path.split(separator: "/").first,
      name.lowercased().hasPrefix("www.")
    else { return nil }
    return Host(String(name))
  }

  /// Small pictures within the text are what `data:` is for; pages and scripts are not.
  private func data(_ link: Link, _ address: WebAddress) -> Kind? {
    let type = address.path.prefix { $0 != "," && $0 != ";" }.lowercased()
    if type.hasPrefix("image/"), type != "image/svg+xml" { return address.path.utf8.count > 65_536 ? .dataURL : nil }
    return .dataURL
  }
}
