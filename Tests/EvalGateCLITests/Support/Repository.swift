/// The folder that these tests belong to, for those that try what it publishes.
enum Repository {
  /// Where it lies; this file is four folders below.
  static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
}
