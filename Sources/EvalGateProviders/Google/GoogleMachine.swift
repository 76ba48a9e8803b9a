import CurlHTTP
import EvalGateCore

/// The service account that a machine of Google's works as: on Compute Engine, GKE, Cloud Run and Cloud Build, by their metadata
/// server.
///
/// https://cloud.google.com/compute/docs/metadata/querying-metadata
struct GoogleMachine {
  private let host: String

  /// Nil where nothing says that this is such a machine. It is not found out by asking: elsewhere nobody answers, after seconds.
  init?(_ context: CredentialContext) {
    guard context.variable("NO_GCE_CHECK")?.lowercased() != "true" else { return nil }
    if let named = context.variable("GCE_METADATA_HOST") {
      host = named
    } else if Self.isHere(context) {
      host = "metadata.google.internal"
    } else {
      return nil
    }
  }

  /// By the signs that Google's own libraries know: what Cloud Run sets for services and jobs, and the name of the machine.
  private static func isHere(_ context: CredentialContext) -> Bool {
    ["K_SERVICE", "CLOUD_RUN_JOB", "FUNCTION_NAME"].contains { context.variable($0) != nil }
      || context.text(at: "/sys/class/dmi/id/product_name")?.hasPrefix("Google") == true
  }

  func token(_ context: CredentialContext) async throws -> GoogleToken {
    guard host.utf8.allSatisfy({ $0.isHostOrPort }) else {
      throw CredentialError("`GCE_METADATA_HOST` is not the name of a host")
    }
    let path = "/computeMetadata/v1/instance/service-accounts/default/token"
    let request = HTTPRequest(
      url: "http://\(host)\(path)", headers: [Self.flavor.name: Self.flavor.value], isDirect: true)
    let name = "Google's metadata server"
    let response = try await context.ask(request, of: name, seconds: 3)
    // Other clouds have a service of their own at the same address.
    guard response.headers[Self.flavor.name] == Self.flavor.value else {
      throw CredentialError("what answered in the place of \(name) is none")
    }
    return try GoogleToken(response, of: name, at: context.clock)
  }

  private static let flavor = (name: "Metadata-Flavor", value: "Google")
}

extension UInt8 {
  /// Letters, digits and what else names and addresses of hosts, and their ports, have.
  fileprivate var isHostOrPort: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
      true
    default: false
    }
  }
}
