package kampung

import (
	"testing"
	"time"
)

func TestLinkLine(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 31, 0, 0, WIB)
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	yesterday := time.Date(2026, 11, 22, 14, 5, 0, 0, WIB)
	for _, c := range []struct {
		name string
		s    Status
		want string
	}{
		{"a new desk", Status{Entries: 2, Pending: 2}, "Belum ada yang perlu dikirim; belum terdaftar di kabupaten"},
		{"not enrolled", Status{Requests: 9, PendingRequests: 9, Pending: 14, Oldest: ago(74 * time.Hour)},
			"9 belum diterima, tertua 3 hari; belum terdaftar di kabupaten"},
		{"enrolled and empty", Status{Enrolled: true}, "Belum ada yang perlu dikirim; belum pernah tersambung"},
		{"enrolled, never connected", Status{Enrolled: true, Requests: 1, PendingRequests: 1, Pending: 1, Oldest: ago(7 * time.Minute)},
			"1 belum diterima, tertua 7 menit; belum pernah tersambung"},
		{"the sentence of the office", Status{Enrolled: true, Requests: 40, PendingRequests: 12, Pending: 31, Oldest: ago(80 * time.Hour), LastContact: yesterday, LastLine: yesterday},
			"12 belum diterima, tertua 3 hari; terakhir tersambung kemarin 14.05"},
		{"hours", Status{Enrolled: true, Requests: 2, PendingRequests: 2, Pending: 2, Oldest: ago(26*time.Hour - time.Minute*150), LastContact: ago(time.Hour), LastLine: ago(time.Hour)},
			"2 belum diterima, tertua 23 jam; terakhir tersambung hari ini 08.31"},
		{"just now", Status{Enrolled: true, Requests: 2, PendingRequests: 2, Pending: 2, Oldest: ago(20 * time.Second), LastLine: ago(0)},
			"2 belum diterima; terakhir tersambung hari ini 09.31"},
		{"a clock put back", Status{Enrolled: true, Requests: 2, PendingRequests: 2, Pending: 2, Oldest: now.AddDate(10, 0, 0), LastLine: now.AddDate(10, 0, 0)},
			"2 belum diterima; terakhir tersambung 23-11-2036"},
		{"this year", Status{Enrolled: true, Requests: 3, PendingRequests: 1234, Pending: 1234, Oldest: ago(400 * 24 * time.Hour), LastLine: time.Date(2026, 3, 2, 8, 0, 0, 0, WIB)},
			"1.234 belum diterima, tertua 400 hari; terakhir tersambung 02-03 08.00"},
		{"last year", Status{Enrolled: true, Requests: 3, LastLine: time.Date(2025, 12, 30, 8, 0, 0, 0, WIB), Received: 7},
			"Semua sudah diterima; terakhir tersambung 30-12-2025"},
		{"by stick alone", Status{Enrolled: true, Requests: 3, Received: 7, LastContact: yesterday},
			"Semua sudah diterima; tanda terima terakhir kemarin 14.05"},
		{"by stick since", Status{Enrolled: true, Requests: 3, Received: 7, LastContact: yesterday, LastLine: ago(500 * time.Hour)},
			"Semua sudah diterima; tanda terima terakhir kemarin 14.05"},
		{"residents alone", Status{Enrolled: true, Entries: 512, Pending: 512, Oldest: ago(time.Hour)},
			"512 catatan belum diterima; belum pernah tersambung"},
		{"residents besides", Status{Enrolled: true, Requests: 3, Entries: 600, Pending: 512, Oldest: ago(3 * time.Hour), LastLine: yesterday},
			"Semua permohonan sudah diterima, 512 catatan lain belum, tertua 3 jam; terakhir tersambung kemarin 14.05"},
		{"scans alone", Status{Enrolled: true, Requests: 3, Entries: 9, Scans: 2, ScanBytes: 3_100_000, LastLine: yesterday},
			"Semua catatan sudah diterima, 2 lampiran (3,1 MB) belum; terakhir tersambung kemarin 14.05"},
		{"records come before scans", Status{Enrolled: true, Requests: 3, PendingRequests: 1, Pending: 1, Scans: 2, LastLine: yesterday},
			"1 belum diterima; terakhir tersambung kemarin 14.05"},
		{"residents just now", Status{Enrolled: true, Requests: 3, Entries: 600, Pending: 2, Oldest: ago(0), LastLine: yesterday},
			"Semua permohonan sudah diterima, 2 catatan lain belum; terakhir tersambung kemarin 14.05"},
	} {
		if got := LinkLine(c.s, now, Indonesian); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestLinkLineSpeaksAnotherLanguage(t *testing.T) {
	english := func(text string, pairs ...any) string {
		return Indonesian(map[string]string{"{{.N}} belum diterima": "{{.N}} not received", "belum pernah tersambung": "never connected"}[text], pairs...)
	}
	if got := LinkLine(Status{Enrolled: true, Requests: 2, PendingRequests: 2}, time.Time{}, english); got != "2 not received; never connected" {
		t.Errorf("%q", got)
	}
}

func TestSizesAndCounts(t *testing.T) {
	for n, want := range map[int64]string{0: "0 B", 999: "999 B", 1000: "1 kB", 3_449_000: "3,4 MB", 50_000_000: "50 MB", 41_000_000_000: "41 GB"} {
		if got := Bytes(n); got != want {
			t.Errorf("%d bytes: %q", n, got)
		}
	}
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1.000", 1234567: "1.234.567", -1200: "-1.200"} {
		if got := Count(n); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
}
