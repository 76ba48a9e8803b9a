extension String {
  /// With all character references of HTML decoded.
  var decodingEntities: String {
    guard utf8.contains(UInt8(ascii: "&")) else { return self }
    let bytes = Array(utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "&"), let (value, length) = EntityDecoder.reference(bytes, at: index) {
        result += value
        index += length
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
