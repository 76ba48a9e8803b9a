import EvalGateReporters
import Testing

@Suite("a diff by words")
struct WordDiffTests {
  private func marked(_ before: String, _ after: String) -> String {
    WordDiff(before, after).stretches.map { stretch in
      if stretch.isSame { return stretch.before }
      return (stretch.before.isEmpty ? "" : "[-\(stretch.before)-]")
        + (stretch.after.isEmpty ? "" : "{+\(stretch.after)+}")
    }.joined()
  }

  @Test(
    "what changed is marked word by word",
    arguments: [
      ("the cat sat", "the dog sat", "the [-cat-]{+dog+} sat"),
      ("category: billing", "category: technical", "category: [-billing-]{+technical+}"),
      ("a b c", "a c", "a [-b -]c"),
      ("", "new", "{+new+}"), ("old", "", "[-old-]"), ("same", "same", "same"), ("", "", ""),
      ("price 10.50", "price 10.75", "price 10.[-50-]{+75+}"),
      ("東京は晴れ", "東京は雨", "東京は[-晴れ-]{+雨+}"),
    ])
  func words(before: String, after: String, expected: String) { #expect(marked(before, after) == expected) }

  @Test("a space between two changes belongs to them")
  func bridge() { #expect(marked("one two x", "three four x") == "[-one two-]{+three four+} x") }

  @Test("a line feed between two changes does not")
  func lineFeed() { #expect(marked("one\ntwo", "three\nfour") == "[-one-]{+three+}\n[-two-]{+four+}") }

  @Test("texts that are equal to a reader and not by their bytes differ")
  func canonical() { #expect(marked("caf\u{E9}", "cafe\u{301}") == "[-caf\u{E9}-]{+cafe\u{301}+}") }

  @Test("a mark stays with its letter")
  func marks() { #expect(WordDiff("e\u{301}", "e\u{301}").stretches.count == 1) }

  @Test("both sides can be put together again", arguments: hostile)
  func whole(text: String) {
    let other = String(text.unicodeScalars.reversed().map { Character($0) })
    let diff = WordDiff(text, other)
    #expect(diff.stretches.map(\.before).joined().utf8.elementsEqual(text.utf8))
    #expect(diff.stretches.map(\.after).joined().utf8.elementsEqual(other.utf8))
  }

  /// By dynamic programming: the length of the longest common subsequence gives the shortest script's length.
  private func shortest(_ a: [String], _ b: [String]) -> Int {
    var row = Array(0...b.count)
    for x in a.indices {
      var diagonal = row[0]
      row[0] = x + 1
      for y in b.indices {
        let above = row[y + 1]
        row[y + 1] = a[x] == b[y] ? diagonal : min(above, row[y]) + 1
        diagonal = above
      }
    }
    return row[b.count]
  }

  @Test("the script is as short as it can be", arguments: 0..<300)
  func minimal(seed: Int) {
    var state = UInt64(seed) &* 2_862_933_555_777_941_757 &+ 3_037_000_493
    func next(_ bound: Int) -> Int {
      state = state &* 2_862_933_555_777_941_757 &+ 3_037_000_493
      return Int(state >> 33) % bound
    }
    // Single signs, each a word by itself, so that no space is taken into a change.
    let signs = Array("+-*/=")
    let alphabet = 2 + next(4)
    let a = (0..<next(14)).map { _ in String(signs[next(alphabet)]) }
    let b = (0..<next(14)).map { _ in String(signs[next(alphabet)]) }
    let diff = WordDiff(a.joined(), b.joined())
    let length = diff.stretches.filter { !$0.isSame }.reduce(0) { $0 + $1.before.count + $1.after.count }
    #expect(length == shortest(a, b), "\(a.joined()) and \(b.joined())")
  }

  @Test("a text that would cost too much is taken as replaced, and both sides are still whole")
  func bounded() {
    let before = (0..<30_000).map { "a\($0 * 7 % 30_011) " }.joined()
    let after = (0..<30_000).map { "a\($0 * 13 % 30_011) " }.joined()
    let diff = WordDiff(before, after)
    #expect(diff.stretches.map(\.before).joined() == before)
    #expect(diff.stretches.map(\.after).joined() == after)
  }

  @Test(
    "how alike two texts are",
    arguments: [("a b", "a b", 1.0), ("abcd x", "abcd y", 5.0 / 6), ("", "", 1), ("a", "b", 0)])
  func similarity(before: String, after: String, expected: Double) {
    #expect(abs(WordDiff(before, after).similarity - expected) < 1e-9)
  }
}
