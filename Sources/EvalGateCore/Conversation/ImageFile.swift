public import StrictJSON

/// A picture that goes with a message, read from a file of the project.
public struct ImageFile: Hashable, Sendable {
  /// `image/png`, `image/jpeg`, `image/gif` or `image/webp`: what all services that take pictures have in common.
  public var mediaType: String
  /// The file's content.
  public var bytes: [UInt8]

  /// Makes a picture of bytes whose type is known.
  public init(mediaType: String, bytes: [UInt8]) {
    self.mediaType = mediaType
    self.bytes = bytes
  }

  /// Takes a file for what its first bytes say it is; nil where that is none of the four kinds.
  ///
  /// Signatures as in WHATWG MIME Sniffing, section 6.1.
  public init?(bytes: [UInt8]) {
    let kind: String
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      kind = "image/png"
    } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      kind = "image/jpeg"
    } else if bytes.starts(with: "GIF87a".utf8) || bytes.starts(with: "GIF89a".utf8) {
      kind = "image/gif"
    } else if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBPVP".utf8) {
      kind = "image/webp"
    } else {
      return nil
    }
    self.init(mediaType: kind, bytes: bytes)
  }

  /// For digests and recordings: what the picture is, not the picture.
  public var json: JSONValue {
    ["media_type": .string(mediaType), "digest": .string(Digest(of: bytes).hex)]
  }
}
