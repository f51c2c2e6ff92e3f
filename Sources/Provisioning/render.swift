internal import Diagnostics
internal import Rendering
internal import Templates

/// Renders the template at `path`, relative to `Templates/`, in the format of the file it makes.
///
/// - Throws: `Failure` if the template and `values` do not fit, which a test of every template rules out.
func render(_ path: String, _ values: Values) throws(Failure) -> String {
  guard let file = Templates.file(path) else {
    throw Failure(.failed, id: "template.missing", "there is no template \(path)")
  }
  do throws(TemplateError) {
    return try Template(file.text, name: path, format: Format(path: path)).render(values)
  } catch {
    throw Failure(.failed, id: "template.broken", "\(error)")
  }
}
