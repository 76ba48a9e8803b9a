internal import CCurl
internal import CurlShim

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What the loop's thread sleeps on: the sockets and the moment that libcurl has named, and the bell.
///
/// libcurl is told of one connection at a time, the one that has something to say, so an answer costs the same however many
/// others are waited for; `curl_multi_perform` would look at all of them. `poll` suffices for what one machine has open.
final class Watch {
  /// Why libcurl is to be called.
  enum Event {
    case socket(curl_socket_t, CInt)
    /// The moment that it named has come.
    case timer
  }

  private let bell: Bell
  /// The bell first.
  private var sockets: [pollfd]
  /// Where each socket stands in the list.
  private var places: [curl_socket_t: Int] = [:]
  /// What was found ready and is still to be handed out, the next one last.
  private var ready: [(socket: curl_socket_t, events: CInt)] = []
  /// In nanoseconds of the monotonic clock, 0 for at once; nil when libcurl waits for sockets alone.
  private var moment: Int64?
  private var wasTimer = false
  /// Whether the last call of `next` has looked at the sockets, rather than at what it knew.
  private(set) var hasLooked = false

  init(_ bell: Bell) {
    self.bell = bell
    sockets = [pollfd(fd: bell.ear, events: Int16(POLLIN), revents: 0)]
  }

  /// Has libcurl name here what it waits for. It keeps the address, so the watch must outlive the handle.
  func listen(to multi: UnsafeMutableRawPointer) {
    let address = Unmanaged.passUnretained(self).toOpaque()
    eg_multi_setopt_socket_function(multi, noteSocket)
    eg_multi_setopt_pointer(multi, CURLMOPT_SOCKETDATA, address)
    eg_multi_setopt_timer_function(multi, noteTimer)
    eg_multi_setopt_pointer(multi, CURLMOPT_TIMERDATA, address)
  }

  /// The next event; nil where there is none yet, or none but the bell.
  /// - Parameters:
  ///   - sleeping: whether to wait for one.
  ///   - limit: how long at most, in milliseconds; nil for as long as it takes.
  func next(sleeping: Bool, atMost limit: Int? = nil) -> Event? {
    hasLooked = false
    if let event = nextKnown() { return event }
    hasLooked = true
    wasTimer = false
    look(for: sleeping ? patience(atMost: limit) : 0)
    if let event = nextKnown() { return event }
    guard let moment, moment <= now() else { return nil }
    return timer()
  }

  /// An event that is there without a look at the sockets.
  func nextKnown() -> Event? {
    // What libcurl wants at once is done at once, but not twice in a row: sockets have their turn.
    if moment == 0, !wasTimer { return timer() }
    while let (socket, events) = ready.popLast() {
      // What libcurl has done since may have closed it.
      guard places[socket] != nil else { continue }
      wasTimer = false
      return .socket(socket, events)
    }
    return nil
  }

  private func timer() -> Event {
    moment = nil
    wasTimer = true
    return .timer
  }

  private func look(for milliseconds: CInt) {
    guard poll(&sockets, nfds_t(sockets.count), milliseconds) > 0 else { return }
    if sockets[0].revents != 0 { bell.silence() }
    for index in sockets.indices.dropFirst().reversed() where sockets[index].revents != 0 { note(sockets[index]) }
  }

  /// An error or a hang-up is something to read or write: libcurl finds out which by trying.
  private func note(_ found: pollfd) {
    let (asked, came) = (CInt(found.events), CInt(found.revents))
    // Closed behind our back: it would end every sleep from now on.
    guard came & POLLNVAL == 0 else { return forget(found.fd) }
    let isBroken = came & (POLLERR | POLLHUP) != 0
    var events: CInt = 0
    if asked & POLLIN != 0, isBroken || came & POLLIN != 0 { events |= CURL_CSELECT_IN }
    if asked & POLLOUT != 0, isBroken || came & POLLOUT != 0 { events |= CURL_CSELECT_OUT }
    ready.append((found.fd, events))
  }

  /// How long `poll` may sleep, in milliseconds, rounded up; -1 for as long as nothing happens.
  private func patience(atMost limit: Int?) -> CInt {
    guard let moment else { return limit.map { CInt(clamping: $0) } ?? -1 }
    return CInt(clamping: min(max(0, moment - now() + 999_999) / 1_000_000, limit.map(Int64.init) ?? .max))
  }

  // MARK: What libcurl names

  fileprivate func note(_ socket: curl_socket_t, _ what: CInt) {
    guard what != CURL_POLL_REMOVE else { return forget(socket) }
    var events: CInt = 0
    if what & CURL_POLL_IN != 0 { events |= POLLIN }
    if what & CURL_POLL_OUT != 0 { events |= POLLOUT }
    if let place = places[socket] {
      sockets[place].events = Int16(events)
    } else {
      places[socket] = sockets.count
      sockets.append(pollfd(fd: socket, events: Int16(events), revents: 0))
    }
  }

  private func forget(_ socket: curl_socket_t) {
    guard let place = places.removeValue(forKey: socket), let last = sockets.popLast() else { return }
    // The last one moves into the gap.
    guard last.fd != socket else { return }
    sockets[place] = last
    places[last.fd] = place
  }

  fileprivate func note(timer milliseconds: Int) {
    moment = milliseconds < 0 ? nil : milliseconds == 0 ? 0 : now() + Int64(milliseconds) * 1_000_000
  }
}

/// libcurl calls these on the loop's thread. Globals outside any actor: a closure that is isolated would trap there.
private let noteSocket: curl_socket_callback = { _, socket, what, context, _ in
  if let context { Unmanaged<Watch>.fromOpaque(context).takeUnretainedValue().note(socket, what) }
  return 0
}

private let noteTimer: curl_multi_timer_callback = { _, milliseconds, context in
  if let context { Unmanaged<Watch>.fromOpaque(context).takeUnretainedValue().note(timer: milliseconds) }
  return 0
}

/// In nanoseconds of the monotonic clock.
private func now() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
