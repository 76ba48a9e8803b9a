/// The members of a JSON object in the order in which they were written, each key once.
///
/// Looking up a key is a walk over few members and a hash table above `tableThreshold`. Keys are compared by bytes.
public struct JSONObject: Sendable {
  /// One member.
  public typealias Element = (key: String, value: JSONValue)

  struct Member: Sendable {
    let key: String
    var value: JSONValue
  }

  private(set) var members: [Member] = []
  /// Where each key stands in `members`; nil while a walk is cheaper.
  private var table: [UTF8Key: Int]?

  private static let tableThreshold = 16

  /// An object without members.
  public init() {}

  /// An object of these members; a key that comes again keeps its first place and takes the later value.
  public init(_ pairs: [(String, JSONValue)]) {
    members.reserveCapacity(pairs.count)
    for (key, value) in pairs { self[key] = value }
  }

  /// Takes members whose keys are known to differ.
  init(distinct members: [Member]) {
    self.members = members
    indexIfLarge()
  }

  /// The keys in order.
  public var keys: [String] { members.map(\.key) }

  /// The values in order.
  public var values: [JSONValue] { members.map(\.value) }

  /// How many members there are.
  public var count: Int { members.count }

  /// Whether there are none.
  public var isEmpty: Bool { members.isEmpty }

  /// The value of a key. Setting nil removes the member; a new key goes to the end.
  public subscript(key: String) -> JSONValue? {
    get { position(of: key).map { members[$0].value } }
    set {
      switch (position(of: key), newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil): remove(at: place)
      case (nil, let value?): append(Member(key: key, value: value))
      case (nil, nil): break
      }
    }
  }

  /// Whether there is a member with this key.
  public func contains(key: String) -> Bool { position(of: key) != nil }

  /// Removes a member and returns its value; nil when there was none. Takes time linear in the number of members.
  @discardableResult
  public mutating func removeValue(forKey key: String) -> JSONValue? {
    guard let place = position(of: key) else { return nil }
    let value = members[place].value
    remove(at: place)
    return value
  }

  func position(of key: String) -> Int? {
    if let table { return table[UTF8Key(key)] }
    return members.firstIndex { $0.key.sameBytes(as: key) }
  }

  private mutating func append(_ member: Member) {
    members.append(member)
    if table != nil {
      table?[UTF8Key(member.key)] = members.count - 1
    } else {
      indexIfLarge()
    }
  }

  private mutating func remove(at place: Int) {
    members.remove(at: place)
    table = nil
    indexIfLarge()
  }

  private mutating func indexIfLarge() {
    guard members.count > Self.tableThreshold else { return }
    var table: [UTF8Key: Int] = [:]
    table.reserveCapacity(members.count)
    for (place, member) in members.enumerated() { table[UTF8Key(member.key)] = place }
    self.table = table
  }
}

extension JSONObject: Sequence {
  /// Goes over the members in order.
  public struct Iterator: IteratorProtocol {
    var members: IndexingIterator<[Member]>

    /// The next member, nil after the last.
    public mutating func next() -> Element? { members.next().map { ($0.key, $0.value) } }
  }

  /// Goes over the members in order.
  public func makeIterator() -> Iterator { Iterator(members: members.makeIterator()) }

  /// The number of members.
  public var underestimatedCount: Int { members.count }
}

extension JSONObject: Hashable {
  /// Whether both have the same members, in any order.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    guard left.count == right.count else { return false }
    for member in left.members where right[member.key] != member.value { return false }
    return true
  }

  /// Feeds the members so that their order does not matter.
  public func hash(into hasher: inout Hasher) {
    var mixed = 0
    for member in members {
      var one = Hasher()
      one.combine(UTF8Key(member.key))
      one.combine(member.value)
      mixed &+= one.finalize()
    }
    hasher.combine(members.count)
    hasher.combine(mixed)
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// An object of these members; of two members with the same key the later value stays.
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
