/// The scores of a run over several folders, as a page of the documentation.
struct Table {
  private(set) var rows: [(set: String, part: String, score: Score, bar: String, elsewhere: String)] = []

  mutating func add(_ name: String, _ count: Int, _ part: String, _ score: Score, _ dataset: Dataset) {
    rows.append(("\(name), \(count) rows", part, score, dataset.bar, dataset.elsewhere))
  }

  /// The page, whole: it is written by this program and by nobody else.
  var markdown: String {
    var lines = [
      "# What the detectors find", "",
      "Precision, recall and F1 on labelled sets, written by `swift run -c release detector-bench FOLDER… --docs docs/detectors.md`. Sets under",
      "`Benchmarks/Detectors/sets` are our own; the others are samples of public sets that are not part of this repository. The rules were tuned",
      "on samples of this kind, so unseen rows do somewhat worse. What a set calls right is at times arguable, and no set says anything of",
      "wordings, goals and models that are not in it. Names, addresses and free dates need more than forms and are not looked for. One agent run",
      "that its labels call an attack pays an account that the user named, which no rule about where a value comes from can tell.",
      "The phrases of refusals, and how they are told from answers in part, were tuned on `refusal_newer`, `refusal_partial`, `refusal_mixed` and",
      "the sample of XSTest; nothing was looked at or changed for the sake of `refusal_held_out`.",
      "",
      "| set | part | precision | recall | F1 | false alarms | bar | elsewhere |", "|---|---|---|---|---|---|---|---|",
    ]
    var last = ""
    for row in rows {
      let (set, bar, elsewhere) = row.set == last ? ("", "", "") : (row.set, row.bar, row.elsewhere)
      last = row.set
      lines.append(
        "| \(set) | \(row.part) | \(row.score.precision) | \(row.score.recall) | \(row.score.f1) | \(row.score.falseCounts) | \(bar) | \(elsewhere) |"
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
