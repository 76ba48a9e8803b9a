import EvalGateCore
import StrictJSON

/// What a program is asked to be; one that serves several learns it from our first line.
enum ProgramRole: String, Sendable {
  case provider, check, policy

  /// What evalgate says first.
  var greeting: String { #"{"evalgate":1,"role":"\#(rawValue)"}"# }
}

/// What a program says of itself when it starts.
struct ProgramGreeting: Sendable, Hashable {
  let name: String
  let revisions: JSONObject?
  /// How many requests it takes at once.
  let concurrency: Int

  init(line: [UInt8]) throws(GenerationFailure) {
    guard let object = (try? JSONValue(parsing: line))?.objectValue else {
      // Not quoted: nothing has been asked, and what it is instead may be anybody's data.
      throw .program("its first line is not the greeting: \(line.count) bytes that are no JSON object")
    }
    // A line of a log is an object as well, and may have a `name`.
    guard object["revisions"] != nil || object["concurrency"] != nil || object.keys.allSatisfy({ $0 == "name" }) else {
      throw .program("its first line is not the greeting: an object of \(line.count) bytes without `revisions`")
    }
    name = object["name"]?.stringValue ?? ""
    if let revisions = object["revisions"], !revisions.isNull {
      guard let named = revisions.objectValue else { throw .program("`revisions` of its greeting is no object") }
      self.revisions = named.isEmpty ? nil : named
    } else {
      revisions = nil
    }
    if let concurrency = object["concurrency"], !concurrency.isNull {
      guard let count = concurrency.intValue, (1...Self.mostAtOnce).contains(count) else {
        throw .program("`concurrency` of its greeting is not a whole number of at least 1")
      }
      self.concurrency = count
    } else {
      concurrency = 1
    }
  }

  private static let mostAtOnce = 100_000
}

/// A question as a program reads it: one line, of which only the id differs between tries.
struct ProgramQuestion: Sendable {
  /// `t-031#1`, with the turn of a conversation where there is one.
  private let id: String
  /// All but the id, as a JSON object.
  private let rest: [UInt8]

  var byteCount: Int { rest.count }

  /// - Parameter body: writes the members that stand beside the id.
  init(id: String, _ body: (inout JSONWriter) -> Void) {
    self.id = id
    var json = JSONWriter()
    json.beginObject()
    body(&json)
    json.endObject()
    rest = json.bytes
  }

  /// The line of one try, counted from 1. A further try has an id of its own, so that a late reply is not taken for its.
  func line(try number: Int) -> (id: String, bytes: [UInt8]) {
    let id = number == 1 ? id : "\(id)~\(number)"
    var json = JSONWriter()
    json.reserveCapacity(rest.count + id.utf8.count + 16)
    json.beginObject()
    json.key("id")
    json.string(id)
    return (id, json.bytes + [UInt8(ascii: ",")] + rest.dropFirst())
  }
}

/// A line with which a program answers, whatever it is asked to be.
struct ProgramReply: Sendable {
  let id: String
  let root: JSONNode
  private let line: [UInt8]

  /// - Throws: a failure that ends the program: the line is not strict JSON, or says not what it answers.
  init(line: [UInt8]) throws(GenerationFailure) {
    let document: JSONDocument
    do throws(JSONError) {
      document = try JSONDocument(parsing: line)
    } catch {
      throw .program("it wrote a line that is not JSON (\(error.message)): \(GenerationFailure.excerpt(of: line))")
    }
    guard let id = document.root["id"]?.string else {
      throw .program("it wrote a line without an `id`: \(GenerationFailure.excerpt(of: line))")
    }
    self.id = id
    self.line = line
    root = document.root
  }

  /// The line's start, for messages.
  var excerpt: String { GenerationFailure.excerpt(of: line) }
}

extension GenerationFailure {
  /// The program's fault.
  static func program(_ message: String) -> GenerationFailure { GenerationFailure(.infrastructure, .program, message) }
}
