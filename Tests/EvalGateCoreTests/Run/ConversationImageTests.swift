import EvalGateCore
import StrictJSON
import Testing

private let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 7]

/// Pictures in memory.
private struct Pictures: FileSource {
  let files: [String: [UInt8]]

  func read(_ path: String, limit: Int) async throws -> [UInt8] {
    guard let bytes = files[path] else {
      throw Diagnostic(.badImage, "there is no `\(path)`", help: "write it")
    }
    return bytes
  }

  func kind(of path: String) async -> FileKind { files[path] == nil ? .missing : .file }
  func listing(under folder: String) async throws -> FileListing { FileListing(files.keys.sorted()) }
}

@Suite("conversations with images")
struct ConversationImageTests {
  private func record(_ files: (any FileSource)?, photo: String = "a.png") async throws -> (CaseRecord, Scripted) {
    let image = PromptImage(try Template("{{photo}}", location: place))
    let prompt = Prompt(
      id: "p", declaredVersion: nil, digest: noDigest, location: place,
      messages: [PromptMessage(role: .user, template: try Template("hello", location: place), images: [image])])
    let generator = Scripted { _, _ in Candidate(answer: Answer(text: "ok")) }
    let suite = try suite([evalCase("a", variables: ["photo": .string(photo)])], prompt: prompt)
    let sink = Kept()
    try await Runner(
      plan: Plan(project(suite)), head: ArmSources(generators: ["s": generator], files: files), sink: sink, today: today
    ).run()
    return (try #require(sink.records.first), generator)
  }

  @Test("a message is sent with the picture that the case names")
  func sent() async throws {
    let (_, generator) = try await record(Pictures(files: ["evalsets/s/a.png": png]))
    #expect(
      generator.requests.first?.messages == [
        Message(.user, "hello", images: [ImageFile(mediaType: "image/png", bytes: png)])
      ])
  }

  @Test("another picture is another request")
  func digest() async throws {
    func digest(_ picture: [UInt8]) async throws -> Digest {
      let (_, generator) = try await record(Pictures(files: ["evalsets/s/a.png": picture]))
      return try #require(generator.requests.first).digest(adapter: "x", model: "m")
    }
    #expect(try await digest(png) != digest(png + [8]))
  }

  @Test(
    "a picture that cannot be read asks nothing and is an error", arguments: ["b.png", "../a.png", "../../../a.png"])
  func missing(photo: String) async throws {
    let (record, generator) = try await record(Pictures(files: ["evalsets/s/a.png": png]), photo: photo)
    #expect(generator.requests.isEmpty && record.passFail == .error)
  }

  @Test("without files nothing is read")
  func noFiles() async throws {
    let (record, _) = try await record(nil)
    #expect(record.candidate.failure?.message.unsafeText == "the image `evalsets/s/a.png` cannot be read here")
  }

  @Test(
    "a picture is known by its first bytes",
    arguments: [
      (png, "image/png"), ([0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg"), (Array("GIF89a".utf8), "image/gif"),
      (Array("RIFF\u{1}\u{2}\u{3}\u{4}WEBPVP8 ".utf8), "image/webp"), (Array("<svg/>".utf8), nil), ([], nil),
    ] as [([UInt8], String?)])
  func kinds(bytes: [UInt8], type: String?) {
    #expect(ImageFile(bytes: bytes)?.mediaType == type)
  }
}
