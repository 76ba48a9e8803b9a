import CPCRE2

/// Counts what a search does and ends it when that is too much.
///
/// PCRE2's own limit counts backtracking steps from one start position, and neither how many start positions there are nor how
/// far a step scans: `(?=.*x)(?=.*y)a` on 64 KB of `a` takes seconds without one step too many. A callout before each item of
/// the pattern (pcre2callout(3)) sees the position move, so the work is the distance moved and a price for each item. It depends
/// on pattern and text alone, never on how fast the machine is.
struct WorkMeter {
  /// What is left of the budget.
  private(set) var left: Int
  private var position = 0
  private let price: Int

  /// Work before a search is given up: 65 million for 64 KB, which takes about 0.1 s.
  static func budget(_ bytes: Int) -> Int { 32_000_000 + 512 * bytes }

  init(bytes: Int, hasBackreferences: Bool) {
    left = Self.budget(bytes)
    // A backreference compares bytes without moving when they differ.
    price = hasBackreferences ? 256 : 16
  }

  /// Begins another search of the same text.
  mutating func restart(at position: Int) { self.position = position }

  /// What PCRE2 is to return: 0 to go on.
  mutating func arrive(at position: Int) -> Int32 {
    left -= price + abs(position - self.position)
    self.position = position
    return left < 0 ? PCRE2_ERROR_MATCHLIMIT : 0
  }
}

/// Called by PCRE2 before each item of a pattern, with the meter as its data.
let countWork: @convention(c) (UnsafeMutablePointer<pcre2_callout_block_8>?, UnsafeMutableRawPointer?) -> Int32 = {
  block, data in
  guard let block, let data else { return 0 }
  return data.assumingMemoryBound(to: WorkMeter.self).pointee.arrive(at: block.pointee.current_position)
}
