import JSONSchema
import StrictJSON
import Testing

/// Judged by hand against the grammar in the document that each format names.
@Suite struct FormatTests {
  @Test(
    "a format accepts what its document allows and nothing else",
    arguments: [
      ("date", "2024-02-29", true), ("date", "2023-02-29", false), ("date", "1900-02-29", false),
      ("date", "2000-02-29", true),
      ("date", "2024-13-01", false), ("date", "2024-00-10", false), ("date", "2024-1-01", false),
      ("time", "23:59:60Z", true), ("time", "12:00:60Z", false), ("time", "00:59:60+01:00", true),
      ("time", "12:00:00", false),
      ("date-time", "2024-02-29T12:00:00.5+02:00", true), ("date-time", "2024-02-30T12:00:00Z", false),
      ("date-time", "2024-02-29 12:00:00Z", false), ("duration", "P1Y2M3DT4H5M6S", true), ("duration", "P1Y3D", false),
      ("duration", "P2W", true), ("duration", "P", false), ("duration", "PT", false),
      ("email", "a.b+c@example.com", true), ("email", "a..b@example.com", false), ("email", "a@", false),
      ("email", #""a@b"@example.com"#, true), ("email", "a@[IPv6:::1]", true), ("email", "ä@example.com", false),
      ("idn-email", "ä@exämple.com", true), ("idn-email", "ä@-x.com", false),
      ("hostname", "a-b.example", true), ("hostname", "-a", false), ("hostname", "a_b", false),
      ("hostname", "a.", false),
      ("hostname", "xn--mnchen-3ya.de", true), ("hostname", "xn--a", false),
      ("idn-hostname", "münchen.de", true), ("idn-hostname", "Ⅳ.de", false), ("idn-hostname", "אבגa", false),
      ("ipv4", "255.255.255.255", true), ("ipv4", "256.0.0.1", false), ("ipv4", "01.0.0.1", false),
      ("ipv4", "1.2.3", false),
      ("ipv6", "::", true), ("ipv6", "1::8", true), ("ipv6", "1:2:3:4:5:6:7:8", true),
      ("ipv6", "1:2:3:4:5:6:7::", true),
      ("ipv6", "1:2:3:4:5:6:7:8::", false), ("ipv6", "::1.2.3.4", true), ("ipv6", "1::2::3", false),
      ("ipv6", ":::", false),
      ("ipv6", ":1", false), ("ipv6", "1:2:3:4:5:6:1.2.3.4", true), ("ipv6", "1:2:3:4:5:6:7:1.2.3.4", false),
      ("ipv6", ":1.2.3.4", false), ("ipv6", ":1::1.2.3.4", false), ("ipv6", "1:1.2.3.4", false),
      ("ipv6", ":1:2:3:4:5:6:7", false),
      ("uri", "https://a/b?c#d", true), ("uri", "a/b", false), ("uri", "http://a b", false),
      ("uri", "http://a/%zz", false),
      ("uri-reference", "a/b", true), ("uri-reference", "1:b", false), ("iri", "http://ä/ö", true),
      ("uri", "http://ä/", false),
      ("uri-template", "/a{/b,c*}{?d:3}", true), ("uri-template", "/a{b", false), ("uri-template", "a}", false),
      ("uuid", "123e4567-e89b-12d3-a456-426614174000", true), ("uuid", "123e4567e89b12d3a456426614174000", false),
      ("json-pointer", "/a~1b/0", true), ("json-pointer", "a", false), ("json-pointer", "/~", false),
      ("relative-json-pointer", "1/a", true), ("relative-json-pointer", "01", false),
      ("relative-json-pointer", "0#", true),
      ("regex", "^[a-z]+$", true), ("regex", "(a", false), ("regex", #"\Z"#, false), ("regex", "(?<=a+)b", true),
      ("no-such-format", "anything", true),
    ])
  func format(_ name: String, _ text: String, _ valid: Bool) throws {
    let schema = try JSONSchema(["format": .string(name)], options: .init(format: .assertion))
    #expect(schema.validate(.string(text)).isValid == valid)
  }

  @Test("a format is an annotation unless asked for")
  func annotation() throws {
    #expect(try JSONSchema(["format": "ipv4"]).validate("nonsense") == .valid)
  }

  @Test(
    "content is judged when asked for",
    arguments: [
      ("YWJj", true), ("YWI=", true), ("YQ==", true), ("YQ=", false), ("Y===", false), ("Y%Jj", false), ("", true),
    ])
  func base64(_ text: String, _ valid: Bool) throws {
    let schema = try JSONSchema(["contentEncoding": "base64"], options: .init(assertsContent: true))
    #expect(schema.validate(.string(text)).isValid == valid)
  }

  @Test("a format says nothing about other types")
  func otherTypes() throws {
    #expect(try JSONSchema(["format": "ipv4"], options: .init(format: .assertion)).validate(1) == .valid)
  }

  @Test(
    "a long text is judged quickly",
    arguments: ["idn-hostname", "hostname", "uri", "email", "uri-template", "ipv6", "duration"])
  func longText(_ name: String) throws {
    let schema = try JSONSchema(["format": .string(name)], options: .init(format: .assertion))
    #expect(schema.validate(.string(String(repeating: "ä{", count: 500_000))).isValid == false)
  }
}
