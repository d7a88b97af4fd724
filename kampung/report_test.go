package kampung

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// anyRequest draws a request as a report meets it.
func anyRequest(t *rapid.T) Request {
	at := time.Date(2026, time.Month(rapid.IntRange(9, 13).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day"), rapid.IntRange(0, 23).Draw(t, "hour"), 5, 0, 0, time.UTC)
	r := Request{ID: rapid.StringN(1, 8, 8).Draw(t, "id"), Service: "sku", At: at, State: rapid.SampledFrom(States).Draw(t, "state"),
		Template: Service{Name: rapid.SampledFrom([]string{"", "SKU", "SKTM"}).Draw(t, "service"), Minutes: rapid.SampledFrom([]int{0, 15, 4000}).Draw(t, "standard")},
		Applicant: Person{Resident: rapid.SampledFrom([]string{"", "w1", "w2", "w3"}).Draw(t, "who"), Sex: rapid.SampledFrom([]string{"", "Laki-laki", "Perempuan"}).Draw(t, "sex"),
			BirthDate: rapid.SampledFrom([]Date{{}, {1926, 2, 3}, {1990, 8, 17}, {2026, 9, 1}}).Draw(t, "birth")}}
	if r.State == StateHanded {
		r.Steps = []Step{{State: StateHanded, At: at.Add(time.Duration(rapid.IntRange(0, 9000).Draw(t, "took")) * time.Minute)}}
	}
	return r
}

// TestReportLosesNobody: every part of a report counts each request of the
// period once, and the table says the same.
func TestReportLosesNobody(t *testing.T) {
	dusun := func(id string) string { return map[string]string{"w1": "KRAJAN", "w2": "DUSUN KRAJAN"}[id] }
	rapid.Check(t, func(t *rapid.T) {
		requests := rapid.SliceOfN(rapid.Custom(anyRequest), 0, 40).Draw(t, "requests")
		p := Period{Year: 2026, Month: rapid.IntRange(0, 12).Draw(t, "period")}
		r := NewReport(p, requests, dusun)
		want := 0
		for _, q := range requests {
			if p.Contains(DateOf(q.At)) {
				want++
			}
		}
		if r.All.Asked != want {
			t.Fatalf("%d of %d requests", r.All.Asked, want)
		}
		for _, part := range r.Parts {
			sum, names := ReportLine{Name: r.All.Name}, map[string]bool{}
			for _, l := range part.Lines {
				if l.Asked == 0 || l.Asked != l.Done+l.Cancelled+l.Open || l.OnTime > l.Timed || l.Timed > l.Done || names[l.Name] {
					t.Fatalf("%s: %+v", part.Key, l)
				}
				names[l.Name] = true
				sum.Asked, sum.Done, sum.Cancelled, sum.Open = sum.Asked+l.Asked, sum.Done+l.Done, sum.Cancelled+l.Cancelled, sum.Open+l.Open
				sum.Men, sum.Women, sum.Timed, sum.OnTime, sum.total = sum.Men+l.Men, sum.Women+l.Women, sum.Timed+l.Timed, sum.OnTime+l.OnTime, sum.total+l.total
			}
			sum.Minutes = r.All.Minutes
			if sum != r.All {
				t.Fatalf("%s adds up to %+v, not %+v", part.Key, sum, r.All)
			}
		}
		for _, row := range r.Book().Rows {
			if len(row.Cells) != len(reportColumns) {
				t.Fatalf("a line of %d cells", len(row.Cells))
			}
		}
	})
}

// TestReportInWords looks at one small report.
func TestReportInWords(t *testing.T) {
	at := time.Date(2026, 11, 3, 2, 0, 0, 0, time.UTC)
	handed := func(id, name string, minutes int, d time.Duration, birth Date) Request {
		return Request{ID: id, At: at, State: StateHanded, Template: Service{Name: name, Minutes: minutes}, Steps: []Step{{State: StateHanded, At: at.Add(d)}},
			Applicant: Person{Resident: id, Sex: "Perempuan", BirthDate: birth}}
	}
	r := NewReport(Period{Year: 2026, Month: 0}, []Request{handed("w1", "SKU", 15, 15*time.Minute+40*time.Second, Date{1990, 1, 1}), handed("w2", "SKU", 15, 16*time.Minute, Date{2012, 1, 1}),
		{ID: "x", At: at, State: StateCancelled, Template: Service{Name: "SKTM", Minutes: 20}}}, func(string) string { return "dsn. krajan" })
	var lines []string
	for _, row := range r.Book().Rows {
		lines = append(lines, strings.Join(row.Cells, "|"))
	}
	want := []string{
		"1||Semua permohonan|3|2|1|0|0|2|16 menit||50 %",
		"2|Layanan|SKU|2|2|0|0|0|2|16 menit|15 menit|50 %",
		"3||SKTM|1|0|1|0|0|0||20 menit|",
		"4|Status|Diserahkan|2|2|0|0|0|2|16 menit||50 %",
		"5||Batal|1|0|1|0|0|0|||",
		"6|Bulan|November|3|2|1|0|0|2|16 menit||50 %",
		"7|Dusun|Krajan|2|2|0|0|0|2|16 menit||50 %",
		"8||Di luar data penduduk|1|0|1|0|0|0|||",
		"9|Jenis kelamin|Perempuan|2|2|0|0|0|2|16 menit||50 %",
		"10||Tidak tercatat|1|0|1|0|0|0|||",
		"11|Umur|0–16 tahun|1|1|0|0|0|1|16 menit||0 %",
		"12||36–45 tahun|1|1|0|0|0|1|16 menit||100 %",
		"13||Tidak tercatat|1|0|1|0|0|0|||",
	}
	for i := range max(len(want), len(lines)) {
		if i >= len(lines) || i >= len(want) || lines[i] != want[i] {
			t.Fatalf("line %d:\n%s\nwant\n%s", i+1, strings.Join(lines, "\n"), strings.Join(want, "\n"))
		}
	}
}
