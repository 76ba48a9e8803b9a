/// An open-addressing table from hashes to the indices of keys, at most half full.
struct KeyTable {
  private struct Slot {
    var hash = 0
    /// One more than the index of a key; 0 for an empty slot.
    var mark = 0
  }

  /// Where a search stands.
  struct Probe {
    let hash: Int
    fileprivate var step = 0

    init(hash: Int) { self.hash = hash }
  }

  private var slots = [Slot](repeating: Slot(), count: 64)
  private var used = 0

  /// The next index whose hash is that of the probe; nil when there are no more.
  func next(_ probe: inout Probe) -> Int? {
    let mask = slots.count - 1
    while true {
      let slot = slots[(probe.hash &+ probe.step) & mask]
      probe.step += 1
      if slot.mark == 0 { return nil }
      if slot.hash == probe.hash { return slot.mark - 1 }
    }
  }

  /// Adds an index that is not there yet.
  mutating func insert(_ index: Int, hash: Int) {
    if (used + 1) * 2 > slots.count { grow() }
    place(Slot(hash: hash, mark: index + 1))
    used += 1
  }

  private mutating func place(_ slot: Slot) {
    let mask = slots.count - 1
    var position = slot.hash & mask
    while slots[position].mark != 0 { position = (position + 1) & mask }
    slots[position] = slot
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: old.count * 2)
    for slot in old where slot.mark != 0 { place(slot) }
  }
}
