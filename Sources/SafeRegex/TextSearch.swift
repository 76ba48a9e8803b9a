/// One search of a text with a pattern: what threads must not share.
protocol TextSearch: ~Copyable {
  /// What was counted so far: bytes gone over and items tried, 0 for what is too little to be worth it.
  var work: Int { get }

  /// The next match at or after `offset`. All searches by one value share its bounds.
  mutating func find(
    in utf8: UnsafeBufferPointer<UInt8>, from offset: Int, notEmptyAtStart: Bool
  ) throws(RegexLimit) -> RegexMatch?
}

extension TextSearch where Self: ~Copyable {
  /// The matches in order, none overlapping another, at most `limit`.
  mutating func findAll(
    in utf8: UnsafeBufferPointer<UInt8>, limit: Int
  ) throws(RegexLimit) -> [RegexMatch] {
    var found: [RegexMatch] = []
    var offset = 0
    var afterEmpty = false
    while found.count < limit, let match = try find(in: utf8, from: offset, notEmptyAtStart: afterEmpty) {
      found.append(match)
      // After an empty match the next one may start here but must not be empty, as in Perl.
      afterEmpty = match.range.isEmpty
      offset = max(offset, match.range.upperBound)
    }
    return found
  }
}

extension String {
  /// Hands its UTF-8 to `body`, which may throw.
  func searched<Result>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(RegexLimit) -> Result
  ) throws(RegexLimit) -> Result {
    var text = self
    // `withUTF8` is untyped in what it throws, hence the detour.
    let outcome = text.withUTF8 { utf8 -> Swift.Result<Result, RegexLimit> in
      do throws(RegexLimit) { return .success(try body(utf8)) } catch { return .failure(error) }
    }
    return try outcome.get()
  }
}
