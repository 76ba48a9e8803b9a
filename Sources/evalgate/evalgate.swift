import EvalGateCLI

@main
struct EvalGate {
  static func main() async {
    await runEvalGate(CommandLine.arguments)
  }
}
