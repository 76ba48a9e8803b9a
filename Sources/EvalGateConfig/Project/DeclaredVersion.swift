import EvalGateCore

/// The version that a prompt or policy declares, or the revision of a tool file, read from the file alone.
///
/// Nil where it declares none, and where the file is none that can be read: an old commit may hold anything.
public func declaredVersion(of bytes: [UInt8], path: String) -> String? {
  guard let text = try? SourceText(bytes, path: path), let node = try? YAMLReader.read(text) else { return nil }
  return (node["version"] ?? node["revision"])?.source
}
