import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

@Suite("where a target is reached")
struct TargetAddressTests {
  private static func address(_ options: JSONObject) throws -> JSONObject? {
    try Parts.target(Node(.object(options), at: SourceLocation(path: "evalgate.yml"))).identity["address"]?.objectValue
  }

  @Test(
    "is the service's own or the one that is configured",
    arguments: [
      (["provider": "openai", "model": "m"], "https://api.openai.com/v1", true),
      (
        ["provider": "openai", "model": "m", "base_url": "https://api.openai.com/v1/"], "https://api.openai.com/v1",
        true
      ),
      (["provider": "openai", "model": "m", "base_url": "HTTP://Host.Example/V1"], "http://host.example/V1", false),
      (["provider": "anthropic", "model": "m", "base_url": "http://a"], "http://a", false),
      (
        ["provider": "azure-openai", "model": "m", "base_url": "https://corp.openai.azure.com"],
        "https://corp.openai.azure.com", false
      ),
      (
        ["provider": "vertex", "model": "m", "project": "p", "location": "europe-west4"],
        "https://europe-west4-aiplatform.googleapis.com/v1/projects/p/locations/europe-west4", false
      ),
      (
        ["provider": "bedrock", "model": "m", "region": "eu-west-1"],
        "https://bedrock-runtime.eu-west-1.amazonaws.com", false
      ),
      (["provider": "bedrock", "model": "m"], "https://bedrock-runtime.{region}.amazonaws.com", true),
      (["provider": "ollama", "model": "m"], "http://127.0.0.1:11434", true),
    ] as [(JSONObject, String, Bool)])
  func url(options: JSONObject, url: String, isUsual: Bool) throws {
    let address = try #require(try Self.address(options))
    #expect(address["url"]?.stringValue == url)
    #expect((address["usual"]?.boolValue ?? false) == isUsual)
  }

  @Test(
    "says which variable opens the door, and that is the service's own or not",
    arguments: [
      (["provider": "openai", "model": "m"], "OPENAI_API_KEY", true),
      (["provider": "openai", "model": "m", "api_key_env": "OPENAI_API_KEY"], "OPENAI_API_KEY", true),
      (["provider": "openai", "model": "m", "api_key_env": "KEY_B"], "KEY_B", false),
      (["provider": "ollama", "model": "m"], "none", true),
    ] as [(JSONObject, String, Bool)])
  func key(options: JSONObject, name: String, isUsual: Bool) throws {
    let address = try #require(try Self.address(options))
    #expect(address["api_key_env"]?.stringValue == name)
    #expect((address["usual"]?.boolValue ?? false) == isUsual)
  }

  @Test("names the region that a request to a gateway is signed for")
  func region() throws {
    func region(_ more: JSONObject) throws -> JSONValue? {
      var options: JSONObject = ["provider": "bedrock", "model": "m", "base_url": "http://127.0.0.1:9"]
      for (key, value) in more { options[key] = value }
      return try #require(try Self.address(options))["region"]
    }
    #expect(try region(["region": "us-east-1"]) == "us-east-1")
    #expect(try region(["region": "eu-west-1"]) == "eu-west-1")
    #expect(try region([:]) == nil)
  }

  @Test(
    "goes nowhere for a program",
    arguments: [["provider": "echo"], ["provider": "exec", "command": ["a"]]] as [JSONObject])
  func nowhere(options: JSONObject) throws {
    #expect(try Self.address(options) == nil)
  }
}
