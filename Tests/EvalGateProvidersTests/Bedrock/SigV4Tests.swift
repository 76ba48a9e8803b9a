import CurlHTTP
import EvalGateProviders
import Testing

/// What AWS's own test suite signs with (awslabs/aws-c-auth, tests/aws-signing-test-suite).
private let example = AWSCredentials(
  accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"))

/// 20150830T123600Z (date -u -d 2015-08-30T12:36:00Z +%s).
private let suiteTime = 1_440_938_160
/// 20261121T030405Z.
private let ourTime = 1_795_230_245

private func signature(_ request: HTTPRequest) -> String {
  String(request.headers["Authorization"]?.split(separator: "Signature=").last ?? "")
}

@Suite("Signature Version 4")
struct SigV4Tests {
  struct Vector: Sendable, CustomTestStringConvertible {
    let name: String
    var method = "GET"
    var path = "/"
    var headers: HTTPHeaders = [:]
    var body = ""
    var token: String?
    let signature: String

    var testDescription: String { name }
  }

  @Test(
    "AWS's published vectors are signed as AWS signs them",
    arguments: [
      Vector(name: "get-vanilla", signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
      Vector(
        name: "get-slash-dot-slash-normalized", path: "/./",
        signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
      Vector(
        name: "get-utf8", path: "/ሴ", signature: "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"),
      Vector(
        name: "get-space-normalized", path: "/example space/",
        signature: "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"),
      Vector(
        name: "get-vanilla-query-order-encoded", path: "/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1",
        signature: "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac"),
      Vector(
        name: "get-header-value-trim", headers: ["My-Header1": " value1", "My-Header2": " \"a   b   c\""],
        signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"),
      Vector(
        name: "get-header-key-duplicate",
        headers: ["My-Header1": "value2", "My-Header1": "value2", "My-Header1": "value1"],
        signature: "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"),
      Vector(
        name: "post-x-www-form-urlencoded", method: "POST",
        headers: [
          "Content-Type": "application/x-www-form-urlencoded", "Content-Length": "13",
          "x-amz-content-sha256": "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e",
        ], body: "Param1=value1", signature: "d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b"),
      Vector(
        name: "get-vanilla-with-session-token",
        token: "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267",
        signature: "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8"),
    ])
  func published(vector: Vector) {
    let request = HTTPRequest(
      method: vector.method, url: "https://example.amazonaws.com" + vector.path, headers: vector.headers,
      body: Array(vector.body.utf8))
    let credentials = AWSCredentials(
      accessKeyID: example.accessKeyID, secretAccessKey: example.secretAccessKey,
      sessionToken: vector.token.map(Secret.init))
    let signed = SigV4(region: "us-east-1", service: "service").signed(request, with: credentials, at: suiteTime)
    #expect(signature(signed) == vector.signature)
  }

  // Made with botocore 1.44.5 (`SigV4Auth.add_auth` at a fixed time).
  @Test(
    "model ids with colons, ARNs, ports and parameters are signed as botocore signs them",
    arguments: [
      (
        "https://bedrock-runtime.eu-west-1.amazonaws.com/model/anthropic.claude-3-haiku-20240307-v1%3A0/converse",
        nil, "036d45bf02d72e074fefe006b70532682c90128af338d3bdde09d4e4199821f9"
      ),
      (
        "https://bedrock-runtime.eu-west-1.amazonaws.com/model/anthropic.claude-3-haiku-20240307-v1%3A0/converse",
        "FwoGZXIvYXdzE//token+/=", "d4388c0e1fed0256c38b84614c1c3b5ef35e97fd6c7597268259dd4061ae388c"
      ),
      (
        "https://bedrock-runtime.eu-west-1.amazonaws.com/model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A123456789012%3Aapplication-inference-profile%2Fa1%20b2~%C3%BC/converse",
        "FwoGZXIvYXdzE//token+/=", "be2bd2b5580431620edaf3c5e6a6163aa1a3f17ec39502e28d21f0c1c32388e3"
      ),
      (
        "http://127.0.0.1:5000/model/m/converse", "T",
        "e466503503fe8685a398cacefa71653f4727870b336eee798398111a6744c221"
      ),
      (
        "https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/converse?b=2&a=1%20x&a=0", nil,
        "074b9c99fc9e1b2fc085308f5115f0163623ebf8ca398e1ae19583d0515afe33"
      ),
    ] as [(String, String?, String)])
  func botocore(url: String, token: String?, expected: String) {
    let request = HTTPRequest(
      method: "POST", url: url, headers: ["Content-Type": "application/json", "Accept": "application/json"],
      body: Array(#"{"messages":[]}"#.utf8))
    let credentials = AWSCredentials(
      accessKeyID: example.accessKeyID, secretAccessKey: example.secretAccessKey,
      sessionToken: token.map(Secret.init))
    let signed = SigV4(region: "eu-west-1", service: "bedrock").signed(request, with: credentials, at: ourTime)
    #expect(signature(signed) == expected)
  }

  @Test("the scheme's own port is left out of what is signed, as libcurl leaves it out of `Host`")
  func usualPort() {
    let urls = ["https://h.example/model/m/converse", "https://h.example:443/model/m/converse"]
    let signatures = urls.map {
      signature(
        SigV4(region: "eu-west-1", service: "bedrock").signed(HTTPRequest(url: $0), with: example, at: ourTime))
    }
    #expect(signatures[0] == signatures[1])
  }

  @Test(
    "any address is signed without a crash",
    arguments: ["", "x", "https://", "https://h", "http:///?&=&%", "https://h/%zz/%"])
  func hostile(url: String) {
    let signed = SigV4(region: "r", service: "s").signed(HTTPRequest(url: url), with: example, at: -1)
    #expect(signature(signed).utf8.count == 64)
  }

  @Test("credentials show nothing of themselves")
  func redaction() {
    var text = ""
    dump(example, to: &text)
    text += "\(example) \(String(reflecting: example.secretAccessKey))"
    #expect(!text.contains("AKID") && !text.contains("wJalr"))
  }
}
