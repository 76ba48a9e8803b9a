/// The last line of our comment, by which it is found again and put in order with others.
///
/// `<!-- evalgate:v1 id=default sha=9be2f10 run=1841 -->`. An HTML comment is shown by neither GitHub nor GitLab.
public struct CommentMarker: Hashable, Sendable {
  /// Tells comments of several configurations of one change apart.
  public let id: String
  /// The commit that was gated; empty where it is not known.
  public let sha: String
  /// The service's number of the pipeline, which grows with time; 0 where there is none.
  public let run: Int

  /// Ids and commits are reduced to letters, digits and `-_.`, so that nothing of them can end the HTML comment.
  public init(id: String, sha: String = "", run: Int = 0) {
    self.id = Self.word(id).isEmpty ? "default" : Self.word(id)
    self.sha = Self.word(sha)
    self.run = max(0, run)
  }

  /// As the last line of a comment.
  public var line: String { "<!-- evalgate:v1 id=\(id) sha=\(sha.prefix(40)) run=\(run) -->" }

  /// The marker that a comment ends in; nil where its last line is none. A quotation of ours has it elsewhere or behind `>`.
  public init?(endOf body: String) {
    let lines = body.split(whereSeparator: \.isNewline)
    guard let last = lines.last, last.hasPrefix("<!-- evalgate:v1 "), last.hasSuffix(" -->") else { return nil }
    var values: [Substring: String] = [:]
    for part in last.dropFirst(17).dropLast(4).split(separator: " ") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2 else { return nil }
      values[pair[0]] = String(pair[1])
    }
    guard let id = values["id"], let run = values["run"].flatMap({ Int($0) }) else { return nil }
    self.init(id: id, sha: values["sha"] ?? "", run: run)
  }

  private static func word(_ text: String) -> String {
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(100) {
      let isPlain =
        scalar.isASCII
        && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || "-_.".unicodeScalars.contains(scalar))
      kept.append(isPlain ? scalar : "-")
    }
    return String(kept)
  }
}
