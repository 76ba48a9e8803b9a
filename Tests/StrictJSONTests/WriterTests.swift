import StrictJSON
import Testing

@Suite("writing")
struct WriterTests {
  @Test("compact text keeps the order of members and the text of numbers")
  func compact() throws {
    let text = #"{"b":1.0,"a":[1e400,-0,"x",null,true,false,{}]}"#
    #expect(try JSONValue(parsing: text).serialized() == text)
  }

  @Test("pretty text has one element a line and nothing within empty brackets")
  func pretty() throws {
    let value = try JSONValue(parsing: #"{"a":[1,{"b":[]}],"c":{}}"#)
    #expect(value.serialized(.pretty) == "{\n  \"a\": [\n    1,\n    {\n      \"b\": []\n    }\n  ],\n  \"c\": {}\n}")
  }

  @Test("pretty text of a scalar is the scalar")
  func prettyScalar() {
    #expect(JSONValue.string("x").serialized(.pretty) == "\"x\"")
  }

  @Test("only quotes, backslashes and control characters are escaped")
  func escapes() {
    let value = JSONValue.string("\"\\/\u{8}\u{C}\n\r\t\u{0}\u{1f}\u{7f}é\u{2028}😀")
    #expect(value.serialized() == #""\"\\/\b\f\n\r\t\u0000\u001f"# + "\u{7f}é\u{2028}😀\"")
  }

  @Test("a value is appended to what is there")
  func appending() {
    var bytes = Array("x=".utf8)
    JSONValue.array([1, 2]).write(into: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "x=[1,2]")
  }

  @Test(
    "a value of a parsed text is written as its `JSONValue` is", arguments: [JSONStyle.compact, .pretty, .canonical],
    [
      "null", "-0", "1.50", "1e400", #""a\u0000b""#, #""plain text of more than sixteen bytes, größer als das""#,
      #"{"b":[1,{"\u0061":2,"a\n":true}],"a":{},"\uD83D\uDE00":[],"\uFB33":false}"#,
      #"[ "0123456789abcde\"", "0123456789abcdef\"", "0123456789abcdefg\\" , "\t" ]"#,
    ])
  func node(style: JSONStyle, text: String) throws {
    var writer = JSONWriter(style: style)
    writer.value(try JSONDocument(parsing: text).root)
    #expect(try writer.text == JSONValue(parsing: text).serialized(style))
  }

  @Test("a quote is found wherever it stands", arguments: 0..<40)
  func placesOfEscapes(place: Int) throws {
    for (byte, rest) in ["\"", "\\", "\u{1f}", "é"].flatMap({ byte in [0, 1, 3, 6, 7, 8, 15, 40].map { (byte, $0) } }) {
      let text = String(repeating: "x", count: place) + byte + String(repeating: "y", count: rest)
      let written = JSONValue.string(text).serialized()
      #expect(try JSONValue(parsing: written) == .string(text))
      #expect(written.utf8.count == text.utf8.count + 2 + (byte == "é" ? 0 : byte == "\u{1f}" ? 5 : 1))
    }
  }

  @Test("a writer sets commas and colons by itself")
  func writer() {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("id")
    writer.string("a\"b")
    writer.key("list")
    writer.beginArray()
    writer.integer(-12)
    writer.null()
    writer.bool(true)
    writer.double(0.5)
    writer.double(.nan)
    writer.beginArray()
    writer.endArray()
    writer.endArray()
    writer.key("value")
    writer.value(["x": [1.5]])
    writer.endObject()
    #expect(writer.text == #"{"id":"a\"b","list":[-12,null,true,0.5,null,[]],"value":{"x":[1.5]}}"#)
    #expect(writer.openContainers == 0)
  }

  @Test("integers are written whatever their length", arguments: 0..<19)
  func integers(zeros: Int) {
    let power = (0..<zeros).reduce(1) { power, _ in power * 10 }
    for value in [power - 1, power, power + 1, .max - power, .min + power, .min] {
      var writer = JSONWriter()
      writer.beginArray()
      writer.integer(value)
      writer.integer(-(value + 1))
      writer.endArray()
      #expect(writer.text == "[\(value),\(-(value + 1))]")
    }
  }

  @Test(
    "commas and colons stand beside keys and texts with escapes as beside others",
    arguments: ["", "k", "k\"", "key", "a longer key\n"])
  func separators(text: String) throws {
    let value = try JSONValue(parsing: #"{"first":["x","y"]}"#)
    for style in [JSONStyle.compact, .pretty] {
      var writer = JSONWriter(style: style)
      writer.beginObject()
      for key in ["0", text + "1", text + "2"] {
        writer.key(key)
        writer.beginArray()
        for element in [text, text] { writer.string(element) }
        writer.endArray()
      }
      writer.key("value")
      writer.value(value)
      writer.endObject()
      let elements = JSONValue.array([.string(text), .string(text)])
      #expect(
        try JSONValue(parsing: writer.text)
          == ["0": elements, text + "1": elements, text + "2": elements, "value": value])
      #expect(writer.text == (try JSONValue(parsing: writer.text).serialized(style)))
    }
  }

  // As ECMA-262 prints a number.
  @Test(
    "a double is written in its shortest digits",
    arguments: [
      (0.001, "0.001"), (51.25, "51.25"), (-3.1, "-3.1"), (1000.5, "1000.5"), (120, "120"), (-0.0, "0"),
      (0.0005, "0.0005"), (0.1 + 0.2, "0.30000000000000004"), (999_999_999_999.999, "999999999999.999"),
      (4_503_599_627_370_495.5, "4503599627370495.5"), (1e21, "1e+21"), (1e-7, "1e-7"),
    ])
  func doubles(value: Double, text: String) {
    var writer = JSONWriter()
    writer.double(value)
    #expect(writer.text == text)
  }

  @Test("times to the microsecond are written as they would be without the short way")
  func times() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<1_000 {
      let time = Double(Int.random(in: -1_000_000_000...1_000_000_000_000, using: &generator)) / 1000
      var writer = JSONWriter()
      writer.double(time)
      #expect(writer.text == (time == time.rounded() ? "\(Int(time))" : "\(time)"))
    }
  }

  @Test("lines of JSON Lines stand by themselves")
  func lines() {
    var writer = JSONWriter()
    writer.value([1])
    writer.endLine()
    writer.value([2])
    writer.endLine()
    #expect(writer.text == "[1]\n[2]\n")
  }

  @Test("a writer that starts over forgets everything")
  func removeAll() {
    var writer = JSONWriter()
    writer.beginArray()
    writer.integer(1)
    writer.removeAll()
    writer.integer(2)
    #expect(writer.text == "2")
  }
}
