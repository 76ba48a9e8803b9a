/// Gathers the small pieces of an export into large ones before they are handed on.
public final class ExportOutput {
  private var buffer: [UInt8] = []
  private let deliver: ([UInt8]) throws -> Void
  private static let size = 1 << 18

  /// - Parameter deliver: takes each large piece.
  public init(_ deliver: @escaping ([UInt8]) throws -> Void) { self.deliver = deliver }

  func write(_ bytes: [UInt8]) throws {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.size { try flush() }
  }

  func write(_ text: String) throws { try write(Array(text.utf8)) }

  /// Hands on what is left.
  public func flush() throws {
    guard !buffer.isEmpty else { return }
    try deliver(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes a file whole or not at all.
  public static func file(_ path: String, _ body: (ExportOutput) throws -> Void) throws {
    try AtomicFile.write(path) { file in
      let output = ExportOutput { try file.write($0) }
      try body(output)
      try output.flush()
    }
  }
}
