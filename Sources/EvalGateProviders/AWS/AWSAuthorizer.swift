package import CurlHTTP
package import EvalGateCore

/// Signs each request with the credentials of the moment.
package struct AWSAuthorizer: RequestAuthorizer {
  private let signer: SigV4
  private let keeper: CredentialKeeper<AWSCredentials>
  private let clock: any RouteClock
  /// Whether requests go without a signature where there are no credentials: a server of one's own may want none.
  private let mayBeUnsigned: Bool

  /// An authorizer for one service in one region.
  package init(
    _ signer: SigV4, keeper: CredentialKeeper<AWSCredentials>, clock: any RouteClock, mayBeUnsigned: Bool = false
  ) {
    self.mayBeUnsigned = mayBeUnsigned
    self.signer = signer
    self.keeper = keeper
    self.clock = clock
  }

  /// The request with its signature.
  package func authorize(_ request: HTTPRequest) async throws(GenerationFailure) -> AuthorizedRequest {
    let credentials: AWSCredentials
    do {
      credentials = try await keeper.value()
    } catch let error as CredentialError where mayBeUnsigned && !error.mayPass {
      return AuthorizedRequest(request, secrets: [])
    } catch {
      throw GenerationFailure(noCredential: error, "no AWS credentials")
    }
    return AuthorizedRequest(
      signer.signed(request, with: credentials, at: clock.secondsSince1970), secrets: credentials.secrets)
  }

  /// Credentials that were withdrawn or replaced before their time are refused by these names, with which our own message of
  /// the failure ends; other refusals do not heal.
  package func mayHeal(after failure: GenerationFailure) async -> Bool {
    guard failure.reason == .unauthorized else { return false }
    let message = failure.message.unsafeText
    let names = ["(ExpiredTokenException)", "(ExpiredToken)", "(UnrecognizedClientException)"]
    guard names.contains(where: { message.utf8.reversed().starts(with: $0.utf8.reversed()) }) else { return false }
    return await keeper.forget()
  }

  /// Ends a fetch that is under way.
  package func close() async { await keeper.close() }
}
