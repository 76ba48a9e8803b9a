extension Scanner {
  /// How often a text is looked at: what was found is blanked, and what is left looked at again, until nothing is found.
  private static let looks = 8

  /// What is found in a text that is to be shown.
  struct Held {
    /// Where it stands, what it is, and its evidence.
    var found: [(range: Range<Int>, detection: Detection)] = []
    /// Why the text could not be looked at to its end; empty where it was.
    var unseen: [String] = []
  }

  /// A text with all that is found in it masked, in every form and place; a note instead of it where it could not be looked at to
  /// its end.
  ///
  /// - Parameters:
  ///   - readings: of a text, each as long as it is; what is found in any is masked.
  ///   - name: of what was found.
  func masked(
    _ text: String, readings: (String) -> [String] = { [$0] }, name: (Detection) -> String
  ) -> String {
    let held = held(in: text, readings: readings)
    guard held.unseen.isEmpty else { return "(not shown: \(held.unseen.joined(separator: ", ")))" }
    guard !held.found.isEmpty else { return text }
    return Masked.text(
      Array(text.utf8),
      held.found.sorted { $0.range.lowerBound < $1.range.lowerBound }.map {
        ($0.range, name($0.detection), $0.detection.evidence.masked)
      })
  }

  /// All that is found in a text, in every form and place.
  ///
  /// - Parameter readings: as above.
  func held(in text: String, readings: (String) -> [String] = { [$0] }) -> Held {
    var left = Array(text.utf8)
    var held = Held()
    for _ in 0..<Self.looks {
      var report = ScanReport()
      let rest = String(decoding: left, as: UTF8.self)
      // Places are told by bytes, so a text that is not as long as its bytes would be masked beside what is to be hidden.
      guard rest.utf8.count == left.count else { return Held(unseen: ["what is left of it is no text"]) }
      for reading in readings(rest) {
        report.add(scan(reading, at: TextChannel(.file, path: "text"), DetectionContext(extent: .everything)))
      }
      // What could not be looked at may hold anything.
      guard report.exceeded.isEmpty else { return Held(unseen: report.exceeded) }
      let new = report.detections.filter { detection in
        detection.blocks && left[detection.range.clamped(to: 0..<left.count)].contains { $0 != Self.blank }
      }
      guard !new.isEmpty else { return held }
      for detection in new {
        let range = detection.range.clamped(to: 0..<left.count)
        held.found.append((range, detection))
        for place in range { left[place] = Self.blank }
      }
    }
    return Held(unseen: ["more in it than can be masked"])
  }

  private static let blank: UInt8 = 0x20
}
