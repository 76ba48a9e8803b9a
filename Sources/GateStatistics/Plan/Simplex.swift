/// The downhill simplex of Nelder and Mead (1965) in two dimensions.
enum Simplex {
  /// A point and the value there.
  struct Point {
    var x, y, value: Double
  }

  /// The lowest point found from a start within 2000 steps. Values that are NaN count as infinitely high.
  static func minimum(from start: (Double, Double), _ function: (Double, Double) -> Double) -> Point {
    func point(_ x: Double, _ y: Double) -> Point {
      let value = function(x, y)
      return Point(x: x, y: y, value: value.isNaN ? .infinity : value)
    }
    var corners = [point(start.0, start.1), point(start.0 + 0.5, start.1), point(start.0, start.1 + 0.5)]
    for _ in 0..<2000 {
      corners.sort { $0.value < $1.value }
      let (best, middle, worst) = (corners[0], corners[1], corners[2])
      let size = abs(worst.x - best.x) + abs(worst.y - best.y) + abs(middle.x - best.x) + abs(middle.y - best.y)
      if size < 1e-9, worst.value - best.value < 1e-12 { break }
      let centre = ((best.x + middle.x) / 2, (best.y + middle.y) / 2)
      /// The point at `factor` times the way from the worst corner through the centre; 1 is the reflection.
      func moved(_ factor: Double) -> Point {
        point(centre.0 + factor * (centre.0 - worst.x), centre.1 + factor * (centre.1 - worst.y))
      }
      let reflected = moved(1)
      if reflected.value < best.value {
        let expanded = moved(2)
        corners[2] = expanded.value < reflected.value ? expanded : reflected
      } else if reflected.value < middle.value {
        corners[2] = reflected
      } else {
        let contracted = reflected.value < worst.value ? moved(0.5) : moved(-0.5)
        if contracted.value < min(reflected.value, worst.value) {
          corners[2] = contracted
        } else {
          corners[1] = point((best.x + middle.x) / 2, (best.y + middle.y) / 2)
          corners[2] = point((best.x + worst.x) / 2, (best.y + worst.y) / 2)
        }
      }
    }
    return corners.min { $0.value < $1.value } ?? corners[0]
  }
}
