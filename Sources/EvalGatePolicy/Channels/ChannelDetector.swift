/// Finds ways by which rendered output carries data out: images, links, markup, terminal links, commands that send.
package struct ChannelDetector: Detector {
  package let id = DetectorID("channel", version: 11)
  private(set) var rules: ChannelRules

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

  /// More links in one text, and more parts of their addresses, are not looked for in a conversation, and that is reported.
  private static let most = 4_096
  private static let mostParts = 16_384

  package init() { rules = ChannelRules() }
  init(_ rules: ChannelRules) { self.rules = rules }

  /// The same for whoever has these domains.
  func trusting(_ trust: Trust) -> ChannelDetector {
    var detector = self
    detector.rules.ownDomains = trust.ownDomains
    return detector
  }

  package func hits(in text: ViewedText, _ context: DetectionContext) -> Hits {
    let scanner = LinkScanner(text.bytes, isProse: context.name == nil)
    let said = Conversation(context)
    // A file has no conversation in which anything had to be looked for.
    let most = said.isEmpty ? Int.max : Self.most
    var judgement = Judgement(said, room: said.isEmpty ? Int.max : Self.mostParts)
    var hits = Hits()
    for link in scanner.links.prefix(most) {
      if let hit = verdict(on: link, &judgement) { hits.found.append(hit) }
    }
    if scanner.links.count > most { hits.exceed("\(most) links") }
    if judgement.isExceeded { hits.exceed("\(Self.mostParts) parts of addresses") }
    if scanner.isExceeded { hits.exceed("tags of HTML that nothing closes") }
    guard rules.rawHTML != .allow else { return hits }
    for markup in scanner.markup.prefix(most) {
      hits.found.append(
        Hit(
          "\(Kind.markup.rawValue)_\(markup.name)", at: markup.range, rules.rawHTML == .deny ? .likely : .weak,
          value: markup.name))
    }
    return hits
  }

  /// What is wrong with an address, and with what in it where it carries something.
  private struct Finding {
    let kind: Kind
    let confidence: Confidence
    var carried: String?

    init(_ kind: Kind, _ confidence: Confidence, _ carried: String? = nil) {
      (self.kind, self.confidence, self.carried) = (kind, confidence, carried)
    }
  }

  /// What is known of the addresses of one text: the same one is judged once, and not all of an endless one.
  private struct Judgement {
    /// An address, and whether it is fetched without a click.
    struct Subject: Hashable {
      let target: String
      let loads: Bool
    }

    let said: Conversation
    var known: [Subject: Finding?] = [:]
    var room: Int
    var isExceeded = false

    init(_ said: Conversation, room: Int) {
      self.said = said
      self.room = room
    }

    mutating func carried(by address: WebAddress, loads: Bool) -> CarriedData {
      let data = CarriedData(of: address, loads: loads, limit: max(0, room), said)
      room -= data.looked
      isExceeded = isExceeded || data.isExceeded
      return data
    }
  }

  private func verdict(on link: Link, _ judgement: inout Judgement) -> Hit? {
    if link.kind == .command {
      if let targets = link.goesTo, targets.allSatisfy(staysIn) { return nil }
      return Hit(Kind.commandSends.rawValue, at: link.range, .likely, value: link.target)
    }
    let subject = Judgement.Subject(target: link.target, loads: link.loads)
    let finding: Finding?
    if let known = judgement.known[subject] {
      finding = known
    } else {
      finding = self.finding(link, &judgement)
      judgement.known[subject] = .some(finding)
    }
    return finding.map {
      Hit(
        $0.kind.rawValue, at: link.range, link.isCode ? .weak : $0.confidence, value: $0.carried ?? link.target)
    }
  }

  /// Whether what a command turns to is the machine it runs on, or one that the policy allows.
  private func staysIn(_ target: String) -> Bool {
    let address = WebAddress(target.contains("://") ? target : "http://" + target)
    guard !address.hasBadHost, let host = address.host else { return false }
    return host.isLoopback || rules.allowHosts.contains(where: host.matches)
  }

  private func finding(_ link: Link, _ judgement: inout Judgement) -> Finding? {
    let address = WebAddress(Self.spaced(link.target))
    switch address.scheme {
    case "javascript", "vbscript", "livescript": return Finding(.scriptLink, .certain)
    case "data": return data(link, address).map { Finding($0, .likely) }
    case "mailto": return judgement.carried(by: address, loads: false).first.map { Finding(.mailtoBody, .likely, $0) }
    default: break
    }
    if address.hasBadHost, address.scheme != nil { return link.loads ? Finding(.unreadableHost, .likely) : nil }
    guard let host = address.host ?? implied(address) else { return nil }
    if rules.allowHosts.contains(where: host.matches) { return nil }
    if link.loads, rules.images == .allowlistOnly { return Finding(.imageHost, .certain) }
    if !link.loads, rules.links == .allowlistOnly { return Finding(.linkHost, .certain) }
    if link.loads ? rules.images == .allow : rules.links == .allow { return nil }
    // What leads to the machine itself leads nothing out.
    if !link.loads, host.isLoopback { return nil }
    let carried = judgement.carried(by: address, loads: link.loads)
    if let data = carried.first {
      // An address that was told as it stands brings out nothing that its host does not have.
      if !link.loads, address.userinfo.isEmpty, judgement.said.gave(link.target) || staysOwn(link.target, host) {
        return nil
      }
      return Finding(link.loads ? .imageData : .linkData, .likely, data)
    }
    return link.loads && carried.isDense ? Finding(.imageData, .likely) : nil
  }

  /// Whether a link leads to a host of one's own, and names no other one to which that may send on.
  private func staysOwn(_ target: String, _ host: Host) -> Bool {
    func isOwn(_ host: Host) -> Bool { rules.ownDomains.contains(where: host.isWithin) }
    return isOwn(host)
      && target.unescaped.allSatisfy { AddressMention.nested(in: $0, isBare: true).allSatisfy { isOwn($0.host) } }
  }

  /// With the spaces of its query as browsers send them, so that words stay words.
  private static func spaced(_ target: String) -> String {
    let target = target.trimmingSpaces
    guard let query = target.utf8.firstIndex(of: UInt8(ascii: "?")), target.utf8[query...].contains(0x20) else {
      return target
    }
    return String(target[..<query])
      + String(decoding: target.utf8[query...].map { $0 == 0x20 ? UInt8(ascii: "+") : $0 }, as: UTF8.self)
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
    return Self.isEncryptedSetting(address.path) ? nil : .dataURL
  }

  /// What SOPS writes for a value in `ENC[AES256_GCM,data:…]`, which is no address: nothing but base64 under its four names.
  private static func isEncryptedSetting(_ path: String) -> Bool {
    let parts = path.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return false }
    return zip(parts, ["", "iv:", "tag:", "type:"]).allSatisfy { part, name in
      part.starts(with: name.utf8)
        && part.dropFirst(name.utf8.count).allSatisfy { $0.isAlphanumeric || "+/=]".utf8.contains($0) }
    }
  }
}
