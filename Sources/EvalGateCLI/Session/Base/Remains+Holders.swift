import EvalGateConfig
import EvalGateCore
import EvalGateStore

extension Base {
  /// The same with the configurations that hold what is left and that the project does not include: those of folders that became
  /// projects of their own, and of folders that were moved to where no `include` finds them.
  ///
  /// A prompt may be written anew where it is moved. So where only the cases are found below such a configuration, the suite is there.
  func held(_ remains: Remains, of base: Project, without project: Project) async -> Remains {
    guard let root = project.configuration.parts.first else { return remains }
    let own = Set(project.configuration.parts.map(\.path))
    let loader = workspace.loader(reading: workspace.files)
    func holder(of path: String) async -> Remains.Holder? {
      guard let found = await loader.configuration(holding: path), !own.contains(found) else { return nil }
      return Remains.Holder(path: found, root: root)
    }
    var held = remains
    for path in remains.standing.union(remains.copies.values.map(\.path)) {
      held.holders[path] = await holder(of: path)
    }
    for suite in base.suites where project.suite(named: suite.name) == nil {
      let prompt = suite.prompt.location.path
      guard !remains.standing.contains(prompt), remains.copies[prompt] == nil else { continue }
      for path in await copies(ofCasesOf: suite) {
        guard let holder = await holder(of: path) else { continue }
        (held.cases[suite.name], held.holders[path]) = (path, holder)
        break
      }
    }
    return held
  }

  /// Files of the change that have the name of a suite's file of cases and most of its lines, where that one is gone.
  private func copies(ofCasesOf suite: Suite) async -> [String] {
    guard let was = suite.evalset.headers.first?.location.path, let name = was.split(separator: "/").last,
      await workspace.files.kind(of: was) == .missing, let before = await lines(of: was, in: files)
    else { return [] }
    var found: [String] = []
    for path in await changedPaths() ?? [] where path.split(separator: "/").last == name {
      guard let now = await lines(of: path, in: workspace.files) else { continue }
      if 2 * before.intersection(now).count > before.count { found.append(path) }
    }
    return found
  }

  private func lines(of path: String, in files: any FileSource) async -> Set<ArraySlice<UInt8>>? {
    guard await files.kind(of: path) == .file, let bytes = try? await files.read(path, limit: Self.largestCases) else {
      return nil
    }
    return Set(bytes.split(separator: 0x0A))
  }

  private static let largestCases = 16 << 20
}
