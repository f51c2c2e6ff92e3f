import DotEnv
import Testing

/// Where values come from, and which one wins.
struct ResolvingTests {
  @Test func theEnvironmentWinsInsideValuesButAnAssignmentKeepsItsOwn() throws {
    let values = try read(["A=1\nB=$A"], environment: ["A": "5"]).get()
    #expect(values.values == ["A": "1", "B": "5"])
    #expect(values.merged(overriding: ["A": "5", "Z": "9"]).values == ["A": "5", "B": "5", "Z": "9"])
  }

  @Test func aKeyAloneIsInherited() throws {
    #expect(try read(["A\nB\n"], environment: ["A": "1"]).get().values == ["A": "1"])
    #expect(try read(["A=1\nA\n"], environment: ["A": "2"]).get().values == ["A": "2"])
    #expect(try read(["A=1\nA\n"]).get().values == ["A": "1"])
  }

  @Test func laterFilesSeeEarlierOnes() throws {
    let values = try read(["A=1\nB=1", "B=2\nC=$A$B"]).get()
    #expect(values.values == ["A": "1", "B": "2", "C": "12"])
    #expect(values.order == ["A", "B", "C"])
  }

  @Test func unsetVariablesAreReportedOncePerAssignment() throws {
    let values = try read(["A=$X$X${Y}${Z-}${Z:+$X}\n\nB='$X'\nC=\"$X\""]).get()
    #expect(values.warnings.map(\.name) == ["X", "Y", "X"])
    #expect(values.warnings.map(\.line) == [1, 1, 4])
    #expect("\(values.warnings[0])" == #"The "X" variable is not set. Defaulting to a blank string."#)
  }

  @Test func insertedValuesAreNotExpandedAgain() throws {
    #expect(try read(["A='$B'\nC=$A"]).get()["C"] == "$B")
  }
}
