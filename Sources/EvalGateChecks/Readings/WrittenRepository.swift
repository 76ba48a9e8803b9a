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
  /// - Parameters:
  ///   - readings: all of the value.
  ///   - namesWithin: whether a word of it may be the two names alone, as in `gh repo clone mallory/x`; a path reads like that as well.
  static func held(by readings: [String], namesWithin: Bool) -> Set<String> {
    let written = readings.filter { $0.utf8.contains(UInt8(ascii: "/")) }
    return Set(
      written.flatMap { words($0).flatMap { forms(of: $0, isWithin: true) } }
        + written.flatMap { namesWithin ? words($0) : [$0.trimmingSpaces.unicodeScalars[...]] }.compactMap(slug))
  }

  private static func words(_ text: String) -> [Substring.UnicodeScalarView] {
    text.unicodeScalars.split { $0.properties.isWhitespace || "<>()[]{},;\"'`|=".unicodeScalars.contains($0) }
  }

  /// - Parameter isWithin: whether what is in a repository leads to it too.
  private static func forms(of word: Substring.UnicodeScalarView, isWithin: Bool) -> [String] {
    guard let address = RepositoryAddress(Substring(word)),
      let host = WrittenHost.canonical(address.host.unicodeScalars[...], in: .text)
    else { return [] }
    let whole = host + "/" + address.steps.joined(separator: "/")
    guard let name = address.name, isWithin || address.steps.count == 2 else { return [whole] }
    return [whole, short(name)]
  }

  /// `mallory/x`, with a version behind it perhaps, and nothing else.
  private static func slug(_ word: Substring.UnicodeScalarView) -> String? {
    let steps = word.prefix { $0 != "@" && $0 != "#" }.split(separator: "/", omittingEmptySubsequences: false)
    guard steps.count == 2,
      steps.allSatisfy({ $0.contains(where: isOfName) && $0.allSatisfy { isOfName($0) || $0 == ":" } }),
      !steps[0].contains("."), !steps[0].contains(":")
    else { return nil }
    let name = RepositoryAddress.bare(String(steps[1]))
    return name.isEmpty ? nil : short("\(String(steps[0]))/\(name)")
  }

  /// No host looks like it.
  private static func short(_ name: String) -> String { " " + name }

  private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isLetterOrDigit || ".-_".unicodeScalars.contains(scalar)
  }
}
