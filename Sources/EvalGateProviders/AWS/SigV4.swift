import Crypto
package import CurlHTTP
import EvalGateCore

/// AWS Signature Version 4 with the signature in the `Authorization` header.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
package struct SigV4: Sendable {
  /// The region the request is for, such as `us-east-1`.
  package let region: String
  /// The service's signing name, such as `bedrock`. Not for `s3`, whose paths are neither normalised nor encoded twice.
  package let service: String

  /// A signer for one service in one region.
  package init(region: String, service: String) {
    self.region = region
    self.service = service
  }

  /// The request with `X-Amz-Date`, `X-Amz-Security-Token` where there is one, and `Authorization`. Every header of the
  /// request is signed, and `Host` as libcurl writes it.
  ///
  /// - Parameter seconds: now, since 1970; a service takes five minutes of difference.
  package func signed(_ request: HTTPRequest, with credentials: AWSCredentials, at seconds: Int) -> HTTPRequest {
    var request = request
    let moment = Timestamp.basic(secondsSince1970: seconds)
    request.headers.set("X-Amz-Date", moment)
    if let token = credentials.sessionToken { request.headers.set("X-Amz-Security-Token", token.exposed) }
    let address = SignedAddress(request.url)
    let headers = canonicalHeaders(of: request, host: address.host)
    let names = headers.map(\.name).joined(separator: ";")
    let canonical = [
      request.method, address.canonicalPath, address.canonicalQuery,
      headers.map { "\($0.name):\($0.value)\n" }.joined(), names, Self.hex(SHA256.hash(data: request.body)),
    ].joined(separator: "\n")
    let day = String(moment.prefix(8))
    let scope = "\(day)/\(region)/\(service)/aws4_request"
    let toSign = [
      "AWS4-HMAC-SHA256", moment, scope, Self.hex(SHA256.hash(data: Array(canonical.utf8))),
    ].joined(separator: "\n")
    let signature = Self.hex(Self.mac(toSign, key: signingKey(credentials.secretAccessKey, day: day)))
    request.headers.set(
      "Authorization",
      "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), SignedHeaders=\(names), Signature=\(signature)")
    return request
  }

  /// Lower-case names in order, each once; values with the white space folded, those of one name joined as they came.
  private func canonicalHeaders(of request: HTTPRequest, host: String) -> [(name: String, value: String)] {
    var values: [String: [String]] = ["host": [host]]
    for field in request.headers.fields {
      values[field.name.lowercased(), default: []].append(Self.folded(field.value))
    }
    return values.map { ($0.key, $0.value.joined(separator: ",")) }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// "Remove leading and trailing spaces, convert sequential spaces to a single space."
  private static func folded(_ value: String) -> String {
    value.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      .map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
  }

  private func signingKey(_ secret: Secret, day: String) -> SymmetricKey {
    [day, region, service, "aws4_request"].reduce(SymmetricKey(data: Array("AWS4\(secret.exposed)".utf8))) {
      SymmetricKey(data: Self.mac($1, key: $0))
    }
  }

  private static func mac(_ text: String, key: SymmetricKey) -> HMAC<SHA256>.MAC {
    HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
  }

  private static func hex(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

/// The parts of an address as they are signed.
struct SignedAddress {
  /// As libcurl writes it into `Host`: without the scheme's own port.
  let host: String
  /// The path as it is sent, without `.`, `..` and empty segments, and then encoded once more: a model id with `:` is sent as
  /// `%3A` and signed as `%253A`.
  let canonicalPath: String
  /// The parameters in order of their encoded names and values.
  let canonicalQuery: String

  init(_ url: String) {
    let bytes = Array(url.utf8)
    let isSecure = url.lowercased().hasPrefix("https://")
    let start = min(bytes.count, isSecure ? 8 : 7)
    let end = bytes[start...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? bytes.count
    let authority = String(decoding: bytes[start..<end], as: UTF8.self)
    let usualPort = isSecure ? ":443" : ":80"
    host = authority.hasSuffix(usualPort) ? String(authority.dropLast(usualPort.count)) : authority
    let rest = bytes[end...].prefix { $0 != UInt8(ascii: "#") }
    let path = rest.prefix { $0 != UInt8(ascii: "?") }
    canonicalPath = Self.canonical(path: path)
    canonicalQuery = Self.canonical(query: rest.dropFirst(path.count + 1))
  }

  private static func canonical(path: ArraySlice<UInt8>) -> String {
    var segments: [ArraySlice<UInt8>] = []
    for segment in path.split(separator: UInt8(ascii: "/")) {
      if segment.elementsEqual("..".utf8) {
        _ = segments.popLast()
      } else if !segment.elementsEqual(".".utf8) {
        segments.append(segment)
      }
    }
    let encoded = segments.map { $0.percentEncoded() }
    guard !encoded.isEmpty else { return "/" }
    return "/" + encoded.joined(separator: "/") + (path.last == UInt8(ascii: "/") ? "/" : "")
  }

  private static func canonical(query: ArraySlice<UInt8>) -> String {
    let parameters = query.split(separator: UInt8(ascii: "&")).map { parameter in
      let name = parameter.prefix { $0 != UInt8(ascii: "=") }
      let value = parameter.dropFirst(name.count + 1)
      return (name.percentDecoded.percentEncoded(), value.percentDecoded.percentEncoded())
    }
    return parameters.sorted { $0 < $1 }.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
  }
}
