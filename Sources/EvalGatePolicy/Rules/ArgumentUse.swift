import StrictJSON

/// What an argument is for, told by its name: somebody to turn to, a program, words for people, the name of another thing than a machine,
/// or nothing that the name would tell.
enum ArgumentUse {
  case recipient, code, words, thing, value

  /// Nil for a name that says nothing of it.
  init?(_ name: String) {
    let words = Self.words(of: name)
    if !Self.texts.isDisjoint(with: words) {
      self = .words
    } else if !Self.recipients.isDisjoint(with: words) {
      self = .recipient
    } else if !Self.programs.isDisjoint(with: words) {
      self = .code
    } else if !Self.things.isDisjoint(with: words) {
      self = .thing
    } else {
      return nil
    }
  }

  /// Elements and members are for what their list or object is for, unless a name of their own says otherwise.
  init(at steps: some BidirectionalCollection<JSONPathStep>) {
    self =
      steps.reversed().lazy.compactMap { step in
        if case .name(let name) = step { ArgumentUse(name) } else { nil }
      }.first ?? .value
  }

  /// `replyTo` and `reply_to` are two words each.
  private static func words(of name: String) -> Set<String> {
    var words: [String] = [""]
    var wasSmall = false
    for scalar in name.unicodeScalars {
      if !scalar.properties.isAlphabetic || wasSmall && scalar.properties.isUppercase { words.append("") }
      if scalar.properties.isAlphabetic { words[words.count - 1] += String(scalar).lowercased() }
      wasSmall = scalar.properties.isLowercase
    }
    return Set(words)
  }

  private static let texts: Set<String> = [
    "body", "text", "message", "content", "subject", "title", "description", "summary", "note", "notes", "comment",
    "html", "markdown",
  ]
  private static let recipients: Set<String> = [
    "to", "cc", "bcc", "recipient", "recipients", "email", "emails", "mail", "address", "addresses", "attendee",
    "attendees",
    "invitee", "invitees", "guest", "guests", "participant", "participants", "sender",
    "url", "urls", "uri", "link", "links", "href", "host", "hosts", "hostname", "domain", "server", "endpoint",
    "webhook", "webhooks", "callback", "site", "website", "domains", "servers", "endpoints", "hostnames",
    "destination", "target", "remote", "origin", "proxy",
  ]
  private static let programs: Set<String> = [
    "code", "cmd", "command", "commands", "script", "shell", "args", "argv", "arguments", "program", "source", "query",
    "sql",
  ]

  /// Things whose names have dots in them as those of machines do: `order.created`, `main.py`, `com.acme.Main`, `1.2.3.4`.
  private static let things: Set<String> = [
    "version", "versions", "event", "events", "field", "fields", "file", "files", "filename", "class", "table",
    "tables", "column",
    "columns", "module", "modules", "package", "packages", "bundle", "namespace", "metric", "metrics", "branch", "tag",
    "tags",
    "attachment", "attachments", "attribute", "attributes", "property", "properties", "path", "paths", "folder",
    "directory", "key",
    "keys", "schema", "type", "index", "method", "function", "symbol", "selector", "locale", "extension", "document",
  ]
}
