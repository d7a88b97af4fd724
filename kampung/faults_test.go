package kampung

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// faultsContract are the rows that docs/faults.md must have.
var faultsContract = []string{
	"power cut at any byte while saving", "disk full at any write", "half-written bundle", "duplicate, reordered, overlapping bundles", "any bit flip in a bundle",
	"any bit flip in the database", "wrong hub", "replayed bundle or receipt", "clock 10 years back or forward", "two PCs with one key (cloned disk)", "image restored",
	"hub crash after commit before answer", "hub restored from an old backup", "hub key rotated", "device key lost or revoked at size N", "desk or hub newer than the other",
	"hostile bundle", "zip bomb", "slow line", "84,000 reconnects at once", "captive portal", "two windows on one store",
	"killed in mid-sync, no new write, line returns → queue empties", "any history of all of these",
	"200 applied, or already had", "401 unknown", "403 revoked", "409 gap: send from there", "413 halve", "421 wrong hub", "422 fork: new epoch, same ids", "426 app too old",
	"429, 503 with Retry-After", "507 hub full",
	"bundle (.skb)", "receipts (.skr)", "entry line", "letter's code", "addresses, headers and bodies at the hub", "answers at the desk", "enrolment code", "signed question",
	"resident files (.xlsx, .csv)", "picture of the letterhead", "hub.conf, heads.log",
}

// TestEveryFaultHasItsTest reads docs/faults.md: each row of the contract is
// there, and each test that is named stands in one of the files beside it.
func TestEveryFaultHasItsTest(t *testing.T) {
	text, err := os.ReadFile("../docs/faults.md")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`((?:Test|Fuzz)[A-Za-z0-9]+)`")
	tests := map[string]int{} // of each row
	row := ""
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if !strings.HasPrefix(line, "| ") || len(cells) != 3 || strings.TrimSpace(cells[1]) == "tests" {
			continue
		}
		if name := strings.TrimSpace(cells[0]); name != "" {
			row = name
		}
		var source strings.Builder
		for file := range strings.SplitSeq(cells[2], ",") {
			b, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(strings.TrimSpace(file))))
			if err != nil {
				t.Errorf("%s: %v", row, err)
			}
			source.Write(b)
		}
		for _, m := range named.FindAllStringSubmatch(cells[1], -1) {
			tests[row]++
			if !strings.Contains(source.String(), "\nfunc "+m[1]+"(") {
				t.Errorf("%s: %s is not in %s", row, m[1], cells[2])
			}
		}
	}
	for _, want := range faultsContract {
		if tests[want] == 0 {
			t.Errorf("docs/faults.md has no test for %q", want)
		}
	}
	if n := len(tests); n < len(faultsContract) {
		t.Errorf("%d rows were read", n)
	}
}
