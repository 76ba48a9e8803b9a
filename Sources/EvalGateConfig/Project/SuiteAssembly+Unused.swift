import EvalGateCore

/// Files that discovery finds and no suite uses. What is in them would decide nothing, and a run that passes would not show it.
extension SuiteAssembly {
  func reviewUnused(besides drafts: [SuiteDraft]) async {
    let used = drafts.map(\.evalset)
    let ids = Set(used.map(\.id))
    for name in conventions.evalsetNames where !ids.contains(name) && !isNamed(name) { refuse(unused: name) }
    let read = Set(used.compactMap(\.cases))
    for (cases, prompt) in conventions.casesWithoutPrompt where !read.contains(cases) && !isNamed(file: cases) {
      assembly.problems.add(
        Diagnostic(
          .unusedEvalset, "`\(cases)` has no prompt beside it, so nothing is checked with its cases",
          at: SourceLocation(file: cases),
          help: "write `\(prompt)`, list a suite with `evalset: \(cases)`, or give the file another name"))
    }
    reviewUnmeasured(besides: drafts)
    await loadUnusedPolicies()
  }

  /// Prompts that no suite runs: nothing holds a change of them.
  private func reviewUnmeasured(besides drafts: [SuiteDraft]) {
    guard !assembly.problems.hasErrors else { return }
    let run = Set(drafts.map(\.promptPath))
    for path in conventions.allPrompts where !run.contains(path) {
      let stem = PromptReader.stem(of: path)
      // The suite of its name may be listed with another prompt, whatever rows this one has itself.
      let other = drafts.first { $0.entry.name == stem }?.promptPath
      assembly.problems.add(
        Diagnostic(
          .unmeasuredPrompt,
          other.map { "suite `\(stem)` runs `\($0)`, so nothing is measured of this one" }
            ?? "prompt `\(stem)` has no cases, so nothing is measured of it",
          at: SourceLocation(file: path), severity: .note,
          help: other == nil
            ? "write `\(stem).cases.jsonl` beside it, or list a suite that runs it"
            : "remove it, or list a suite that runs it"))
    }
  }

  /// Whether a listed suite speaks of a file of cases, so that what is wrong with the suite was said.
  private func isNamed(file path: String) -> Bool {
    file.suites.contains { entry in
      guard let node = entry.evalset, let text = node.source else { return false }
      return (try? ProjectPath.resolve(text, at: node.location)) == path
    }
  }

  /// Whether the configuration speaks of an evalset, so that what is wrong with it was said.
  private func isNamed(_ evalset: String) -> Bool {
    let folder = conventions.folder(ofEvalset: evalset)
    return file.suites.contains { entry in
      guard let node = entry.evalset, let text = node.source else { return entry.name == evalset }
      guard let path = try? ProjectPath.resolve(text, at: node.location) else { return text == evalset }
      return text == evalset || path == folder || path.hasPrefix(folder + "/")
    }
  }

  private func refuse(unused name: String) {
    let files: EvalsetFiles?
    do throws(Diagnostic) {
      files = try conventions.evalset(name, at: nil)
    } catch {
      // Two files of cases: nobody has told of it yet.
      return assembly.problems.addOnce(error)
    }
    let hasPrompt = conventions.hasPrompt(name)
    guard let place = files?.cases ?? files?.set else {
      guard let rest = conventions.firstFile(ofEvalset: name) ?? (hasPrompt ? conventions.folder(ofEvalset: name) : nil)
      else { return }
      return assembly.problems.add(
        Diagnostic(
          .emptyEvalset, "evalset `\(name)` has no cases", at: SourceLocation(file: rest),
          help: "put `cases.jsonl`, `cases.yml` or `cases.csv` beside it, or remove the folder"))
    }
    // With its prompt there it was found, and what is wrong with it was said; unless a listed suite took the name.
    guard !hasPrompt || file.suites.contains(where: { $0.name == name }) else { return }
    assembly.problems.add(
      Diagnostic(
        .unusedEvalset, "evalset `\(name)` is used by no suite, so nothing is checked with its cases",
        at: SourceLocation(file: place),
        help:
          "write `prompts/\(name).prompt.yml`, list a suite with `evalset: \(name)`, or move the folder out of `evalsets/`"
      ))
  }

  /// One that does not load is an error before a suite names it; a mistake in it would wait for the day it is needed.
  private func loadUnusedPolicies() async {
    let loader = PolicyLoader(shelf: assembly.shelf, catalog: assembly.catalog, conventions: conventions)
    for path in conventions.policyPaths where assembly.shelf.digests[path] == nil {
      let node = await assembly.shelf.data(path, namedAt: nil, as: "policy", &assembly.problems)
      // A list is what some policy takes its values from.
      guard case .mapping? = node?.content else { continue }
      _ = await loader.file(at: path, namedAt: nil, &assembly.problems)
    }
  }
}
