/// Which elements two sequences have in common, by the shortest edit script (Myers, "An O(ND) Difference Algorithm and Its
/// Variations", 1986, section 4b: divide and conquer, linear space).
///
/// Bounded: a stretch whose script would cost too much to find is taken as replaced whole, which is still a correct script.
struct Myers {
  /// Whether each element of the first sequence is missing from the second one.
  private(set) var removed: [Bool]
  /// Whether each element of the second sequence is missing from the first one.
  private(set) var added: [Bool]

  private let a: [Int]
  private let b: [Int]
  /// Steps left before the rest is taken as replaced.
  private var budget: Int

  /// - Parameter budget: diagonals looked at and elements compared; the default takes about ten milliseconds.
  init(_ a: [Int], _ b: [Int], budget: Int = 2_000_000) {
    (self.a, self.b, self.budget) = (a, b, budget)
    removed = Array(repeating: false, count: a.count)
    added = Array(repeating: false, count: b.count)
    var pending = [Box(left: 0, right: a.count, top: 0, bottom: b.count)]
    while let box = pending.popLast() { pending += split(box) }
  }

  /// A part of both sequences: `a[left..<right]` against `b[top..<bottom]`.
  private struct Box {
    var left: Int
    var right: Int
    var top: Int
    var bottom: Int
    var width: Int { right - left }
    var height: Int { bottom - top }
  }

  /// Leaves out what both ends have in common, and gives the two boxes on either side of a middle point of the script.
  private mutating func split(_ whole: Box) -> [Box] {
    var box = whole
    while box.left < box.right, box.top < box.bottom, a[box.left] == b[box.top] {
      box.left += 1
      box.top += 1
    }
    while box.left < box.right, box.top < box.bottom, a[box.right - 1] == b[box.bottom - 1] {
      box.right -= 1
      box.bottom -= 1
    }
    guard box.width > 0, box.height > 0, let middle = middle(of: box) else {
      for x in box.left..<box.right { removed[x] = true }
      for y in box.top..<box.bottom { added[y] = true }
      return []
    }
    return [
      Box(left: box.left, right: middle.x, top: box.top, bottom: middle.y),
      Box(left: middle.x, right: box.right, top: middle.y, bottom: box.bottom),
    ]
  }

  /// A point on a shortest script, found from both ends at once; nil where that would cost more than is left.
  private mutating func middle(of box: Box) -> (x: Int, y: Int)? {
    let delta = box.width - box.height
    let most = (box.width + box.height + 1) / 2
    // The furthest x on each diagonal k, at index k + most + 1; -1 where none has been reached.
    var forward = Array(repeating: -1, count: 2 * most + 3)
    var backward = forward
    let origin = most + 1
    for d in 0...most {
      for k in stride(from: -d, through: d, by: 2) {
        guard let start = step(forward, origin + k, k, box, isFirst: d == 0) else { continue }
        var x = start
        while x < box.width, x - k < box.height, a[box.left + x] == b[box.top + x - k] { x += 1 }
        budget -= 1 + x - start
        forward[origin + k] = x
        let other = delta - k
        if !delta.isMultiple(of: 2), abs(other) < d, backward[origin + other] >= 0,
          x + backward[origin + other] >= box.width
        {
          return (box.left + start, box.top + start - k)
        }
      }
      for k in stride(from: -d, through: d, by: 2) {
        guard let start = step(backward, origin + k, k, box, isFirst: d == 0) else { continue }
        var x = start
        while x < box.width, x - k < box.height, a[box.right - 1 - x] == b[box.bottom - 1 - x + k] { x += 1 }
        budget -= 1 + x - start
        backward[origin + k] = x
        let other = delta - k
        if delta.isMultiple(of: 2), abs(other) <= d, forward[origin + other] >= 0,
          x + forward[origin + other] >= box.width
        {
          return (box.right - start, box.bottom - start + k)
        }
      }
      if budget < 0 { return nil }
    }
    return nil
  }

  /// Where a path on diagonal `k` starts that comes one edit from its neighbours; nil where that is outside of the box.
  private func step(_ reached: [Int], _ place: Int, _ k: Int, _ box: Box, isFirst: Bool) -> Int? {
    if isFirst { return 0 }
    let down = reached[place + 1]
    let right = reached[place - 1] + 1
    let canDown = down >= 0 && down - k <= box.height && down - k >= 0
    let canRight = right > 0 && right <= box.width && right - k >= 0
    switch (canDown, canRight) {
    case (true, true): return max(down, right)
    case (true, false): return down
    case (false, true): return right
    case (false, false): return nil
    }
  }
}
