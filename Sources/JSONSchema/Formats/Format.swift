import SafeRegex
import StrictJSON

/// The formats of the specification (2020-12 validation, section 7.3), each by the document it names.
enum Format: String, Sendable, CaseIterable {
  case dateTime = "date-time"
  case date
  case time
  case duration
  case email
  case idnEmail = "idn-email"
  case hostname
  case idnHostname = "idn-hostname"
  case ipv4
  case ipv6
  case uri
  case uriReference = "uri-reference"
  case iri
  case iriReference = "iri-reference"
  case uriTemplate = "uri-template"
  case uuid
  case jsonPointer = "json-pointer"
  case relativeJSONPointer = "relative-json-pointer"
  case regex

  /// The format with this name; nil for names of nobody or of somebody else, which allow everything.
  init?(named name: String) {
    guard let format = Self.allCases.first(where: { $0.rawValue.sameBytes(as: name) }) else { return nil }
    self = format
  }

  /// Whether a text has the format. Linear in the text.
  func matches(_ text: String) -> Bool {
    switch self {
    case .dateTime: DateTimeFormat.isDateTime(text)
    case .date: DateTimeFormat.isDate(text)
    case .time: DateTimeFormat.isTime(text)
    case .duration: DurationFormat.matches(text)
    case .email: EmailFormat.matches(text, international: false)
    case .idnEmail: EmailFormat.matches(text, international: true)
    case .hostname: HostnameFormat.isHostname(text)
    case .idnHostname: HostnameFormat.isInternationalHostname(text)
    case .ipv4: AddressFormat.isIPv4(text)
    case .ipv6: AddressFormat.isIPv6(text)
    case .uri: URIFormat(allowsUnicode: false).isAbsolute(text)
    case .uriReference: URIFormat(allowsUnicode: false).isReference(text)
    case .iri: URIFormat(allowsUnicode: true).isAbsolute(text)
    case .iriReference: URIFormat(allowsUnicode: true).isReference(text)
    case .uriTemplate: URITemplateFormat.matches(text)
    case .uuid: Self.isUUID(text)
    case .jsonPointer: (try? JSONPointer(text)) != nil
    case .relativeJSONPointer: Self.isRelativeJSONPointer(text)
    case .regex: SafeRegex.isECMAScript(text)
    }
  }

  /// What looking costs, in steps.
  func cost(of text: String) -> Int {
    let count = text.utf8.count
    switch self {
    case .regex: return 3 * count
    // Each character of another script is normalized and folded; what is longer than a name can be is not looked at.
    case .hostname where text.contains("xn--"), .idnHostname where text.utf8.contains { $0 >= 0x80 }:
      return 16 * min(count, 1_024)
    case .uriTemplate: return 2 * count
    case .jsonPointer, .relativeJSONPointer: return count
    default: return count / 8
    }
  }

  /// RFC 9562, section 4: hexadecimal digits in groups of 8, 4, 4, 4 and 12.
  private static func isUUID(_ text: String) -> Bool {
    guard text.utf8.count == 36 else { return false }
    return text.utf8.enumerated().allSatisfy { index, byte in
      [8, 13, 18, 23].contains(index) ? byte == UInt8(ascii: "-") : byte.isHexDigit
    }
  }

  /// Relative JSON Pointer, section 3: how far up, then `#` or the way down.
  private static func isRelativeJSONPointer(_ text: String) -> Bool {
    let digits = text.utf8.prefix { $0.isDigit }
    guard !digits.isEmpty, digits.count == 1 || digits.first != UInt8(ascii: "0") else { return false }
    let rest = String(text.utf8.dropFirst(digits.count)) ?? ""
    return rest.sameBytes(as: "#") || (try? JSONPointer(rest)) != nil
  }
}

extension UInt8 {
  var isDigit: Bool { (0x30...0x39).contains(self) }
  var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }
  var isHexDigit: Bool { isDigit || (0x61...0x66).contains(self | 0x20) }
}
