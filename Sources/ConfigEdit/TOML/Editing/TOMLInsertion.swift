/// Where a new key goes, and what goes in around its value.
struct TOMLInsertion {
  /// The place in the document.
  var offset: Int
  /// What goes in before the value: the key, and whatever is needed before that.
  var leading: String
  /// What goes in behind the value.
  var trailing: String
  /// What the line of the key is indented by.
  var margin: String
}
