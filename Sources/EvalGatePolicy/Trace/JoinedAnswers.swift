import EvalGateCore

/// What a model said over a conversation, one after the other: its texts, its refusals and the texts in the arguments of its calls.
///
/// A value that is told in pieces over several answers, in several calls of one answer or beside a call is whole only here.
struct JoinedAnswers {
  let text: String
  /// Where each piece ends, and which answer it is of.
  private let ends: [(place: Int, answer: Int)]

  /// Nil where there is only one piece, which is looked at by itself.
  init?(_ candidate: Candidate) {
    var (text, ends): (String, [(Int, Int)]) = ("", [])
    for (answer, spoken) in (candidate.earlier + [candidate.answer]).enumerated() {
      for said in [spoken.text, spoken.refusal].compactMap(\.self) + spoken.toolCalls.map(Self.arguments)
      where !said.isEmpty {
        text += said + "\n"
        ends.append((text.utf8.count, answer))
      }
    }
    guard ends.count > 1, text.utf8.count <= Scanner.longestText else { return nil }
    (self.text, self.ends) = (text, ends)
  }

  private static func arguments(of call: ToolCall) -> String {
    let texts = CallTexts(call, arguments: try? call.arguments()).items.filter { $0.channel == .argument }
    return texts.map(\.text).joined(separator: "\n")
  }

  /// The answer in which a stretch ends; nil where it is within one piece.
  func answer(completing range: Range<Int>) -> Int? {
    guard let first = piece(at: range.lowerBound), let last = piece(at: max(range.lowerBound, range.upperBound - 1)),
      first != last
    else { return nil }
    return ends[last].answer
  }

  /// The words and numbers of a stretch.
  func words(in range: Range<Int>) -> [String] {
    Self.words(of: String(decoding: text.utf8.dropFirst(range.lowerBound).prefix(range.count), as: UTF8.self))
  }

  static func words(of text: String) -> [String] {
    text.split { !$0.isLetter && !$0.isNumber }.map { $0.lowercased() }
  }

  private func piece(at place: Int) -> Int? { ends.firstIndex { place < $0.place } }
}

extension RulePolicy {
  /// What is found only when all that was said is read as one: restricted values that are too long for chance, tokens of the case, the
  /// instructions.
  ///
  /// What was too much to be decoded is not told again: every piece was looked at by itself.
  func found(over candidate: Candidate, _ context: DetectionContext, besides known: [Detection]) -> [(ScanReport, Int)]
  {
    let detectors = scanner.detectors.filter { detector in
      switch detector.id.name {
      case "restricted": !restricted.values.isEmpty
      case "canary": !context.canaries.isEmpty
      case "system_prompt": context.systemPrompt?.isEmpty == false
      default: false
      }
    }
    guard !detectors.isEmpty, let joined = JoinedAnswers(candidate) else { return [] }
    let told = Set(known.map(\.rule))
    let scanner = Scanner(detectors, evidenceKey: evidenceKey)
    let report = scanner.scan(joined.text, at: TextChannel(.text, path: "answers"), context)
    return report.detections.compactMap { found in
      guard !told.contains(found.rule), let answer = joined.answer(completing: found.range),
        found.detector != restricted.id
          || isTelling(restricted.values[found.order], in: joined.words(in: found.range))
      else { return nil }
      var report = ScanReport()
      report.detections = [found]
      return (report, answer)
    }
  }

  /// Whether a value is told that lies in pieces, and not made of words that have nothing to do with it: a first name in one answer and
  /// a surname in another one, among other words, are of two people.
  private func isTelling(_ value: RestrictedValue, in said: [String]) -> Bool {
    guard value.letters.count >= Self.shortestOverAnswers else { return false }
    let own = JoinedAnswers.words(of: value.text)
    return said.count <= own.count || !own.allSatisfy(said.contains)
  }

  /// In letters and digits.
  private static let shortestOverAnswers = 8
}
