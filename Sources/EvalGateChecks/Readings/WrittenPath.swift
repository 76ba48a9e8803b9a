import UnicodeText

/// The paths of files in a text, each without the steps that lead nowhere: `/workspace/../etc/passwd` is `/etc/passwd`, in a command and
/// behind `file://` too. Made for what is forbidden: a path that leads above where it began may end anywhere.
enum WrittenPath {
  /// The path that a text is, in the home it is in too; none where it does not begin at a root.
  static func named(_ text: String) -> [String] {
    let folded = text.nfkcCaseFolded.unicodeScalars.filter { !$0.properties.isWhitespace }
    guard let first = folded.first, first == "/" || first == "~" else { return [] }
    let path = plain(folded[...])
    return path.isEmpty ? [] : [path] + atHome(path)
  }

  /// `~/.ssh` for `/root/.ssh` and `/home/ann/.ssh`.
  private static func atHome(_ path: String) -> [String] {
    let steps = path.split(separator: "/")
    let home = steps.first == "root" ? 1 : steps.first == "home" || steps.first == "users" ? 2 : steps.count
    return steps.count > home ? ["/~" + steps[home...].map { "/" + $0 }.joined()] : []
  }

  /// The paths that a text for a model speaks of, hidden or not: from the root, and of more than one step, since a text has signs such as
  /// `/month` as well.
  static func mentioned(in text: String) -> Set<String> {
    let paths = held(by: WrittenReadings.all(ofHiding: text)).map {
      $0.hasSuffix(".") || $0.hasSuffix("!") ? String($0.dropLast()) : $0
    }
    return Set(paths.filter { $0.dropFirst().contains("/") && !$0.hasPrefix("/.") }.flatMap { [$0] + atHome($0) })
  }

  /// The paths that a value holds, however it goes there.
  ///
  /// - Parameter readings: all of the value.
  static func held(by readings: [String]) -> Set<String> { Set(all(in: readings).map(\.path)) }

  /// Whether a value leads to one of the paths, or below it. What is below `./etc` is below no folder of the root.
  ///
  /// - Parameter readings: all of the value.
  static func leads(_ readings: [String], into paths: Set<String>) -> Bool {
    let folders = paths.map { Array(($0 + "/").utf8) }
    return all(in: readings).contains { path, isAbsolute in
      paths.contains(path) || isAbsolute && folders.contains { path.utf8.starts(with: $0) }
    }
  }

  private static func all(in readings: [String]) -> [(path: String, isAbsolute: Bool)] {
    var found: [(path: String, isAbsolute: Bool)] = []
    for reading in readings where reading.utf8.contains(where: { "/\\".utf8.contains($0) }) {
      let reading = reading.replacing("${home}", with: "~").replacing("$home", with: "~")
      for word in reading.unicodeScalars.split(whereSeparator: endsPath) {
        let slashed = String.UnicodeScalarView(word.map { $0 == "\\" ? "/" : $0 })
        guard let first = slashed.first, "/~.".unicodeScalars.contains(first) || leadsAbove(slashed[...]) else {
          continue
        }
        found.append((plain(slashed[...]), first != "." || leadsAbove(slashed[...])))
        // Of `file://localhost/etc/passwd` the first step is a machine.
        if slashed.starts(with: "//".unicodeScalars), reading.unicodeScalars[..<word.startIndex].isFileScheme {
          found.append((plain(slashed.drop { $0 == "/" }.drop { $0 != "/" }), true))
        }
      }
    }
    return found
  }

  /// What no path goes on over, unless it is quoted.
  static func endsPath(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || "<>()[]{},;\"'`|:=&?#".unicodeScalars.contains(scalar)
  }

  /// Whether a path ends above where it began, or was there on the way: `docs/../../etc/passwd`, and not `docs/../notes.md`.
  private static func leadsAbove(_ path: Substring.UnicodeScalarView) -> Bool {
    var depth = 0
    for step in path.split(separator: "/") {
      switch String(step) {
      case ".": break
      case "..": depth -= 1
      default: depth += 1
      }
      if depth < 0 { return true }
    }
    return false
  }

  /// A path without steps that lead nowhere (RFC 3986, section 5.2.4), from the root; empty for the root itself.
  static func plain(_ path: Substring.UnicodeScalarView) -> String {
    var steps: [Substring.UnicodeScalarView] = []
    for step in path.split(separator: "/") {
      switch String(step) {
      case ".": break
      case "..": _ = steps.popLast()
      default: steps.append(step)
      }
    }
    return steps.map { "/" + String($0) }.joined()
  }
}

extension Substring.UnicodeScalarView {
  /// Whether it ends with the scheme of files.
  var isFileScheme: Bool { suffix(5).elementsEqual("file:".unicodeScalars) }
}
