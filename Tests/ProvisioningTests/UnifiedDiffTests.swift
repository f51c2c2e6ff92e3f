import Testing

@testable import Provisioning

struct UnifiedDiffTests {
  @Test func aChangeHasThreeLinesOfContext() {
    let before = (1...10).map { "line \($0)\n" }.joined()
    let after = before.replacing("line 6\n", with: "line six\nand more\n")
    #expect(
      unifiedDiff(before, after, name: "f") == """
        --- f
        +++ f
        @@ -3,7 +3,8 @@
         line 3
         line 4
         line 5
        -line 6
        +line six
        +and more
         line 7
         line 8
         line 9

        """
    )
  }

  @Test func distantChangesAreHunksOfTheirOwn() {
    let before = (1...20).map { "\($0)\n" }.joined()
    let after = before.replacing("\n2\n", with: "\ntwo\n").replacing("\n19\n", with: "\n")
    let diff = unifiedDiff(before, after, name: "f")
    #expect(diff.contains("@@ -1,5 +1,5 @@\n 1\n-2\n+two\n 3\n"))
    #expect(diff.contains("@@ -16,5 +16,4 @@\n 16\n 17\n 18\n-19\n 20\n"))
  }

  @Test func aNewFileComesFromNowhere() {
    #expect(unifiedDiff(nil, "a\nb", name: "f") == "--- /dev/null\n+++ f\n@@ -0,0 +1,2 @@\n+a\n+b\n")
  }

  @Test func equalTextsHaveNoDifference() {
    #expect(unifiedDiff("a\n", "a\n", name: "f").isEmpty)
  }

  @Test func carriageReturnsBelongToTheLine() {
    let diff = unifiedDiff("a\r\nb\r\n", "a\r\nc\r\n", name: "f")
    #expect(diff == "--- f\n+++ f\n@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r\n")
  }
}
