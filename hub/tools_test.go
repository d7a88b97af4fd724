package hub

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"smartkampung/hub/hubtest"
)

// TestDistributionToolsOpenABundle opens a bundle with hub.key and the tools of
// a Linux distribution alone.
func TestDistributionToolsOpenABundle(t *testing.T) {
	for _, tool := range []string{"sh", "sed", "age", "zstd", "jq"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed", tool)
		}
	}
	th := newHub(t)
	d := th.desk(t, village, 1)
	for i := range 30 {
		d.Request(i)
	}
	file := filepath.Join(t.TempDir(), "F.skb")
	if err := os.WriteFile(file, d.Bundle(kab, 0, 30), 0o600); err != nil {
		t.Fatal(err)
	}
	script := `sed -n '/^age-encryption.org\/v1$/,$p' "$1" | age -d -i "$2" | zstd -dc | jq -r .body.applicant.nik`
	out, err := exec.CommandContext(t.Context(), "sh", "-c", script, "sh", file, filepath.Join(th.dir, fileKey)).CombinedOutput()
	if err != nil || strings.Count(string(out), hubtest.Applicant.NIK+"\n") != 30 {
		t.Errorf("%v %.300s", err, out)
	}
}
