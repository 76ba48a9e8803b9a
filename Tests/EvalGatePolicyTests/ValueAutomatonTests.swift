import EvalGatePolicy
import Testing

@Suite("the automaton")
struct ValueAutomatonTests {
  /// The same question answered by trying every string at every place.
  private func naive(_ needles: [[UInt8]], _ text: [UInt8]) -> Int? {
    needles.indices.first { index in
      text.indices.contains { text[$0...].starts(with: needles[index]) }
    }
  }

  @Test("finds the same string as trying all of them does", arguments: 0..<20 as Range<UInt64>)
  func agrees(_ seed: UInt64) {
    var random = SplitMix64(state: seed)
    var wrong = 0
    for _ in 0..<200 {
      let needles = (0..<Int.random(in: 1...12, using: &random)).map { _ in bytes(1...5, &random) }
      let text = bytes(0...24, &random)
      let found = text.withUnsafeBufferPointer { text in
        ValueAutomaton(needles).lowest(in: text, below: needles.count) { _, _ in true }
      }
      if found != naive(needles, text) { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  @Test("tells every occurrence with its end while none is accepted")
  func ends() {
    let text = Array("ushers".utf8)
    var seen: [String] = []
    let found = text.withUnsafeBufferPointer { text in
      ValueAutomaton(["he", "she", "his", "hers"].map { Array($0.utf8) }).lowest(in: text, below: 4) { needle, end in
        seen.append("\(needle)@\(end)")
        return false
      }
    }
    #expect(found == nil)
    #expect(seen == ["1@4", "0@4", "3@6"])
  }

  private func bytes(_ length: ClosedRange<Int>, _ random: inout SplitMix64) -> [UInt8] {
    (0..<Int.random(in: length, using: &random)).map { _ in UInt8.random(in: 97...99, using: &random) }
  }
}
