import EvalGateCore

/// Mailboxes as mail programs write them: with a name before the address, with `mailto:`, several in one text.
enum MailboxList {
  /// The addresses of a text that is nothing but mailboxes; nil for any other text, and for one that two programs read differently.
  static func addresses(in text: String) -> [String]? {
    guard text.contains("@"), text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
      return nil
    }
    var addresses: [String] = []
    for item in text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "," || $0 == ";" }) {
      guard let address = address(of: item.trimmingSpaces) else { return nil }
      addresses.append(address)
    }
    return addresses
  }

  private static func address(of item: Substring) -> String? {
    var address = item
    if address.last == ">" {
      guard let open = address.lastIndex(of: "<"), !address[..<open].contains(where: { "@<>()\\".contains($0) }) else {
        return nil
      }
      address = address[address.index(after: open)...].dropLast()
    }
    if address.lowercased().hasPrefix("mailto:") { address = address.dropFirst(7) }
    let isBare = !address.isEmpty && !address.contains { $0.isWhitespace || "<>()[]\"\\:?%".contains($0) }
    return isBare && address.count(where: { $0 == "@" }) == 1 ? String(address) : nil
  }
}
