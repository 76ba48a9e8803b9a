/// Finds ways by which rendered output carries data out: images, links, markup, terminal links, commands that send.
package struct ChannelDetector: Detector {
  package let id = DetectorID("channel", version: 1)
  let rules: ChannelRules

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
        Hit("markup_\(markup.name)", at: markup.range, rules.rawHTML == .deny ? .likely : .weak, value: markup.name))
    }
    return hits
  }

  private func verdict(on link: Link, _ context: DetectionContext) -> Hit? {
    func hit(_ entity: String, _ confidence: Confidence) -> Hit {
      Hit(entity, at: link.range, link.isCode && link.kind != .command ? .weak : confidence, value: link.target)
    }
    if link.kind == .command { return hit("command_sends", .likely) }
    let address = WebAddress(link.target)
    switch address.scheme {
    case "javascript", "vbscript", "livescript": return hit("script_link", .certain)
    case "data": return data(link, address).map { hit($0, .likely) }
    case "mailto":
      return address.query.utf8.count > 12 && CarriedData(of: address, context).isCarrying
        ? hit("mailto_body", .likely) : nil
    default: break
    }
    if address.hasBadHost, address.scheme != nil { return link.loads ? hit("unreadable_host", .likely) : nil }
    guard let host = address.host ?? implied(address) else { return nil }
    if rules.allowHosts.contains(where: host.matches) { return nil }
    if link.loads, rules.images == .allowlistOnly { return hit("image_host", .certain) }
    if !link.loads, rules.links == .allowlistOnly { return hit("link_host", .certain) }
    if link.loads ? rules.images == .allow : rules.links == .allow { return nil }
    let carried = CarriedData(of: address, loads: link.loads, context)
    if carried.isCarrying { return hit(link.loads ? "image_data" : "link_data", .likely) }
    if link.loads, carried.isDense { return hit("image_data", .likely) }
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
  private func data(_ link: Link, _ address: WebAddress) -> String? {
    let type = address.path.prefix { $0 != "," && $0 != ";" }.lowercased()
    if type.hasPrefix("image/"), type != "image/svg+xml" { return address.path.utf8.count > 65_536 ? "data_url" : nil }
    return "data_url"
  }
}
