package import EvalGateCore

/// Finds one kind of thing in texts. Pure, and linear in the text.
package protocol Detector: Sendable {
  /// Its name and version.
  var id: DetectorID { get }

  /// What it calls the things it finds; nil where that is not known beforehand.
  var kinds: Set<String>? { get }

  /// The kinds that a scenario may say must not come out (`no: [pii:US_SSN]`), in order.
  var words: [String] { get }

  /// What its findings can be told by, for somebody who asks for some of them only.
  var entities: [String] { get }

  /// Whether it stops what it finds of a kind, or of all kinds where none is named. What would only be reported it does not, or a
  /// scenario that forbids it would always pass.
  func stops(_ kind: String?) -> Bool

  /// What it finds. Raw values leave it only as `Hit`, which the scanner masks.
  func hits(in text: ViewedText, _ context: DetectionContext) -> Hits
}

extension Detector {
  package var kinds: Set<String>? { nil }
  package var words: [String] { kinds?.sorted() ?? [] }
  package var entities: [String] { words }
  package func stops(_ kind: String?) -> Bool { true }
}

/// Something found, before it is masked. Never leaves this module.
package struct Hit: Hashable, Sendable {
  /// What it is, in the detector's own words.
  package let entity: String
  /// UTF-8 bytes in the text as it came.
  package let range: Range<Int>
  package let confidence: Confidence
  package var view: String
  package var chain: [String]
  /// What evidence is made of; nil for the bytes of `range`.
  package var value: String?
  /// Which of several is named first.
  package var order: Int

  package init(
    _ entity: String, at range: Range<Int>, _ confidence: Confidence, view: String = "text", chain: [String] = [],
    value: String? = nil, order: Int = 0
  ) {
    self.entity = entity
    self.range = range
    self.confidence = confidence
    self.view = view
    self.chain = chain
    self.value = value
    self.order = order
  }
}

/// What a detector found and what it could not look at.
package struct Hits: Sendable {
  package var found: [Hit] = []
  /// Which budgets ran out. What was not looked at is never taken to be clean.
  package var exceeded: [String] = []

  package init(_ found: [Hit] = [], exceeded: [String] = []) {
    self.found = found
    self.exceeded = exceeded
  }

  mutating func exceed(_ budget: String) {
    if !exceeded.contains(budget) { exceeded.append(budget) }
  }
}

/// What a detector may know beside the text.
package struct DetectionContext: Sendable {
  /// The instructions given to the model, joined.
  package var systemPrompt: String?
  /// What users said.
  package var userTexts: [ViewedText]
  /// What tools answered.
  package var toolTexts: [ViewedText]
  /// Who is being answered, as the case says.
  package var audience: [String]
  /// The canaries planted in this scenario.
  package var canaries: [Canary]
  /// Where the output goes, as the case declares: `sql`, `shell`, …
  package var sink: OutputSink?
  /// What the text is called where it stands: the key of the member whose value it is.
  package var name: String?
  /// Where in the text each of the texts begins that it was put together of; empty where it is one.
  package var starts: [Int] = []
  /// How much of what is there has to be told.
  package var extent = Extent.enough

  /// How much of what is there is told.
  package enum Extent: Sendable {
    /// As much as it takes to decide and to show why.
    case enough
    /// Every place, each once.
    case places
    /// Every way in which something is there, so that nothing stays when it is masked.
    case everything
  }

  package init(
    systemPrompt: String? = nil, userTexts: [ViewedText] = [], toolTexts: [ViewedText] = [], audience: [String] = [],
    canaries: [Canary] = [], sink: OutputSink? = nil, extent: Extent = .enough
  ) {
    self.systemPrompt = systemPrompt
    self.userTexts = userTexts
    self.toolTexts = toolTexts
    self.audience = audience
    self.canaries = canaries
    self.sink = sink
    self.extent = extent
  }
}

/// A detector that needs nothing but the bytes: the form in which PII, secrets and the like are written.
package struct ByteDetector: Detector {
  package let id: DetectorID
  private let scan: @Sendable (Span<UInt8>) -> [Hit]

  /// - Parameter scan: takes UTF-8, which need not be well formed, and time linear in it.
  package init(_ id: DetectorID, scan: @escaping @Sendable (Span<UInt8>) -> [Hit]) {
    self.id = id
    self.scan = scan
  }

  package func hits(in text: ViewedText, _ context: DetectionContext) -> Hits { Hits(scan(text.bytes.span)) }
}
