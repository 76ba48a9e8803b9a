import EvalGateCore

/// `defaults`: what holds where no rule speaks. Everything is denied unless the file says otherwise.
struct Defaults: Sendable {
  enum Word: String, CaseIterable, Sendable { case deny, allow }

  var unknownTool = Word.deny
  var onParseError = Word.deny
  var onDetectorError = Word.deny

  init() {}

  init?(reading node: Node, _ reading: inout PolicyReading) {
    let defaults = reading.section(node, "`defaults`") { reader, reading -> Defaults? in
      var defaults = Defaults()
      let words = ["unknown_tool", "on_parse_error", "on_detector_error"].map { key in
        reading.collect { () throws(Diagnostic) in try reader.choice(key, default: Word.deny) } ?? .deny
      }
      (defaults.unknownTool, defaults.onParseError, defaults.onDetectorError) = (words[0], words[1], words[2])
      return defaults
    }
    guard let defaults else { return nil }
    self = defaults
  }
}
