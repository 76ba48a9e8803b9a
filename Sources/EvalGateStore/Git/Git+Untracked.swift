extension Git {
  /// What `ls-files` lists files by that nobody added and git does not ignore.
  ///
  /// Byte code is not among them, nor what a file manager notes beside files: nobody wrote either, and a program that is made of the files
  /// of its folder would be another one once it ran. What git tracks is listed all the same.
  static let untracked = [
    "--others", "--exclude-standard", "--exclude=__pycache__/", "--exclude=*.py[co]", "--exclude=.DS_Store",
  ]
}
