import EvalGateCore
import EvalGateForge
import EvalGateReporters

extension Workspace {
  /// How long a forge is waited for, with a line on standard error for each wait: a silent job looks hung.
  var forgePatience: ForgePatience {
    let console = console
    return ForgePatience(
      now: { Host.now },
      // Cancelled means that the process ends.
      pause: { try? await Task.sleep(for: .seconds($0)) },
      tell: { console.line("waiting  " + SafeText.terminal(UntrustedText($0)), to: .error) })
  }
}

extension CIEnvironment.Service {
  /// What is said where it was asked too often for too long.
  func words(ofLimit status: Int, seconds: Int) -> String {
    "\(name) limits how often it may be asked (status \(status)) and wants \(Format.count(seconds)) s of rest"
  }
}
