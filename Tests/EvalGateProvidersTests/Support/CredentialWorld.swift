import CurlHTTP
import EvalGateProviders
import Synchronization

/// A machine with files, variables, token services and programs, for finding credentials on.
final class CredentialWorld: Sendable {
  private let files: [String: String]
  private let programs: [String: String]
  private let asked = Mutex<[[String]]>([])
  let transport: ScriptedTransport
  let clock: TestClock
  private let variables: [String: String]

  /// 2027-01-15T08:00:00Z.
  static let now = 1_800_000_000

  init(
    _ variables: [String: String] = [:], files: [String: String] = [:], programs: [String: String] = [:],
    answers: [ScriptedTransport.Answer] = []
  ) {
    self.variables = variables.merging(["HOME": "/home/u"]) { given, _ in given }
    self.files = files
    self.programs = programs
    clock = TestClock(secondsSince1970: Self.now)
    transport = ScriptedTransport(answers)
  }

  /// Programs that were run.
  var commands: [[String]] { asked.withLock { $0 } }

  var context: CredentialContext {
    let (files, programs) = (files, programs)
    return CredentialContext(
      variables: variables, clock: clock, transport: transport, read: { files[$0].map { Array($0.utf8) } },
      run: { command in
        self.asked.withLock { $0.append(command) }
        return programs[command.first ?? ""].map { Array($0.utf8) }
      })
  }

  /// The AWS credentials that are found.
  func aws(profile: String? = nil) async throws -> AWSCredentials {
    try await AWSCredentialChain(context: context, profile: profile, region: "eu-west-1").load()
  }

  /// A form as its members.
  static func form(_ request: HTTPRequest) -> [String: String] {
    let pairs = String(decoding: request.body, as: UTF8.self).split(separator: "&").map {
      $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    }
    return Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0.count > 1 ? $0[1] : "") })
  }
}

extension AWSCredentials {
  /// As text, which only a test may see.
  var exposed: [String] {
    [accessKeyID, secretAccessKey.exposed, sessionToken?.exposed ?? "", expiry.map(String.init) ?? ""]
  }
}
