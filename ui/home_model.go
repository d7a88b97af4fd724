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
	Done     int // handed over today
	Waiting  int // still need an act
	Fresh    int // recorded today
	Week     [7]int
	WeekDays [7]string
	Top      []bar
	Space    int64
}

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
	open, err := d.Requests(kampung.RequestFilter{Open: true, Oldest: true, Limit: 200})
	if err != nil {
		return m, err
	}
	recent, err := d.Requests(kampung.RequestFilter{Limit: 1000})
	if err != nil {
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
	m.Waiting = m.Status.Open
	for _, dr := range drafts {
		m.Drafts = append(m.Drafts, draftOf(dr, names, now))
	}
	m.count(recent, names, now)
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
	q.Act = nextWord(r.State, role)
	return q
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

// count fills today's numbers, the bars of the week and the top services of
// the last 30 days.
func (m *homeModel) count(recent []kampung.RequestRow, names map[string]string, now time.Time) {
	today := kampung.DateOf(now)
	tally := map[string]int{}
	for i := range m.WeekDays {
		d := kampung.AddDays(today, i-6)
		m.WeekDays[i] = clip(longDay(d), 3)
		if r := []rune(longDay(d)); len(r) >= 3 {
			m.WeekDays[i] = string(r[:3])
		}
	}
	for _, r := range recent {
		ago := kampung.DaysBetween(kampung.DateOf(r.At), today)
		if ago < 0 || ago > 30 || r.State == kampung.StateCancelled {
			continue
		}
		if ago < 7 {
			m.Week[6-ago]++
		}
		if ago == 0 {
			m.Fresh++
			if r.State == kampung.StateHanded {
				m.Done++
			}
		}
		tally[names[r.Service]]++
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
		copied, _ := kampung.BackupLine(m.Status.LastBackup, now, tr)
		last += "  ·  " + firstUpper(copied)
	}
	if m.Space > 0 {
		last += "  ·  " + tr("Ruang kosong {{.Size}}", "Size", bytesWord(m.Space))
	}
	return last
}
