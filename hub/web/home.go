package web

import (
	"fmt"
	"html/template"
	"net/url"
	"slices"

	"smartkampung/kampung"
)

// homePage is what the first page shows.
type homePage struct {
	Fresh     []freshTile
	Freshness template.HTML
	Inbox     string // how many wait, "30+" when there are more
	InboxNone bool
	HasOffice bool
	Days      int
	Choices   []int
	Total     figure
	Groups    []figure
	Services  []serviceLine
	Chart     template.HTML
	Flagged   figure
	Times     []timeBar
}

// freshTile is how many villages are as fresh.
type freshTile struct {
	freshness
	N    int
	Link string
}

// figure is a number with the address of its rows.
type figure struct {
	Label, Tone string
	N           int
	Link        string
}

// serviceLine is a service in the table of the first page.
type serviceLine struct {
	Service  kampung.Service
	Figures  []figure
	Total    figure
	Measured int
	Median   float64 // minutes
	Slow     bool
	Link     string // of the letters that were measured
}

// spans are the periods of the first page, in days; 0 is all time.
var spans = []int{7, 30, 90, 365}

const defaultSpan = 30

func (s *Site) getHome(v *visit) error {
	d := homePage{Days: defaultSpan, Choices: spans, HasOffice: v.Office != ""}
	for _, n := range spans {
		if v.r.URL.Query().Get("hari") == fmt.Sprint(n) {
			d.Days = n
		}
	}
	today := kampung.DateOf(s.hub.Now())
	since := kampung.AddDays(today, 1-d.Days).ISO()
	if err := s.homeVillages(v, &d); err != nil {
		return err
	}
	if err := s.homeRequests(v, &d, since, today); err != nil {
		return err
	}
	waiting, more, err := s.list(v.ctx(), v.Account, listQuery{Decision: "belum"}, 30)
	if err != nil {
		return err
	}
	d.Inbox, d.InboxNone = fmt.Sprint(len(waiting)), len(waiting) == 0
	if more != "" {
		d.Inbox += "+"
	}
	return s.show(v, "home", "Beranda", "beranda", d)
}

func (s *Site) homeVillages(v *visit, d *homePage) error {
	villages, err := s.villages(v.ctx(), v.Account)
	if err != nil {
		return err
	}
	d.Flagged = figure{Label: "perlu diperiksa", Tone: "back", Link: "/permohonan?periksa=1"}
	var parts []bar
	for _, f := range freshnesses {
		n := 0
		for _, r := range villages {
			if r.Fresh.Key == f.Key {
				n++
			}
		}
		d.Fresh = append(d.Fresh, freshTile{f, n, "/desa?segar=" + f.Key})
		parts = append(parts, bar{f.Label, f.Tone, float64(n)})
	}
	for _, r := range villages {
		d.Flagged.N += r.Flagged
	}
	d.Freshness = stackedBar("Desa menurut sambungan terakhir", parts)
	return nil
}

func (s *Site) homeRequests(v *visit, d *homePage, since string, today kampung.Date) error {
	counts, err := s.hub.Counts(v.ctx(), v.scope(), since)
	if err != nil {
		return err
	}
	times, err := s.hub.ServiceTimes(v.ctx(), v.scope(), since)
	if err != nil {
		return err
	}
	link := func(service, group string) string {
		q := url.Values{"dari": {since}}
		if service != "" {
			q.Set("layanan", service)
		}
		if group != "" {
			q.Set("status", group)
		}
		return "/permohonan?" + q.Encode()
	}
	d.Total = figure{Label: "Semua", Link: link("", "")}
	sums, days := map[string]map[string]int{}, map[string]int{}
	for _, c := range counts {
		if sums[c.Service] == nil {
			sums[c.Service] = map[string]int{}
		}
		for _, g := range stateGroups {
			if slices.Contains(g.States, c.State) {
				sums[c.Service][g.Key] += c.N
			}
		}
		sums[c.Service][""] += c.N
		days[c.Day] += c.N
		d.Total.N += c.N
	}
	for _, g := range stateGroups {
		f := figure{Label: g.Label, Tone: g.Tone, Link: link("", g.Key)}
		for _, m := range sums {
			f.N += m[g.Key]
		}
		d.Groups = append(d.Groups, f)
	}
	for key, m := range sums {
		line := serviceLine{Service: s.services.service(key), Total: figure{N: m[""], Link: link(key, "")}, Link: link(key, stateSigned.Key)}
		for _, g := range stateGroups {
			line.Figures = append(line.Figures, figure{Label: g.Label, N: m[g.Key], Link: link(key, g.Key)})
		}
		for _, t := range times {
			if t.Service == key {
				line.Measured, line.Median = t.N, t.Median.Minutes()
			}
		}
		line.Slow = line.Service.Minutes > 0 && line.Median > float64(line.Service.Minutes)
		d.Services = append(d.Services, line)
	}
	slices.SortFunc(d.Services, func(a, b serviceLine) int {
		if a.Total.N != b.Total.N {
			return b.Total.N - a.Total.N
		}
		return slices.Compare([]byte(a.Service.Key), []byte(b.Service.Key))
	})
	d.Chart = dayChart(days, today, d.Days)
	d.Times = timesChart(d.Services)
	return nil
}

// dayChart draws requests by the day of recording, or by week where there are
// too many days for a phone.
func dayChart(days map[string]int, today kampung.Date, span int) template.HTML {
	step := 1
	if span > 31 {
		step = 7
	}
	if span > 100 {
		step = 28
	}
	var bars []bar
	for first := kampung.AddDays(today, 1-span); !today.Before(first); first = kampung.AddDays(first, step) {
		b := bar{Label: shortDay(first)}
		for i := range step {
			b.Value += float64(days[kampung.AddDays(first, i).ISO()])
		}
		bars = append(bars, b)
	}
	what := map[int]string{1: "hari", 7: "minggu", 28: "empat minggu"}[step]
	return columns("Permohonan yang direkam setiap "+what, bars)
}

func shortDay(d kampung.Date) string {
	return fmt.Sprintf("%d %.3s", d.Day, kampung.MonthName(d.Month))
}

// timesChart draws median times beside the standard.
func timesChart(lines []serviceLine) []timeBar {
	var rows []target
	for _, l := range lines {
		if l.Measured > 0 {
			rows = append(rows, target{l.Service.Short, l.Median, float64(l.Service.Minutes), minutes(l.Median)})
		}
	}
	return targets(rows)
}
