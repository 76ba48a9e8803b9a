import CurlHTTP
import EvalGateCore
import StrictJSON
import Synchronization

/// The credentials of a person whom another identity provider knows (workforce identity federation), as
/// `gcloud auth application-default login` leaves them with a login configuration: a refresh token of Google's own.
///
/// https://cloud.google.com/iam/docs/workforce-obtaining-short-lived-credentials
struct GoogleWorkforceUser {
  private let client: (id: String, secret: Secret)
  private let refreshToken: Secret
  private let address: String
  private let renewed: RenewedTokens

  init(_ root: JSONNode, named name: String, _ renewed: RenewedTokens) throws(CredentialError) {
    guard let id = root.text("client_id"), let secret = root.text("client_secret"),
      let token = root.text("refresh_token")
    else {
      throw CredentialError(
        "the credentials of \(name) are not complete",
        help: "run `gcloud auth application-default login --login-config=FILE` again")
    }
    (client, refreshToken, self.renewed) = ((id, Secret(secret)), Secret(token), renewed)
    address = try GoogleTokenService.address(root, "token_url")
  }

  func token(_ context: CredentialContext) async throws -> GoogleToken {
    let service = GoogleTokenService(context: context, address: address)
    let response = try await service.answer(
      [("grant_type", "refresh_token"), ("refresh_token", renewed.latest(of: refreshToken).exposed)],
      headers: ["Authorization": GoogleTokenService.basic(client.id, client.secret)])
    if let next = (try? JSONDocument(parsing: response.body))?.root.text("refresh_token") {
      renewed.keep(Secret(next), for: refreshToken)
    }
    return try service.token(in: response)
  }
}

/// Refresh tokens that a service gave out in the place of those that a file holds, which may be good no more; kept as long as the
/// program runs, since the file is `gcloud`'s.
final class RenewedTokens: Sendable {
  private let latest = Mutex<[Secret: Secret]>([:])

  func latest(of token: Secret) -> Secret { latest.withLock { $0[token] ?? token } }
  func keep(_ next: Secret, for token: Secret) { latest.withLock { $0[token] = next } }
}
