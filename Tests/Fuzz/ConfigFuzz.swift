import EvalGateCore
import StrictJSON

#if canImport(Glibc)
  import Glibc
#endif

/// A reader of files, named by `FUZZ_PART`: any bytes are read or refused with places that are in the file.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  guard let text = try? SourceText(Array(UnsafeBufferPointer(start: data, count: size)), path: "f") else { return 0 }
  do throws(Problems) {
    if isCSV {
      _ = try CSVTable(text)
    } else {
      _ = try YAMLReader.read(text).json.serialized()
    }
  } catch {
    precondition(!error.isEmpty, "refused without a reason")
    for place in error.list.compactMap(\.location) { precondition(place.line >= 1 && place.column >= 1, "place") }
  }
  return 0
}

private let isCSV = getenv("FUZZ_PART").map { String(cString: $0) } == "csv"
