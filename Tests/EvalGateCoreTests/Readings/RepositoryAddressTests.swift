import EvalGateCore
import Testing

@Suite("addresses of repositories")
struct RepositoryAddressTests {
  @Test(
    "one repository is one in every way to write it",
    arguments: [
      "https://github.com/corp/app", "https://github.com/corp/app.git", "git@github.com:corp/app.git",
      "ssh://git@github.com:22/corp/app", "github.com/corp/app", "github:corp/app", "gh:corp/app",
      "https://x:y@www.GitHub.com/corp/app.", "https://github.com/corp/app/?tab=readme",
    ])
  func forms(_ text: String) throws {
    let address = try #require(RepositoryAddress(text))
    #expect(address.place == "github.com/corp/app" && address.name == "corp/app")
  }

  @Test("a host of one's own keeps it in any folder, and has no short name for it")
  func ownHost() throws {
    let address = try #require(RepositoryAddress("git@git.corp.example:team/web/app.git"))
    #expect(address.place == "git.corp.example/team/web/app" && address.name == nil)
  }

  @Test("a service is known by its name and by its host")
  func services() {
    #expect(
      RepositoryAddress.service("GitHub") == "github.com" && RepositoryAddress.service("gitlab.com") == "gitlab.com")
    #expect(RepositoryAddress.service("hub") == nil && RepositoryAddress.service("github.com.evil.example") == nil)
  }

  @Test("what is in a repository leads to it")
  func within() {
    #expect(RepositoryAddress("https://github.com/corp/app.git/blob/main/x.swift")?.name == "corp/app")
  }

  @Test("a user, a port, a query and a place on a page are more than a place")
  func plain() throws {
    for text in ["https://github.com/corp/app", "git@github.com:corp/app.git", "ssh://git@github.com/corp/app"] {
      #expect(RepositoryAddress(text)?.isPlain == true, "\(text)")
    }
    for text in [
      "https://me:x@github.com/corp/app", "ssh://git@github.com:2222/corp/app", "https://github.com/corp/app?d=1",
      "https://github.com/corp/app#d",
    ] { #expect(RepositoryAddress(text)?.isPlain == false, "\(text)") }
  }

  @Test(
    "words, paths and hosts alone are none", arguments: ["corp", "github.com", "https://github.com/", "/corp/app", ""])
  func none(_ text: String) {
    #expect(RepositoryAddress(text) == nil)
  }
}
