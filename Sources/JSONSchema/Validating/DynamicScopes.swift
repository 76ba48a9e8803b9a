/// The resources entered on the way to a schema, outermost first, by number.
///
/// Only the first entry of each resource can decide a dynamic reference, so entering one again changes nothing and there
/// are few different scopes, however deep the instance.
struct DynamicScopes {
  private struct Step: Hashable {
    let scope: Int
    let resource: Int
  }

  private var scopes: [[Int]] = [[]]
  private var next: [Step: Int] = [:]

  /// How many different scopes there have been.
  var count: Int { scopes.count }

  /// The resources of a scope, outermost first.
  subscript(scope: Int) -> [Int] { scopes[scope] }

  /// The scope after entering `resource` from `scope`.
  mutating func entering(_ resource: Int, from scope: Int) -> Int {
    if scopes[scope].contains(resource) { return scope }
    let step = Step(scope: scope, resource: resource)
    if let known = next[step] { return known }
    scopes.append(scopes[scope] + [resource])
    next[step] = scopes.count - 1
    return scopes.count - 1
  }
}
