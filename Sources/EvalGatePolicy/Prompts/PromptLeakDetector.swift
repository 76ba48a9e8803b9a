/// Finds a system prompt that is said again, in whole or in good part. Paraphrases are out of its reach.
package struct PromptLeakDetector: Detector {
  package let id = DetectorID("system_prompt", version: 5)

  /// Of the prompt's distinctive runs of eight words, the share that is a leak.
  let leakRatio: Double
  /// Letters and digits in a row that are a leak.
  let minRun: Int
  /// Parts of prompts that anybody may know, such as questions and answers that a model is to quote.
  let allowed: [ViewedText]

  /// Words in a shingle: with fewer, long prompts share them with any text about the same subject.
  static let shingleLength = 8
  /// Of so many at least, for a short prompt.
  private static let fewest = 2
  /// Longer prompts are compared by their beginning.
  private static let longestPrompt = 256 << 10

  package init(leakRatio: Double = 0.3, minRun: Int = 40, allowed: [String] = []) {
    self.leakRatio = leakRatio
    self.minRun = minRun
    self.allowed = allowed.map { ViewedText($0) }
  }

  package func hits(in text: ViewedText, _ context: DetectionContext) -> Hits {
    guard let prompt = context.systemPrompt, !prompt.isEmpty else { return Hits() }
    let known = ViewedText(bytes: Array(prompt.utf8.prefix(Self.longestPrompt)))
    guard known.letters.bytes.count >= shortestPrompt else { return Hits() }
    var hits = Hits()
    if prompt.utf8.count > Self.longestPrompt { hits.exceed("a system prompt of \(Self.longestPrompt >> 10) KiB") }
    let secret = SystemPrompt(
      known, without: context.userTexts + [StockPhrases.text] + allowed + Persona.said(in: prompt, atMost: minRun),
      leavingOut: allowed, minRun: minRun)
    let decoded = text.decoded
    let rests = AssembledText.rests(of: text, [.numbered, .markup])
    for budget in decoded.exceeded + rests.exceeded { hits.exceed(budget) }
    let whole = Fragment(text: text, origin: 0..<text.bytes.count, chain: [])
    let columns = AssembledText.fragments(of: text, [.columns])
    for fragment in [whole] + Self.turned(text) + decoded.fragments + rests.fragments + columns {
      guard let range = secret.leak(in: fragment.text, ratio: leakRatio, fewest: Self.fewest) else { continue }
      let origin = fragment.chain.isEmpty ? range : fragment.origin
      hits.found.append(
        Hit("system_prompt", at: origin, .likely, view: "letters", chain: fragment.chain, value: prompt))
      break
    }
    return hits
  }

  /// In letters and digits: what a shorter one says, anybody may say.
  var shortestPrompt: Int { min(minRun, 24) }

  /// Whether a prompt is long enough to be told from other texts.
  func recognises(_ prompt: String) -> Bool {
    ViewedText(bytes: Array(prompt.utf8.prefix(16 * shortestPrompt))).letters.bytes.count >= shortestPrompt
  }

  /// The text backwards and moved by thirteen places, which is asked for most.
  private static func turned(_ text: ViewedText) -> [Fragment] {
    let rotated = text.bytes.map { byte -> UInt8 in
      guard ByteClass.isLetter(byte) else { return byte }
      return (byte & 0x20) | (0x41 + ((byte & 0xDF) - 0x41 + 13) % 26)
    }
    let whole = 0..<text.bytes.count
    return [
      Fragment(text: ViewedText(bytes: rotated), origin: whole, chain: ["rot13"]),
      Fragment(text: ViewedText(bytes: UTF8Reading.reversed(text.bytes)), origin: whole, chain: ["reversed"]),
    ]
  }
}

/// What of a system prompt gives it away.
struct SystemPrompt {
  private let shingles: Set<UInt64>
  private let runs: SubstringIndex
  private let said: [ViewedText]
  private let letters: [UInt8]

  /// - Parameters:
  ///   - said: what is no secret where it is said by itself.
  ///   - shared: what is none at all.
  init(_ prompt: ViewedText, without said: [ViewedText], leavingOut shared: [ViewedText], minRun: Int) {
    var shingles: Set<UInt64> = []
    Shingles.visit(prompt) { shingles.insert($0) }
    for text in said where !shingles.isEmpty { Shingles.visit(text) { shingles.remove($0) } }
    self.shingles = shingles
    letters = prompt.letters.bytes
    let parts = Self.parts(of: letters, without: shared.map(\.letters.bytes))
    runs = SubstringIndex(parts, thresholds: parts.map { min(minRun, max(24, $0.count * 9 / 10)) })
    self.said = said
  }

  /// What is left of a prompt when texts are taken out of it.
  private static func parts(of letters: [UInt8], without texts: [[UInt8]]) -> [[UInt8]] {
    texts.filter { !$0.isEmpty }.reduce([letters]) { parts, text in
      parts.flatMap { part -> [[UInt8]] in
        guard let start = ByteSearch.first(text, in: part) else { return [part] }
        return [Array(part[..<start]), Array(part[(start + text.count)...])].filter { !$0.isEmpty }
      }
    }
  }

  /// Where a text says it; nil where it does not.
  func leak(in text: ViewedText, ratio: Double, fewest: Int) -> Range<Int>? {
    var longest: SubstringIndex.Run?
    runs.match(text.letters.bytes, seed: .max) { run in
      if run.range.count > longest?.range.count ?? 0 { longest = run }
    } seeding: { _ in
    }
    if let run = longest, !isSaid(run, in: text) { return text.letters.origin(of: run.range) }
    guard !shingles.isEmpty else { return nil }
    var found: Set<UInt64> = []
    Shingles.visit(text) { if shingles.contains($0) { found.insert($0) } }
    let isLeak = found.count >= fewest && Double(found.count) >= ratio * Double(shingles.count)
    return isLeak ? 0..<text.bytes.count : nil
  }

  /// Whether the user said the same, so that it is only said back, or everybody does.
  private func isSaid(_ run: SubstringIndex.Run, in text: ViewedText) -> Bool {
    said.contains { ByteSearch.contains(text.letters.bytes[run.range], in: $0.letters.bytes) }
  }
}

/// Runs of words of a text, folded, each as a number of 64 bits: that two of a text share one by chance is out of the question, and
/// runs that are kept as they stand would be most of what a search costs.
enum Shingles {
  /// - Parameter body: is given every run, in order.
  static func visit(_ text: ViewedText, _ body: (UInt64) -> Void) {
    let length = PromptLeakDetector.shingleLength
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: length) { words in
      words.initialize(repeating: 0)
      var count = 0
      var word = basis
      text.folded.bytes.withUnsafeBufferPointer { bytes in
        for place in 0...bytes.count {
          if place < bytes.count, bytes[place] >= 0x80 || ByteClass.isAlphanumeric(bytes[place]) {
            word = (word ^ UInt64(bytes[place])) &* prime
          } else if word != basis {
            words[count % length] = word
            count += 1
            word = basis
            guard count >= length else { continue }
            body((count - length..<count).reduce(basis) { (($0 ^ words[$1 % length]) &* prime) ^ ($0 >> 29) })
          }
        }
      }
    }
  }

  /// Of the hash of Fowler, Noll and Vo in 64 bits.
  private static let basis: UInt64 = 0xCBF2_9CE4_8422_2325
  private static let prime: UInt64 = 0x100_0000_01B3
}
