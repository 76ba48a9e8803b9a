import EvalGateCore

// What each detector may find and what of it a policy stops, for scenarios that forbid it by name.

extension PersonalDataDetector {
  var words: [String] { PIIEntity.allCases.map(\.rawValue) }

  /// The whole only where no kind of the section passes.
  func stops(_ kind: String?) -> Bool {
    guard let kind else { return !responses.isEmpty && responses.values.allSatisfy { $0 == .block } }
    return responses[kind] == .block
  }
}

extension SecretDetector {
  func stops(_ kind: String?) -> Bool { action == .block }
}

extension ChannelDetector {
  package var words: [String] { Kind.allCases.map(\.rawValue) }

  /// The whole only where images, links and markup are all held to something. A link to anywhere that carries nothing is none.
  package func stops(_ kind: String?) -> Bool {
    switch kind.flatMap(Kind.init(rawValue:)) {
    case .imageHost: rules.images == .allowlistOnly
    case .imageData: rules.images != .allow
    case .linkHost: rules.links == .allowlistOnly
    case .linkData: rules.links != .allow
    case .markup: rules.rawHTML == .deny
    case .commandSends, .scriptLink, .mailtoBody, .unreadableHost, .dataURL: true
    case nil: rules.images != .allow && rules.links != .allow && rules.rawHTML == .deny
    }
  }
}

extension UnicodeDetector {
  private static let mixedScript = "mixed_script"
  /// What the key of the policy is called, for both of its kinds.
  private static let bidi = "bidi"

  package var words: [String] {
    [Self.bidi, Self.mixedScript] + Kind.allCases.filter(\.stopsAnswers).map(\.rawValue)
  }

  package var entities: [String] { [Self.bidi, Self.mixedScript] + Kind.allCases.map(\.rawValue) }

  /// The whole wherever nothing hidden passes. Words in several scripts are of many languages, and only what names them asks
  /// for them.
  package func stops(_ kind: String?) -> Bool {
    func blocks(_ response: Response) -> Bool { response == .block || response == .context }
    switch kind {
    case nil: return blocks(tags) && blocks(bidi) && blocks(zeroWidth)
    case Self.mixedScript: return mixedScript == .block
    case Self.bidi, Kind.bidiOverride.rawValue, Kind.bidiUnbalanced.rawValue: return blocks(bidi)
    case Kind.tags.rawValue: return blocks(tags)
    case Kind.zeroWidth.rawValue: return blocks(zeroWidth)
    default: return true
    }
  }
}
