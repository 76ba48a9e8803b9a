import EvalGateCore
import SafeRegex

/// `secrets` of a policy: credentials that may not pass, with forms of one's own.
struct SecretDetector: Detector {
  enum Action: String, CaseIterable, Sendable { case block, report }

  /// A form of one's own.
  struct Extra: Sendable {
    let id: String
    let regex: SafeRegex
    /// Bits a character must carry at least; `xxxxxxxx` has the form and is no secret.
    let entropy: Double
  }

  let id = DetectorID("secret", version: SecretScanner.version)
  let action: Action
  let extra: [Extra]
  /// Values that open nothing, whatever they look like, as they stand.
  var allowed: Set<String> = []
  /// The tokens that are told by a prefix.
  var forms = TokenForms.shipped

  /// Bits a character that a text of the 95 printable characters of ASCII can carry: log2(95), rounded up.
  private static let mostEntropy = 6.6

  /// Findings of one form of one's own in a text.
  private static let most = 64

  var kinds: Set<String>? {
    Set(forms.all.map(\.id) + SecretScanner.Kind.allCases.map(\.rawValue) + extra.map(\.id))
  }

  func hits(in text: ViewedText, _ context: DetectionContext) -> Hits {
    let name = Array((context.name ?? "").utf8)
    var hits = Hits(
      SecretScanner.matches(in: text.bytes, named: name, forms: forms).map {
        Hit($0.entity, at: $0.range, level(Confidence($0.confidence)))
      })
    addOwn(to: &hits, in: text)
    if !allowed.isEmpty { hits.found.removeAll { isAllowed($0, in: text) } }
    return hits
  }

  /// What is of a form of one's own.
  private func addOwn(to hits: inout Hits, in text: ViewedText) {
    guard !extra.isEmpty else { return }
    let whole = String(decoding: text.bytes, as: UTF8.self)
    for form in extra {
      do throws(RegexLimit) {
        for match in try form.regex.matches(in: whole, limit: Self.most)
        where ByteEntropy.bits(text.bytes[match.range.clamped(to: 0..<text.bytes.count)]) >= form.entropy {
          hits.found.append(Hit(form.id, at: match.range, level(.likely)))
        }
      } catch {
        hits.exceed("the pattern of `\(form.id)`")
      }
    }
  }

  private func isAllowed(_ hit: Hit, in text: ViewedText) -> Bool {
    allowed.contains(String(decoding: text.bytes[hit.range.clamped(to: 0..<text.bytes.count)], as: UTF8.self))
  }

  private func level(_ confidence: Confidence) -> Confidence { action == .block ? confidence : .weak }

  @Sendable static func read(_ node: Node, _ reading: inout PolicyReading) -> (any Detector)? {
    reading.section(node, "`secrets`") { reader, reading in
      let action = reading.collect { () throws(Diagnostic) in try reader.choice("action", default: Action.block) }
      let extra = reading.list(reader.node("extra"), "extra", form)
      let allowed = reading.collect { () throws(Diagnostic) in try reader.optionalStrings("allow") ?? [] } ?? []
      return SecretDetector(action: action ?? .block, extra: extra, allowed: Set(allowed))
    }
  }

  /// Whether a pattern fits the empty text, or a place of any text: between letters, at the end of a word.
  private static func fitsNothing(_ regex: SafeRegex) -> Bool {
    ["", " a "].contains { text in (try? regex.matches(in: text, limit: most))?.contains { $0.range.isEmpty } ?? false }
  }

  private static func form(_ node: Node, _ reading: inout PolicyReading) -> Extra? {
    reading.section(node, "a form of a secret") { reader, reading in
      let id = reading.ruleID(&reader)
      let entropy = reading.collect { () throws(Diagnostic) in try reader.optionalDouble("entropy") } ?? nil
      if let entropy, !(0...Self.mostEntropy).contains(entropy), let node = reader.node("entropy") {
        reading.add(OptionReader.wrong(node, "entropy", "bits a character, from 0 to \(Self.mostEntropy)"))
      }
      guard let text = reading.collect({ () throws(Diagnostic) in try reader.string("regex") }),
        let place = reader.node("regex")?.location
      else { return nil }
      do throws(RegexError) {
        let regex = try SafeRegex(text)
        if regex.isImpossible { reading.add(.impossiblePattern("regex", at: place)) }
        if fitsNothing(regex) {
          reading.add(
            Diagnostic(
              .policyBadSchema, "`regex` fits where nothing stands", at: place,
              help: "it would be found in every text: write what has to be there, such as `ak_[a-z0-9]{32}`"))
        }
        return id.map { Extra(id: $0, regex: regex, entropy: entropy ?? 0) }
      } catch {
        reading.add(
          Diagnostic(
            .policyBadSchema, "`regex` is not a regular expression: \(error)", at: place,
            help: "write the form of the secret, such as `ak_[a-z0-9]{32}`"))
        return nil
      }
    }
  }
}
