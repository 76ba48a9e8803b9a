import CurlHTTP
import EvalGateCore
import StrictJSON

/// The credentials of an ECS task or an EKS pod, from the agent beside it.
///
/// https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
struct AWSContainerCredentials {
  private let context: CredentialContext

  init(_ context: CredentialContext) { self.context = context }

  /// Nil where the environment names no agent.
  func load() async throws -> AWSCredentials? {
    guard let url = try address() else { return nil }
    // AWS's own tools ask it without a proxy, too.
    var request = HTTPRequest(url: url, headers: ["Accept": "application/json"], isDirect: true)
    if let token = try token() { request.headers.add("Authorization", token.exposed) }
    return try AWSCredentials(json: try await context.ask(request, of: "the container's credential service").body)
  }

  private func address() throws(CredentialError) -> String? {
    if let path = context.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
      guard path.hasPrefix("/") else {
        throw CredentialError("`AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` does not begin with `/`")
      }
      return "http://169.254.170.2" + path
    }
    guard let url = context.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") else { return nil }
    // Over plain HTTP only to the hosts that AWS's own tools ask: whoever answers could choose whose account pays.
    let host = SignedAddress(url).host
    // What stands before an `@` is no host, whatever it looks like.
    guard !host.contains("@"), !url.contains("\\") else {
      throw CredentialError(
        "`AWS_CONTAINER_CREDENTIALS_FULL_URI` has a user or a backslash in it, which AWS's own tools do not send")
    }
    let name = host.hasPrefix("[") ? host.prefix { $0 != "]" } + "]" : host.prefix { $0 != ":" }
    let isNear =
      ["localhost", "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]", "[::1]"].contains(String(name))
      || (name.hasPrefix("127.") && name.utf8.allSatisfy { $0 == UInt8(ascii: ".") || (48...57).contains($0) })
    guard url.hasPrefix("https://") || (url.hasPrefix("http://") && isNear) else {
      throw CredentialError("`AWS_CONTAINER_CREDENTIALS_FULL_URI` names a host that AWS's own tools do not ask")
    }
    return url
  }

  /// The file's content goes before the variable's; it is replaced while the container runs.
  private func token() throws(CredentialError) -> Secret? {
    guard let file = context.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") else {
      return context.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN").map(Secret.init)
    }
    guard let text = context.text(at: file) else {
      throw CredentialError("the file that `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE` names cannot be read")
    }
    return Secret(text)
  }
}

/// The credentials of an EC2 machine's role, by the second version of its metadata service.
///
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
struct AWSInstanceMetadata {
  private let context: CredentialContext

  init(_ context: CredentialContext) { self.context = context }

  /// Nil where this is no EC2 machine, or one without a role.
  func load() async throws -> AWSCredentials? {
    guard context.variable("AWS_EC2_METADATA_DISABLED")?.lowercased() != "true" else { return nil }
    let base = context.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT") ?? "http://169.254.169.254"
    guard
      let token = try await find(
        "PUT", base + "/latest/api/token", ("X-aws-ec2-metadata-token-ttl-seconds", "21600"), isThere: false)
    else { return nil }
    let header = ("X-aws-ec2-metadata-token", String(decoding: token, as: UTF8.self))
    let path = base + "/latest/meta-data/iam/security-credentials/"
    guard let roles = try await find("GET", path, header) else { return nil }
    let role = String(decoding: roles, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    guard !role.isEmpty else { return nil }
    return try AWSCredentials(json: try await ask("GET", path + role.percentEncoded, header))
  }

  /// Nil where nobody is there or there is no such thing; one that is there and busy is an error.
  private func find(
    _ method: String, _ url: String, _ header: (String, String), isThere: Bool = true
  ) async throws -> [UInt8]? {
    do {
      return try await ask(method, url, header, isThere: isThere)
    } catch let error as CredentialError where !error.mayPass {
      return nil
    }
  }

  /// A machine's own service answers at once; elsewhere nobody is at this address.
  private func ask(
    _ method: String, _ url: String, _ header: (String, String), isThere: Bool = true
  ) async throws -> [UInt8] {
    let request = HTTPRequest(
      method: method, url: url, headers: HTTPHeaders([.init(name: header.0, value: header.1)]), isDirect: true)
    return try await context.ask(request, of: "the machine's metadata service", seconds: 1, isThere: isThere).body
  }
}

/// A program that prints credentials, as `credential_process` of a profile names it.
///
/// https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
struct AWSCredentialProcess {
  let context: CredentialContext
  let command: String
  let profile: String

  func load() async throws -> AWSCredentials {
    guard let output = try await context.run(Self.words(of: command)) else {
      throw CredentialError("the program of `credential_process` of the AWS profile `\(profile)` is not there")
    }
    let credentials = try AWSCredentials(json: output)
    // The program is asked anew each time: what it prints is to hold now.
    guard credentials.expiry.map({ $0 > context.clock.secondsSince1970 }) ?? true else {
      throw CredentialError(
        "what `credential_process` of the AWS profile `\(profile)` prints has expired",
        help: "run the program by hand, and sign in again where it asks for it")
    }
    return credentials
  }

  /// Split at spaces as a POSIX shell would: quotes of both kinds hold together what has some, and a backslash takes the next
  /// character as it is. No shell is involved, and nothing is expanded.
  static func words(of command: String) -> [String] {
    var words: [String] = []
    var word = ""
    var quote: Unicode.Scalar?
    var isEscaped = false
    var isOpen = false
    for scalar in command.unicodeScalars {
      if isEscaped {
        // Between double quotes a backslash stands for itself before everything but these two.
        if quote != nil, scalar != "\"", scalar != "\\" { word.unicodeScalars.append("\\") }
        word.unicodeScalars.append(scalar)
        isEscaped = false
        continue
      }
      switch (scalar, quote) {
      case ("\\", nil), ("\\", "\""):
        isEscaped = true
        isOpen = true
      case ("\"", nil), ("'", nil):
        quote = scalar
        isOpen = true
      case (let mark, let open?) where mark == open: quote = nil
      case (" ", nil), ("\t", nil):
        if isOpen { words.append(word) }
        (word, isOpen) = ("", false)
      default:
        word.unicodeScalars.append(scalar)
        isOpen = true
      }
    }
    if isEscaped { word += "\\" }
    return isOpen ? words + [word] : words
  }
}

extension AWSCredentials {
  /// `AccessKeyId`, `SecretAccessKey`, `Token` or `SessionToken`, and `Expiration`, as agents, machines and programs write them.
  fileprivate init(json bytes: [UInt8]) throws(CredentialError) {
    guard let root = (try? JSONDocument(parsing: bytes, limits: JSONLimits(depth: 16, bytes: 1 << 20)))?.root,
      let id = root.text("AccessKeyId"), let key = root.text("SecretAccessKey")
    else { throw CredentialError("what should be AWS credentials is not readable as such") }
    let expiration = root.text("Expiration")
    let expiry = expiration.flatMap(Timestamp.secondsSince1970)
    // A time that cannot be read must not make them last for ever.
    guard (expiration == nil) == (expiry == nil) else {
      throw CredentialError("AWS credentials expire at a time that is not readable")
    }
    self.init(
      accessKeyID: id, secretAccessKey: Secret(key),
      sessionToken: (root.text("Token") ?? root.text("SessionToken")).map(Secret.init), expiry: expiry)
  }
}
