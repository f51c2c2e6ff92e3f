import Testing

/// The built program with real clients, one test at a time: each starts several programs of its own.
@Suite(.serialized, .timeLimit(.minutes(5)))
enum EndToEndTests {}
