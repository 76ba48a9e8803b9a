import EvalGateConfig
import EvalGateCore
import EvalGateForge
import EvalGateStore

extension Base {
  /// Why what the base says is not known, though its revision is there: the clone left contents out, or they go through a filter.
  ///
  /// Nothing is fetched and no filter is started. Which one a file goes through is for `.gitattributes` to say, which are the
  /// change's.
  func hidden() async -> (message: String, help: WayOut)? {
    if let absence {
      let help = absence.help.first ?? "clone without `--filter`"
      return (
        absence.message,
        CIEnvironment(workspace.environment).service == .github
          ? WayOut("actions/checkout without `filter` and `sparse-checkout`", help) : WayOut(help)
      )
    }
    if let fault = ([fault].compactMap(\.self) + unread).map(\.problem).first(where: { $0.code == .unreadableFile }) {
      return (fault.message, fault.help.first.map { WayOut($0) } ?? WayOut(orNaming: "name another revision"))
    }
    guard let path = fault?.problem.location?.path,
      let revisions = await workspace.history(),
      let filter = await revisions.filter(of: path)
    else { return nil }
    return (
      "\(path) goes through the filter `\(filter)` of git, so that nobody knows what it says at the base",
      WayOut("take its `filter` out of .gitattributes", orNaming: "name another revision")
    )
  }
}
