/// Cases of the base that a gate counted there and counts no more.
package struct EscapedCases: Hashable, Sendable {
  /// How many the gate counted.
  package var known = 0
  package var gone = 0
  /// Under whose ids something else is asked.
  package var replaced = 0
  /// That nothing judges any more by which the gate goes.
  package var unjudged = 0
  /// That expect something its metric does not go by.
  package var unmeant = 0
  /// That its filter takes no more.
  package var unfiltered = 0
  package var check = ""

  package init(
    of known: Int = 0, gone: Int = 0, replaced: Int = 0, unjudged: Int = 0, by check: String = "", unmeant: Int = 0,
    unfiltered: Int = 0
  ) {
    (self.known, self.gone, self.replaced) = (known, gone, replaced)
    (self.unjudged, self.check, self.unmeant, self.unfiltered) = (unjudged, check, unmeant, unfiltered)
  }

  var count: Int { gone + replaced + unjudged + unmeant + unfiltered }

  /// `5 of 40 cases were taken out, 1 asks something else under its id`.
  var words: String {
    let all = [
      (gone, gone == 1 ? "was taken out" : "were taken out"),
      (replaced, replaced == 1 ? "asks something else under its id" : "ask something else under their ids"),
      (unjudged, "\(unjudged == 1 ? "is" : "are") no longer judged by `\(check)`, by which it goes"),
      (unmeant, "no longer \(unmeant == 1 ? "expects" : "expect") what it counts"),
      (unfiltered, "\(unfiltered == 1 ? "is" : "are") no longer taken by its filter"),
    ].filter { $0.0 > 0 }
    return all.enumerated().map { place, part in
      "\(part.0) " + (place == 0 ? "of \(Format.count(known, "case")) " : "") + part.1
    }.joined(separator: ", ")
  }
}
