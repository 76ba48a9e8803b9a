import EvalGateCore
import StrictJSON

/// A section of the policy that configures a detector. One that is added is one file and one line in `all`.
struct DetectorSection: Sendable {
  /// The key in the policy.
  let key: String
  /// What it makes of the section; nil where it runs nothing, or where something is wrong.
  let read: @Sendable (Node, inout PolicyReading) -> (any Detector)?

  /// All sections but `restricted`, which is a list, in the order in which their detectors run.
  static let all: [DetectorSection] = [
    DetectorSection(key: "pii", read: PersonalDataDetector.read),
    DetectorSection(key: "secrets", read: SecretDetector.read),
    DetectorSection(key: "canaries", read: canaries),
    DetectorSection(key: "system_prompt", read: systemPrompt),
    DetectorSection(key: "channels", read: channels),
    DetectorSection(key: "unicode", read: unicode),
  ]

  private enum Derivation: String, CaseIterable { case hmac }
  private enum Scope: String, CaseIterable { case scenario }

  @Sendable private static func canaries(_ node: Node, _ reading: inout PolicyReading) -> (any Detector)? {
    reading.section(node, "`canaries`") { reader, reading in
      _ = reading.collect { () throws(Diagnostic) in try reader.choice("derive", default: Derivation.hmac) }
      _ = reading.collect { () throws(Diagnostic) in try reader.choice("scope", default: Scope.scenario) }
      return CanaryDetector()
    }
  }

  @Sendable private static func systemPrompt(_ node: Node, _ reading: inout PolicyReading) -> (any Detector)? {
    reading.section(node, "`system_prompt`") { reader, reading in
      let ratio = reading.collect { () throws(Diagnostic) in try reader.optionalDouble("leak_ratio") } ?? nil
      let run = reading.collect { () throws(Diagnostic) in try reader.optionalInt("min_run", in: 16...4_096) } ?? nil
      if let ratio, ratio <= 0 || ratio > 1, let node = reader.node("leak_ratio") {
        reading.add(OptionReader.wrong(node, "leak_ratio", "a share above 0 and up to 1"))
      }
      let allowed = reading.collect { () throws(Diagnostic) in try reader.optionalStrings("allow") } ?? nil
      return PromptLeakDetector(leakRatio: ratio ?? 0.3, minRun: run ?? 40, allowed: allowed ?? [])
    }
  }

  @Sendable private static func channels(_ node: Node, _ reading: inout PolicyReading) -> (any Detector)? {
    reading.section(node, "`channels`") { reader, reading in
      var rules = ChannelRules()
      let hosts = reading.collect { () throws(Diagnostic) in try reader.optionalStrings("allow_hosts") } ?? nil
      if let hosts, let node = reader.node("allow_hosts") { rules.allowHosts = reading.hosts(hosts, at: node) ?? [] }
      let images = reading.collect { () throws(Diagnostic) in
        try reader.choice("images", default: ChannelRules.Images.allowlistOnly)
      }
      let links = reading.collect { () throws(Diagnostic) in
        try reader.choice("links", default: ChannelRules.Links.noData)
      }
      let markup = reading.collect { () throws(Diagnostic) in
        try reader.choice("raw_html", default: ChannelRules.Markup.deny)
      }
      (rules.images, rules.links, rules.rawHTML) = (images ?? .allowlistOnly, links ?? .noData, markup ?? .deny)
      return ChannelDetector(rules)
    }
  }

  @Sendable private static func unicode(_ node: Node, _ reading: inout PolicyReading) -> (any Detector)? {
    reading.section(node, "`unicode`") { reader, reading in
      func response(_ key: String, _ fallback: UnicodeDetector.Response) -> UnicodeDetector.Response {
        reading.collect { () throws(Diagnostic) in try reader.choice(key, default: fallback) } ?? fallback
      }
      return UnicodeDetector(
        tags: response("tags", .block), bidi: response("bidi", .block), zeroWidth: response("zero_width", .context),
        mixedScript: response("mixed_script", .report))
    }
  }
}
