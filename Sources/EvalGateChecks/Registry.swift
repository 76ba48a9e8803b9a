public import EvalGateCore

/// The parts of this target, in the order in which lists show them. A new one is a file and a line here.
public enum Parts {
  /// The checks that a case or a set can name.
  public static let checks: [any Check.Type] = [
    // What the output says
    Equals.self,
    Contains.self,
    NotContains.self,
    ContainsAny.self,
    ContainsAll.self,
    StartsWith.self,
    EndsWith.self,
    Pattern.self,
    Length.self,
    Levenshtein.self,
    RougeL.self,
    Bleu.self,
    Numeric.self,
    Label.self,
    // What it is made of
    IsJSON.self,
    MatchesSchema.self,
    Fields.self,
    // What the model proposed, how it ended and what it cost
    ToolCalls.self,
    Finish.self,
    Latency.self,
    Cost.self,
    // What was made of it
    DecisionCheck.self,
    PolicyCheck.self,
    Scenario.self,
    // What a program of the user's says
    ProgramCheck.self,
  ]

  /// The metrics that a gate can name.
  public static let metrics: [any Metric.Type] = [
    PassRate.self,
    SchemaPassRate.self,
    Accuracy.self,
    Precision.self,
    Recall.self,
    F1.self,
    FieldAccuracy.self,
    RoutingAccuracy.self,
    RefusalRate.self,
    OverRefusalRate.self,
    AttackAttempted.self,
    AttackEffective.self,
    BenignPassRate.self,
    PassAtK.self,
    PassHatK.self,
    FlakeRate.self,
    LatencyP50.self,
    LatencyP95.self,
    LatencyP99.self,
    TimeToFirstTokenP95.self,
    CostTokens.self,
    CostUSD.self,
  ]
}
