#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Measures of how much of a text's words another text has.
enum Overlap {
  /// ROUGE-L by sentence: precision, recall and F-measure of the longest common subsequence (Lin, "ROUGE: A Package for
  /// Automatic Evaluation of Summaries", 2004, section 3.1, equations 2 to 4).
  struct RougeL: Hashable {
    let precision: Double
    let recall: Double
    let fMeasure: Double

    /// - Parameter beta: how many times recall counts what precision does. 1 is what today's implementations report; the
    ///   paper leaves it open.
    init(reference: [String], candidate: [String], beta: Double = 1) {
      let common = Double(Overlap.longestCommonSubsequence(reference, candidate))
      precision = candidate.isEmpty ? 0 : common / Double(candidate.count)
      recall = reference.isEmpty ? 0 : common / Double(reference.count)
      let divisor = recall + beta * beta * precision
      fMeasure = divisor == 0 ? 0 : (1 + beta * beta) * recall * precision / divisor
    }
  }

  /// The length of the longest common subsequence, in time of the product of the lengths over 64 (Hyyrö, "Bit-parallel LCS-length
  /// computation revisited", 2004): one bit stands for each token of `a`.
  static func longestCommonSubsequence(_ a: [String], _ b: [String]) -> Int {
    guard !a.isEmpty, !b.isEmpty else { return 0 }
    let words = (a.count + 63) / 64
    var places: [[UInt8]: [UInt64]] = [:]
    for (index, token) in a.enumerated() {
      places[Array(token.utf8), default: [UInt64](repeating: 0, count: words)][index / 64] |= 1 << UInt64(index % 64)
    }
    // A zero bit is a token of `a` that ends a longer common subsequence.
    var row = [UInt64](repeating: .max, count: words)
    for token in b {
      guard let matches = places[Array(token.utf8)] else { continue }
      var carry: UInt64 = 0
      for word in 0..<words {
        let met = row[word] & matches[word]
        let (sum, first) = row[word].addingReportingOverflow(met)
        let (total, second) = sum.addingReportingOverflow(carry)
        carry = first || second ? 1 : 0
        row[word] = total | (row[word] & ~matches[word])
      }
    }
    return a.indices.count { row[$0 / 64] & 1 << UInt64($0 % 64) == 0 }
  }

  /// BLEU of one candidate against references: geometric mean of the clipped n-gram precisions for n of 1 to 4 times the
  /// brevity penalty (Papineni et al., "BLEU: a Method for Automatic Evaluation of Machine Translation", 2002, section 2.3).
  ///
  /// A single sentence often shares no 4-gram with its reference, so precisions of nothing are smoothed by the exponential
  /// sequence of NIST's mteval-v13a (Chen & Cherry 2014, smoothing 3), as sacrebleu does: the k-th order without a match counts
  /// 1 / 2^k matches. Orders longer than the candidate are left out.
  static func bleu(references: [[String]], candidate: [String], order: Int = 4) -> Double {
    guard !candidate.isEmpty, !references.isEmpty else { return 0 }
    var logarithms = 0.0
    var orders = 0
    var smoothing = 1.0
    for n in 1...order {
      let counts = grams(candidate, n)
      let total = candidate.count - n + 1
      guard total > 0 else { break }
      var most: [[String]: Int] = [:]
      for reference in references {
        for (gram, count) in grams(reference, n) { most[gram] = max(most[gram] ?? 0, count) }
      }
      let matches = counts.reduce(0) { $0 + min($1.value, most[$1.key] ?? 0) }
      // Without a single word in common there is nothing to smooth.
      if n == 1, matches == 0 { return 0 }
      if matches == 0 { smoothing *= 2 }
      logarithms += log(matches == 0 ? 1 / (smoothing * Double(total)) : Double(matches) / Double(total))
      orders += 1
    }
    return brevityPenalty(references.map(\.count), candidate.count) * exp(logarithms / Double(orders))
  }

  /// 1 for a candidate longer than the closest reference, the shorter of two as close; less for a shorter one (section 2.2.2).
  private static func brevityPenalty(_ references: [Int], _ candidate: Int) -> Double {
    let closest = references.min { (abs($0 - candidate), $0) < (abs($1 - candidate), $1) } ?? 0
    return candidate >= closest ? 1 : exp(1 - Double(closest) / Double(candidate))
  }

  private static func grams(_ tokens: [String], _ n: Int) -> [[String]: Int] {
    guard tokens.count >= n else { return [:] }
    var counts: [[String]: Int] = [:]
    for start in 0...(tokens.count - n) { counts[Array(tokens[start..<start + n]), default: 0] += 1 }
    return counts
  }
}
