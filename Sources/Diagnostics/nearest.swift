/// The one of `names` that was probably meant by `wanted`, or `nil` if none is near.
public func nearest(to wanted: String, in names: some Sequence<String>) -> String? {
  let best = names.map { (name: $0, distance: editDistance(wanted, $0)) }
    .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
  return best.flatMap { $0.distance <= max(2, wanted.utf8.count / 3) ? $0.name : nil }
}
