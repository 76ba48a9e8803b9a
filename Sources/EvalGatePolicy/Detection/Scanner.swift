/// Runs detectors over texts and masks what they find.
public struct Scanner: Sendable {
  package let detectors: [any Detector]
  /// For the HMACs of evidence; none without it.
  public var evidenceKey: EvidenceKey?

  /// Longer texts are not looked at, and that is reported.
  public static let longestText = 16 << 20

  package init(_ detectors: [any Detector], evidenceKey: EvidenceKey? = nil) {
    self.detectors = detectors
    self.evidenceKey = evidenceKey
  }

  /// The ids of the detectors that run, in order.
  public var ids: [DetectorID] { detectors.map { $0.id } }

  /// Looks at one text by itself, as a scan of files does, and tells every place.
  public func scan(_ text: String, at channel: TextChannel = TextChannel(.file, path: "text")) -> ScanReport {
    scan(text, at: channel, DetectionContext(extent: .places))
  }

  package func scan(_ text: String, at channel: TextChannel, _ context: DetectionContext) -> ScanReport {
    scan(Array(text.utf8), at: channel, context)
  }

  package func scan(_ bytes: [UInt8], at channel: TextChannel, _ context: DetectionContext) -> ScanReport {
    guard bytes.count <= Self.longestText else {
      var report = ScanReport()
      report.exceeded = ["\(channel.path): a text of more than \(Self.longestText >> 20) MiB"]
      report.blind = Set(detectors.map(\.id.name))
      return report
    }
    return scan(ViewedText(bytes: bytes), at: channel, context)
  }

  package func scan(_ text: ViewedText, at channel: TextChannel, _ context: DetectionContext) -> ScanReport {
    var report = ScanReport()
    for detector in detectors {
      let hits = detector.hits(in: text, context)
      report.exceeded += hits.exceeded.map { "\(detector.id.name): \($0)" }
      if !hits.exceeded.isEmpty { report.blind.insert(detector.id.name) }
      report.detections += hits.found.map { hit in
        let bytes = text.bytes[hit.range.clamped(to: 0..<text.bytes.count)]
        return Detection(
          detector: detector.id, entity: hit.entity, range: hit.range, confidence: hit.confidence, view: hit.view,
          chain: hit.chain,
          evidence: Evidence(of: hit.value ?? String(decoding: bytes, as: UTF8.self), key: evidenceKey),
          channel: channel, order: hit.order)
      }
    }
    return report
  }
}

extension Scanner {
  /// The detectors that need no policy, for scanning files and streams: secrets, personal data, channels that carry
  /// data, hidden characters, and phrases that give orders to models, which only advise.
  public static let standard = Scanner([
    SecretDetector(action: .block, extra: []), PersonalDataDetector.all, ChannelDetector(), UnicodeDetector(),
    InjectionDetector(),
  ])

  /// The detectors that need no policy and only advise: phrases that give orders to models.
  public static let advisory = Scanner([InjectionDetector()])
}
