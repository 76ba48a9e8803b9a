/// How often a detector was right about rows with a label.
struct Score {
  private(set) var (hit, missed, false_, clean) = (0, 0, 0, 0)
  /// The ids of rows it was wrong about.
  private(set) var wrong: [String] = []

  mutating func count(_ found: Bool, label: Bool, id: String) {
    switch (found, label) {
    case (true, true): hit += 1
    case (false, true): missed += 1
    case (true, false): false_ += 1
    case (false, false): clean += 1
    }
    if found != label { wrong.append((label ? "missed " : "false ") + id) }
  }

  private static func share(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "-" }
    let thousandths = (part * 2_000 + whole) / (whole * 2)
    let digits = String(thousandths % 1_000)
    return "\(thousandths / 1_000)." + String(repeating: "0", count: 3 - digits.count) + digits
  }

  var precision: String { Self.share(hit, of: hit + false_) }
  var recall: String { Self.share(hit, of: hit + missed) }
  var f1: String { Self.share(2 * hit, of: 2 * hit + false_ + missed) }
  var falsePositives: String { Self.share(false_, of: false_ + clean) }
  var falseCounts: String { false_ + clean == 0 ? "-" : "\(false_) of \(false_ + clean)" }
  var counts: String { "\(hit)/\(hit + missed) found, \(false_)/\(false_ + clean) false" }
}
