import EvalGateCore
import EvalGatePolicy
import SafeRegex
import StrictJSON
import Testing

@Suite("ids of OWASP, ATLAS and CWE")
struct FrameworkTests {
  private static let forms = [
    "owasp": #"^LLM(0[1-9]|10):2025$"#, "atlas": #"^AML\.T[0-9]{4}(\.[0-9]{3})?$"#, "cwe": #"^CWE-[1-9][0-9]*$"#,
  ]

  @Test("the table has the three lists, each with its version, and every id is well formed")
  func table() throws {
    #expect(SecurityFrameworks.shipped.map(\.key) == ["owasp", "atlas", "cwe"])
    for framework in SecurityFrameworks.shipped {
      let form = try SafeRegex(try #require(Self.forms[framework.key]))
      #expect(!framework.version.isEmpty)
      #expect(!framework.entries.isEmpty)
      for (id, name) in framework.entries {
        #expect(try form.isMatch(id), "\(id)")
        #expect(!name.isEmpty)
      }
    }
    #expect(SecurityFrameworks.shipped.first?.entries.count == 10)
  }

  @Test("only what occurs is shown, and an id that nobody knows has no name")
  func used() {
    let used = SecurityFrameworks.used(in: [["owasp": ["LLM07:2025", "LLM99:2025"]], ["cwe": "CWE-77"]])
    #expect(used.map(\.key) == ["owasp", "cwe"])
    #expect(used.first?.entries == ["LLM07:2025": "System Prompt Leakage"])
    #expect(used.first?.version == "2025")
  }
}
