/// An object that can serve again.
protocol Reusable: AnyObject {
  /// Forgets everything, so that it is like a new one.
  func clear()
}

/// Objects that have done their work, for the next that needs one.
struct SpareObjects<Object: Reusable> {
  private var objects: [Object] = []

  /// As many requests as this are seldom under way at the same time.
  private static var maximumCount: Int { 64 }

  /// An object that is like a new one and that nobody else holds. One that was kept while somebody still held it, such
  /// as a connection that is being made for it, is left to that holder.
  mutating func take() -> Object? {
    while var object = objects.popLast() {
      if isKnownUniquelyReferenced(&object) { return object }
    }
    return nil
  }

  /// Keeps an object, and nothing of what it knows.
  mutating func keep(_ object: Object) {
    guard objects.count < Self.maximumCount else { return }
    object.clear()
    objects.append(object)
  }
}
