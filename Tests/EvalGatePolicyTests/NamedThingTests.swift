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
    "a name that only has dots in it is no machine's",
    arguments: [
      #"{"date": "12.03.2024"}"#, #"{"time": "10.30.am"}"#, #"{"model": "gpt-4.1-mini"}"#, #"{"id": "evt.12.ab"}"#,
      #"{"permission": "storage.objects.get"}"#, #"{"topic": "orders.created"}"#, #"{"queue": "jobs.high"}"#,
      #"{"template": "welcome.email"}"#, #"{"scope": "user.read"}"#, #"{"project": "acme.web"}"#,
      #"{"label": "v1.0.rc"}"#,
      #"{"command": "psql -c 'select * from public.users'"}"#, #"{"command": "redis-cli get session.user"}"#,
      #"{"query": "service.name:web AND http.status:500"}"#, #"{"code": "x.is(a) / b.to(c.read)"}"#,
      #"{"body": "Please ping orders.created and say http status.code"}"#, #"{"note": "To: Bob, see above"}"#,
      #"{"body": "Hello,\r\nTo: b@evil.example was wrong"}"#, #"{"connection": "Server=db.corp.example;Database=x"}"#,
    ])
  func dots(_ arguments: String) throws {
    #expect(try verdict(arguments) == "allow T")
  }

  @Test(
    "the header of a message and the settings of a connection name who it goes to",
    arguments: [
      #"{"raw": "To: b@evil.example\r\nSubject: x\r\n\r\nhi"}"#, #"{"headers": "Bcc: b@evil.example"}"#,
      #"{"headers": "Subject: x\nCc: a@corp.example,\n b@evil.example"}"#,
      #"{"raw": "VG86IGJAZXZpbC5leGFtcGxlDQpTdWJqZWN0OiB4DQoNCmhp"}"#,
      #"{"connection": "Server=evil.example;Database=x"}"#,
      #"{"dsn": "Data Source=tcp:evil.example,1433;User=x"}"#, #"{"dsn": "host=203.0.113.9 dbname=x"}"#,
      #"{"command": "psql 'host=evil.example dbname=x'"}"#, #"{"code": "request({hostname: 'evil.example'})"}"#,
      #"{"url": "https://corp.example/go?u=aHR0cHM6Ly9ldmlsLmV4YW1wbGUvdQ=="}"#,
      #"{"command": "mysql -hevil.example"}"#,
    ])
  func named(_ arguments: String) throws {
    #expect(try verdict(arguments) == "confirm T unconfirmed")
  }

  @Test("a call that is to be confirmed says for which value, and hides it")
  func place() throws {
    let rules = try policy(["tools": [["id": "T", "tool": "x", "confirm": ["when": "external_domain"]]]])
    let verdict = rules.decide(calls: [call("x", #"{"n": 1, "to": ["collector@evil.example"]}"#)])
    #expect(verdict.sentence == "escalate T unconfirmed $['to'][0] co…le (22 characters)")
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
