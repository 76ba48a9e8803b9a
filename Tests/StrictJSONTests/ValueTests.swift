import StrictJSON
import Testing

@Suite("values and objects")
struct ValueTests {
  @Test("objects are equal and hash alike in any order")
  func unordered() {
    let (left, right): (JSONValue, JSONValue) = (["a": 1, "b": [2]], ["b": [2], "a": 1])
    #expect(left == right && left.hashValue == right.hashValue)
  }

  @Test("strings that are canonically equivalent but differ in bytes are different")
  func bytes() {
    #expect(JSONValue.string("\u{E9}") != JSONValue.string("e\u{301}"))
  }

  @Test(
    "values of different kind or content are different",
    arguments: [
      (JSONValue.null, JSONValue.bool(false)), (0, false), ("1", 1), ([], [:]), ([1], [1, 2]), (["a": 1], ["a": 2]),
      (["a": 1], ["b": 1]),
      (["a": nil], [:]), ([1, 2], [2, 1]),
    ] as [(JSONValue, JSONValue)])
  func different(left: JSONValue, right: JSONValue) {
    #expect(left != right)
  }

  @Test("accessors answer for their own kind")
  func accessors() {
    let value: JSONValue = ["text": "x", "list": [1, 2.5, true, nil]]
    #expect(value["text"]?.stringValue == "x")
    #expect(value["list"]?[1]?.doubleValue == 2.5)
    #expect(value["list"]?[2]?.boolValue == true)
    #expect(value["list"]?[3]?.isNull == true)
  }

  @Test("accessors answer nil for another kind, a missing key and an index out of range")
  func absent() {
    let value: JSONValue = [1]
    #expect(
      value["a"] == nil && value[1] == nil && value[-1] == nil && value.stringValue == nil && value[0]?["a"] == nil)
  }

  @Test("the name of a kind is that of JSON Schema")
  func kindNames() {
    let values: [JSONValue] = [nil, true, 1, "", [], [:]]
    #expect(values.map(\.kindName) == ["null", "boolean", "number", "string", "array", "object"])
  }

  @Test("of two members with the same key the later value stays at the first place")
  func laterValue() {
    let object = JSONObject([("a", 1), ("b", 2), ("a", 3)])
    #expect(JSONValue.object(object).serialized() == #"{"a":3,"b":2}"#)
  }

  @Test("setting nil removes a member, and removing returns its value")
  func removal() {
    var object: JSONObject = ["a": 1, "b": 2, "c": 3]
    object["a"] = nil
    #expect(object.removeValue(forKey: "c") == 3)
    #expect(object.keys == ["b"] && object.removeValue(forKey: "c") == nil)
  }

  @Test("an object finds every key while it grows beyond a walk and shrinks again")
  func growth() {
    var object = JSONObject()
    for index in 0..<40 { object["k\(index)"] = .number(JSONNumber(index)) }
    for index in stride(from: 0, to: 40, by: 2) { object["k\(index)"] = nil }
    #expect((0..<40).allSatisfy { object["k\($0)"]?.intValue == ($0 % 2 == 1 ? $0 : nil) })
  }

  @Test("a large object tells canonically equivalent keys apart")
  func largeObjectKeys() {
    var object = JSONObject()
    for index in 0..<20 { object["k\(index)"] = 0 }
    object["\u{E9}"] = 1
    object["e\u{301}"] = 2
    #expect(object["\u{E9}"] == 1 && object["e\u{301}"] == 2)
  }

  @Test("an object goes over its members in order")
  func sequence() {
    let object: JSONObject = ["b": 1, "a": 2]
    #expect(object.map { "\($0.key)=\($0.value.serialized())" } == ["b=1", "a=2"])
  }
}
