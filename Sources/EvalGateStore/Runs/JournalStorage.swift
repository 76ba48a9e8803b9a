/// The open file under a journal: a seam for tests, which cannot fill a disk.
package protocol JournalStorage: Sendable {
  /// Appends everything, or throws with a part of it possibly written.
  func append(_ bytes: [UInt8]) throws(SystemError)
  func truncate(to size: Int) throws(SystemError)
  func synchronize() throws(SystemError)
  func read(_ count: Int, at offset: Int) throws(SystemError) -> [UInt8]
}

extension Descriptor: JournalStorage {
  package func append(_ bytes: [UInt8]) throws(SystemError) { try write(bytes) }
}
