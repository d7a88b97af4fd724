package kampung

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestFoldName(t *testing.T) {
	for _, pair := range [][2]string{{"Jusuf", "Yusuf"}, {"Djoko", "Joko"}, {"Tjahjo", "Cahyo"}, {"Soekarno", "Sukarno"}, {"Widjaja", "Wijaya"}, {"Sjahrir", "Syahrir"},
		{"Khoirul", "Koirul"}, {"Thohir", "Tohir"}, {"Dhani", "Dani"}, {"Philip", "Filip"}, {"Yanto", "Ianto"}, {"Novita", "Nofita"}, {"Zainal", "Jainal"}, {"Muhammad", "Muhamad"},
		{"Njoman", "Nyoman"}, {"NUR'AINI", "Nuraini"}, {"  siti   aminah ", "Siti-Aminah"}, {"Nur’aini", "NURAINI"}} {
		if a, b := FoldName(pair[0]), FoldName(pair[1]); a != b || a == "" {
			t.Errorf("%s folds to %q, %s to %q", pair[0], a, pair[1], b)
		}
	}
	for in, want := range map[string]string{"RT 003 22": "rt 003 22", "": "", "...": "", "Soekarno": "sukarno", "MOCH.ALI": "moch ali"} {
		if got := FoldName(in); got != want {
			t.Errorf("FoldName(%q) = %q, want %q", in, got, want)
		}
	}
}

func someRows() []ResidentRow {
	var rows []ResidentRow
	for i, name := range []string{"SUKARNO", "JOKO WIDODO", "CAHYO KUMOLO", "YUSUF WIJAYA", "SITI AMINAH", "AMINAH SARI", "NUR AMINI", "SLAMET RIYADI", "SOEHARTO", "MISNATI"} {
		rows = append(rows, ResidentRow{ID: fmt.Sprintf("0192f0c4-7d1e-7000-8000-%012d", i), NIK: fmt.Sprintf("35100517089000%02d", i+1), KK: fmt.Sprintf("35100501011000%02d", i/2),
			Name: name, Dusun: []string{"KRAJAN", "SUMBERJOYO"}[i%2], RT: fmt.Sprintf("%03d", i%3+1), RW: "002", Birth: Date{1990, 8, 17}, Sex: 1, Status: 1})
	}
	return rows
}

func TestFind(t *testing.T) {
	x := NewIndex(someRows())
	for query, want := range map[string]string{
		"soekarno": "SUKARNO", "djoko": "JOKO WIDODO", "tjahjo": "CAHYO KUMOLO", "jusuf widjaja": "YUSUF WIJAYA", "wijaya yusuf": "YUSUF WIJAYA",
		"aminah": "AMINAH SARI|SITI AMINAH", "amin": "AMINAH SARI|SITI AMINAH|NUR AMINI", "mina": "AMINAH SARI|SITI AMINAH", "3510051708900005": "SITI AMINAH", "0890 0005": "SITI AMINAH",
		"35.1005.170890.0010": "MISNATI", "misn rt 1": "MISNATI", "misn rt 2": "", "misn rt": "MISNATI", "misn krajan": "", "misn sumber": "MISNATI", "003/002 krajan": "CAHYO KUMOLO|SOEHARTO",
		"3/2 dusun krajan": "CAHYO KUMOLO|SOEHARTO", "rt03 rw2 s": "AMINAH SARI|SOEHARTO", "suhar": "SOEHARTO", "so": "SOEHARTO|SUKARNO", "tj": "CAHYO KUMOLO", "xq": "", "": "", "  ": "", "...": "",
	} {
		var names []string
		for _, r := range x.Find(query, 0) {
			names = append(names, r.Name)
		}
		got := strings.Join(names, "|")
		if query == "so" || query == "rt03 rw2 s" {
			for _, w := range strings.Split(want, "|") {
				if !slices.Contains(names, w) {
					t.Errorf("Find(%q) = %q lacks %q", query, got, w)
				}
			}
			continue
		}
		if got != want {
			t.Errorf("Find(%q) = %q, want %q", query, got, want)
		}
	}
	if got := x.Find("misnati", 0); len(got) != 1 || got[0] != someRows()[9] {
		t.Errorf("a row must come back whole: %+v", got)
	}
}

// Each beginning of an old or new spelling finds the other.
func TestFindWhileTyping(t *testing.T) {
	for _, pair := range [][2]string{{"JUSUF", "YUSUF"}, {"DJOKO", "JOKO"}, {"TJAHJO", "CAHYO"}, {"SOEKARNO", "SUKARNO"}, {"WIDJAJA", "WIJAYA"}, {"SJAHRIR", "SYAHRIR"}, {"PHILIP", "FILIP"}, {"DHANI", "DANI"}} {
		for _, stored := range pair {
			x := NewIndex([]ResidentRow{{ID: "a", Name: stored}})
			for _, typed := range pair {
				for n := 1; n <= len(typed); n++ {
					if len(x.Find(typed[:n], 0)) != 1 {
						t.Errorf("%q does not find %s", typed[:n], stored)
					}
				}
			}
		}
	}
}

// naive is the meaning of Find and List without an index.
func naive(rows map[string]ResidentRow, query string, s ListSort) []ResidentRow {
	type hit struct {
		place place
		row   ResidentRow
	}
	tokens := parseQuery(query)
	all := strings.TrimSpace(query) == ""
	if len(tokens) == 0 && !all {
		return nil
	}
	var hits []hit
	for _, r := range rows {
		lead := 0
		if len(tokens) > 0 {
			lead = leadToken(tokens)
		}
		if p, ok := fitAll(tokens, lead, subjectOf(r), r.ID); ok {
			hits = append(hits, hit{p, r})
		}
	}
	if all && s.By == "" {
		s.By = ColumnName
	}
	slices.SortFunc(hits, func(a, b hit) int {
		if s.By == "" {
			return a.place.compare(b.place)
		}
		return s.residents(a.row, b.row)
	})
	out := make([]ResidentRow, len(hits))
	for i := range out {
		out[i] = hits[i].row
	}
	return out
}

func TestFindEqualsNaive(t *testing.T) {
	name := rapid.StringMatching(`[AST][IOU][TJ]?[EAO] ?[AST]?[OJ]?[EA]?`)
	digits := rapid.StringMatching(`351[01]{0,3}`)
	rapid.Check(t, func(t *rapid.T) {
		row := func(i int) ResidentRow {
			return ResidentRow{ID: rapid.SampledFrom([]string{fmt.Sprint(i), fmt.Sprintf("0192f0c4-7d1e-7000-8000-%012d", i)}).Draw(t, "id"), Name: name.Draw(t, "name"),
				NIK: digits.Draw(t, "nik"), KK: digits.Draw(t, "kk"), Dusun: rapid.SampledFrom([]string{"", "TAO", "SITI"}).Draw(t, "dusun"), RT: rapid.SampledFrom([]string{"", "001", "002"}).Draw(t, "rt")}
		}
		rows := map[string]ResidentRow{}
		var first []ResidentRow
		for i := range rapid.IntRange(0, 12).Draw(t, "n") {
			first = append(first, row(i))
		}
		for _, r := range first {
			rows[r.ID] = r
		}
		x := NewIndex(first)
		for i := range rapid.IntRange(0, 6).Draw(t, "changes") {
			r := row(i)
			if rapid.Bool().Draw(t, "put") {
				x.Put(r)
				rows[r.ID] = r
			} else {
				x.Remove(r.ID)
				delete(rows, r.ID)
			}
		}
		if rapid.Bool().Draw(t, "reseal") {
			x.reseal()
		}
		query := rapid.OneOf(name, rapid.StringMatching(`([ASTIOUJ]{1,3}|3?51?|rt ?[12]|0*[12]/){1}( ([ASTIOUJE]{1,2}|[15]{1,4}|rt 1|tao)){0,2}`)).Draw(t, "query")
		limit := rapid.IntRange(1, 12).Draw(t, "limit")
		want := naive(rows, query, ListSort{})
		want = want[:min(limit, len(want))]
		if got := x.Find(query, limit); x.Len() != len(rows) || !slices.Equal(got, want) {
			t.Fatalf("Find(%q, %d) of %d\ngot  %v\nwant %v", query, limit, x.Len(), got, want)
		}
		by := ListSort{rapid.SampledFrom([]ListColumn{"", ColumnName, ColumnNIK, ColumnKK, ColumnAge, ColumnPlace}).Draw(t, "by"), rapid.Bool().Draw(t, "down")}
		if rapid.Bool().Draw(t, "whole") {
			query = ""
		}
		whole := naive(rows, query, by)
		from, n := rapid.IntRange(0, 8).Draw(t, "from"), rapid.IntRange(-1, 8).Draw(t, "n")
		window := whole[min(from, len(whole)):]
		if n >= 0 {
			window = window[:min(n, len(window))]
		}
		if total, got := x.List(query, by, from, n); total != len(whole) || !slices.Equal(got, window) {
			t.Fatalf("List(%q, %v, %d, %d) of %d\ngot  %d %v\nwant %d %v", query, by, from, n, x.Len(), total, got, len(whole), window)
		}
	})
}

func FuzzFind(f *testing.F) {
	x := NewIndex(someRows())
	for _, s := range []string{"soekarno", "rt 3 rw 2", "003/002", "3510", "rt", "/", "''"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, query string) {
		if got := x.Find(query, 3); len(got) > 3 {
			t.Fatalf("%d hits", len(got))
		}
	})
}

func TestIndexConcurrently(t *testing.T) {
	x := NewIndex(inventedRows(2000))
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for i := range 300 {
				for _, r := range x.Find([]string{"si", "35100", "krajan a"}[i%3], 20) {
					if r.ID == "" {
						t.Error("a torn row")
					}
				}
			}
		})
	}
	for i, r := range inventedRows(1500) {
		r.ID = fmt.Sprint("baru", i)
		x.Put(r)
		if i%3 == 0 {
			x.Remove(r.ID)
		}
	}
	wg.Wait()
	if x.Len() != 3000 {
		t.Errorf("%d residents, want 3000", x.Len())
	}
}

// inventedRows makes residents whose words repeat as in a village: few common
// names, many rare ones.
func inventedRows(n int) []ResidentRow {
	rng := rand.New(rand.NewPCG(1, 2))
	syllables := strings.Fields("SU KAR NO SI TI A MI NAH RI YA DI SLA MET WA TI PO NI MAN JO KO TRI WU LAN DE WI BU DI AN TO HAR YAN SRI RA HA YU EKO PRA SE TYA NUR HI DA YAT MU SLI MIN KHO FIZ ZAI NAB FAT MAH IM RON GU NA WAN LES TA RI")
	words := make([]string, 6000)
	for i := range words {
		for range 2 + rng.IntN(2) {
			words[i] += syllables[rng.IntN(len(syllables))]
		}
	}
	rows := make([]ResidentRow, n)
	for i := range rows {
		var name []string
		for range 1 + rng.IntN(3) {
			name = append(name, words[int(float64(len(words))*rng.Float64()*rng.Float64()*rng.Float64())])
		}
		birth := AddDays(Date{1940, 1, 1}, rng.IntN(31000))
		rows[i] = ResidentRow{ID: fmt.Sprintf("%08x-%04x-7%03x-8%03x-%012x", rng.Uint32(), rng.IntN(1<<16), rng.IntN(1<<12), rng.IntN(1<<12), rng.Int64N(1<<48)),
			NIK: fmt.Sprintf("3510%02d%02d%02d%02d%04d", 1+rng.IntN(25), birth.Day+40*rng.IntN(2), birth.Month, birth.Year%100, 1+rng.IntN(30)),
			KK:  fmt.Sprintf("3510%02d%02d%02d%02d%04d", 1+rng.IntN(25), 1+rng.IntN(28), 1+rng.IntN(12), 5+rng.IntN(20), 1+rng.IntN(30)), Name: strings.Join(name, " "),
			Dusun: "DUSUN " + words[rng.IntN(40)], RT: fmt.Sprintf("%03d", 1+rng.IntN(12)), RW: fmt.Sprintf("%03d", 1+rng.IntN(5)), Birth: birth, Sex: 1 + rng.IntN(2), Status: 1}
	}
	return rows
}

// keystrokes are what a desk types to find people: names letter by letter, two
// words, numbers from either end, a hamlet.
func keystrokes(rows []ResidentRow) []string {
	rng := rand.New(rand.NewPCG(3, 4))
	var out []string
	type_ := func(s string) {
		for n := 1; n <= len(s); n++ {
			out = append(out, strings.ToLower(s[:n]))
		}
	}
	for range 60 {
		r := rows[rng.IntN(len(rows))]
		type_(r.Name)
		words := strings.Fields(r.Name)
		slices.Reverse(words)
		type_(strings.Join(words, " "))
	}
	for range 4 {
		r := rows[rng.IntN(len(rows))]
		type_(r.NIK)
		type_(r.NIK[10:])
		type_(r.KK)
		type_(strings.Fields(r.Name)[0] + " rt " + r.RT + " rw " + r.RW)
		type_(r.Dusun)
	}
	return out
}

// BenchmarkFind types names into 100,000 residents and reports the median and
// the 99th percentile of a key press, beside a plain scan with strings.Contains
// over the same folded names and numbers, every 20th key press.
func BenchmarkFind(b *testing.B) {
	rows := inventedRows(100_000)
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	x := NewIndex(rows)
	built := time.Since(start)
	runtime.GC()
	runtime.ReadMemStats(&after)
	plain := make([]string, len(rows))
	for i, r := range rows {
		plain[i] = FoldName(r.Name) + " " + FoldName(r.Dusun) + " " + r.NIK + " " + r.KK
	}
	keys := keystrokes(rows)
	var own, scan []time.Duration
	for b.Loop() { // one round is 4,000 keystrokes, so that a single one tells
		for i := range 4000 {
			q := keys[i%len(keys)]
			start := time.Now()
			x.Find(q, 50)
			own = append(own, time.Since(start))
			if i%20 > 0 {
				continue
			}
			start = time.Now()
			for _, p := range plain {
				for w := range strings.FieldsSeq(q) {
					if !strings.Contains(p, FoldName(w)) {
						break
					}
				}
			}
			scan = append(scan, time.Since(start))
		}
	}
	slices.Sort(own)
	slices.Sort(scan)
	ms := func(d []time.Duration, p int) float64 { return d[(len(d)-1)*p/100].Seconds() * 1000 }
	b.ReportMetric(ms(own, 50), "p50-ms")
	b.ReportMetric(ms(own, 99), "p99-ms")
	b.ReportMetric(ms(own, 100), "max-ms")
	b.ReportMetric(ms(scan, 50), "scan-p50-ms")
	b.ReportMetric(ms(scan, 99), "scan-p99-ms")
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "index-MB")
	b.ReportMetric(built.Seconds(), "build-s")
	runtime.KeepAlive(x)
}
