import EvalGateCore
import StrictJSON

/// Every text of a call, with its place: keys and texts of the arguments in their order, then the tool's name.
struct CallTexts {
  /// A text of a call.
  struct Item {
    let channel: TextChannel.Kind
    let steps: [JSONPathStep]
    let text: String
    /// The name that the member beside it gives it.
    var givenName: String?

    /// The name of the member whose value it is, or one of whose values.
    var name: String? {
      guard channel == .argument else { return nil }
      if let givenName { return givenName }
      return steps.lazy.reversed().compactMap { if case .name(let name) = $0 { name } else { nil } }.first
    }
  }

  private(set) var items: [Item] = []
  /// Commands that are lists of words.
  private let commands: [Item]
  private let name: String
  private let raw: String?

  init(_ call: ToolCall, arguments: JSONValue?) {
    name = call.name
    raw = arguments == nil ? call.argumentsText : nil
    commands = arguments?.commandLines.map { Item(channel: .argument, steps: $0.steps, text: $0.line) } ?? []
    if let arguments {
      var steps: [JSONPathStep] = []
      visit(arguments, &steps)
    }
  }

  /// By recursion: arguments were parsed with a limit of depth.
  private mutating func visit(_ value: JSONValue, _ steps: inout [JSONPathStep], givenName: String? = nil) {
    switch value {
    case .null, .bool: break
    case .string(let text):
      items.append(Item(channel: .argument, steps: steps, text: text, givenName: givenName))
    case .number(let number):
      // `71000.0` gives 71000 away as well.
      items.append(Item(channel: .argument, steps: steps, text: number.text))
      if number.canonicalText != number.text {
        items.append(Item(channel: .argument, steps: steps, text: number.canonicalText))
      }
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        steps.append(.index(index))
        visit(element, &steps)
        steps.removeLast()
      }
    case .object(let object):
      for (key, member) in object {
        steps.append(.name(key))
        items.append(Item(channel: .argumentKey, steps: steps, text: key))
        visit(member, &steps, givenName: GivenName.of(key) { object[$0]?.stringValue })
        steps.removeLast()
      }
    }
  }

  /// - Parameter hiding: whose values must not show in a path.
  func scan(with scanner: Scanner, _ context: DetectionContext, hiding: RestrictedDetector) -> ScanReport {
    var report = ScanReport()
    var context = context
    for item in items {
      context.name = item.name
      // Most texts hold nothing, so a path is only written for those that do.
      let found = scanner.scan(
        item.text, at: TextChannel(item.channel, path: ""), context, isName: item.channel == .argumentKey)
      guard !found.detections.isEmpty || !found.exceeded.isEmpty else { continue }
      report.add(found.moved(to: TextChannel(item.channel, path: Self.path(item.steps, hiding: hiding))))
    }
    for command in commands {
      context.name = command.name
      let place = TextChannel(.argument, path: Self.path(command.steps, hiding: hiding))
      let known = Set(report.detections.map { [$0.detector.name, $0.entity] })
      report.add(
        scanner.scan(command.text, at: place, context),
        where: { found in
          ["channel", "secret"].contains(found.detector.name) && !known.contains([found.detector.name, found.entity])
        })
    }
    context.name = nil
    // A value told in pieces may be spread over several arguments.
    let leaves = items.filter { $0.channel == .argument }
    if leaves.count > 1 {
      let joined = leaves.map(\.text).joined(separator: "\n")
      var apart = context
      apart.starts = leaves.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.text.utf8.count + 1) }
      let whole = scanner.scan(joined, at: TextChannel(.argument, path: "$"), apart)
      let known = Set(report.detections.map { [$0.detector.name, $0.entity] })
      report.add(
        whole,
        where: { found in
          let isTold = ["restricted", "canary"].contains(found.detector.name) || Self.isCard(found)
          return isTold && !known.contains([found.detector.name, found.entity])
        })
    }
    if let raw { report.add(scanner.scan(raw, at: TextChannel(.rawArguments, path: "$"), context)) }
    report.add(scanner.scan(name, at: TextChannel(.toolName, path: "tool"), context, isName: true))
    return report
  }

  /// A card is told in groups, `["4539", "1488", …]`; other numbers are whole where they stand.
  private static func isCard(_ found: Detection) -> Bool {
    found.detector.name == "pii" && found.entity == PIIEntity.creditCard.rawValue
  }

  /// A JSONPath in which nothing restricted shows, and no name is longer than a line.
  static func path(_ steps: [JSONPathStep], hiding restricted: RestrictedDetector) -> String {
    JSONPath.normalized(
      steps.map { step in
        guard case .name(let name) = step else { return step }
        let shown = restricted.hides(name) ? mask(name) : UntrustedText(name).excerpt(longestName).unsafeText
        return .name(shown)
      })
  }

  private static let longestName = 64
}

extension Scanner {
  /// - Parameter isName: of a tool or a key, where underscores stand between words: what is told apart by its ends, such as a number
  ///   or a token, is looked for with blanks in their place too.
  fileprivate func scan(
    _ text: String, at channel: TextChannel, _ context: DetectionContext, isName: Bool
  ) -> ScanReport {
    var report = scan(text, at: channel, context)
    guard isName, let apart = text.underscoresApart else { return report }
    let known = Set(report.detections.map { [$0.detector.name, $0.entity] })
    report.add(
      scan(apart, at: channel, context),
      where: { ["pii", "secret"].contains($0.detector.name) && !known.contains([$0.detector.name, $0.entity]) })
    return report
  }
}

extension String {
  /// With blanks for underscores, each as long as the other; nil where there is none.
  var underscoresApart: String? {
    guard utf8.contains(UInt8(ascii: "_")) else { return nil }
    return String(decoding: utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
  }
}

extension ScanReport {
  /// The same in another place.
  fileprivate func moved(to channel: TextChannel) -> ScanReport {
    var report = self
    report.detections = detections.map { $0.moved(to: channel) }
    return report
  }

  /// Adds what another text gave.
  mutating func add(_ other: ScanReport, where isKept: (Detection) -> Bool = { _ in true }) {
    detections += other.detections.filter(isKept)
    exceeded += other.exceeded.filter { !exceeded.contains($0) }
    blind.formUnion(other.blind)
  }
}
