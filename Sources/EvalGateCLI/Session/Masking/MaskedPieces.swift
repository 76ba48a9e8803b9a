import EvalGateStore

/// Collects the pieces of an output until there are enough for a write, and masks secrets in them.
struct MaskedPieces {
  private let secrets: SecretMask
  private let put: ([UInt8]) throws -> Void
  private var buffer: [UInt8] = []

  private static let enough = 1 << 18

  /// - Parameter put: takes a stretch of the output.
  init(_ secrets: SecretMask, to put: @escaping ([UInt8]) throws -> Void) {
    self.secrets = secrets
    self.put = put
  }

  mutating func add(_ piece: String) throws {
    buffer.append(contentsOf: piece.utf8)
    if buffer.count >= Self.enough { try flush() }
  }

  /// Hands on what is left.
  mutating func flush() throws {
    guard !buffer.isEmpty else { return }
    try put(secrets.masked(buffer))
    buffer.removeAll(keepingCapacity: true)
  }
}
