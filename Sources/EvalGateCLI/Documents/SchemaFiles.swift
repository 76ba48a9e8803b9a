import EvalGateConfig
import EvalGateCore
import EvalGateStore
import JSONSchema
import StrictJSON

/// Schemas on the disk: those of the repository by `file:` URIs, and remote ones in the folders that stand for them.
///
/// Nothing outside the given folders is read, whatever a `$ref` or a symbolic link says, and nothing is fetched.
struct SchemaFiles: SchemaResolver {
  /// The folder that references may not leave, without symbolic links.
  let root: String
  /// URI prefixes and the folders that stand for them.
  let folders: [(uri: String, folder: String)]

  static let limit = 4 << 20

  /// - Parameter maps: `URI=FOLDER`, the folder from the root of the disk.
  init(root: String, maps: [String], absolute: (String) -> String) throws(Diagnostic) {
    self.root = PlainFiles.resolved(root) ?? root
    var folders: [(uri: String, folder: String)] = []
    for map in maps {
      guard let equals = map.utf8.lastIndex(of: UInt8(ascii: "=")), equals > map.startIndex,
        let folder = PlainFiles.resolved(absolute(String(map[map.utf8.index(after: equals)...]))),
        PlainFiles.isFolder(folder)
      else {
        throw Diagnostic(
          .schemaMap, "`--map \(map)` is not a URI and a folder that exists",
          help: "write `--map https://example.com/schemas/=schemas`")
      }
      let uri = String(map[..<equals])
      folders.append((uri.utf8.last == UInt8(ascii: "/") ? uri : uri + "/", folder))
    }
    // The longest prefix says most.
    self.folders = folders.sorted { $0.uri.utf8.count > $1.uri.utf8.count }
  }

  func schema(for uri: String) throws -> JSONValue? {
    guard let path = path(for: uri) else { return nil }
    return try JSONValue(parsing: PlainFiles.read(path, limit: Self.limit))
  }

  /// The file that a URI names; nil where it names none within the folders.
  func path(for uri: String) -> String? {
    if uri.utf8.starts(with: "file:///".utf8) {
      return file(String(uri.dropFirst("file://".count)), inside: root)
    }
    for (prefix, folder) in folders where uri.utf8.starts(with: prefix.utf8) {
      if let path = file(folder + "/" + uri.dropFirst(prefix.count), inside: folder) { return path }
    }
    return nil
  }

  private func file(_ encoded: String, inside folder: String) -> String? {
    guard let path = FileURI.decodingPercent(encoded), let resolved = PlainFiles.resolved(path),
      resolved.utf8.starts(with: (folder == "/" ? "/" : folder + "/").utf8)
    else { return nil }
    return resolved
  }
}

/// `file:` URIs of absolute paths (RFC 8089).
enum FileURI {
  static func of(_ path: String) -> String {
    var text = "file://"
    for byte in path.utf8 {
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || "/-._~".utf8.contains(byte)
      let digits = String(byte, radix: 16, uppercase: true)
      text += isPlain ? String(Unicode.Scalar(byte)) : "%" + (digits.utf8.count == 1 ? "0" : "") + digits
    }
    return text
  }

  /// Undoes percent escapes; nil where they are none, not UTF-8 or a NUL.
  static func decodingPercent(_ text: String) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), value != 0
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
  }
}

extension DiagnosticCode {
  static let schemaMap = DiagnosticCode(
    "json/map", "`--map` names a URI prefix and a folder whose files stand for it; schemas are never fetched.")
}
