package kampung

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// BookReport is the report of services as a book; it is no book of the office
// and not offered among them.
const BookReport BookKey = "laporan"

// Report tells how the desk served in a period: the requests that were recorded
// in it, as a whole and parted in several ways.
type Report struct {
	Period Period       `json:"period"`
	All    ReportLine   `json:"all"`
	Parts  []ReportPart `json:"parts"`
}

// ReportPart is all requests, parted by one thing. Each request stands in one
// line.
type ReportPart struct {
	Key   string       `json:"key"`   // layanan, status, bulan, dusun, kelamin, umur
	Title string       `json:"title"` // "Layanan"
	Lines []ReportLine `json:"lines"`
}

// ReportLine counts requests that have something in common.
type ReportLine struct {
	Name string `json:"name"`
	// Asked is how many were recorded; each was handed over, cancelled, or is
	// being worked on.
	Asked     int `json:"asked"`
	Done      int `json:"done"`
	Cancelled int `json:"cancelled"`
	Open      int `json:"open"`
	Men       int `json:"men"`
	Women     int `json:"women"`
	// Minutes is the mean time from the recording to the handing over, rounded;
	// 0 when none was handed over.
	Minutes int `json:"minutes"`
	// Standard is the service's own standard in minutes, of a line of one
	// service; 0 for none.
	Standard int `json:"standard,omitempty"`
	// Timed were handed over and have a standard (UU 25/2009 Art. 21), OnTime
	// within it.
	Timed  int `json:"timed"`
	OnTime int `json:"on_time"`

	total time.Duration
}

// OnTimeWords are the letters within the standard in per cent, "95 %"; empty
// when none can be judged.
func (l ReportLine) OnTimeWords() string {
	if l.Timed == 0 {
		return ""
	}
	return strconv.Itoa((100*l.OnTime+l.Timed/2)/l.Timed) + " %"
}

// TimeWords is the mean time for people; empty when there is none.
func (l ReportLine) TimeWords() string {
	if l.Done == 0 {
		return ""
	}
	return minutesText(l.Minutes)
}

// StandardWords is the standard for people; empty when there is none.
func (l ReportLine) StandardWords() string {
	if l.Standard == 0 {
		return ""
	}
	return minutesText(l.Standard)
}

func (l *ReportLine) count(r Request) {
	l.Asked++
	switch r.Applicant.Sex {
	case Label(TableSex, 1), PrintLabel(TableSex, 1):
		l.Men++
	case Label(TableSex, 2), PrintLabel(TableSex, 2):
		l.Women++
	}
	end, handed := finishedAt(r)
	switch {
	case r.State == StateCancelled:
		l.Cancelled++
	case r.State == StateHanded && handed:
		l.Done++
		took := end.Sub(r.At)
		l.total += took
		l.Minutes = int((l.total/time.Duration(l.Done) + time.Minute/2) / time.Minute)
		if standard := r.Template.Minutes; standard > 0 {
			l.Timed++
			if took < time.Duration(standard+1)*time.Minute { // 15 menit 40 detik is 15 menit
				l.OnTime++
			}
		}
	default:
		l.Open++
	}
}

// Words of report lines for what is not known.
const (
	reportOutside = "Di luar data penduduk"
	reportUnknown = "Tidak tercatat"
)

// reportKey is the line that a request belongs to: a key that orders the lines,
// and its name.
type reportKey struct {
	order int
	name  string
}

// NewReport counts the requests that were recorded in the period; dusun tells
// the hamlet of a resident by id.
func NewReport(p Period, requests []Request, dusun func(resident string) string) Report {
	r := Report{Period: p, All: ReportLine{Name: "Semua permohonan"}}
	parts := []struct {
		key, title string
		line       func(Request) reportKey
	}{
		{"layanan", "Layanan", func(r Request) reportKey { return reportKey{0, serviceName(r)} }},
		{"status", "Status", func(r Request) reportKey { return reportKey{slices.Index(States, r.State), r.State.Label()} }},
		{"bulan", "Bulan", func(r Request) reportKey { m := DateOf(r.At).Month; return reportKey{m, MonthName(m)} }},
		{"dusun", "Dusun", func(r Request) reportKey { return hamletKey(r, dusun) }},
		{"kelamin", "Jenis kelamin", sexKey},
		{"umur", "Umur", func(r Request) reportKey { return ageKey(Age(r.Applicant.BirthDate, DateOf(r.At))) }},
	}
	asked := slices.DeleteFunc(slices.Clone(requests), func(q Request) bool { return !p.Contains(DateOf(q.At)) })
	for _, q := range asked {
		r.All.count(q)
	}
	for _, part := range parts {
		if part.key == "bulan" && p.Length() == 1 {
			continue
		}
		lines := map[reportKey]*ReportLine{}
		for _, q := range asked {
			k := part.line(q)
			if lines[k] == nil {
				lines[k] = &ReportLine{Name: k.name}
				if part.key == "layanan" {
					lines[k].Standard = q.Template.Minutes
				}
			}
			lines[k].count(q)
		}
		r.Parts = append(r.Parts, ReportPart{part.key, part.title, reportLines(lines, part.key == "layanan")})
	}
	return r
}

// reportLines puts lines in their order, those of services the most asked first.
func reportLines(lines map[reportKey]*ReportLine, most bool) []ReportLine {
	keys := make([]reportKey, 0, len(lines))
	for k := range lines {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b reportKey) int {
		by := 0
		if most {
			by = cmp.Compare(lines[b].Asked, lines[a].Asked)
		}
		return cmp.Or(by, cmp.Compare(a.order, b.order), cmp.Compare(a.name, b.name))
	})
	out := []ReportLine{}
	for _, k := range keys {
		out = append(out, *lines[k])
	}
	return out
}

func serviceName(r Request) string {
	if r.Template.Name != "" {
		return r.Template.Name
	}
	return r.Service
}

func hamletKey(r Request, dusun func(string) string) reportKey {
	if r.Applicant.Resident == "" {
		return reportKey{2, reportOutside}
	}
	if d := TitleCase(bareDusun(dusun(r.Applicant.Resident))); d != "" {
		return reportKey{0, d}
	}
	return reportKey{1, reportUnknown}
}

func sexKey(r Request) reportKey {
	for code := 1; code <= 2; code++ {
		if label := PrintLabel(TableSex, code); r.Applicant.Sex == label || r.Applicant.Sex == Label(TableSex, code) {
			return reportKey{code, label}
		}
	}
	return reportKey{9, reportUnknown}
}

// ageBounds are the last ages of the groups.
var ageBounds = []int{16, 25, 35, 45, 55, 65}

// ageKey is the group of an age in years; -1 is not known.
func ageKey(years int) reportKey {
	if years < 0 {
		return reportKey{99, reportUnknown}
	}
	from := 0
	for i, to := range ageBounds {
		if years <= to {
			return reportKey{i, fmt.Sprintf("%d–%d tahun", from, to)}
		}
		from = to + 1
	}
	return reportKey{len(ageBounds), fmt.Sprintf("%d tahun ke atas", from)}
}

var reportColumns = []BookColumn{count("No."), col("Menurut"), col("Uraian"), count("Permohonan"), count("Selesai"), count("Batal"), count("Dikerjakan"),
	subCount("Pemohon", "Laki-laki"), subCount("Pemohon", "Perempuan"), subMid("Waktu layanan", "Rata-rata"), subMid("Waktu layanan", "Standar"),
	subMid("Waktu layanan", "Sesuai standar")}

// Book is the report as a table for spreadsheet and paper.
func (r Report) Book() Book {
	b := Book{Key: BookReport, Title: "Laporan Pelayanan", Period: r.Period, Columns: reportColumns}
	add := func(part string, l ReportLine) {
		n := strconv.Itoa
		b.add("", false, part, l.Name, n(l.Asked), n(l.Done), n(l.Cancelled), n(l.Open), n(l.Men), n(l.Women), l.TimeWords(), l.StandardWords(), l.OnTimeWords())
	}
	add("", r.All)
	for _, p := range r.Parts {
		for i, l := range p.Lines {
			title := p.Title
			if i > 0 {
				title = ""
			}
			add(title, l)
		}
	}
	return b
}
