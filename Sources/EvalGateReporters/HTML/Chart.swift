import EvalGateCore

/// Numbers and scales of the page's drawings.
enum Chart {
  /// At most two digits behind the point, with a plain hyphen: what SVG reads. What is no number or too large for one is 0 or
  /// the largest that is drawn.
  static func number(_ value: Double) -> String {
    value.isNaN ? "0" : Format.fixed(min(max(value, -1e12), 1e12), 2).replacing("−", with: "-")
  }

  /// The step of an axis: 1, 2 or 5 times a power of ten, so that about `count` of them fit the range.
  static func step(_ range: Double, _ count: Int) -> Double {
    guard range > 0, range.isFinite, count > 0 else { return 1 }
    let rough = range / Double(count)
    var power = 1.0
    while power * 10 <= rough { power *= 10 }
    while power > rough { power /= 10 }
    return [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= rough } ?? 10 * power
  }
}

/// How values are spread: a column a bin, the baseline as a line over them, and the quantiles marked.
struct Histogram {
  /// One marked value with its name.
  struct Mark {
    let name: String
    let value: Double
  }

  let title: String
  let values: [Double]
  let baseline: [Double]
  let marks: [Mark]
  let unit: (Double) -> String
  /// A value as short as an axis can take it.
  let tick: (Double) -> String

  private static let (width, height, left, right, top, bottom) = (360.0, 150.0, 8.0, 8.0, 26.0, 22.0)
  private static let bins = 24

  /// Nil where fewer than two values are finite: a single one has no spread.
  init?(
    _ title: String, values: [Double], baseline: [Double] = [], marks: [Mark] = [],
    unit: @escaping (Double) -> String, tick: ((Double) -> String)? = nil
  ) {
    let finite = values.filter { $0.isFinite && $0 >= 0 }.sorted()
    guard finite.count > 1, let largest = finite.last, largest > 0 else { return nil }
    self.title = title
    self.values = finite
    self.baseline = baseline.filter { $0.isFinite && $0 >= 0 }.sorted()
    self.marks = marks.filter { $0.value.isFinite }
    self.unit = unit
    self.tick = tick ?? unit
  }

  /// 0, or where nearly half of the width would be empty, a round number below the least value.
  private func start(_ end: Double) -> Double {
    let least = min(values.first ?? 0, baseline.first ?? .infinity)
    guard least > end * 0.4 else { return 0 }
    let step = Chart.step(end - least, 4)
    return (least / step).rounded(.down) * step
  }

  /// From there to a little over what 99 of 100 values keep to; larger ones are in the last column.
  private var end: Double {
    let all = values + baseline
    let sorted = all.sorted()
    let p99 = sorted[min(sorted.count - 1, (sorted.count * 99) / 100)]
    let most = min(sorted[sorted.count - 1], max(p99 * 1.25, marks.map(\.value).max() ?? 0))
    let least = sorted[0]
    return most > least ? most : least > 0 ? least * 1.2 : 1
  }

  var svg: Markup {
    let end = end
    let start = start(end)
    let step = Chart.step(end - start, 4)
    let inner = Self.width - Self.left - Self.right
    let floor = Self.height - Self.bottom
    func x(_ value: Double) -> Double { Self.left + inner * min(max((value - start) / (end - start), 0), 1) }
    let (now, before) = (Self.counts(values, start, end), Self.counts(baseline, start, end))
    let tallest = max(now.max() ?? 0, before.max() ?? 0)
    guard tallest > 0 else { return .empty }
    func y(_ share: Double) -> Double { floor - (floor - Self.top) * share / tallest }
    let each = inner / Double(Self.bins)
    let columns: [Markup] = now.enumerated().filter { $0.element > 0 }.map { index, share in
      let from = Self.left + each * Double(index)
      return """
        <rect class="bar" x="\(Chart.number(from + 0.5))" y="\(Chart.number(y(share)))" \
        width="\(Chart.number(each - 1))" height="\(Chart.number(floor - y(share)))"/>
        """
    }
    let ticks: [Markup] = stride(from: start, through: end, by: step).map { value in
      let anchor: Markup = value == start ? "start" : x(value) > Self.width - 40 ? "end" : "middle"
      return """
        <line class="axis" x1="\(Chart.number(x(value)))" x2="\(Chart.number(x(value)))" y1="\(Chart.number(floor))" \
        y2="\(Chart.number(floor + 4))"/><text x="\(Chart.number(x(value)))" y="\(Chart.number(floor + 16))" \
        text-anchor="\(anchor)">\(tick(value))</text>
        """
    }
    return """
      <svg class="chart" viewBox="0 0 360 150" role="img" aria-label="\(words)"><title>\(words)</title>\
      \(columns)\(line(before, y, each))<line class="axis" x1="8" x2="352" y1="\(Chart.number(floor))" \
      y2="\(Chart.number(floor))"/>\(ticks)\(marked(x, floor))</svg>
      """
  }

  /// The quantiles, named above the columns; a name that would run into the one before it is left to the table.
  private func marked(_ x: (Double) -> Double, _ floor: Double) -> Markup {
    var free = 0.0
    return marks.map { mark -> Markup in
      let place = x(mark.value)
      let line: Markup = """
        <line class="mark" x1="\(Chart.number(place))" x2="\(Chart.number(place))" y1="\(Chart.number(Self.top - 6))" \
        y2="\(Chart.number(floor))"/>
        """
      // Wide digits of the largest letters, so that nothing is cut at the edge whatever typeface a system has.
      let half = Double(mark.name.unicodeScalars.count) * 4 + 1
      let centre = min(max(place, half), Self.width - half)
      guard centre - half >= free else { return line }
      free = centre + half + 2
      return """
        \(line)<text x="\(Chart.number(centre))" y="\(Chart.number(Self.top - 10))" text-anchor="middle">\(mark.name)</text>
        """
    }.joined()
  }

  private func line(_ shares: [Double], _ y: (Double) -> Double, _ each: Double) -> Markup {
    guard shares.contains(where: { $0 > 0 }) else { return .empty }
    var path = "M\(Chart.number(Self.left)) \(Chart.number(y(shares[0])))"
    for (index, share) in shares.enumerated() {
      path += "V\(Chart.number(y(share)))H\(Chart.number(Self.left + each * Double(index + 1)))"
    }
    return "<path class=\"before\" d=\"\(path)\"/>"
  }

  private static func counts(_ values: [Double], _ start: Double, _ end: Double) -> [Double] {
    var counts = Array(repeating: 0.0, count: bins)
    for value in values {
      let place = min(max((value - start) / (end - start), 0), 1)
      counts[min(bins - 1, Int(place * Double(bins)))] += 1
    }
    return values.isEmpty ? counts : counts.map { $0 / Double(values.count) }
  }

  private var words: String {
    let all = marks.map { "\($0.name) \(unit($0.value))" }.joined(separator: ", ")
    return "\(title) of \(Format.count(values.count)) answers" + (all.isEmpty ? "" : ": \(all)")
      + (baseline.isEmpty ? "" : "; the line is the baseline")
  }
}

/// A course of values, oldest first, with the last one marked.
struct Sparkline {
  let values: [Double]
  let words: String

  var svg: Markup {
    let finite = values.filter(\.isFinite)
    guard finite.count > 1, let low = finite.min(), let high = finite.max() else { return .empty }
    let span = high - low
    let points = values.enumerated().filter { $0.element.isFinite }.map { index, value in
      (
        x: 4 + 112 * Double(index) / Double(values.count - 1),
        y: span > 0 ? 22 - 18 * (value - low) / span : 13
      )
    }
    guard let last = points.last else { return .empty }
    let path = points.enumerated().map { index, point in
      "\(index == 0 ? "M" : "L")\(Chart.number(point.x)) \(Chart.number(point.y))"
    }.joined()
    return """
      <svg class="spark" viewBox="0 0 120 26" width="120" height="26" role="img" aria-label="\(words)"><title>\(words)</title>\
      <path class="course" d="\(path)"/><circle class="dot" cx="\(Chart.number(last.x))" cy="\(Chart.number(last.y))" r="3"/></svg>
      """
  }
}
