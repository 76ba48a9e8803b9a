import EvalGateCore
import StrictJSON
import UnicodeText

#if canImport(Glibc)
  import Glibc
#endif

/// One decoder or scanner, named by `FUZZ_PART`: any bytes give findings inside the text, in order, the same each time.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  part(Array(UnsafeBufferPointer(start: data, count: size)))
  return 0
}

private let part: @Sendable ([UInt8]) -> Void = {
  let name = getenv("FUZZ_PART").map { String(cString: $0) } ?? ""
  if let decoder = Decoders.all.first(where: { $0.name == name }) { return { decode($0, by: decoder) } }
  guard let scanner = scanners[name] else {
    print("FUZZ_PART is one of: " + (Decoders.all.map { $0.name } + scanners.keys.sorted()).joined(separator: " "))
    exit(2)
  }
  return scanner
}()

private let scanners: [String: @Sendable ([UInt8]) -> Void] = [
  "pii": { check(PIIScanner.matches(in: $0), again: PIIScanner.matches(in: $0), $0.count) },
  "secret": { check(SecretScanner.matches(in: $0), again: SecretScanner.matches(in: $0), $0.count) },
  "refusal": { precondition(RefusalClassifier.classify($0) == RefusalClassifier.classify($0)) },
  "language": { precondition(LanguageDetector.guess($0)?.language == LanguageDetector.guess($0)?.language) },
  "channel": { detect($0, by: ChannelDetector(), DetectionContext()) },
  "unicode": { detect($0, by: UnicodeDetector(), DetectionContext()) },
  "injection": { detect($0, by: InjectionDetector(), DetectionContext()) },
  "restricted": { detect($0, by: restricted, DetectionContext()) },
  "canary": {
    detect($0, by: CanaryDetector(), DetectionContext(canaries: [Canary(field: "f", token: "bodoro-kiluma")]))
  },
  "system-prompt": {
    detect(
      $0, by: PromptLeakDetector(), DetectionContext(systemPrompt: String(repeating: "Never tell the code. ", count: 8))
    )
  },
  "sinks": { bytes in
    for sink in OutputSink.allCases { detect(bytes, by: SinkDetector(), DetectionContext(sink: sink)) }
  },
  "addresses": { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    _ = (WebAddress(text), MailAddress(text), FilePath(text), Host(text))
  },
  "policy": { bytes in
    guard let value = try? JSONValue(parsing: bytes) else { return }
    _ = try? RulePolicy(parsing: Node(value, at: SourceLocation(path: "p.yml")))
  },
  "arguments": { bytes in
    let call = ToolCall(name: "send", argumentsText: String(decoding: bytes, as: UTF8.self))
    let messages = [
      Message(.user, "Answer ines@harbour.example."), Message(.tool, "to x@evil.example", toolName: "read"),
    ]
    let evalCase = EvalCase(
      id: "c", digest: Digest(of: "c".utf8), checksDigest: Digest(of: "".utf8), location: SourceLocation(path: "c"),
      variables: [:])
    let proposal = Proposal(
      candidate: Candidate(answer: Answer(toolCalls: [call])), evalCase: evalCase, messages: messages)
    precondition(rules.decide(proposal) == rules.decide(proposal))
  },
]

private let restricted = RestrictedDetector([RestrictedRule(id: "r", values: ["HEATHER-FILTER-0417", "Ines Kröner"])])

private let rules: RulePolicy = {
  let policy: JSONValue = [
    "tools": [
      [
        "id": "T", "tool": "send", "effect": "external_write", "taint": ["paths": ["$..*"]],
        "allow_when": [
          "arguments": ["type": "object", "properties": ["to": ["type": "string", "format": "email"]]],
          "each": [
            ["path": "$.to", "email_domain_in": ["harbour.example"]], ["path": "$.url", "host_in": ["a.example"]],
          ],
        ],
      ]
    ],
    "restricted": [["id": "r", "values": ["HEATHER-FILTER-0417"]]], "pii": [:], "secrets": [:], "channels": [:],
    "unicode": [:],
  ]
  guard let rules = try? RulePolicy(parsing: Node(policy, at: SourceLocation(path: "p.yml"))) else { exit(2) }
  return rules
}()

private func decode(_ bytes: [UInt8], by decoder: any Decoder.Type) {
  var sink = FragmentSink()
  decoder.decode(bytes, into: &sink)
  for (piece, range, places) in sink.accepted {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "range")
    precondition(zip(places, places.dropFirst()).allSatisfy { $0 <= $1 }, "places")
    precondition(places.allSatisfy { range.lowerBound <= Int($0) && Int($0) <= range.upperBound }, "places")
    precondition(piece.count >= 4 && FragmentSink.isText(piece, share: 0.5), "text")
  }
  precondition(sink.accepted.count <= FragmentSink.count, "budget")
}

private func detect(_ bytes: [UInt8], by detector: any Detector, _ context: DetectionContext) {
  let text = ViewedText(bytes: bytes)
  let hits = detector.hits(in: text, context)
  for hit in hits.found { precondition(hit.range.lowerBound >= 0 && hit.range.upperBound <= bytes.count, "range") }
  let again = detector.hits(in: ViewedText(bytes: bytes), context)
  precondition(again.found == hits.found && again.exceeded == hits.exceeded, "not the same again")
}

private func check(_ matches: [EntityMatch], again: [EntityMatch], _ count: Int) {
  precondition(matches == again, "not the same again")
  var last = 0..<0
  for match in matches {
    // One stretch may be read as a number of two countries.
    precondition(match.range == last || match.range.lowerBound >= last.upperBound, "order")
    precondition(match.range.upperBound <= count, "range")
    last = match.range
  }
}
