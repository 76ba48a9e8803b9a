import EvalGateCore

/// The profiles of AWS's shared configuration and credentials files.
///
/// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
package struct AWSProfiles: Sendable {
  private var profiles: [String: [String: String]] = [:]
  /// Keys that are written and have no value: not set, as AWS's own tools take them, and worth a word where nothing else is found.
  private var empty: [String: Set<String>] = [:]

  /// Reads `AWS_CONFIG_FILE` or `~/.aws/config`, and `AWS_SHARED_CREDENTIALS_FILE` or `~/.aws/credentials`; what is not there
  /// is empty. Where both have a setting, the credentials file wins; keys go together, so that a session token which one file
  /// still has does not join the keys of the other.
  package init(_ context: CredentialContext) {
    let config = context.variable("AWS_CONFIG_FILE").map(context.expanded) ?? context.home(".aws/config")
    let credentials =
      context.variable("AWS_SHARED_CREDENTIALS_FILE").map(context.expanded) ?? context.home(".aws/credentials")
    if let bytes = config.flatMap(context.read) { add(bytes, isConfiguration: true) }
    if let bytes = credentials.flatMap(context.read) { add(bytes, isConfiguration: false) }
  }

  /// What a profile says; nil where there is none of this name.
  package func settings(of profile: String) -> [String: String]? { profiles[profile] }

  /// The static keys that a profile names without a value.
  func emptyKeys(of profile: String) -> [String] { Self.staticKeys.filter { empty[profile]?.contains($0) == true } }

  private mutating func add(_ bytes: [UInt8], isConfiguration: Bool) {
    for (name, settings) in Self.sections(of: bytes, isConfiguration: isConfiguration) {
      empty[name, default: []].formUnion(settings.filter(\.value.isEmpty).keys)
      let settings = settings.filter { !$0.value.isEmpty }
      var known = profiles[name] ?? [:]
      if settings["aws_access_key_id"] != nil { for key in Self.staticKeys { known[key] = nil } }
      profiles[name] = known.merging(settings) { $1 }
    }
  }

  private static let staticKeys = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"]

  /// Lines of `[section]`, `key = value`, comments, and lines that are indented deeper than the key above: these are its own nested
  /// settings and are not read here. Right below a section's head, an indented line is a key.
  private static func sections(of bytes: [UInt8], isConfiguration: Bool) -> [String: [String: String]] {
    var sections: [String: [String: String]] = [:]
    var open: String?
    var keyIndent: Int?
    let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
      let text = line.trimmingSpaces
      guard let first = text.utf8.first, first != UInt8(ascii: "#"), first != UInt8(ascii: ";") else { continue }
      let indent = line.prefix { $0 == " " || $0 == "\t" }.count
      if first == UInt8(ascii: "[") {
        let name = text.dropFirst().prefix { $0 != "]" }.trimmingSpaces
        open = Self.profile(in: String(name), isConfiguration: isConfiguration)
        keyIndent = nil
        if let open { sections[open, default: [:]].merge([:]) { $1 } }
      } else if let open, indent <= keyIndent ?? indent, let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
        let key = text[..<equals].trimmingSpaces.lowercased()
        keyIndent = indent
        sections[open, default: [:]][key] = Self.value(String(text[text.index(after: equals)...].trimmingSpaces))
      }
    }
    return sections
  }

  /// `[profile name]` in the configuration, `[name]` in the credentials, `[default]` in both; nil for other sections.
  private static func profile(in section: String, isConfiguration: Bool) -> String? {
    guard isConfiguration, section != "default" else { return section }
    let words = section.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    guard words.count == 2, words[0] == "profile" else { return nil }
    let name = words[1].trimmingSpaces
    let isQuoted = name.count > 1 && name.first == name.last && (name.first == "\"" || name.first == "'")
    return String(isQuoted ? name.dropFirst().dropLast() : name)
  }

  /// A comment begins where white space stands before its sign.
  private static func value(_ text: String) -> String {
    var isAfterSpace = false
    for index in text.indices {
      if isAfterSpace, text[index] == "#" || text[index] == ";" { return String(text[..<index].trimmingSpaces) }
      isAfterSpace = text[index] == " " || text[index] == "\t"
    }
    return text
  }
}
