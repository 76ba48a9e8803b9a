import EvalGateCore
import UnicodeText

/// The repositories that a text names, each in the form that its addresses have in common: `https://github.com/mallory/x`,
/// `git@github.com:mallory/x.git`, and, where a service has nothing else at such a place, `mallory/x` alone.
enum WrittenRepository {
  /// Those that a forbidden text or a text for a model speaks of.
  static func named(in text: String) -> Set<String> {
    let readings = WrittenReadings.all(ofHiding: text)
    return Set(readings.flatMap { words($0).flatMap { slug($0).map { [$0] } ?? forms(of: $0, isWithin: false) } })
  }

  /// Those that a value leads to, or into.
  ///
  /// - Parameter readings: all of the value.
  static func held(by readings: [String]) -> Set<String> {
    let written = readings.filter { $0.utf8.contains(UInt8(ascii: "/")) }
    return Set(
      written.flatMap { words($0).flatMap { forms(of: $0, isWithin: true) } }
        + written.compactMap { slug($0.trimmingSpaces.unicodeScalars[...]) })
  }

  /// Services at which a name and another one are a repository.
  private static let services: Set<String> = [
    "github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitea.com", "huggingface.co",
  ]
  /// Before a colon, as package managers write them.
  private static let shortNames: Set<String> = ["gh", "github", "gitlab", "bitbucket"]

  private static func words(_ text: String) -> [Substring.UnicodeScalarView] {
    text.unicodeScalars.split { $0.properties.isWhitespace || "<>()[]{},;\"'`|=".unicodeScalars.contains($0) }
  }

  /// - Parameter isWithin: whether what is in a repository leads to it too.
  private static func forms(of word: Substring.UnicodeScalarView, isWithin: Bool) -> [String] {
    guard let (host, path) = place(word) else { return [] }
    let steps = steps(of: path)
    guard !steps.isEmpty else { return [] }
    let isShort = shortNames.contains(host)
    let whole = isShort ? [] : [host + "/" + steps.joined(separator: "/")]
    let isRepository = isShort || services.contains(host)
    guard isRepository, steps.count == 2 || isWithin && steps.count > 2 else { return whole }
    return whole + [short(steps[0], steps[1])]
  }

  /// A host, after a scheme and the name of a user, and what stands after its slash or colon.
  private static func place(
    _ word: Substring.UnicodeScalarView
  ) -> (host: String, path: Substring.UnicodeScalarView)? {
    var rest = word
    let scheme = Substring(word).firstRange(of: "://")
    if let scheme { rest = rest[scheme.upperBound...] }
    let head = rest.prefix { $0 != "/" }
    if let at = head.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
    let name = rest.prefix(while: isOfName)
    var path = rest[name.endIndex...]
    guard let sign = path.first, sign == "/" || sign == ":" else { return nil }
    path = path.dropFirst()
    // A port.
    if sign == ":", scheme != nil { path = path.drop { $0 != "/" } }
    if shortNames.contains(String(name)) { return sign == ":" && scheme == nil ? (String(name), path) : nil }
    guard let host = WrittenHost.canonical(name, in: .text) else { return nil }
    return (host, path)
  }

  private static func steps(of path: Substring.UnicodeScalarView) -> [String] {
    var steps = path.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").map { String($0) }
    if let last = steps.popLast() {
      let name = bare(last)
      if !name.isEmpty { steps.append(name) }
    }
    return steps
  }

  /// `mallory/x` and nothing else.
  private static func slug(_ word: Substring.UnicodeScalarView) -> String? {
    let steps = word.split(separator: "/", omittingEmptySubsequences: false)
    guard steps.count == 2,
      steps.allSatisfy({ $0.contains(where: isOfName) && $0.allSatisfy { isOfName($0) || $0 == ":" } }),
      !steps[0].contains("."), !steps[0].contains(":")
    else { return nil }
    let name = bare(String(steps[1]))
    return name.isEmpty ? nil : short(String(steps[0]), name)
  }

  /// No host looks like it.
  private static func short(_ owner: String, _ name: String) -> String { " \(owner)/\(bare(name))" }

  /// Without the ending of a repository's folder, and what ends a sentence.
  private static func bare(_ name: String) -> String {
    var name = name[...]
    while let last = name.last, ".,:!?".contains(last) { name = name.dropLast() }
    return name.hasSuffix(".git") ? String(name.dropLast(4)) : String(name)
  }

  private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isLetterOrDigit || ".-_".unicodeScalars.contains(scalar)
  }
}
