import EvalGateCore
import UnicodeText

/// A path with its `.` and `..` resolved, without asking a file system.
package struct FilePath: Hashable, Sendable {
  package let isAbsolute: Bool
  package let parts: [String]
  /// Whether it leads above where it began.
  package let escapes: Bool

  /// - Returns: nil for paths that mean different things to different readers: with NUL, control characters, a drive, a share, a
  ///   home folder, an alternate stream, percent-encoded dots and slashes, or other characters that are slashes and double dots to
  ///   systems that normalize.
  package init?(_ text: String) {
    let decoded = text.percentDecoded
    guard !text.isEmpty, decoded.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else { return nil }
    guard decoded.utf8.count == text.utf8.count || Self.isSame(decoded, text) else { return nil }
    guard !decoded.unicodeScalars.contains(where: \.becomesSlash) else { return nil }
    // By bytes, as file systems read them: a `/` is one whatever mark is put on it.
    let forward = decoded.utf8.map { $0 == 0x5C ? 0x2F : $0 }
    guard !forward.starts(with: "//".utf8), forward.first != UInt8(ascii: "~"), !forward.contains(UInt8(ascii: ":"))
    else { return nil }
    isAbsolute = forward.first == 0x2F
    var parts: [String] = []
    var escapes = false
    for part in forward.split(separator: 0x2F).map({ Substring(decoding: $0, as: UTF8.self) }) where part != "." {
      guard Self.isParent(part) || !Self.isParent(Substring(String(part).nfkcCaseFolded)) else { return nil }
      if Self.isParent(part) {
        if parts.popLast() == nil { escapes = true }
      } else {
        parts.append(String(part))
      }
    }
    self.parts = parts
    self.escapes = escapes
  }

  /// Whether it stays in a folder. A symbolic link can lead out of it; that only the file system knows.
  package func isWithin(_ folder: FilePath) -> Bool {
    !escapes && isAbsolute == folder.isAbsolute && parts.starts(with: folder.parts)
  }

  private static func isParent(_ part: Substring) -> Bool {
    part.unicodeScalars.filter { $0 != " " }.elementsEqual("..".unicodeScalars)
  }

  /// Percent signs are fine as long as they hide neither a dot nor a slash.
  private static func isSame(_ decoded: String, _ text: String) -> Bool {
    func signs(_ text: String) -> Int { text.utf8.count { $0 == 0x2E || $0 == 0x2F || $0 == 0x5C || $0 == 0x25 } }
    return signs(decoded) <= signs(text) && !decoded.contains("%")
      && decoded.utf8.count(where: { $0 == 0x2E || $0 == 0x2F || $0 == 0x5C })
        == text.utf8.count(where: { $0 == 0x2E || $0 == 0x2F || $0 == 0x5C })
  }
}

extension Unicode.Scalar {
  /// Whether it is a slash or a backslash in a compatible form, or looks like nothing else.
  fileprivate var becomesSlash: Bool {
    switch value {
    case 0x2044, 0x2215, 0x2216, 0x29F5, 0x29F8, 0x29F9, 0xFE68, 0xFF0F, 0xFF3C: true
    default: false
    }
  }
}
