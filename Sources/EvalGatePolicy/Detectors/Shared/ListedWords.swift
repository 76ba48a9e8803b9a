extension String {
  /// The words of a list that stands in this program, between blanks and line ends.
  ///
  /// Parted by bytes: to look for where each sign ends, as people count signs, takes ten times as long, and hundreds of such words
  /// are read in every run.
  var listed: [Substring] { utf8.split { $0 == 0x20 || $0 == 0x0A }.map { Substring($0) } }
}
