package import CurlHTTP
package import EvalGateCore

/// Puts what opens the door on a request, anew for each try: signatures carry the time, and tokens expire.
package protocol RequestAuthorizer: Sendable {
  /// The request with its credential.
  /// - Throws: a failure with reason `unauthorized` where there is no credential to be had.
  func authorize(_ request: HTTPRequest) async throws(GenerationFailure) -> AuthorizedRequest

  /// Whether a failure may be due to a credential that has gone stale; if so it is forgotten, and the request is worth sending
  /// once more.
  func mayHeal(after failure: GenerationFailure) async -> Bool

  /// Ends what is under way for it: nobody asks any more.
  func close() async
}

extension RequestAuthorizer {
  /// Nothing goes on by itself.
  package func close() async {}
}

/// A request that can be sent, with what must not be repeated when somebody quotes it.
package struct AuthorizedRequest: Sendable {
  /// What is sent.
  package var request: HTTPRequest
  /// What is in it that nobody may read.
  package var secrets: [Secret]

  /// Pairs a request with the secrets in it.
  package init(_ request: HTTPRequest, secrets: [Secret]) {
    self.request = request
    self.secrets = secrets
  }
}

/// Sends `Authorization: Bearer …` with a key that was given and never changes.
struct KeyAuthorizer: RequestAuthorizer {
  let key: Secret

  func authorize(_ request: HTTPRequest) async throws(GenerationFailure) -> AuthorizedRequest {
    var request = request
    request.headers.set("Authorization", "Bearer " + key.exposed)
    return AuthorizedRequest(request, secrets: [key])
  }

  /// There is no other key.
  func mayHeal(after failure: GenerationFailure) async -> Bool { false }
}

/// Sends `Authorization: Bearer …` with the token of a source, asked before each try.
struct TokenAuthorizer: RequestAuthorizer {
  let source: any BearerTokenSource

  init(_ source: any BearerTokenSource) { self.source = source }

  func authorize(_ request: HTTPRequest) async throws(GenerationFailure) -> AuthorizedRequest {
    let token = try await source.bearer()
    var request = request
    request.headers.set("Authorization", "Bearer " + token.secret.exposed)
    for field in token.headers.fields { request.headers.set(field.name, field.value) }
    return AuthorizedRequest(request, secrets: [token.secret])
  }

  /// A token that is refused although it has not expired was withdrawn.
  func mayHeal(after failure: GenerationFailure) async -> Bool {
    failure.status == 401 ? await source.forget() : false
  }

  func close() async { await source.close() }
}
