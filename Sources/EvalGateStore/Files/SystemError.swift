import EvalGateCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A refused system call, with what a person can do about it.
package struct SystemError: Error {
  package let number: Int32

  package init(number: Int32) { self.number = number }

  /// The error of the call just made.
  package static var last: SystemError { SystemError(number: errno) }

  var message: String {
    switch number {
    case ENOENT: "it does not exist"
    case EACCES, EPERM: "permission denied"
    case EISDIR: "it is a folder"
    case EEXIST: "something else is in its place"
    case ENOTDIR: "a part of the path is not a folder"
    case ENOSPC: "no space left on the disk"
    case EDQUOT: "the disk quota is used up"
    case EROFS: "the file system is read-only"
    case EMFILE, ENFILE: "too many open files"
    case ELOOP: "too many symbolic links"
    case ENAMETOOLONG: "the name is too long"
    case EFBIG: "the file would be too large"
    case EIO: "the disk reported an error"
    case ENODEV, ENXIO: "it is a pipe or a device, not a file"
    default: String(cString: strerror(number))
    }
  }

  private var helpToRead: String {
    switch number {
    case ENOENT: "check the spelling; paths count from the folder you are in"
    case EACCES, EPERM: "give this user the right to read it"
    case EISDIR: "name a file in it"
    case ENODEV, ENXIO: "name an ordinary file"
    case EFBIG: "split it into smaller files"
    case EMFILE, ENFILE: "raise the limit with `ulimit -n`, or lower `concurrency`"
    default: "look at the file and the folder it is in"
    }
  }

  private var helpToWrite: String {
    switch number {
    case ENOSPC, EDQUOT: "free some space"
    case EROFS: "write elsewhere, for instance with `--save PATH`"
    case EACCES, EPERM: "give this user the right, or write elsewhere with `--save PATH`"
    case EMFILE, ENFILE: "raise the limit with `ulimit -n`, or lower `concurrency`"
    default: "look at the file and the folder it is in"
    }
  }

  func writing(_ path: String) -> Diagnostic {
    Diagnostic(.unwritableFile, "cannot write \(path): \(message)", at: SourceLocation(file: path), help: helpToWrite)
  }

  func reading(_ path: String) -> Diagnostic {
    Diagnostic(.unreadableFile, "cannot read \(path): \(message)", at: SourceLocation(file: path), help: helpToRead)
  }
}
