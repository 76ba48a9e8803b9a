import CurlHTTP
import EvalGateCore
import EvalGateProviders
import Testing

private let agentAnswer =
  #"{"AccessKeyId":"AKAGENT","SecretAccessKey":"sa","Token":"ta","Expiration":"2027-01-15T09:00:00Z"}"#
private let agent = ["AKAGENT", "sa", "ta", "1800003600"]

/// As STS answers (API reference, AssumeRoleWithWebIdentity, sample response).
private let stsAnswer = """
  <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
    <AssumeRoleWithWebIdentityResult><Credentials><SessionToken>ts==</SessionToken>
      <SecretAccessKey>ss/k</SecretAccessKey><Expiration>2027-01-15T09:00:00Z</Expiration>
      <AccessKeyId>ASSTS</AccessKeyId></Credentials></AssumeRoleWithWebIdentityResult>
  </AssumeRoleWithWebIdentityResponse>
  """
private let sts = ["ASSTS", "ss/k", "ts==", "1800003600"]

@Suite("Credentials of AWS")
struct AWSCredentialTests {
  @Test("the environment's keys go before everything but a profile that is named")
  func environment() async throws {
    let world = CredentialWorld(
      ["AWS_ACCESS_KEY_ID": "AKENV", "AWS_SECRET_ACCESS_KEY": " se\n", "AWS_SESSION_TOKEN": "te"],
      files: [
        "/home/u/.aws/credentials":
          "[default]\naws_access_key_id=AKFILE\naws_secret_access_key=sf\n[p]\naws_access_key_id=AKP\naws_secret_access_key=sp"
      ])
    #expect(try await world.aws().exposed == ["AKENV", "se", "te", ""])
    #expect(try await world.aws(profile: "p").exposed == ["AKP", "sp", "", ""])
  }

  @Test("profiles are read from both files, with comments, quotes and lines of other keys stepped over")
  func profiles() async throws {
    let config = """
      # mine
      [default]
      region = us-west-2 ; near
      s3 =
        max_concurrent_requests = 20
      aws_access_key_id = nested-no
      [profile "two words"]
      region=eu-central-1
      [sso-session x]
      region = nowhere
      [p]
      region = not-a-profile
      """
    let credentials = "[default]\r\naws_access_key_id = AKD\r\naws_secret_access_key = a/b+c=#d\r\n\r\n; end\r\n"
    let world = CredentialWorld(files: ["/home/u/.aws/config": config, "/home/u/.aws/credentials": credentials])
    let profiles = AWSProfiles(world.context)
    #expect(profiles.settings(of: "default")?["region"] == "us-west-2")
    #expect(profiles.settings(of: "default")?["max_concurrent_requests"] == nil)
    #expect(profiles.settings(of: "two words") == ["region": "eu-central-1"])
    #expect(profiles.settings(of: "p") == nil && profiles.settings(of: "x") == nil)
    #expect(try await world.aws().exposed == ["AKD", "a/b+c=#d", "", ""])
  }

  @Test("other places of the files and another profile can be named by the environment")
  func places() async throws {
    let world = CredentialWorld(
      ["AWS_SHARED_CREDENTIALS_FILE": "~/keys", "AWS_CONFIG_FILE": "/etc/aws", "AWS_PROFILE": "work"],
      files: ["/home/u/keys": "[work]\naws_access_key_id=AKW\naws_secret_access_key=sw"])
    #expect(try await world.aws().exposed == ["AKW", "sw", "", ""])
  }

  @Test("a profile that is named and not there is an error, not the next source")
  func unknownProfile() async throws {
    let world = CredentialWorld([:], answers: [.success(response(200, agentAnswer))])
    await #expect(throws: CredentialError("there is no AWS profile `nope`")) { try await world.aws(profile: "nope") }
  }

  @Test("a web identity is exchanged at the region's token service, unsigned")
  func webIdentity() async throws {
    let world = CredentialWorld(
      ["AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:aws:iam::1:role/r"],
      files: ["/token": "eyJ.x.y\n"], answers: [.success(response(200, stsAnswer))])
    #expect(try await world.aws().exposed == sts)
    let request = world.transport.requests[0]
    #expect(request.url == "https://sts.eu-west-1.amazonaws.com/" && request.headers["Authorization"] == nil)
    #expect(
      CredentialWorld.form(request) == [
        "Action": "AssumeRoleWithWebIdentity", "Version": "2011-06-15", "RoleArn": "arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr",
        "RoleSessionName": "evalgate", "WebIdentityToken": "eyJ.x.y",
      ])
  }

  @Test("a profile that assumes a role signs with the keys of its source")
  func assumeRole() async throws {
    let world = CredentialWorld(
      ["AWS_PROFILE": "role"],
      files: [
        "/home/u/.aws/config":
          "[profile role]\nrole_arn = arn:r\nsource_profile = base\nexternal_id = e1\n[profile base]\naws_access_key_id=AKB\naws_secret_access_key=sb"
      ], answers: [.success(response(200, stsAnswer))])
    #expect(try await world.aws().exposed == sts)
    let request = world.transport.requests[0]
    #expect(
      request.headers["Authorization"]?.hasPrefix("AWS4-HMAC-SHA256 Credential=AKB/20270115/eu-west-1/sts/aws4_request")
        == true)
    #expect(
      CredentialWorld.form(request)["Action"] == "AssumeRole" && CredentialWorld.form(request)["ExternalId"] == "e1")
  }

  @Test("profiles that name each other in a circle end in an error")
  func circle() async throws {
    let config = "[profile a]\nrole_arn=x\nsource_profile=b\n[profile b]\nrole_arn=y\nsource_profile=a"
    let world = CredentialWorld(files: ["/home/u/.aws/config": config])
    await #expect(throws: CredentialError.self) { try await world.aws(profile: "a") }
  }

  @Test("single sign-on is not spoken, and the message says what to run")
  func singleSignOn() async throws {
    let world = CredentialWorld(files: ["/home/u/.aws/config": "[profile s]\nsso_session = x"])
    await #expect {
      try await world.aws(profile: "s")
    } throws: {
      ($0 as? CredentialError)?.help.first?.contains("aws configure export-credentials --profile s") == true
    }
  }

  @Test("a profile's own program is run without a shell")
  func process() async throws {
    let world = CredentialWorld(
      files: ["/home/u/.aws/config": "[default]\ncredential_process = /bin/get \"two words\" x"],
      programs: [
        "/bin/get":
          #"{"Version":1,"AccessKeyId":"AKP","SecretAccessKey":"sp","SessionToken":"tp","Expiration":"2027-01-15T09:00:00Z"}"#
      ])
    #expect(try await world.aws().exposed == ["AKP", "sp", "tp", "1800003600"])
    #expect(world.commands == [["/bin/get", "two words", "x"]])
  }

  @Test(
    "the words of its line are split as a shell splits them",
    arguments: [
      ("/bin/get 'two words' x", ["/bin/get", "two words", "x"]), (#"/bin/get a\ b"#, ["/bin/get", "a b"]),
      (#"/bin/get "a 'b' \"c\" \d""#, ["/bin/get", #"a 'b' "c" \d"#]),
      (#"/bin/get 'a\b' ''"#, ["/bin/get", #"a\b"#, ""]),
    ])
  func words(line: String, words: [String]) async throws {
    let world = CredentialWorld(
      files: ["/home/u/.aws/config": "[default]\ncredential_process = \(line)"],
      programs: ["/bin/get": #"{"Version":1,"AccessKeyId":"AKP","SecretAccessKey":"sp"}"#])
    #expect(try await world.aws().exposed == ["AKP", "sp", "", ""])
    #expect(world.commands == [words])
  }

  @Test("what a profile's own program prints and has expired is an error")
  func expired() async throws {
    let world = CredentialWorld(
      files: ["/home/u/.aws/config": "[default]\ncredential_process = /bin/get"],
      programs: [
        "/bin/get":
          #"{"Version":1,"AccessKeyId":"AKP","SecretAccessKey":"sp","SessionToken":"tp","Expiration":"2027-01-15T08:00:00Z"}"#
      ])
    await #expect {
      try await world.aws()
    } throws: {
      ($0 as? CredentialError)?.message.contains("has expired") == true
    }
  }

  @Test("a byte order mark and indented keys are stepped over, nested settings are not keys")
  func indented() async throws {
    let credentials = "\u{FEFF}[default]\n  aws_access_key_id = AKI\n    nested = no\n  aws_secret_access_key = si\n"
    let world = CredentialWorld(files: ["/home/u/.aws/credentials": credentials])
    #expect(try await world.aws().exposed == ["AKI", "si", "", ""])
    #expect(AWSProfiles(world.context).settings(of: "default")?["nested"] == nil)
  }

  @Test("a session token of one file does not join the keys of the other")
  func staleToken() async throws {
    let world = CredentialWorld(files: [
      "/home/u/.aws/config":
        "[default]\nregion=r\naws_access_key_id=AKO\naws_secret_access_key=so\naws_session_token=old",
      "/home/u/.aws/credentials": "[default]\naws_access_key_id=AKN\naws_secret_access_key=sn",
    ])
    #expect(try await world.aws().exposed == ["AKN", "sn", "", ""])
    #expect(AWSProfiles(world.context).settings(of: "default")?["region"] == "r")
  }

  @Test("a container's agent is asked with the token of its file")
  func container() async throws {
    let world = CredentialWorld(
      [
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1/credentials",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/token", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "stale",
      ], files: ["/token": "fresh\n"], answers: [.success(response(200, agentAnswer))])
    #expect(try await world.aws().exposed == agent)
    #expect(world.transport.requests[0].headers["Authorization"] == "fresh")
  }

  @Test("a container's path is asked at the task's own address")
  func relative() async throws {
    let world = CredentialWorld(
      ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/x"], answers: [.success(response(200, agentAnswer))])
    #expect(try await world.aws().exposed == agent)
    #expect(world.transport.requests[0].url == "http://169.254.170.2/v2/credentials/x")
  }

  @Test(
    "an agent is not asked over plain HTTP at a host of somebody's choice",
    arguments: [
      "http://example.com/x", "http://127.0.0.1.example.com/", "http://localhost.example.com/", "ftp://localhost/", "x",
      "http://127.0.0.1:x@example.com/", "http://localhost@example.com/", "http://localhost\\@example.com/",
    ])
  func hostileAgent(url: String) async throws {
    let world = CredentialWorld(
      ["AWS_CONTAINER_CREDENTIALS_FULL_URI": url], answers: [.success(response(200, agentAnswer))])
    await #expect(throws: CredentialError.self) { try await world.aws() }
    #expect(world.transport.requests.isEmpty)
  }

  @Test("a machine's role is asked for with a session token, as the second version wants it")
  func machine() async throws {
    let world = CredentialWorld(
      [:],
      answers: [
        .success(response(200, "session")), .success(response(200, "role\n")), .success(response(200, agentAnswer)),
      ])
    #expect(try await world.aws().exposed == agent)
    #expect(world.transport.requests.map(\.method) == ["PUT", "GET", "GET"])
    #expect(
      world.transport.requests[2].url == "http://169.254.169.254/latest/meta-data/iam/security-credentials/role"
        && world.transport.requests[2].headers["X-aws-ec2-metadata-token"] == "session")
  }

  @Test("where nothing is found, the message says where was looked")
  func nothing() async throws {
    let world = CredentialWorld(["AWS_EC2_METADATA_DISABLED": "true"])
    await #expect {
      try await world.aws()
    } throws: {
      ($0 as? CredentialError)?.message.contains("the environment, the profiles, the container") == true
    }
    #expect(world.transport.requests.isEmpty)
  }

  @Test("keys without a value are not set, and the next source is looked at")
  func emptyKeys() async throws {
    let file = "/home/u/.aws/credentials"
    let world = CredentialWorld(
      ["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "se"],
      files: [file: "[default]\naws_access_key_id=AKFILE\naws_secret_access_key=sf"])
    #expect(try await world.aws().exposed == ["AKFILE", "sf", "", ""])
    let profile = CredentialWorld(
      ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x"],
      files: [file: "[default]\naws_access_key_id =\naws_secret_access_key = sf"],
      answers: [.success(response(200, agentAnswer))])
    #expect(try await profile.aws().exposed == agent)
  }

  @Test("where nothing else is found, the message names what is there and empty")
  func namedEmptyKeys() async throws {
    let variables = ["AWS_ACCESS_KEY_ID": "", "AWS_EC2_METADATA_DISABLED": "true"]
    let files = ["/home/u/.aws/credentials": "[p]\naws_access_key_id =\naws_secret_access_key = sp"]
    await #expect {
      try await CredentialWorld(variables).aws()
    } throws: {
      ($0 as? CredentialError)?.message.hasSuffix("; `AWS_ACCESS_KEY_ID` is there and empty") == true
    }
    await #expect(
      throws: CredentialError("the AWS profile `p` has no credentials; `aws_access_key_id` is there and empty")
    ) { try await CredentialWorld(files: files).aws(profile: "p") }
  }

  @Test("a time that cannot be read does not make credentials last for ever")
  func badExpiry() async throws {
    let world = CredentialWorld(
      ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x"],
      answers: [.success(response(200, #"{"AccessKeyId":"A","SecretAccessKey":"s","Expiration":"tomorrow"}"#))])
    await #expect(throws: CredentialError.self) { try await world.aws() }
  }

  @Test(
    "whatever a token service answers, no secret is in the message",
    arguments: [
      response(500, "top-secret"), response(200, "top-secret"), response(200, #"{"SecretAccessKey":"top-secret"}"#),
      response(403, #"{"SecretAccessKey":"top-secret"}"#),
    ])
  func silent(answer: HTTPResponse) async throws {
    let world = CredentialWorld(
      ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "top-secret"],
      answers: [.success(answer)])
    await #expect {
      try await world.aws()
    } throws: {
      $0 is CredentialError && !"\($0)".contains("top-secret")
    }
  }
}
