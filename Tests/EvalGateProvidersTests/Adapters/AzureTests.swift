import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

private let base = "https://corp.openai.azure.com"

@Suite("Azure OpenAI")
struct AzureTests {
  @Test(
    "a deployment is asked at the address of its API and version",
    arguments: [
      ([:], base + "/openai/v1/chat/completions"), (["api": "responses"], base + "/openai/v1/responses"),
      (
        ["api_version": "2024-10-21"],
        base + "/openai/deployments/my%2Fgpt/chat/completions?api-version=2024-10-21"
      ), (["api": "responses", "api_version": "preview"], base + "/openai/responses?api-version=preview"),
      (["base_url": .string(base + "/openai/v1/")], base + "/openai/v1/chat/completions"),
    ] as [(JSONObject, String)])
  func address(extra: JSONObject, url: String) async throws {
    var options: JSONObject = ["base_url": .string(base), "model": "my/gpt", "api_key_env": "KEY"]
    for (key, value) in extra { options[key] = value }
    let request = try await sent(by: "azure-openai", options, variables: ["KEY": "k1"])
    #expect(request.url == url && request.headers["api-key"] == "k1" && request.headers["Authorization"] == nil)
  }

  @Test("a token of Microsoft Entra goes in the place of the key")
  func token() async throws {
    let request = try await sent(by: "azure-openai", ["token_env": "TOKEN"], variables: ["TOKEN": "t1"])
    #expect(request.headers["Authorization"] == "Bearer t1" && request.headers["api-key"] == nil)
  }

  @Test("there is no address that everybody has")
  func noAddress() throws {
    #expect {
      try anyTarget("azure-openai", ["base_url": nil])
    } throws: { ($0 as? Diagnostic)?.message.contains("needs `base_url`") == true }
  }

  @Test("a filter that stops the prompt is the model's refusal")
  func filtered() async throws {
    let candidate = try await reading(
      ["error": ["message": "The response was filtered", "code": "content_filter"]], by: "azure-openai", status: 400)
    #expect(candidate.failure?.kind == .model && candidate.failure?.reason == .refused)
  }

  @Test("the service's request id is kept")
  func requestID() async throws {
    let candidate = try await reading(
      ["choices": [["message": ["content": "x"]]]], by: "azure-openai", headers: ["apim-request-id": "a-1"])
    #expect(candidate.answer.requestID == "a-1")
  }
}
