import EvalGateCore

/// A part of an address in which data fits.
struct AddressPart {
  /// Where it stands; paths name pages, so more is needed there.
  enum Place { case path, query, name, fragment, host, user }

  let place: Place
  /// Of a field in the query.
  let name: String
  /// Decoded.
  let value: String
  /// Letters and digits in it were written as percent signs and numbers, which nothing but hiding them asks for.
  let isDisguised: Bool

  private init(_ place: Place, _ raw: some StringProtocol, name: String = "") {
    self.place = place
    self.name = name
    value = Self.decoded(String(raw))
    isDisguised = Self.isDisguised(raw)
  }

  /// - Parameter limit: how many are taken of its fields and steps.
  /// - Returns: the parts, and whether there are more.
  static func all(of address: WebAddress, limit: Int) -> (parts: [AddressPart], isExceeded: Bool) {
    var parts: [AddressPart] = []
    // Who gets a mail is no news to them; what it says is.
    let isMail = address.scheme == "mailto"
    let steps = isMail ? [] : address.path.utf8.split(separator: 0x2F, maxSplits: limit)
    for step in steps.prefix(limit) { parts.append(AddressPart(.path, Substring(step))) }
    let fields = address.query.utf8.split(maxSplits: limit) { $0 == 0x26 || $0 == 0x3B }
    for field in fields.prefix(limit) {
      let pair = field.split(separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false)
      let name = pair.count > 1 ? decoded(String(Substring(pair[0]))).lowercased() : ""
      if isMail, recipients.contains(name) { continue }
      if pair.count > 1 { parts.append(AddressPart(.name, Substring(pair[0]))) }
      parts.append(AddressPart(.query, Substring(pair[pair.count - 1]), name: name))
    }
    if !address.fragment.isEmpty { parts.append(AddressPart(.fragment, address.fragment)) }
    if !address.userinfo.isEmpty { parts.append(AddressPart(.user, address.userinfo)) }
    if let host = address.host, host.address == nil {
      for label in host.name.split(separator: ".").dropLast(2) { parts.append(AddressPart(.host, label)) }
    }
    return (parts, steps.count > limit || fields.count > limit)
  }

  /// Fields of a mail that name who gets it (RFC 6068, section 2).
  private static let recipients: Set = ["to", "cc", "bcc"]

  private static func decoded(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "+" ? " " : $0 })).percentDecoded
  }

  /// Whether four letters or digits stand percent-encoded, which no address needs (RFC 3986, section 2.3).
  private static func isDisguised(_ raw: some StringProtocol) -> Bool {
    let bytes = Array(raw.utf8)
    var count = 0
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "%") && index + 2 < bytes.count {
      guard let high = ByteClass.hex(bytes[index + 1]), let low = ByteClass.hex(bytes[index + 2]) else { continue }
      if ByteClass.isAlphanumeric(high << 4 | low) { count += 1 }
    }
    return count >= 4
  }
}
