/// A shell-style pattern: `*` any run of characters, `?` any one character; everything else is itself.
public struct Glob: Hashable, Sendable {
  private let pattern: [Unicode.Scalar]

  public init(_ pattern: String) { self.pattern = Array(pattern.unicodeScalars) }

  /// Linear in the text for each `*`: only the last one is ever tried again.
  public func matches(_ text: String) -> Bool {
    let text = Array(text.unicodeScalars)
    var (p, t) = (0, 0)
    var retry: (p: Int, t: Int)?
    while t < text.count {
      if p < pattern.count, pattern[p] == "*" {
        retry = (p + 1, t)
        p += 1
      } else if p < pattern.count, pattern[p] == "?" || pattern[p] == text[t] {
        p += 1
        t += 1
      } else if let last = retry {
        retry = (last.p, last.t + 1)
        (p, t) = (last.p, last.t + 1)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
  }
}
