/// Finds phrases with which text tries to give orders to a model. Advisory: wording is endless, so a finding is a reason to look
/// and never to block.
package struct InjectionDetector: Detector {
  package let id = DetectorID("injection", version: 1)

  package init() {}

  package var entities: [String] { Set(InjectionPhrases.all.map(\.name)).sorted() }

  package func hits(in text: ViewedText, _ context: DetectionContext) -> Hits {
    let (words, places) = Self.words(of: text.folded)
    var hits: [Hit] = []
    for pattern in InjectionPhrases.all {
      if let start = pattern.start(in: words, isAllowed: { pattern.isIn($0, places, text.folded.bytes) }) {
        let last = min(words.count, start + pattern.reach) - 1
        let range = places[start].lowerBound..<places[last].upperBound
        hits.append(Hit(pattern.name, at: text.folded.origin(of: range), .weak))
      }
    }
    return Hits(hits)
  }

  /// Words in lower case with their bytes in the view; marks that stand for roles are words too.
  private static func words(of view: TextView) -> ([ArraySlice<UInt8>], [Range<Int>]) {
    var words: [ArraySlice<UInt8>] = []
    var places: [Range<Int>] = []
    var index = 0
    let bytes = view.bytes
    while index < bytes.count {
      let start = index
      index = bytes.end(from: start) { ByteClass.isAlphanumeric($0) || $0 >= 0x80 }
      if index == start {
        index += 1
        continue
      }
      words.append(bytes[start..<index])
      places.append(start..<index)
    }
    return (words, places)
  }
}

/// A phrase as sets of words in order, with a few others between them.
struct InjectionPhrase {
  let name: String
  /// Each a set of words of which one must come next.
  let steps: [Set<[UInt8]>]
  /// How many other words may stand between two steps.
  let gap: Int
  let place: Place

  /// Where a phrase must begin: a request at the beginning of a text is the user's.
  enum Place: Sendable { case anywhere, notFirst, quoted }

  init(_ name: String, gap: Int = 3, _ place: Place = .anywhere, _ steps: String...) {
    self.name = name
    self.gap = gap
    self.place = place
    self.steps = steps.map { step in Set(step.split(separator: "|").map { Array($0.utf8) }) }
  }

  /// Words from the first step to the last at most.
  var reach: Int { steps.count * (gap + 1) }

  /// The word with which it begins; nil where it does not occur.
  func start(in words: [ArraySlice<UInt8>], isAllowed: (Int) -> Bool) -> Int? {
    words.indices.first { start in
      guard steps[0].contains(Array(words[start])), isAllowed(start) else { return false }
      var place = start + 1
      return steps.dropFirst().allSatisfy { step in
        let window = words[place..<max(place, min(words.count, place + gap + 1))]
        guard let next = window.firstIndex(where: { step.contains(Array($0)) }) else { return false }
        place = next + 1
        return true
      }
    }
  }

  /// Whether it may begin with a word.
  func isIn(_ word: Int, _ places: [Range<Int>], _ bytes: [UInt8]) -> Bool {
    switch place {
    case .anywhere: return true
    case .notFirst: return word > 0
    case .quoted:
      let start = places[word].lowerBound
      return start > 0 && (bytes[start - 1] == 0x22 || bytes[start - 1] == 0x27)
    }
  }
}

/// The phrases, by what they try.
enum InjectionPhrases {
  private static let verbs =
    "send|transfer|delete|remove|grant|update|change|share|forward|move|create|initiate|withdraw|schedule|pay|buy|sell|unlock|open|"
    + "disable|enable|visit|download|upload|export|retrieve|fetch|check|access|save|use|deploy|dispatch|cancel|order|book|search|find|"
    + "reset|extract|collect|post|publish|email|mail|invite|add|install|provide|set|turn|deposit|purchase|erase|make|adjust|switch|"
    + "read|get|show|list|reveal|modify|edit|submit|revoke|run|execute|click"

  static let all: [InjectionPhrase] = [
    InjectionPhrase(
      "override", gap: 2, .anywhere, "ignore|disregard|forget|override|neglect|bypass",
      "previous|prior|above|earlier|preceding|former|existing|original",
      "instructions|instruction|directions|prompts|prompt|rules|orders|guidelines|commands|messages|context|text"),
    InjectionPhrase(
      "override", gap: 2, .anywhere, "strictly", "adhere|follow|obey", "following|these|this",
      "instruction|instructions|order|orders"),
    InjectionPhrase(
      "new_orders", gap: 1, .anywhere, "new|updated|real|actual|important", "instructions|instruction|orders", "for|to",
      "you|assistant|ai|model|llm"),
    InjectionPhrase(
      "addressed", gap: 3, .anywhere, "important|urgent", "message|note|notice|instruction|instructions", "to|for",
      "you|assistant", "ai|model|assistant|llm|agent"),
    InjectionPhrase("addressed", gap: 2, .anywhere, "you|dear", "ai|language|llm", "model|assistant|agent"),
    InjectionPhrase(
      "detour", gap: 4, .anywhere, "before", "you", "solve|complete|answer|continue|finish|do", "task|question|request",
      "do|first|please|must"),
    InjectionPhrase("detour", gap: 4, .notFirst, "do|perform|complete|execute", "following", "first|before"),
    InjectionPhrase("detour", gap: 2, .anywhere, "after", "you", "do", "that", "can", "solve|continue|complete"),
    InjectionPhrase(
      "secrecy", gap: 2, .notFirst, "do|dont|don|never", "tell|inform|mention|notify|alert", "user|anyone|them"),
    InjectionPhrase(
      "exfiltration", gap: 3, .notFirst, "include|append|put|add|embed",
      "conversation|chat|history|secret|password|token|system",
      "in|into|to|as", "url|link|image|parameter|query"),
    InjectionPhrase(
      "reply_shaping", gap: 7, .anywhere,
      "modify|augment|add|include|integrate|scramble|jumble|group|rearrange|enhance|provide|insert|embed|alter|end|begin|tease|use",
      "your", "response|reply|answer|message|output"),
    InjectionPhrase(
      "reply_shaping", gap: 2, .anywhere, "in", "your", "response|reply|answer",
      "suggest|include|mention|tease|encourage|add|use|recommend|promote|offer|provide|hint"),
    InjectionPhrase("please_do", gap: 1, .quoted, "please", verbs),
    InjectionPhrase("please_do", gap: 14, .notFirst, "please", verbs, "my|me"),
    InjectionPhrase("quoted_order", gap: 10, .quoted, verbs, "my|me|john"),
  ]
}
