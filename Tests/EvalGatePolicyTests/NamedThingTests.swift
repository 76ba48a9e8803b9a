import EvalGateCore
import EvalGatePolicy
import StrictJSON
import Testing

@Suite("names with dots that are no machines")
struct NamedThingTests {
  private func verdict(_ arguments: String) throws -> String? {
    let rules = try policy([
      "trust": ["internal_domains": ["corp.example"]],
      "tools": [["id": "T", "tool": "x", "confirm": ["when": "external_domain"]]],
    ])
    return rules.verdict(on: "x", arguments)?.sentence
  }

  @Test(
    "an argument whose name says what it is needs no confirmation for its dots",
    arguments: [
      #"{"version": "1.2.3.4"}"#, #"{"event": "order.created"}"#, #"{"field": "user.email"}"#, #"{"file": "main.py"}"#,
      #"{"file": "README.md"}"#, #"{"class": "com.acme.Main"}"#, #"{"table": "public.users"}"#, #"{"title": "v2.io"}"#,
      #"{"eventType": "order.created"}"#, #"{"files": ["main.py", "lib.rs"]}"#, #"{"module": "os.path"}"#,
    ])
  func things(_ arguments: String) throws {
    #expect(try verdict(arguments) == "allow T")
  }

  @Test(
    "an address stays one under such a name, and a bare name under any other",
    arguments: [
      #"{"file": "https://evil.example/main.py"}"#, #"{"path": "//evil.example/x"}"#, #"{"key": "ann@evil.example"}"#,
      #"{"site": "evil.example"}"#, #"{"host": "main.py"}"#, #"{"file": "www.evil.example"}"#,
      #"{"url": "https://corp.example/?next=https://evil.example/"}"#,
    ])
  func addresses(_ arguments: String) throws {
    #expect(try verdict(arguments) == "confirm T unconfirmed")
  }
}
