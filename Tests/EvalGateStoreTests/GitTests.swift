import EvalGateCore
import EvalGateStore
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite("git")
struct GitTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A repository with two commits on `main`.
  private func repository() async throws -> GitRevisions {
    try await folder.git("init", "-q", "-b", "main")
    try folder.write("prompts/a.prompt.yml", text: "one")
    try folder.write("evalsets/größe und mehr/cases.jsonl", text: "{}")
    try await commit("first")
    try folder.write("prompts/a.prompt.yml", text: "two")
    try await commit("second")
    return try await revisions()
  }

  private func commit(_ message: String) async throws {
    try await folder.git("add", "-A")
    try await folder.git("commit", "-q", "-m", message)
  }

  private func revisions(at path: String? = nil) async throws -> GitRevisions {
    switch await GitRevisions.find(at: path ?? folder.path) {
    case .available(let revisions): return revisions
    case .unavailable(let diagnostic): throw diagnostic
    }
  }

  @Test("a checkout holds the revision's files, runs no hook, and leaves nothing behind")
  func worktree() async throws {
    let revisions = try await repository()
    try folder.write(".git/hooks/post-checkout", text: "#!/bin/sh\ntouch ran\n")
    chmod(folder.path + "/.git/hooks/post-checkout", 0o755)
    let first = try #require(try await revisions.resolve("HEAD~1"))
    let worktree = try await revisions.worktree(at: first)
    #expect(try PlainFiles.read(worktree.root + "/prompts/a.prompt.yml", limit: 100) == Array("one".utf8))
    #expect(access(worktree.root + "/ran", F_OK) != 0)
    await worktree.remove()
    #expect(access(worktree.root, F_OK) != 0)
    #expect(try PlainFiles.read(folder.path + "/prompts/a.prompt.yml", limit: 100) == Array("two".utf8))
  }

  @Test("head is the commit that git names")
  func head() async throws {
    let revisions = try await repository()
    #expect(
      try await revisions.head()?.name == folder.git("rev-parse", "HEAD").split(separator: "\n").first.map(String.init))
  }

  @Test("a repository without a commit has no head")
  func unborn() async throws {
    try await folder.git("init", "-q")
    #expect(try await revisions().head() == nil)
  }

  @Test(
    "a reference that is not there, or would be an option, is nil",
    arguments: ["nope", "-x", "--git-dir", "", "a\nb", "HEAD:prompts"])
  func noReference(name: String) async throws {
    #expect(try await repository().resolve(name) == nil)
  }

  @Test("a tag names the commit behind it")
  func tag() async throws {
    let revisions = try await repository()
    try await folder.git("tag", "-a", "v1", "-m", "x")
    #expect(try await revisions.resolve("v1")?.name == revisions.head()?.name)
  }

  @Test("a remote's branch is the remote's, whatever tags and branches are called as it is")
  func remoteBranch() async throws {
    let revisions = try await repository()
    let first = try #require(try await revisions.resolve("HEAD~1"))
    try await folder.git("tag", "origin/main", "HEAD")
    try await folder.git("branch", "origin/main", "HEAD")
    #expect(try await revisions.resolve("origin/main") == nil)
    try await folder.git("update-ref", "refs/remotes/origin/main", first.name)
    let main = try await revisions.resolve("origin/main")
    #expect(main?.name == first.name && main?.label == "origin/main")
  }

  @Test("a tag called as a branch is not that branch", arguments: ["main", "main~0", "refs/heads/main"])
  func tagCalledAsBranch(name: String) async throws {
    let revisions = try await repository()
    let first = try #require(try await revisions.resolve("HEAD~1"))
    let main = try #require(try await revisions.head())
    try await folder.git("tag", "main", first.name)
    #expect(try await revisions.resolve(name)?.name == main.name)
    #expect(try await revisions.resolve("refs/tags/main")?.name == first.name)
  }

  @Test("a remote's branch goes before one here", arguments: ["upstream/main", "upstream/main^{commit}"])
  func branchCalledAsRemotes(name: String) async throws {
    let revisions = try await repository()
    let first = try #require(try await revisions.resolve("HEAD~1"))
    try await folder.git("branch", "upstream/main", "HEAD")
    try await folder.git("update-ref", "refs/remotes/upstream/main", first.name)
    #expect(try await revisions.resolve(name)?.name == first.name)
  }

  @Test("the merge base is where the branch left the target")
  func mergeBase() async throws {
    let revisions = try await repository()
    let fork = try #require(try await revisions.head())
    try await folder.git("checkout", "-q", "-b", "topic")
    try folder.write("x", text: "x")
    try await commit("topic")
    try await folder.git("checkout", "-q", "main")
    try folder.write("y", text: "y")
    try await commit("main")
    try await folder.git("checkout", "-q", "topic")
    let main = try #require(try await revisions.resolve("main"))
    #expect(try await revisions.mergeBase(with: main)?.name == fork.name)
  }

  @Test("of several merge bases the one on the target's own line counts, whichever is the younger", arguments: [1, 2])
  func crissCross(younger: Int) async throws {
    let revisions = try await repository()
    func commit(_ name: String, at hour: Int) async throws -> String {
      try folder.write(name, text: name)
      try await folder.git("add", "-A")
      let date = "2026-01-01T0\(hour):00:00Z"
      try await folder.git("commit", "-q", "-m", name, at: date)
      return try #require(try await revisions.resolve("HEAD")).name
    }
    try await folder.git("checkout", "-q", "-b", "topic")
    let own = try await commit("b1", at: younger == 1 ? 4 : 2)
    try await folder.git("checkout", "-q", "main")
    let taken = try await commit("m1", at: younger == 1 ? 2 : 4)
    try await folder.git("checkout", "-q", "topic")
    try await folder.git("merge", "-q", "--no-ff", "-m", "main taken", "main")
    try await folder.git("checkout", "-q", "main")
    try await folder.git("merge", "-q", "--no-ff", "-m", "topic at b1", own)
    try await folder.git("checkout", "-q", "topic")
    let here = try await self.revisions()
    let main = try #require(try await here.resolve("main"))
    #expect(try await here.mergeBase(with: main)?.name == taken)
  }

  @Test("a history that is cut off since both sides met has no merge base")
  func cutOff() async throws {
    let revisions = try await repository()
    try await folder.git("checkout", "-q", "-b", "side", "HEAD~1")
    try folder.write("s", text: "s")
    try await commit("side")
    try await folder.git("checkout", "-q", "main")
    for name in ["a", "b", "c"] {
      try folder.write(name, text: name)
      try await commit(name)
    }
    try await folder.git("checkout", "-q", "-b", "topic")
    try folder.write("t", text: "t")
    try await commit("topic")
    try await folder.git("checkout", "-q", "main")
    for name in ["d", "e", "f", "g", "h", "i", "j"] {
      try folder.write(name, text: name)
      try await commit(name)
    }
    try await folder.git("merge", "-q", "--no-ff", "-m", "the side at last", "side")
    let base = try #require(try await revisions.resolve("topic~1"))
    for (depth, isKnown) in [("6", false), ("20", true)] {
      let place = "clone\(depth)"
      try await folder.git(
        "clone", "-q", "--depth", depth, "--no-single-branch", "-b", "topic", "file://" + folder.path, place)
      let clone = try await self.revisions(at: folder.path + "/" + place)
      let main = try #require(try await clone.resolve("origin/main"))
      #expect(try await clone.mergeBase(with: main)?.name == (isKnown ? base.name : nil))
    }
  }

  @Test("histories that never met have no merge base")
  func unrelated() async throws {
    let revisions = try await repository()
    try await folder.git("checkout", "-q", "--orphan", "other")
    try await commit("other")
    let main = try #require(try await revisions.resolve("main"))
    #expect(try await revisions.mergeBase(with: main) == nil)
  }

  @Test("a file is read as it was at a revision")
  func read() async throws {
    let revisions = try await repository()
    let before = try #require(try await revisions.resolve("HEAD~1"))
    #expect(try await revisions.files(at: before).read("prompts/a.prompt.yml", limit: 100) == Array("one".utf8))
  }

  @Test("files asked for at once each get their own bytes, line feeds, zeros and nothing at all included")
  func manyAtOnce() async throws {
    let contents: [[UInt8]] = [
      [], [10], [10, 10, 0, 10], Array("no line feed".utf8), Array("one\n".utf8), [0xFF, 0xFE, 10, 13, 10],
      (0..<300_000).map { UInt8(truncatingIfNeeded: $0 / 7) },
    ]
    try await folder.git("init", "-q", "-b", "main")
    for (index, bytes) in contents.enumerated() { try folder.write("\(index).bin", bytes) }
    try await commit("all")
    let head = try #require(try await revisions().head())
    let files = try await revisions().files(at: head)
    let read = try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
      for round in 0..<3 * contents.count {
        group.addTask {
          (round % contents.count, try await files.read("\(round % contents.count).bin", limit: 1 << 20))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(read.count == 3 * contents.count)
    #expect(read.allSatisfy { $0.1 == contents[$0.0] })
  }

  @Test("a branch of origin goes before a tag of its name, and one here before both")
  func names() async throws {
    let revisions = try await repository()
    let (first, second) = (try await folder.git("rev-parse", "HEAD~1"), try await folder.git("rev-parse", "HEAD"))
    try await folder.git("tag", "trunk", "HEAD")
    try await folder.git("update-ref", "refs/remotes/origin/trunk", "HEAD~1")
    #expect(try await revisions.resolve("trunk")?.name == String(first.trimmingSpaces))
    try await folder.git("branch", "trunk", "refs/tags/trunk")
    #expect(try await revisions.resolve("trunk")?.name == String(second.trimmingSpaces))
  }

  @Test("after a file over the limit the next one is read")
  func afterTooLarge() async throws {
    let revisions = try await repository()
    let files = revisions.files(at: try #require(try await revisions.head()))
    await #expect(throws: Diagnostic.self) { try await files.read("prompts/a.prompt.yml", limit: 2) }
    #expect(try await files.read("prompts/a.prompt.yml", limit: 3) == Array("two".utf8))
  }

  @Test("an object that the clone does not have is no empty file")
  func missingObject() async throws {
    let revisions = try await repository()
    let head = try #require(try await revisions.head())
    let object = try await folder.git("rev-parse", "HEAD:prompts/a.prompt.yml").trimmingSpaces
    unlink(folder.path + "/.git/objects/\(object.prefix(2))/\(object.dropFirst(2))")
    let files = revisions.files(at: head)
    let problem = await #expect(throws: Diagnostic.self) { try await files.read("prompts/a.prompt.yml", limit: 100) }
    #expect(problem?.message.contains("is not in this clone") == true)
    #expect(try await files.read("evalsets/größe und mehr/cases.jsonl", limit: 100) == Array("{}".utf8))
  }

  @Test("a path with spaces and without ASCII is read and listed")
  func oddPath() async throws {
    let files = try await headFiles(of: repository())
    #expect(try await files.list(under: "evalsets") == ["evalsets/größe und mehr/cases.jsonl"])
    #expect(try await files.read("evalsets/größe und mehr/cases.jsonl", limit: 10) == Array("{}".utf8))
  }

  private func headFiles(of revisions: GitRevisions) async throws -> any FileSource {
    revisions.files(at: try #require(try await revisions.head()))
  }

  @Test("a revision tells files, folders and what is not there apart")
  func kinds() async throws {
    let files = try await headFiles(of: repository())
    #expect(await files.kind(of: "prompts/a.prompt.yml") == .file)
    #expect(await files.kind(of: "prompts") == .folder)
    #expect(await files.kind(of: "prompt") == .missing)
  }

  @Test("a path that is not in a revision is said to be missing, with the revision")
  func missing() async throws {
    let files = try await headFiles(of: repository())
    await #expect(throws: Diagnostic.self) { try await files.read("prompts/b.yml", limit: 10) }
  }

  @Test("a path that leads out of the repository is refused", arguments: ["../x", "/etc/passwd", "a/../../x"])
  func outside(path: String) async throws {
    let files = try await headFiles(of: repository())
    let error = await #expect(throws: Diagnostic.self) { try await files.read(path, limit: 10) }
    #expect(error?.code == .outsideRepository)
  }

  @Test("a link is followed within a revision")
  func link() async throws {
    _ = try await repository()
    #expect(symlink("../prompts/a.prompt.yml", folder("evalsets/link.yml")) == 0)
    try await commit("link")
    #expect(try await headFiles(of: revisions()).read("evalsets/link.yml", limit: 10) == Array("two".utf8))
  }

  @Test("a file over the limit is refused")
  func tooLarge() async throws {
    let files = try await headFiles(of: repository())
    await #expect(throws: Diagnostic.self) { try await files.read("prompts/a.prompt.yml", limit: 2) }
  }

  @Test("changes are edits, removals and untracked files, sorted, without ignored ones")
  func changes() async throws {
    let revisions = try await repository()
    let first = try #require(try await revisions.resolve("HEAD~1"))
    folder.remove("evalsets")
    try folder.write("neu ä.txt", text: "x")
    try folder.write(".gitignore", text: "*.log\n")
    try folder.write("a.log", text: "x")
    #expect(
      try await revisions.changes(since: first)
        == [".gitignore", "evalsets/größe und mehr/cases.jsonl", "neu ä.txt", "prompts/a.prompt.yml"])
  }

  @Test("a project below the repository's root sees its own paths")
  func below() async throws {
    _ = try await repository()
    let revisions = try await revisions(at: folder("prompts"))
    let files = try await headFiles(of: revisions)
    #expect(try await files.list(under: "") == ["a.prompt.yml"])
    #expect(try await files.read("a.prompt.yml", limit: 10) == Array("two".utf8))
    try folder.write("prompts/b.yml", text: "x")
    try folder.write("elsewhere", text: "x")
    #expect(try await revisions.changes(since: #require(try await revisions.head())) == ["b.yml"])
  }

  @Test("a shallow clone knows that it is one, and has no base beyond its cut")
  func shallow() async throws {
    _ = try await repository()
    try await folder.git("clone", "-q", "--depth", "1", "file://\(folder.path)", folder("clone"))
    let revisions = try await revisions(at: folder("clone"))
    #expect(await revisions.isShallow())
    #expect(try await revisions.resolve("HEAD~1") == nil)
  }

  @Test("a whole clone is not shallow")
  func notShallow() async throws { #expect(try await repository().isShallow() == false) }

  @Test("a folder that is no repository says so")
  func noRepository() async throws {
    guard case .unavailable(let diagnostic) = await GitRevisions.find(at: folder.path) else {
      Issue.record("found a repository")
      return
    }
    #expect(diagnostic.message == "this folder is not in a git repository")
  }

  @Test("a bare repository is one from within, and so is a worktree, whose `.git` is a file")
  func unusualRepositories() async throws {
    let head = try await repository().head()
    try await folder.git("clone", "-q", "--bare", ".", "bare.git")
    try await folder.git("worktree", "add", "-q", "--detach", "beside")
    for place in ["bare.git", "bare.git/refs", "beside", "beside/prompts"] {
      #expect(try await revisions(at: folder(place)).head() == head)
    }
  }

  @Test("hooks, file monitors and external diffs of the repository are not run")
  func noPrograms() async throws {
    let revisions = try await repository()
    try folder.write("evil.sh", text: "#!/bin/sh\ntouch \(folder("ran"))\n")
    #expect(chmod(folder("evil.sh"), 0o755) == 0)
    for key in ["core.fsmonitor", "diff.external", "core.pager", "diff.x.command", "diff.x.textconv"] {
      try await folder.git("config", key, folder("evil.sh"))
    }
    try folder.write(".gitattributes", text: "* diff=x\n")
    try folder.write("prompts/a.prompt.yml", text: "three")
    _ = try await revisions.changes(since: #require(try await revisions.head()))
    _ = try await DiskFiles(root: folder.path).list(under: "")
    #expect(!folder.exists("ran"))
  }
}

@Suite("files on disk")
struct DiskFilesTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("a file is read")
  func read() async throws {
    try folder.write("a/b.yml", text: "x")
    #expect(try await DiskFiles(root: folder.path).read("a/./b.yml", limit: 1) == [UInt8(ascii: "x")])
  }

  @Test("an empty file is read")
  func empty() async throws {
    try folder.write("e", text: "")
    #expect(try await DiskFiles(root: folder.path).read("e", limit: 0).isEmpty)
  }

  @Test(
    "what cannot be read says why",
    arguments: [("none", "does not exist"), ("dir", "folder"), ("big", "larger than 3 bytes"), ("pipe", "pipe")])
  func reasons(name: String, reason: String) async throws {
    try folder.write("big", text: "1234")
    try folder.write("dir/x", text: "")
    #expect(mkfifo(folder("pipe"), 0o644) == 0)
    let files = try DiskFiles(root: folder.path)
    let error = await #expect(throws: Diagnostic.self) { try await files.read(name, limit: 3) }
    #expect(error?.message.contains(reason) == true)
  }

  @Test("a link out of the repository is refused")
  func linkOut() async throws {
    #expect(symlink("/etc/passwd", folder("schema.json")) == 0)
    let files = try DiskFiles(root: folder.path)
    let error = await #expect(throws: Diagnostic.self) { try await files.read("schema.json", limit: 1 << 20) }
    #expect(error?.code == .outsideRepository)
  }

  @Test("a link within the repository is followed")
  func linkIn() async throws {
    try folder.write("a/x", text: "x")
    #expect(symlink("a/x", folder("y")) == 0)
    #expect(try await DiskFiles(root: folder.path).read("y", limit: 9) == [UInt8(ascii: "x")])
  }

  @Test("kinds are told apart")
  func kinds() async throws {
    try folder.write("a/x", text: "x")
    let files = try DiskFiles(root: folder.path)
    #expect(await files.kind(of: "a/x") == .file)
    #expect(await files.kind(of: "a") == .folder)
    #expect(await files.kind(of: "") == .folder)
    #expect(await files.kind(of: "b") == .missing)
    #expect(await files.kind(of: "../..") == .missing)
  }

  @Test("without git every file is listed but those of tools")
  func walk() async throws {
    for name in ["b.yml", "a/ä b.yml", ".build/x", "node_modules/x", ".evalgate/runs/x", "a/.git/x"] {
      try folder.write(name, text: "")
    }
    #expect(symlink("..", folder("a/up")) == 0)
    // A link to a folder is named and not followed.
    #expect(try await DiskFiles(root: folder.path).list(under: "") == ["a/up", "a/ä b.yml", "b.yml"])
    #expect(try await DiskFiles(root: folder.path).list(under: "a") == ["a/up", "a/ä b.yml"])
  }

  @Test("what is there and no file is told from what is not there", arguments: [false, true])
  func unusable(inGit: Bool) async throws {
    if inGit { try await folder.git("init", "-q") }
    try folder.write("x", text: "")
    #expect(symlink("nowhere", folder("dangling")) == 0)
    #expect(symlink("loop", folder("loop")) == 0)
    #expect(symlink("/etc/hostname", folder("out")) == 0)
    #expect(mkfifo(folder("pipe"), 0o644) == 0)
    let files = try DiskFiles(root: folder.path)
    #expect(await files.kind(of: "dangling") == .unusable("a symbolic link that leads nowhere"))
    #expect(
      await files.kind(of: "loop") == .unusable("a symbolic link that cannot be followed (too many symbolic links)"))
    #expect(await files.kind(of: "out") == .unusable("a symbolic link that leads out of the repository"))
    #expect(await files.kind(of: "pipe") == .unusable("a named pipe"))
    #expect(await files.kind(of: "x/y") == .missing)
    #expect(try await files.list(under: "").contains("dangling"))
  }

  @Test("with git what it ignores is left out, and so is what is gone")
  func gitList() async throws {
    try await folder.git("init", "-q")
    for name in ["gone.yml", "kept.yml", "neu ä.yml", "out/x.log", ".gitignore"] {
      try folder.write(name, text: "*.log\n")
    }
    try await folder.git("add", "gone.yml", "kept.yml")
    folder.remove("gone.yml")
    #expect(try await DiskFiles(root: folder.path).list(under: "") == [".gitignore", "kept.yml", "neu ä.yml"])
  }

  @Test("a folder's name with wildcards means itself")
  func literal() async throws {
    try await folder.git("init", "-q")
    for name in ["[ab]/x", "a/x"] { try folder.write(name, text: "") }
    #expect(try await DiskFiles(root: folder.path).list(under: "[ab]") == ["[ab]/x"])
  }

  @Test("a root that is no folder is refused")
  func badRoot() { #expect(throws: Diagnostic.self) { try DiskFiles(root: folder("none")) } }
}
