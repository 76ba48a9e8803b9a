/// How far the form of a name with dots tells that it is a machine's.
enum HostForm {
  /// It does not: `os.path`, `main.py`.
  case none
  /// More often it is another thing's: a file's (`data.zip`, `Makefile.in`), a time (`5.pm`), `.NET`, a firm's form (`Co.KG`), a degree
  /// (`M.Sc.`), a name after an abbreviation (`Dr.No`), a call (`x.to(device)`), and two sentences with no space between them (`late.It`).
  case ofOthers
  /// As often: `Socket.io`, `log.info`.
  case shared
  case machine

  /// - Parameters:
  ///   - text: the name as it was written.
  ///   - next: what stands right after it.
  init(ofName text: String, _ host: Host, before next: Unicode.Scalar) {
    guard PublicName.isOne(host) else {
      self = .none
      return
    }
    let labels = text.unicodeScalars.split(separator: ".")
    guard let last = labels.last, labels.count > 1 else {
      self = .machine
      return
    }
    let ending = String(last).lowercased()
    let before = labels[labels.count - 2]
    let isCalled = (next == "(" || next == "[") && Self.functions.contains(ending) && Self.isVariable(labels)
    if isCalled || Self.files.contains(ending) || Self.isOfOthers(last, after: before)
      || Self.isTemplate(ending, of: String(before).lowercased(), isWhole: labels.count == 2)
    {
      self = .ofOthers
    } else {
      self = labels.count == 2 && (Self.members.contains(ending) || Self.isModule(ending, before)) ? .shared : .machine
    }
  }

  /// Whether a capital letter begins an ending where a small one began what stands before it, or where that is an abbreviation; or the
  /// ending is `NET`.
  private static func isOfOthers(
    _ ending: Substring.UnicodeScalarView, after label: Substring.UnicodeScalarView
  ) -> Bool {
    if ending.elementsEqual("NET".unicodeScalars) { return true }
    let isCapital = ending.first?.properties.isUppercase == true
    let word = String(label).lowercased()
    let isAbbreviated = abbreviations.contains(word)
    let isDegree = ending.elementsEqual("Sc".unicodeScalars) && ["M", "B"].contains(String(label))
    let isBefore = isAbbreviated || sentences.contains(word) || label.first?.properties.isLowercase == true
    return isCapital && isBefore || isDegree || isAbbreviated && String(ending).lowercased() == "kg"
  }

  /// What is written with a full stop before a name, and at times without a blank after it.
  private static let abbreviations: Set<String> = [
    "co", "dr", "mr", "mrs", "ms", "prof", "st", "nr", "no", "hr", "fr", "ing", "dipl", "jr", "sr", "str", "vs", "fa",
    "bzw",
    "inkl", "zzgl",
  ]

  /// What is a sentence by itself, or stands before another abbreviation.
  private static let sentences: Set<String> = ["tel", "ja", "nein", "bitte", "danke"]

  /// Whether a name is that of a file which others are made of, as `Makefile.in`, `Makefile.am`, `requirements.in` and `config.h.in` are.
  ///
  /// - Parameter isWhole: whether there is nothing else before the ending.
  private static func isTemplate(_ ending: String, of label: String, isWhole: Bool) -> Bool {
    if ending == "am" { return isWhole && label == "makefile" }
    return ending == "in"
      && (isWhole ? templates.contains { label == $0 || label.hasSuffix("-" + $0) } : templated.contains(label))
  }

  private static let templates = [
    "makefile", "gnumakefile", "configure", "config", "manifest", "requirements", "constraints", "version", "doxyfile",
    "dockerfile",
  ]

  private static let templated: Set<String> = [
    "h", "hpp", "c", "cc", "cpp", "py", "sh", "pc", "cmake", "conf", "cfg", "ini", "json", "xml", "yml", "yaml", "toml",
    "txt",
    "rc", "spec", "service", "desktop", "plist", "properties", "m4", "mk", "am", "ac", "js", "css", "html", "man",
  ]

  /// Whether a name is that of a module of Perl, `Config.pm`.
  private static func isModule(_ ending: String, _ label: Substring.UnicodeScalarView) -> Bool {
    ending == "pm" && label.first?.properties.isUppercase == true
  }

  /// Whether what stands before a function is what it is called of: `x`, `arr`, `self.model`.
  private static func isVariable(_ labels: [Substring.UnicodeScalarView]) -> Bool {
    labels[labels.count - 2].count <= 3 || labels.count > 2 && labels[0].elementsEqual("self".unicodeScalars)
  }

  /// Endings of files that are top levels as well.
  private static let files: Set<String> = [
    "ac", "cc", "mk", "ml", "mm", "mo", "mov", "pl", "ps", "pub", "so", "tf", "zip",
  ]

  /// Endings that are functions of programs too, where they are called or asked for a place: `x.to(device)`, `arr.at[0]`.
  private static let functions: Set<String> = ["as", "at", "do", "in", "is", "run", "to", "top", "zip"]

  /// Endings of products and of members in programs.
  private static let members: Set<String> = ["app", "info", "io"]
}
