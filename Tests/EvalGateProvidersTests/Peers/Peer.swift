import ChildProcess
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Somebody else's server from PyPI, on a free port of this machine.
///
/// Its Python environment is made once and kept below `.build/peers`; what starts it lies in `Tests/Peers`.
struct Peer {
  /// What a server is installed from, started with, and known to be up by.
  struct Recipe: Sendable {
    let name: String
    let packages: [String]
    /// Made of the environment's `bin` and the port.
    let command: @Sendable (_ bin: String, _ port: UInt16) -> [String]
    var environment: [String: String] = [:]
    /// What is asked until it answers.
    let ready: String
  }

  /// They take minutes to install and seconds to start, so they are asked for.
  static let areWanted = getenv("EVALGATE_LIVE_TESTS").map { String(cString: $0) } == "1"
  static let condition: Comment = "set EVALGATE_LIVE_TESTS=1 to install real servers from PyPI and ask them"

  let process: LineProcess
  let port: UInt16
  let bin: String
  var url: String { "http://127.0.0.1:\(port)" }

  /// Where what starts the servers lies.
  static let files = root + "/Tests/Peers"
  /// Where the environments are kept.
  static let folder = root + "/.build/peers"
  private static let root = String(
    #filePath.split(separator: "/").dropLast(4).reduce(into: "") { $0 += "/" + $1 })

  /// Runs `body` with a server that is gone afterwards; not at all, with the reason printed, where it cannot be had.
  static func serving(_ recipe: Recipe, _ body: (Peer) async throws -> Void) async throws {
    guard let peer = try await start(recipe) else { return }
    do {
      try await body(peer)
      await peer.stop()
    } catch {
      await peer.stop()
      throw error
    }
  }

  /// A program of the peer's environment.
  ///
  /// - Returns: what it printed; nil where it failed or took too long.
  func run(_ arguments: [String]) async -> [UInt8]? {
    await Self.run([bin + "/python"] + arguments, .seconds(120))
  }

  private static func start(_ recipe: Recipe) async throws -> Peer? {
    guard let bin = await install(recipe) else {
      print("skipped: \(recipe.packages.joined(separator: " ")) cannot be installed from PyPI")
      return nil
    }
    // A port that was free a moment ago; the listener is closed by its own thread, which has nothing to serve.
    let server = try LoopbackServer([])
    let port = server.port
    server.start()
    let process = try await LineProcess(
      recipe.command(bin, port), environment: .inherited(changing: recipe.environment))
    let peer = Peer(process: process, port: port, bin: bin)
    guard await peer.run([files + "/ready.py", peer.url + recipe.ready]) != nil else {
      let said = String(decoding: process.standardErrorTail.suffix(800), as: UTF8.self)
      print("skipped: \(recipe.name) did not come up: \(said)")
      await peer.stop()
      return nil
    }
    return peer
  }

  /// The environment's `bin`, where everything is installed in it; ten minutes at most.
  private static func install(_ recipe: Recipe) async -> String? {
    let folder = self.folder + "/" + recipe.name
    // Two test runs of one checkout install one after the other, and the second finds everything there.
    let script = """
      set -e
      mkdir -p "$1" && exec 9> "$1/lock" && flock 9
      shift
      folder=$1 && shift
      [ "$(cat "$folder/complete" 2> /dev/null)" = "$*" ] && exit 0
      rm -rf "$folder" && python3 -m venv "$folder"
      "$folder/bin/pip" install --quiet --disable-pip-version-check "$@"
      echo "$*" > "$folder/complete"
      """
    let command = ["bash", "-c", script, "install", self.folder, folder] + recipe.packages
    return await run(command, .seconds(600)) == nil ? nil : folder + "/bin"
  }

  private static func run(_ command: [String], _ limit: Duration) async -> [UInt8]? {
    guard let result = try? await runCommand(command, timeout: limit), result.exit.isSuccess else { return nil }
    return result.standardOutput
  }

  private func stop() async { _ = try? await process.terminate() }
}
