import Foundation
import Synchronization
import Testing

@testable import Provisioning

/// What another program writes at the worst moment.
struct SystemConcurrencyTests {
  private let old = Array("old".utf8)
  private let new = Array("new".utf8)

  /// A system at which `act` happens the first time that `step` is reached.
  private func system(
    exchanges: Bool = true,
    _ step: WriteOptions.Step,
    _ act: @escaping @Sendable () throws -> Void
  ) -> RealSystem {
    let isDone = Mutex(false)
    // What is done here is done on the thread that would have to let it go on.
    var options = WriteOptions(exchanges: exchanges, holds: false)
    options.step = { reached in
      let isFirst = isDone.withLock { done in
        guard reached == step, !done else { return false }
        done = true
        return true
      }
      guard isFirst else { return }
      do { try act() } catch { Issue.record(error) }
    }
    return RealSystem(options)
  }

  @Test func aFileThatIsNotAsThoughtStays() throws {
    let clone = try Clone()
    let path = try clone.file("theirs")
    let system = RealSystem()
    for before in [old, nil] {
      let error = #expect(throws: SystemError.self) { try system.replace(path, before, with: new, mode: 0o600) }
      #expect(error?.kind == .changedMeanwhile)
    }
    let missing = "\(clone.root)/no/such"
    let error = #expect(throws: SystemError.self) { try system.replace(missing, old, with: new, mode: 0o600) }
    #expect(error?.kind == .changedMeanwhile)
    #expect(clone.text(path) == "theirs")
    #expect(try clone.names() == ["clone", "file", "home"])
  }

  @Test(arguments: [WriteOptions.Step.written, .compared])
  func aFileThatIsReplacedBeforeTheExchangeIsBackAfterwards(step: WriteOptions.Step) throws {
    let clone = try Clone()
    let path = try clone.file("old")
    let system = system(step) { try clone.rename("theirs", to: path) }
    let error = #expect(throws: SystemError.self) { try system.replace(path, old, with: new, mode: 0o600) }
    #expect(error?.kind == .changedMeanwhile)
    #expect(clone.text(path) == "theirs")
    #expect(try clone.names() == ["clone", "file", "home"])
  }

  @Test(arguments: [WriteOptions.Step.written, .compared])
  func aFileThatIsOverwrittenInPlaceIsBackAfterwards(step: WriteOptions.Step) throws {
    let clone = try Clone()
    let path = try clone.file("old")
    let system = system(step) { try clone.write("theirs", to: path) }
    let error = #expect(throws: SystemError.self) { try system.replace(path, old, with: new, mode: 0o600) }
    #expect(error?.kind == .changedMeanwhile)
    #expect(clone.text(path) == "theirs")
    #expect(try clone.names() == ["clone", "file", "home"])
  }

  @Test func aFileThatIsReplacedAfterTheExchangeIsTheirs() throws {
    let clone = try Clone()
    let path = try clone.file("old")
    try system(.exchanged) { try clone.rename("theirs", to: path) }.replace(path, old, with: new, mode: 0o600)
    #expect(clone.text(path) == "theirs")
    #expect(try clone.names() == ["clone", "file", "home"])
  }

  @Test(arguments: [WriteOptions.Step.refused, .returned], [false, true])
  func theLatestOfTwoForeignFilesStays(step: WriteOptions.Step, inPlace: Bool) throws {
    let clone = try Clone()
    let path = try clone.file("old")
    let first = Mutex(true)
    var options = WriteOptions(holds: false)
    options.step = { reached in
      do {
        if reached == .compared { try clone.rename("first", to: path) }
        let isFirst = first.withLock { isFirst in
          defer { if reached == step { isFirst = false } }
          return isFirst
        }
        guard reached == step, isFirst else { return }
        if inPlace { try clone.write("latest", to: path) } else { try clone.rename("latest", to: path) }
      } catch {
        Issue.record(error)
      }
    }
    let system = RealSystem(options)
    let error = #expect(throws: SystemError.self) { try system.replace(path, old, with: new, mode: 0o600) }
    #expect(error?.kind == .changedMeanwhile)
    #expect(clone.text(path) == "latest")
    #expect(try clone.names() == ["clone", "file", "home"])
  }

  #if os(Linux)
    @Test func whoReadsBetweenTheExchangesReadsWhatStays() throws {
      let clone = try Clone()
      let path = try clone.file("old")
      let seen = Mutex<String?>(nil)
      let isRead = DispatchSemaphore(value: 0)
      var options = WriteOptions()
      options.step = { reached in
        do {
          if reached == .compared { try clone.rename("theirs", to: path) }
        } catch {
          Issue.record(error)
        }
        guard reached == .exchanged else { return }
        Thread.detachNewThread {
          // As most programs open files; those that do not want to wait are told to try again.
          let descriptor = open(path, O_RDONLY)
          let bytes = readAll(descriptor) ?? []
          closeFile(descriptor)
          seen.withLock { $0 = String(decoding: bytes, as: UTF8.self) }
          isRead.signal()
        }
        // Long enough to read a file if nothing holds it back.
        if isRead.wait(timeout: .now() + .milliseconds(200)) == .success { isRead.signal() }
      }
      let system = RealSystem(options)
      #expect(throws: SystemError.self) { try system.replace(path, old, with: new, mode: 0o600) }
      isRead.wait()
      #expect(seen.withLock { $0 } == "theirs")
      #expect(clone.text(path) == "theirs")
    }
  #endif

  @Test(arguments: [WriteOptions.Step.written, .compared])
  func aFileThatIsRemovedIsNotMadeAnew(step: WriteOptions.Step) throws {
    let clone = try Clone()
    let path = try clone.file("old")
    let system = system(step) { try FileManager.default.removeItem(atPath: path) }
    let error = #expect(throws: SystemError.self) { try system.replace(path, old, with: new, mode: 0o600) }
    #expect(error?.kind == .changedMeanwhile)
    #expect(try clone.names() == ["clone", "home"])
  }

  @Test func aFileRemovedBeforeItGoesBackIsNotLost() throws {
    let clone = try Clone()
    let path = try clone.file("old")
    var options = WriteOptions(holds: false)
    options.step = { reached in
      do {
        if reached == .compared { try clone.rename("theirs", to: path) }
        if reached == .refused { try FileManager.default.removeItem(atPath: path) }
      } catch {
        Issue.record(error)
      }
    }
    let system = RealSystem(options)
    let error = #expect(throws: SystemError.self) { try system.replace(path, old, with: new, mode: 0o600) }
    #expect(error?.kind == .changedMeanwhile)
    #expect(clone.text(path) == "theirs")
    #expect(try clone.names() == ["clone", "file", "home"])
  }

  @Test(arguments: [true, false])
  func aFileThatAppearsIsNotOverwritten(exchanges: Bool) throws {
    let clone = try Clone()
    let path = "\(clone.root)/file"
    let system = system(exchanges: exchanges, .written) { try clone.rename("theirs", to: path) }
    let error = #expect(throws: SystemError.self) { try system.replace(path, nil, with: new, mode: 0o600) }
    #expect(error?.kind == .changedMeanwhile)
    #expect(clone.text(path) == "theirs")
    #expect(try clone.names() == ["clone", "file", "home"])
  }

  @Test func whereNothingCanBeExchangedTheFileIsComparedAtLeast() throws {
    let clone = try Clone()
    let path = try clone.file("old")
    let system = system(exchanges: false, .written) { try clone.rename("theirs", to: path) }
    let error = #expect(throws: SystemError.self) { try system.replace(path, old, with: new, mode: 0o600) }
    #expect(error?.kind == .changedMeanwhile)
    #expect(clone.text(path) == "theirs")
    try system.replace(path, Array("theirs".utf8), with: new, mode: 0o600)
    try system.replace("\(path)2", nil, with: new, mode: 0o600)
    #expect(clone.text(path) == "new")
    #expect(clone.text("\(path)2") == "new")
    #expect(try clone.names() == ["clone", "file", "file2", "home"])
  }

  @Test func aFileChangedJustBeforeItsRemovalIsBackAfterwards() throws {
    let clone = try Clone()
    let path = try clone.file("old")
    let system = system(.compared) { try clone.rename("theirs", to: path) }
    let error = #expect(throws: SystemError.self) { try system.remove(path, old) }
    #expect(error?.kind == .changedMeanwhile)
    #expect(clone.text(path) == "theirs")
    #expect(try clone.names() == ["clone", "file", "home"])
  }

  @Test func aFileMadeAnewDuringARefusedRemovalStays() throws {
    let clone = try Clone()
    let path = try clone.file("old")
    var options = WriteOptions(holds: false)
    options.step = { reached in
      do {
        if reached == .compared { try clone.rename("first", to: path) }
        if reached == .refused { try clone.rename("latest", to: path) }
      } catch {
        Issue.record(error)
      }
    }
    let system = RealSystem(options)
    let error = #expect(throws: SystemError.self) { try system.remove(path, old) }
    #expect(error?.kind == .changedMeanwhile)
    #expect(clone.text(path) == "latest")
    #expect(try clone.names() == ["clone", "file", "home"])
  }
}

extension Clone {
  /// Replaces a file as careful programs do.
  fileprivate func rename(_ text: String, to path: String) throws {
    try write(text, to: "\(path).theirs")
    guard Foundation.rename("\(path).theirs", path) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }
}
