import EvalGateCore
import StrictJSON

/// What the checks that rest on a scanner look at, and how they say what they found: by name and place, never by value.
struct DetectorSubject: Sendable {
  static let options = [
    OptionHelp("weak", "whether what may as well be something else counts too; false when left out"),
    OptionHelp("calls", "whether the arguments of proposed calls are looked at beside the text; true when left out"),
  ]

  private let includesWeak: Bool
  private let includesCalls: Bool

  init(options: inout OptionReader) throws(Diagnostic) {
    includesWeak = try options.bool("weak", default: false)
    includesCalls = try options.bool("calls", default: true)
  }

  /// Scans the subject and the arguments of all calls of the conversation.
  func findings(
    _ id: CheckID, _ subject: Subject, _ context: CheckContext, _ scan: (String) -> [EntityMatch]
  ) -> [Finding] {
    let calls = includesCalls ? context.candidate.allToolCalls : []
    var found: [String] = []
    for call in calls { found += names(scan(call.argumentsText), "the arguments of a call") }
    switch subject {
    case .unknown(let reason): return [Finding(id, .error, reason)]
    // An answer of calls alone has no text, and that is no fault here.
    case .absent(let reason): if calls.isEmpty { return [Finding(id, .failed, reason)] }
    case .text, .json: found += names(scan(subject.text ?? ""), "the text")
    }
    guard let first = found.first else { return [Finding(id, .passed)] }
    let rest = found.count > 1 ? " and \(found.count - 1) more" : ""
    return [Finding(id, .failed, "found \(first)\(rest)")]
  }

  private func names(_ matches: [EntityMatch], _ place: String) -> [String] {
    matches.lazy.filter { includesWeak || $0.confidence > .weak }
      .map { "\($0.entity) at byte \($0.range.lowerBound) of \(place)" }
  }

  /// The finding of a check of one text.
  static func findings(_ id: CheckID, _ subject: Subject, _ judge: (String) -> Finding) -> [Finding] {
    switch subject {
    case .unknown(let reason): [Finding(id, .error, reason)]
    case .absent(let reason): [Finding(id, .failed, reason)]
    case .text, .json: [judge(subject.text ?? "")]
    }
  }
}

extension JSONValue {
  /// A text, or a list of texts, as a list; nil for anything else.
  var texts: [String]? {
    if let text = stringValue { return [text] }
    guard let values = arrayValue else { return nil }
    let texts = values.compactMap(\.stringValue)
    return texts.count == values.count ? texts : nil
  }
}
