import EvalGateCore

/// Rewrites templates of Nunjucks as ours: insertions with `dump`, `safe` or no filter, `if`, `else`, `for … in`.
///
/// What has no counterpart (`set`, macros, comparisons, other filters) makes the whole template unconvertible: half a prompt is
/// another prompt.
struct Nunjucks {
  struct Unconvertible: Error { let what: String }

  private enum Piece {
    case text(String)
    case expression(String)
    case tag(String)
  }

  private indirect enum Part {
    case text(String)
    case value(String)
    case condition(String, isNegated: Bool, [Part], [Part])
    case loop(variable: String, list: String, [Part])
  }

  /// Variables that are lists or objects in some case, and so are inserted as JSON.
  let structured: Set<String>

  func convert(_ text: String) throws(Unconvertible) -> String {
    var pieces = try Self.pieces(text)[...]
    let parts = try Self.parts(&pieces, until: [])
    return try write(parts, loop: nil)
  }

  // MARK: Reading

  private static func pieces(_ text: String) throws(Unconvertible) -> [Piece] {
    var pieces: [Piece] = []
    var rest = Substring(text)
    var trimsNext = false
    func plain(_ part: Substring, endTrimmed: Bool) {
      var part = trimsNext ? part.drop(while: \.isWhitespace) : part
      while endTrimmed, part.last?.isWhitespace == true { part.removeLast() }
      trimsNext = false
      if !part.isEmpty { pieces.append(.text(String(part))) }
    }
    while let brace = nextOpening(in: rest) {
      let kind = rest[rest.index(after: brace)]
      let closing = kind == "{" ? "}}" : kind == "%" ? "%}" : "#}"
      var inner = rest[brace...].dropFirst(2)
      guard let end = inner.firstRange(of: closing) else {
        throw Unconvertible(what: "a `{\(kind)` that is not closed")
      }
      let after = inner[end.upperBound...]
      inner = inner[..<end.lowerBound]
      plain(rest[..<brace], endTrimmed: inner.hasPrefix("-"))
      if inner.hasPrefix("-") { inner = inner.dropFirst() }
      trimsNext = inner.hasSuffix("-")
      if trimsNext { inner = inner.dropLast() }
      let content = inner.trimmingSpaces
      if kind == "{" { pieces.append(.expression(String(content))) }
      if kind == "%" { pieces.append(.tag(String(content))) }
      rest = after
    }
    plain(rest, endTrimmed: false)
    return pieces
  }

  private static func nextOpening(in text: Substring) -> String.Index? {
    var index = text.startIndex
    while let brace = text[index...].firstIndex(of: "{") {
      let next = text.index(after: brace)
      guard next < text.endIndex else { return nil }
      if "{%#".contains(text[next]) { return brace }
      index = next
    }
    return nil
  }

  private static func parts(_ pieces: inout ArraySlice<Piece>, until ends: Set<String>) throws(Unconvertible) -> [Part]
  {
    var parts: [Part] = []
    while let piece = pieces.first {
      if case .tag(let tag) = piece, ends.contains(tag) { return parts }
      pieces.removeFirst()
      switch piece {
      case .text(let text): parts.append(.text(text))
      case .expression(let expression): parts.append(.value(expression))
      case .tag(let tag): parts.append(try block(tag, &pieces))
      }
    }
    guard ends.isEmpty else { throw Unconvertible(what: "a block that is not closed") }
    return parts
  }

  private static func block(_ tag: String, _ pieces: inout ArraySlice<Piece>) throws(Unconvertible) -> Part {
    let words = tag.split(whereSeparator: \.isWhitespace).map(String.init)
    switch (words.first, words.count) {
    case ("if", 2),
      ("if", 3) where words.count == 2 || words[1] == "not":
      let then = try parts(&pieces, until: ["else", "endif"])
      var otherwise: [Part] = []
      if case .tag("else")? = pieces.first {
        pieces.removeFirst()
        otherwise = try parts(&pieces, until: ["endif"])
      }
      pieces = pieces.dropFirst()
      return .condition(words[words.count - 1], isNegated: words.count == 3, then, otherwise)
    case ("for", 4) where words[2] == "in":
      let body = try parts(&pieces, until: ["endfor"])
      pieces = pieces.dropFirst()
      return .loop(variable: words[1], list: words[3], body)
    default: throw Unconvertible(what: "`{% \(tag) %}`")
    }
  }

  // MARK: Writing

  private func write(_ parts: [Part], loop: String?) throws(Unconvertible) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .text(let plain): text += plain
      case .value(let expression): text += try insertion(expression, loop: loop)
      case .condition(let path, let isNegated, let then, let otherwise):
        let (yes, no) = isNegated ? (otherwise, then) : (then, otherwise)
        let branch = no.isEmpty ? "" : "{{else}}" + (try write(no, loop: loop))
        text += "{{#if \(try self.path(path, loop: loop))}}" + (try write(yes, loop: loop)) + branch + "{{/if}}"
      case .loop(let variable, let list, let body):
        guard loop == nil else { throw Unconvertible(what: "a loop inside a loop") }
        text += "{{#each \(try path(list, loop: nil))}}" + (try write(body, loop: variable)) + "{{/each}}"
      }
    }
    return text
  }

  private func insertion(_ expression: String, loop: String?) throws(Unconvertible) -> String {
    var parts = expression.split(separator: "|", omittingEmptySubsequences: false).map { String($0.trimmingSpaces) }
    let written = parts.removeFirst()
    if written == "loop.index0", parts.isEmpty, loop != nil { return "{{@index}}" }
    let path = try path(written, loop: loop)
    let filters = parts.filter { $0 != "safe" }
    let isStructured = structured.contains(path) && filters.isEmpty
    guard filters.isEmpty || ["dump", "tojson", "json"].contains(filters[0]) && filters.count == 1 else {
      throw Unconvertible(what: "the filter `\(filters[0])`")
    }
    return filters.isEmpty && !isStructured ? "{{\(path)}}" : "{{\(path) | json}}"
  }

  /// A path such as `order.items[0].name` or `order['name']`, with the loop's variable as `this`.
  private func path(_ written: String, loop: String?) throws(Unconvertible) -> String {
    var rest = Substring(written)
    let root = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    guard let first = root.first, !first.isNumber, root != "loop", root != "env" else {
      throw Unconvertible(what: "`{{ \(written) }}`")
    }
    rest = rest.dropFirst(root.count)
    var path = loop == String(root) ? "this" : String(root)
    while let next = rest.first {
      rest.removeFirst()
      if next == "." {
        let key = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard !key.isEmpty else { throw Unconvertible(what: "`{{ \(written) }}`") }
        path += "." + key
        rest = rest.dropFirst(key.count)
      } else if next == "[", let close = rest.firstIndex(of: "]") {
        let inside = rest[..<close]
        rest = rest[rest.index(after: close)...]
        if inside.allSatisfy(\.isWholeNumber), !inside.isEmpty {
          path += "[\(inside)]"
        } else if let quote = inside.first, quote == "'" || quote == "\"", inside.count > 2, inside.last == quote,
          inside.dropFirst().dropLast().allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
        {
          path += "." + inside.dropFirst().dropLast()
        } else {
          throw Unconvertible(what: "`{{ \(written) }}`")
        }
      } else {
        throw Unconvertible(what: "`{{ \(written) }}`")
      }
    }
    return path
  }
}
