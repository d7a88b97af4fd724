package kampung

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNumberNoteAsksForWhoAndWhy(t *testing.T) {
	for use, fields := range map[NumberUse][]string{
		NumberPaper: {"from", "date", "who", "why"}, NumberReserved: {"from", "who", "why"}, NumberExplained: {"from", "why"}, "": {"use", "from", "why"},
	} {
		p := CheckNumberNote(CleanNumberNote(NumberNote{Use: use}), today)
		for _, f := range fields {
			if p.Of(f) == "" {
				t.Errorf("%q: nothing said about %s: %v", use, f, p)
			}
		}
		if len(p) != len(fields) {
			t.Errorf("%q: %v; want %v", use, p, fields)
		}
	}
	whole := CleanNumberNote(NumberNote{Use: NumberReserved, From: 3, To: 5, Who: " Kadus  Krajan ", Why: "Surat keliling"})
	if p := CheckNumberNote(whole, today); p.Err() != nil || whole.Who != "Kadus Krajan" || whole.Range() != "3–5" {
		t.Errorf("%+v: %v", whole, p)
	}
	for _, n := range []NumberNote{{Use: NumberPaper, From: 3, To: 4}, {Use: NumberExplained, From: 1, To: MaxNumberRange + 1}, {Use: NumberExplained, From: 5, To: 4}} {
		if CheckNumberNote(n, today).Of("to") == "" {
			t.Errorf("%+v has a range that is none", n)
		}
	}
}

func TestListNumbersTellsWhyOneIsMissing(t *testing.T) {
	taken := []NumberTaken{
		{Seq: 1, Status: NumberOfLetter, About: "a"}, {Seq: 3, Status: NumberCancelled, About: "b", Text: "salah nama"},
		{Seq: 4, Status: NumberKept, About: "r"}, {Seq: 5, Status: NumberKept, About: "r"}, {Seq: 5, Status: NumberOnPaper, About: "k"},
		{Seq: 12, Status: NumberOnPaper, About: "l"}, {Seq: 15, Status: NumberOfLetter, About: "c"},
	}
	share := NumberShare{Shared: true, Blocks: []NumberBlock{{1, 6}, {11, 14}}}
	lines, unknown := ListNumbers(taken, 5, share, []DeviceBlock{{"B", NumberBlock{7, 10}}})
	var got []string
	for _, l := range lines {
		got = append(got, l.Range()+" "+string(l.Status))
	}
	want := "1 surat, 2 belum-jelas, 3 batal, 4 dipesan, 5 kertas, 6 belum-dipakai, 7–10 komputer-lain, 11 belum-dipakai, 12 kertas, 13–14 belum-dipakai, 15 surat"
	if text := strings.Join(got, ", "); text != want || unknown != 1 {
		t.Errorf("%s; %d unknown\nwant %s", text, unknown, want)
	}
}

func TestCheckNumberFree(t *testing.T) {
	letter, kept := NumberTaken{Seq: 4, Status: NumberOfLetter, About: "a", Number: "470/004/2026", Name: "BUDI CONTOH"}, NumberTaken{Seq: 4, Status: NumberKept, About: "r"}
	cancelled := NumberTaken{Seq: 4, Status: NumberCancelled, About: "a"}
	paper := NumberNote{Use: NumberPaper}
	if text := CheckNumberFree(paper, []NumberTaken{letter}).Of("from"); !strings.Contains(text, "470/004/2026") || !strings.Contains(text, "BUDI CONTOH") {
		t.Errorf("a letter's number: %q", text)
	}
	if CheckNumberFree(paper, []NumberTaken{cancelled}).Err() == nil {
		t.Error("a cancelled number was given again")
	}
	if p := CheckNumberFree(paper, []NumberTaken{kept}); p.Err() != nil {
		t.Errorf("a number reserved for paper: %v", p)
	}
	if CheckNumberFree(NumberNote{Use: NumberReserved}, []NumberTaken{kept}).Err() == nil {
		t.Error("a number was reserved twice")
	}
	for want, holders := range map[bool][]NumberTaken{true: {letter, kept}, false: {cancelled, letter}} {
		if NumberClash(holders) != want {
			t.Errorf("NumberClash(%v) = %v", holders, !want)
		}
	}
}

// However numbers are taken, the next ones are free, within the share, in a row
// and above the last.
func TestNextRunIsFree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var share NumberShare
		from := 0
		for range rapid.IntRange(0, 4).Draw(t, "blocks") {
			from += rapid.IntRange(1, 5).Draw(t, "skip")
			to := from + rapid.IntRange(0, 9).Draw(t, "length")
			share.Shared, share.Blocks = true, append(share.Blocks, NumberBlock{from, to})
			from = to
		}
		held := map[int]bool{}
		for _, n := range rapid.SliceOf(rapid.IntRange(1, 60)).Draw(t, "held") {
			held[n] = true
		}
		last, count := rapid.IntRange(0, 40).Draw(t, "last"), rapid.IntRange(1, 6).Draw(t, "count")
		may := func(n int) bool {
			next, ok := share.Next(n - 1)
			return ok && next == n && n > last && !held[n]
		}
		fits := func(first int) bool {
			for n := first; n < first+count; n++ {
				if !may(n) {
					return false
				}
			}
			return true
		}
		first, ok := NextRun(share, last, count, func(n int) bool { return held[n] })
		if ok && !fits(first) {
			t.Fatalf("%d and on are not free", first)
		}
		for n := 1; n < 200 && (!ok || n < first); n++ {
			if fits(n) {
				t.Fatalf("%d and on are free, got %d, %v", n, first, ok)
			}
		}
	})
}

func TestScopeNames(t *testing.T) {
	names := func(key string) string { return map[string]string{"sku": "Surat Keterangan Usaha"}[key] }
	for scope, want := range map[string]struct {
		year        int
		mark, label string
	}{
		"semua/2026": {2026, "", "Semua surat"}, "semua/2026/B": {2026, "B", "Semua surat, komputer B"}, "layanan/sku/2025": {2025, "", "Surat Keterangan Usaha"},
		"klasifikasi/400.12.2.1/2026": {2026, "", "Klasifikasi 400.12.2.1"}, "agenda/2026": {2026, "", "Surat masuk dan keluar"}, "masuk/2026": {2026, "", "Surat masuk"}, "": {0, "", ""},
	} {
		if ScopeYear(scope) != want.year || ScopeMark(scope) != want.mark || ScopeLabel(scope, names) != want.label {
			t.Errorf("%q: %d %q %q", scope, ScopeYear(scope), ScopeMark(scope), ScopeLabel(scope, names))
		}
	}
}
