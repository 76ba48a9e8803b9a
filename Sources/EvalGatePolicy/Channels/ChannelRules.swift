/// `channels` of a policy: where rendered output may turn to.
struct ChannelRules: Sendable {
  enum Images: String, CaseIterable, Sendable {
    /// Only hosts of the allow-list, because images load without a click.
    case allowlistOnly = "allowlist_only"
    case noData = "no_data"
    case allow
  }

  enum Links: String, CaseIterable, Sendable {
    case allowlistOnly = "allowlist_only"
    /// Any host, as long as nothing is carried there.
    case noData = "no_data"
    case allow
  }

  enum Markup: String, CaseIterable, Sendable { case deny, report, allow }

  /// Hosts, and `*.domain` for those below one.
  var allowHosts: [String] = []
  /// Domains of one's own, to which a link brings nothing out.
  var ownDomains: [String] = []
  var images = Images.noData
  var links = Links.noData
  var rawHTML = Markup.deny

  init() {}
}
