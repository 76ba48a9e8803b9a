import EvalGateCore
import SafeRegex
import StrictJSON
import UnicodeText

/// One rule under `allow_when: { each }`: what every value at a path must be, where JSON Schema cannot say it.
struct EachRule: Sendable {
  /// What is asked of a value.
  enum Demand: Sendable {
    case mailDomain([String])
    case host([String])
    case scheme(Set<String>)
    case publicHost
    case pathWithin([FilePath])
    case maxBytes(Int)
    case matches(SafeRegex)
    case oneOf(Set<[UInt8]>)
    case noDetector([String])

    /// The key that it is written under.
    var key: Key {
      switch self {
      case .mailDomain: .mailDomain
      case .host: .host
      case .scheme: .scheme
      case .publicHost: .publicHost
      case .pathWithin: .pathWithin
      case .maxBytes: .maxBytes
      case .matches: .matches
      case .oneOf: .oneOf
      case .noDetector: .noDetector
      }
    }
  }

  /// What a demand is called in a policy.
  enum Key: String, CaseIterable, Sendable {
    case mailDomain = "email_domain_in"
    case host = "host_in"
    case scheme = "scheme_in"
    case publicHost = "public_host"
    case pathWithin = "path_within"
    case maxBytes = "max_bytes"
    case matches
    case oneOf = "one_of"
    case noDetector = "no_detector"
  }

  let path: ArgumentPath
  var demands: [Demand]

  /// What is wrong with a call; nil where every value is what it must be. A path that selects nothing asks nothing: that
  /// something is there is for the schema to say.
  func objection(to call: ProposedCall, rule: ToolRule, hiding restricted: RestrictedDetector) -> Objection? {
    // What cannot be read cannot be what it must be.
    guard let arguments = call.arguments else { return Objection(rule: rule.id, .unreadable) }
    for match in path.matches(in: arguments) {
      let place = CallTexts.path(match.steps, hiding: restricted)
      for demand in demands {
        if case .noDetector(let names) = demand {
          let found = call.report.detections.first { detection in
            detection.channel.path.hasPrefix(place) && names.contains { Self.names($0, detection) }
          }
          if let found {
            var objection = Objection(rule: rule.id, .detected, path: found.channel.path)
            objection.evidence = "\(found.detector.name) \(found.evidence.masked)"
            objection.trace = VerdictTrace(found)
            return objection
          }
          continue
        }
        guard let text = Self.text(of: match.value) else { return Objection(rule: rule.id, .value, path: place) }
        switch Self.verdict(demand, on: text) {
        case true?: continue
        case false?: return Objection(rule: rule.id, .value, path: place, evidence: call.evidence(of: text))
        case nil: return Objection(rule: rule.id, .tooExpensive, path: place)
        }
      }
    }
    return nil
  }

  private static func text(of value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .number(let number): number.text
    case .bool(let bool): String(bool)
    default: nil
    }
  }

  /// nil where deciding would have cost too much.
  private static func verdict(_ demand: Demand, on text: String) -> Bool? {
    switch demand {
    case .mailDomain(let domains):
      guard let address = MailAddress(text) else { return false }
      return domains.contains { address.domain.matches($0) }
    case .host(let hosts):
      guard let host = host(of: text) else { return false }
      return hosts.contains(where: host.matches)
    case .scheme(let schemes): return WebAddress(text).scheme.map(schemes.contains) ?? false
    case .publicHost: return host(of: text).map { !$0.isPrivate } ?? false
    case .pathWithin(let folders):
      guard let path = FilePath(text) else { return false }
      return folders.contains(where: path.isWithin)
    case .maxBytes(let limit): return text.utf8.count <= limit
    case .matches(let regex):
      do throws(RegexLimit) {
        return try regex.isMatch(text)
      } catch {
        return nil
      }
    case .oneOf(let values): return values.contains(canonical(text))
    case .noDetector: return true
    }
  }

  /// Of a URL with a host that can be read, without a name and a password before it: they are there to be taken for the host.
  /// What clients read in different ways is none: a backslash ends the host for browsers, and not for others.
  private static func host(of text: String) -> Host? {
    let address = WebAddress(text)
    guard !address.hasBadHost, address.userinfo.isEmpty, !hasBackslashInHost(text) else { return nil }
    if let host = address.host { return host }
    guard address.scheme == nil, let name = address.path.split(separator: "/").first else { return nil }
    return Host(String(name))
  }

  private static func hasBackslashInHost(_ text: String) -> Bool {
    guard let backslash = text.utf8.firstIndex(of: UInt8(ascii: "\\")) else { return false }
    // In the path, the query or behind them it is read alike.
    var scalars = text[..<backslash].unicodeScalars
    if let slashes = scalars.firstRange(of: "//".unicodeScalars) { scalars.removeSubrange(..<slashes.upperBound) }
    return !scalars.contains { "/?#".unicodeScalars.contains($0) }
  }

  /// Case, white space at the ends and forms of one character aside. Marks and look-alikes are not: `Inés` is not `Ines`.
  static func canonical(_ text: String) -> [UInt8] { Array(text.trimmingSpaces.nfc.caseFolded.nfc.utf8) }

  /// `restricted`, `restricted:salary` or `pii:US_SSN`.
  private static func names(_ name: String, _ detection: Detection) -> Bool {
    let parts = name.split(separator: ":", maxSplits: 1)
    guard let detector = parts.first, detector == detection.detector.name[...] else { return false }
    return parts.count == 1 || parts[1] == detection.entity[...]
  }
}

/// `each` in the decision order, after the schemas.
struct EachCondition: CallRule {
  var kind: RuleKind { .each }

  let restricted: RestrictedDetector

  func objection(to call: ProposedCall) -> Objection? {
    for rule in call.rules {
      for each in rule.each {
        if let objection = each.objection(to: call, rule: rule, hiding: restricted) { return objection }
      }
    }
    return nil
  }
}
