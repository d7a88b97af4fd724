package kampung

import (
	"strings"
	"testing"
)

func TestScanChunks(t *testing.T) {
	for size, want := range map[int64]int{0: 0, 1: 1, ScanChunkBytes: 1, ScanChunkBytes + 1: 2, MaxScanBytes: 80} {
		if n := ScanChunks(size); n != want {
			t.Errorf("%d bytes are %d chunks, want %d", size, n, want)
		}
		sum := int64(0)
		for n := range want {
			sum += ScanChunkSize(size, n)
		}
		if sum != size || ScanChunkSize(size, want) != 0 || ScanChunkSize(size, -1) != 0 {
			t.Errorf("chunks of %d bytes have %d", size, sum)
		}
	}
	for digest, want := range map[string]bool{strings.Repeat("0a", 32): true, strings.Repeat("0A", 32): false, strings.Repeat("0a", 31): false, strings.Repeat("zz", 32): false, "": false} {
		if IsScanDigest(digest) != want {
			t.Errorf("%q", digest)
		}
	}
}
