package ui

import (
	"sort"
	"time"

	"smartkampung/kampung"
)

// homeModel is what stands on the first page: what waits, how today goes.
type homeModel struct {
	Office   kampung.Office
	Status   kampung.Status
	Queue    []queueRow
	Drafts   []draftRow
	Done     int    // handed over today
	Waiting  int    // still need an act
	Fresh    int    // recorded today
	Week     [7]int // requests a day, today last
	LastWeek [7]int // the seven days before
	WeekDays [7]string
	Top      []bar
	Space    int64
	Month    kampung.SurveyReport // satisfaction
	Group    string               // that the queue shows; empty for all
}

// homeQueue is how many waiting requests the page reads at most.
const homeQueue = 1000

// queueRow is one request that needs an act.
type queueRow struct {
	ID      string
	At      string
	Name    string
	Service string
	State   kampung.State
	Act     string // what to do next
	Wait    string // how long it waits
	Late    bool   // longer than the service standard
	Group   string // what it needs, see [groupOf]
	Mine    bool   // the one who looks may do it
}

// draftRow is a draft to go on with.
type draftRow struct {
	Draft kampung.Draft
	Title string
	At    string
}

// bar is one bar of a small chart.
type bar struct {
	Name string
	N    int
}

// loadHome gathers the page; it reads the disk.
func loadHome(d Desk, now time.Time, space func() (int64, error)) (homeModel, error) {
	m := homeModel{Office: d.Office()}
	var err error
	if m.Status, err = d.Status(); err != nil {
		return m, err
	}
	open, err := d.Requests(kampung.RequestFilter{Open: true, Oldest: true, Limit: homeQueue})
	if err != nil {
		return m, err
	}
	today := kampung.DateOf(now)
	days, err := d.Days(kampung.AddDays(today, -29), today)
	if err != nil {
		return m, err
	}
	if m.Month, err = d.SurveyReport(kampung.PeriodOf(today)); err != nil {
		return m, err
	}
	drafts, err := d.Drafts()
	if err != nil {
		return m, err
	}
	names := shortNames(d.Services())
	me := d.Me()
	// The oldest stands first: it has waited longest.
	sort.SliceStable(open, func(i, j int) bool { return open[i].At.Before(open[j].At) })
	for _, r := range open {
		m.Queue = append(m.Queue, queueOf(r, names, me.Role, now))
	}
	// What the one who looks can do comes before what others have to do.
	sort.SliceStable(m.Queue, func(i, j int) bool { return m.Queue[i].Mine && !m.Queue[j].Mine })
	m.Waiting = m.Status.Open
	for _, dr := range drafts {
		m.Drafts = append(m.Drafts, draftOf(dr, names, now))
	}
	m.count(days, names, today)
	if space != nil {
		if m.Space, err = space(); err != nil {
			m.Space = 0
		}
	}
	return m, nil
}

func queueOf(r kampung.RequestRow, names map[string]string, role kampung.Role, now time.Time) queueRow {
	wait := now.Sub(r.At)
	q := queueRow{ID: r.ID, At: moment(r.At, now), Name: r.Name, Service: names[r.Service], State: r.State,
		Wait: span(wait), Late: r.Minutes > 0 && wait > time.Duration(r.Minutes)*time.Minute}
	q.Act, q.Group = nextWord(r.State, role), groupOf(r.State)
	q.Mine = q.Act != tr("menunggu")
	return q
}

// Groups of the queue by what a request needs.
const (
	groupBack  = "kembali"
	groupCheck = "periksa"
	groupSign  = "setuju"
	groupHand  = "serah"
)

// groupOf is what a waiting request needs, whoever does it.
func groupOf(s kampung.State) string {
	switch {
	case s.Editable():
		return groupBack
	case s == kampung.StateVerified:
		return groupSign
	case s == kampung.StateApproved, s == kampung.StatePrinted:
		return groupHand
	}
	return groupCheck
}

// groupHits are the filters of the queue with how many wait in each.
func (m homeModel) groupHits() []hit {
	n := map[string]int{}
	for _, q := range m.Queue {
		n[q.Group]++
	}
	word := func(key, title string, n int) hit { return hit{Key: key, Title: title, Sub: countWord(n)} }
	return []hit{word("", tr("Semua"), len(m.Queue)), word(groupBack, tr("Dikembalikan"), n[groupBack]), word(groupCheck, tr("Diperiksa"), n[groupCheck]),
		word(groupSign, tr("Ditandatangani"), n[groupSign]), word(groupHand, tr("Diserahkan"), n[groupHand])}
}

// Shown is the queue of the chosen group.
func (m homeModel) Shown() []queueRow {
	if m.Group == "" {
		return m.Queue
	}
	var out []queueRow
	for _, q := range m.Queue {
		if q.Group == m.Group {
			out = append(out, q)
		}
	}
	return out
}

// nextWord says what the request waits for, seen by a role.
func nextWord(s kampung.State, role kampung.Role) string {
	if s.Editable() {
		return tr("perbaiki")
	}
	for _, next := range kampung.NextStates(s, role) {
		switch next {
		case kampung.StateVerified:
			return tr("periksa")
		case kampung.StateApproved:
			return tr("setujui")
		case kampung.StatePrinted:
			return tr("cetak")
		case kampung.StateHanded:
			return tr("serahkan")
		}
	}
	return tr("menunggu")
}

func draftOf(d kampung.Draft, names map[string]string, now time.Time) draftRow {
	who := d.Applicant.Name
	if who == "" {
		who = d.Query
	}
	if who == "" {
		who = tr("Tanpa nama")
	}
	return draftRow{Draft: d, Title: joinDots(who, names[d.Service]), At: moment(d.At, now)}
}

// count fills today's numbers, the bars of the week and of the one before, and
// the top services of the last 30 days.
func (m *homeModel) count(days []kampung.DayCount, names map[string]string, today kampung.Date) {
	tally := map[string]int{}
	for i := range m.WeekDays {
		m.WeekDays[i] = clipRunes(longDay(kampung.AddDays(today, i-6)), 3)
	}
	for _, d := range days {
		switch ago := kampung.DaysBetween(d.Day, today); {
		case ago == 0:
			m.Fresh, m.Done = d.Total(), d.Handed
			m.Week[6] = d.Total()
		case ago < 7:
			m.Week[6-ago] = d.Total()
		case ago < 14:
			m.LastWeek[13-ago] = d.Total()
		}
		for service, n := range d.Asked {
			tally[names[service]] += n
		}
	}
	for name, n := range tally {
		m.Top = append(m.Top, bar{name, n})
	}
	sort.Slice(m.Top, func(i, j int) bool {
		if m.Top[i].N != m.Top[j].N {
			return m.Top[i].N > m.Top[j].N
		}
		return m.Top[i].Name < m.Top[j].Name
	})
	m.Top = m.Top[:min(len(m.Top), 5)]
}

func clipRunes(s string, n int) string {
	r := []rune(s)
	return string(r[:min(n, len(r))])
}

// WeekLine compares this week with the one before.
func (m homeModel) WeekLine() string {
	now, before := 0, 0
	for i := range m.Week {
		now, before = now+m.Week[i], before+m.LastWeek[i]
	}
	return tr("7 hari ini {{.Now}} permohonan, 7 hari sebelumnya {{.Before}}", "Now", countWord(now), "Before", countWord(before))
}

// PendingLine says what the regency has not received; empty when it has all.
func (m homeModel) PendingLine(now time.Time) string {
	s := m.Status
	if s.PendingRequests == 0 {
		return ""
	}
	if s.Oldest.IsZero() {
		return tr("{{.N}} belum diterima", "N", countWord(s.PendingRequests))
	}
	return tr("{{.N}} belum diterima, tertua {{.Age}}", "N", countWord(s.PendingRequests), "Age", span(now.Sub(s.Oldest)))
}

// MoodLine is this month's index in words.
func (m homeModel) MoodLine() string {
	r := m.Month
	if r.Sum.N == 0 {
		return tr("Belum ada penilaian bulan ini.")
	}
	return tr("Mutu {{.Grade}}, {{.N}} penilaian", "Grade", r.Sum.Index().Grade(), "N", countWord(r.Sum.N))
}

// Reminder says that it is time for a backup; empty when it is not, or when
// there is nothing yet to copy. later is the day on which somebody put it off.
func (m homeModel) Reminder(now time.Time, later string) string {
	s := m.Status
	empty := s.Requests == 0 && s.Residents == 0
	if empty || m.Office.Practice || later == kampung.DateOf(now).ISO() || !kampung.BackupLate(s.LastBackup, now, m.Office.BackupDue()) {
		return ""
	}
	if s.LastBackup.IsZero() {
		return tr("Belum ada cadangan data kantor di disk lain.")
	}
	return tr("Cadangan terakhir sudah {{.N}} hari yang lalu.", "N", countWord(kampung.DaysBetween(kampung.DateOf(s.LastBackup), kampung.DateOf(now))))
}

// LinkLine is the one honest line at the foot of the page.
func (m homeModel) LinkLine(now time.Time) string {
	var last string
	switch s := m.Status; {
	case !s.Enrolled:
		last = tr("Meja ini belum terdaftar di kabupaten. Semua tersimpan di komputer ini.")
	case s.LastContact.IsZero():
		last = tr("Belum pernah ada tanda terima dari kabupaten. Semua tersimpan di komputer ini.")
	default:
		last = tr("Tanda terima kabupaten terakhir {{.When}}.", "When", moment(s.LastContact, now))
	}
	if m.Status.Requests > 0 || m.Status.Residents > 0 {
		copied := kampung.BackupLine(m.Status.LastBackup, now, tr)
		last += "  ·  " + firstUpper(copied)
	}
	if m.Space > 0 {
		last += "  ·  " + tr("Ruang kosong {{.Size}}", "Size", bytesWord(m.Space))
	}
	return last
}
