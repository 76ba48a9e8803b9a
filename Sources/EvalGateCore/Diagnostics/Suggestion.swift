/// The nearest of the known words when it is at most two edits away, for "did you mean".
public func suggestion(for word: String, among known: some Sequence<String>) -> String? {
  let limit = word.utf8.count <= 3 ? 1 : 2
  return
    known
    .map { (word: $0, distance: editDistance(Array(word.unicodeScalars), Array($0.unicodeScalars), limit: limit)) }
    .filter { $0.distance <= limit }
    .min { ($0.distance, $0.word) < ($1.distance, $1.word) }?
    .word
}

/// Whether a word is another one but for a few typing mistakes.
public func isTypo(_ word: String, of known: String, within limit: Int) -> Bool {
  editDistance(Array(word.unicodeScalars), Array(known.unicodeScalars), limit: limit) <= limit
}

/// Damerau-Levenshtein distance (optimal string alignment), given up beyond `limit`, because typing mistakes swap letters too.
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], limit: Int) -> Int {
  guard abs(a.count - b.count) <= limit, a.count <= 64, b.count <= 64 else { return limit + 1 }
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1] + [Int](repeating: 0, count: b.count)
    for j in b.indices {
      let substitution = last[j] + (a[i] == b[j] ? 0 : 1)
      row[j + 1] = min(last[j + 1] + 1, row[j] + 1, substitution)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1) }
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
