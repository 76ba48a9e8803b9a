extension Report {
  /// With every text of a model, a server, a user or a program passed through a function.
  ///
  /// Secrets have to be overwritten before a format escapes what it prints: an escaped secret is not found any more.
  ///
  /// - Parameter sparingFailures: leaves alone what failing cases say of themselves, where that went through the function when it
  ///   was gathered.
  public func mappingTexts(sparingFailures: Bool = false, _ change: (String) -> String) -> Report {
    // The same few names in every case: each is looked at once.
    var known: [String: String] = [:]
    func name(_ text: String) -> String {
      if let name = known[text] { return name }
      let name = change(text)
      known[text] = name
      return name
    }
    func changed(_ text: UntrustedText) -> UntrustedText { text.mapping(change) }
    func changed(_ outcome: CaseOutcome) -> CaseOutcome { outcome.mappingTexts(change, names: name) }
    func changed(_ tuple: RunTuple) -> RunTuple {
      var tuple = tuple
      let models = tuple.route?.reportedModels ?? []
      tuple.route?.reportedModels = models.map(name)
      return tuple
    }
    func changed(_ pair: Comparison.Pair) -> Comparison.Pair {
      Comparison.Pair(
        before: changed(pair.before), after: changed(pair.after), isSideBySide: pair.isSideBySide)
    }
    func changed(_ failure: CaseFailure) -> CaseFailure {
      guard sparingFailures else { return failure.mappingTexts(change) }
      var failure = failure
      failure.baselineOutput = failure.baselineOutput.map(changed)
      return failure
    }
    func changed(_ scenario: ScenarioTrial) -> ScenarioTrial {
      var scenario = scenario
      scenario.traceID = scenario.traceID.map(change)
      guard var policy = scenario.policy else { return scenario }
      // A path into arguments is made of keys that a model chose.
      policy.path = policy.path.map(change)
      // So is the name of the tool that a value came from, and a program of the user's says what it likes.
      policy.evidence = policy.evidence.map(change)
      policy.reason = policy.reason.map(change)
      if var source = policy.trace?.source {
        source.tool = change(source.tool)
        policy.trace?.source = source
      }
      scenario.policy = policy
      return scenario
    }
    var report = self
    report.reasons = reasons.map(change)
    report.header.tuples = header.tuples.map(changed)
    for index in report.accepted.indices { report.accepted[index].reason = change(report.accepted[index].reason) }
    for index in report.gates.indices { report.gates[index].reason = report.gates[index].reason.map(change) }
    for index in report.suites.indices {
      var suite = report.suites[index]
      suite.tuple = changed(suite.tuple)
      suite.failures = suite.failures.map(changed)
      suite.waived = suite.waived.map(changed)
      suite.outcomes = suite.outcomes.map(changed)
      suite.scenarios = suite.scenarios.map(changed)
      if var schema = suite.schema {
        schema.first = schema.first.map(changed)
        if let path = schema.lossy?.path { schema.lossy?.path = changed(path) }
        suite.schema = schema
      }
      suite.baselineNote = suite.baselineNote.map(change)
      if var comparison = suite.comparison {
        comparison.pairs = comparison.pairs.map(changed)
        comparison.broke = comparison.broke.map(changed)
        comparison.fixed = comparison.fixed.map(changed)
        comparison.changes = comparison.changes.map { $0.mappingModels(name) }
        suite.comparison = comparison
      }
      suite.shadows = suite.shadows.map { $0.mappingTexts(changed) }
      for group in suite.errorGroups.indices {
        suite.errorGroups[group].message = changed(suite.errorGroups[group].message)
      }
      report.suites[index] = suite
    }
    return report
  }
}

extension CaseOutcome {
  /// The outcome with every text of a model changed.
  public func mappingTexts(_ change: (String) -> String) -> CaseOutcome { mappingTexts(change, names: change) }

  /// - Parameter names: changes what a model called a label or a tool.
  fileprivate func mappingTexts(_ change: (String) -> String, names: (String) -> String) -> CaseOutcome {
    var outcome = self
    // What stays as it is stays shared with whoever holds the outcome too.
    if let message, case let changed = message.mapping(change), changed != message { outcome.message = changed }
    if let excerpt, case let changed = excerpt.mapping(change), changed != excerpt { outcome.excerpt = changed }
    if hasTrial(where: \.holdsNames), case let changed = trials.map({ $0.mappingNames(names) }), changed != trials {
      outcome.trials = changed
    }
    return outcome
  }
}

extension TrialOutcome {
  fileprivate var holdsNames: Bool { !toolCalls.isEmpty || facts.contains(where: \.holdsName) }

  /// With what the model called a label, a field or a tool changed.
  fileprivate func mappingNames(_ change: (String) -> String) -> TrialOutcome {
    var trial = self
    trial.facts = facts.map { $0.mappingNames(change) }
    if !toolCalls.isEmpty { trial.toolCalls = toolCalls.map(change) }
    return trial
  }
}

extension Fact {
  /// Whether a name in it is the model's: what is expected is the author's.
  fileprivate var holdsName: Bool {
    switch self {
    case .label(let expected, let got): got != expected
    case .field(_, .invented), .lossyNumbers: true
    case .field, .routing, .refusal, .attack: false
    }
  }

  fileprivate func mappingNames(_ change: (String) -> String) -> Fact {
    guard holdsName else { return self }
    return switch self {
    case .label(let expected, let got): .label(expected: expected, got: change(got))
    case .field(let path, let outcome): .field(path: change(path), outcome)
    case .lossyNumbers(let count, let first): .lossyNumbers(count: count, first: change(first))
    case .routing, .refusal, .attack: self
    }
  }
}

extension TupleChange {
  /// With what services said of their models changed.
  fileprivate func mappingModels(_ change: (String) -> String) -> TupleChange {
    guard element == .model else { return self }
    var model = self
    (model.from, model.to) = (from.map(change), to.map(change))
    return model
  }
}

extension CaseFailure {
  /// The failure with every text of a model changed.
  public func mappingTexts(_ change: (String) -> String) -> CaseFailure {
    func changed(_ text: UntrustedText) -> UntrustedText { text.mapping(change) }
    var failure = self
    failure.message = changed(message)
    failure.input = input.map(changed)
    failure.output = output.map(changed)
    failure.baselineOutput = baselineOutput.map(changed)
    failure.expectedLabel = expectedLabel.map(changed)
    failure.gotLabel = gotLabel.map(changed)
    failure.alsoFailed = alsoFailed.map { FailedCheck(check: $0.check, message: changed($0.message)) }
    return failure
  }
}

extension UntrustedText {
  fileprivate func mapping(_ change: (String) -> String) -> UntrustedText { UntrustedText(change(unsafeText)) }
}
