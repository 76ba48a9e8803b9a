import EvalGatePolicy
import Testing

@Suite("addresses in one form")
struct AddressTests {
  @Test(
    "the host is the one a request goes to",
    arguments: [
      ("https://Pier.Example./x", "pier.example"), ("//pier.example/x", "pier.example"),
      ("https:\\\\pier.example\\x", "pier.example"),
      ("https:pier.example", "pier.example"), ("https:///pier.example", "pier.example"),
      ("https://a@b@pier.example:8080/", "pier.example"),
      ("https://pier%2Eexample/", "pier.example"), ("https://\u{FF50}ier\u{3002}example/", "pier.example"),
      ("ht\ntps://pi\ter.example", "pier.example"),
      ("https://b\u{FC}cher.example/", "xn--bcher-kva.example"), ("http://2130706433/", "127.0.0.1"),
      ("http://0x7f.1/", "127.0.0.1"),
      ("http://0177.0.0.1/", "127.0.0.1"), ("http://[::1]/", "[0:0:0:0:0:0:0:1]"),
      ("http://[::ffff:10.0.0.1]:80/", "10.0.0.1"),
      ("/path", nil), ("mailto:a@b.example", nil), ("https://a b/", "ab"),
      ("https://pier.example%00.evil.example/", nil), ("https:///", nil),
      ("http://1.2.3.4.5/", nil), ("http://256.0.0.1/", nil), ("pier.example", nil),
    ] as [(String, String?)])
  func hosts(_ text: String, _ expected: String?) {
    #expect(WebAddress(text).host?.name == expected)
  }

  @Test(
    "a domain is within another only by whole labels",
    arguments: [
      ("pier.example", true), ("a.pier.example", true), ("xpier.example", false), ("pier.example.evil.example", false),
      ("example", false),
    ])
  func within(_ name: String, _ expected: Bool) {
    #expect(Host(name)?.isWithin("Pier.example.") == expected)
  }

  @Test(
    "addresses of networks of one's own are told from others",
    arguments: [
      ("10.1.2.3", true), ("172.31.0.1", true), ("172.32.0.1", false), ("192.168.1.1", true), ("169.254.169.254", true),
      ("127.1", true),
      ("0", true), ("100.64.0.1", true), ("8.8.8.8", false), ("[fe80::1]", true), ("[fd00::1]", true),
      ("[2001:4860::8888]", false),
      ("[::ffff:127.0.0.1]", true), ("[64:ff9b::a00:1]", true), ("localhost", true), ("db.internal", true),
      ("intranet", true), ("pier.example", false),
      ("[64:ff9b:1::7f00:1]", true), ("[::ffff:0:127.0.0.1]", true), ("[2001:0:7f00:1::]", true), ("[100::1]", true),
      ("[3fff::1]", true), ("[5f00::1]", true), ("[2a00:1450::1]", false), ("[2002:808:808::1]", false),
      ("[64:ff9b::808:808]", false), ("[::ffff:8.8.8.8]", false), ("192.88.99.1", true), ("router.home.arpa", true),
      ("kubernetes.default.svc", true),
    ])
  func ownNetworks(_ name: String, _ expected: Bool) {
    #expect(Host(name)?.isPrivate == expected)
  }

  @Test(
    "one address and no more is a mail address",
    arguments: [
      ("Ines@Pier.example.", "pier.example"), ("Ines Aas <ines@pier.example>", "pier.example"),
      ("ines@pier.example, x@evil.example", nil),
      ("ines@evil.example@pier.example", nil), ("ines@[10.0.0.1]", nil), ("ines%evil.example@pier.example", nil),
      ("@pier.example", nil),
      ("ines@localhost", nil), ("\"a b\"@pier.example", nil), ("ines@pier.example\nbcc:x@evil.example", nil),
      ("ines@p\u{456}er.example", "xn--per-xma8c.example"),
      ("x@evil.example, Ines <ines@pier.example>", nil), ("<x@evil.example> <ines@pier.example>", nil),
      ("x@evil.example <ines@pier.example>", nil), ("\"x@evil.example\" <ines@pier.example>", nil),
      ("\"Aas, Ines\" <ines@pier.example>", "pier.example"), ("<ines@pier.example>", "pier.example"),
      ("Dr. Ines Aas <ines@pier.example>", "pier.example"), ("ines@pier.example (x@evil.example)", nil),
      ("staff: ines@pier.example;", nil), ("x@evil.example\r\nTo: <ines@pier.example>", nil),
      ("ines@pier.example\n", nil),
      ("ines@pier.example <>", nil),
    ] as [(String, String?)])
  func mail(_ text: String, _ expected: String?) {
    let domain = MailAddress(text)?.domain.name
    // Of a name with letters of another script only that it is another name.
    #expect(text.unicodeScalars.allSatisfy(\.isASCII) ? domain == expected : domain != "pier.example" && domain != nil)
  }

  @Test(
    "signs beyond ASCII hide no second address",
    arguments: ["a\u{FF20}b <ines@pier.example>", "ines@pier.example\u{2028}", "x\u{85}<ines@pier.example>"])
  func hiddenMail(_ text: String) {
    #expect(MailAddress(text) == nil)
  }

  @Test(
    "names that were other ones before 2010 are names of their own",
    arguments: [
      ("https://fa\u{DF}.example/", "xn--fa-hia.example"), ("https://FA\u{1E9E}.example/", "xn--fa-hia.example"),
      ("https://\u{3B2}\u{3CC}\u{3BB}\u{3BF}\u{3C2}.example/", "xn--nxasmm1c.example"),
      ("https://fass.example/", "fass.example"),
    ])
  func deviations(_ text: String, _ expected: String) {
    #expect(WebAddress(text).host?.name == expected)
  }

  @Test(
    "a joiner in a name is part of it",
    arguments: ["pi\u{200D}er.example", "pi\u{200C}er.example", "pier.example\u{200D}"])
  func joiners(_ name: String) {
    #expect(Host(name)?.name != "pier.example")
    #expect(WebAddress("https://\(name)/").host?.name != "pier.example")
    #expect(MailAddress("ines@\(name)")?.domain.name != "pier.example")
  }

  @Test(
    "a path stays where it is allowed to be or does not",
    arguments: [
      ("/srv/notes/a", true), ("/srv/notes/../notes/a", true), ("/srv/notes/../../etc", false), ("/srv/notesx", false),
      ("srv/notes", false),
      ("/srv/notes/%2e%2e/x", false), ("/srv/notes/..%2fx", false), ("/srv/notes/a\0b", false), ("C:/srv/notes", false),
      ("//host/srv/notes", false),
      ("~/srv/notes", false), ("/srv/notes\\..\\..\\x", false), ("/srv/notes/\u{FF0E}\u{FF0E}/x", false),
      ("/srv/notes/100% sure", true), ("", false), ("/srv/notes/\u{2025}/x", false), ("/srv/notes/..\u{FF0F}x", false),
      ("/srv/notes/..\u{2215}x", false), ("/srv/notes/\u{FE52}\u{FE52}/x", false), ("/srv/notes/.\u{200B}./x", false),
      ("/srv/notes/a/../\u{301}x/../../keys", false), ("C:\u{301}/srv/notes", false),
      ("/srv/notes/a\u{2026}.txt", true), ("/srv/notes/caf\u{E9}/\u{2026}", true), ("/srv/notes/.\u{2024}/x", false),
    ])
  func paths(_ text: String, _ expected: Bool) throws {
    let folder = try #require(FilePath("/srv/notes"))
    #expect((FilePath(text)?.isWithin(folder) ?? false) == expected)
  }
}
