package web

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"smartkampung/hub"
	"smartkampung/kampung"
)

// stateGroup is states that belong together for who watches from afar.
type stateGroup struct {
	Key, Label, Tone string
	States           []kampung.State
}

var stateGroups = []stateGroup{
	{"proses", "Dikerjakan desa", "work", []kampung.State{kampung.StateDraft, kampung.StateChecked, kampung.StateVerified}},
	{"terbit", "Surat terbit", "wait", []kampung.State{kampung.StateApproved, kampung.StatePrinted}},
	{"selesai", "Diserahkan", "done", []kampung.State{kampung.StateHanded}},
	{"ditolak", "Ditolak desa", "back", []kampung.State{kampung.StateRefused}},
	{"batal", "Batal", "quiet", []kampung.State{kampung.StateCancelled}},
}

// stateSigned is the group of all letters that were signed.
var stateSigned = stateGroup{"surat", "Terbit atau diserahkan", "done", []kampung.State{kampung.StateApproved, kampung.StatePrinted, kampung.StateHanded}}

func groupByKey(key string) (stateGroup, bool) {
	for _, g := range append(slices.Clone(stateGroups), stateSigned) {
		if g.Key == key {
			return g, true
		}
	}
	return stateGroup{}, false
}

// listQuery is what was asked of a list of requests, as it stands in the
// address.
type listQuery struct {
	Village   string // code
	Kecamatan string // code
	Service   string
	Group     string // key of a [stateGroup]
	Decision  string // "belum", or a [kampung.Decision]
	Text      string
	From, To  string // yyyy-mm-dd, of recording
	Flagged   bool
	after     string
}

func readListQuery(q url.Values) listQuery {
	get := func(key string, n int) string { return strings.TrimSpace(clip(q.Get(key), n)) }
	return listQuery{Village: get("desa", 13), Kecamatan: get("kecamatan", 8), Service: get("layanan", 40), Group: get("status", 20), Decision: get("putusan", 20),
		Text: get("cari", 100), From: day(get("dari", 10)), To: day(get("sampai", 10)), Flagged: get("periksa", 1) != "", after: get("sesudah", 200)}
}

// day keeps a text that is a day.
func day(s string) string {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return ""
	}
	return s
}

// Values is the query as it goes into an address.
func (q listQuery) Values() url.Values {
	v := url.Values{}
	for key, value := range map[string]string{"desa": q.Village, "kecamatan": q.Kecamatan, "layanan": q.Service, "status": q.Group, "putusan": q.Decision, "cari": q.Text, "dari": q.From, "sampai": q.To} {
		if value != "" {
			v.Set(key, value)
		}
	}
	if q.Flagged {
		v.Set("periksa", "1")
	}
	return v
}

// requestRow is a line of a list.
type requestRow struct {
	hub.RequestRow
	Person string // name, or initials for who may not open it
	Waits  bool   // for this office
}

const (
	listRows = 30
	// fetchRows are read at a time where the database cannot choose by itself.
	fetchRows = 200
	// fetchMost bounds what one page reads; the list goes on from there.
	fetchMost = 10000
)

// list returns a page of requests that the account may see and that fit, and
// the cursor to go on from, empty at the end.
func (s *Site) list(ctx context.Context, a Account, q listQuery, limit int) ([]requestRow, string, error) {
	f, keep, none := s.filter(ctx, a, q)
	if none {
		return nil, "", nil
	}
	var out []requestRow
	f.Limit = fetchRows
	for read := 0; read < fetchMost; {
		rows, err := s.hub.RequestPage(ctx, f)
		if err != nil {
			return nil, "", err
		}
		for i, r := range rows {
			row := s.row(a, r)
			ok, err := keep(&row)
			if err != nil {
				return nil, "", err
			}
			if ok {
				out = append(out, row)
			}
			f.After = r.Cursor
			if len(out) == limit && (i < len(rows)-1 || len(rows) == f.Limit) {
				return out, f.After, nil
			}
		}
		if read += len(rows); len(rows) < f.Limit {
			return out, "", nil
		}
	}
	return out, f.After, nil
}

func (s *Site) row(a Account, r hub.RequestRow) requestRow {
	row := requestRow{RequestRow: r, Person: r.Name}
	if !a.opens(r.Village, s.services.service(r.Service)) {
		row.Person = kampung.Initials(r.Name)
	}
	return row
}

// filter turns a query into what the database chooses and what is looked at
// after; none says that nothing can fit.
func (s *Site) filter(ctx context.Context, a Account, q listQuery) (f hub.RequestFilter, keep func(*requestRow) (bool, error), none bool) {
	f = hub.RequestFilter{Scope: a.scope(), Flagged: q.Flagged, After: q.after}
	for _, p := range []string{q.Kecamatan, q.Village} {
		switch {
		case p == "":
		case strings.HasPrefix(p, f.Prefix) || strings.HasPrefix(p+".", f.Prefix):
			f.Prefix = p
		case !strings.HasPrefix(f.Prefix, p):
			none = true
		}
	}
	if q.Service != "" {
		none = none || len(f.Services) > 0 && !slices.Contains(f.Services, q.Service)
		f.Services = []string{q.Service}
	}
	if q.Decision == "belum" {
		f.Services = slices.DeleteFunc(s.services.keys(), func(k string) bool {
			return !a.forwarded(s.services.service(k)) || len(f.Services) > 0 && !slices.Contains(f.Services, k)
		})
		none = none || len(f.Services) == 0
	}
	group, grouped := groupByKey(q.Group)
	if grouped && len(group.States) == 1 {
		f.State = group.States[0]
	}
	if q.Decision != "" && q.Decision != "belum" {
		f.Decision = q.Decision
	}
	if t, err := time.ParseInLocation(time.DateOnly, q.From, kampung.WIB); err == nil {
		f.Since = t.AddDate(0, 0, -8) // desks' clocks are not all right
	}
	text := strings.ToLower(q.Text)
	f.Text = q.Text
	return f, func(r *requestRow) (bool, error) {
		service := s.services.service(r.Service)
		recorded := kampung.DateOf(r.Recorded).ISO()
		switch {
		case grouped && !slices.Contains(group.States, r.State),
			q.From != "" && recorded < q.From, q.To != "" && recorded > q.To,
			// Who may not see names may not look for them either.
			text != "" && !a.opens(r.Village, service) && !strings.Contains(strings.ToLower(r.Number), text):
			return false, nil
		}
		var err error
		r.Waits, err = s.waits(ctx, a, r.RequestRow)
		return err == nil && (q.Decision != "belum" || r.Waits), err
	}, none
}

// waits reports whether a request waits for the account's office; for people
// without one, whether it waits for any.
func (s *Site) waits(ctx context.Context, a Account, r hub.RequestRow) (bool, error) {
	switch {
	case !decidable(r.State) || !a.forwarded(s.services.service(r.Service)):
		return false, nil
	case r.Decision == "":
		return true, nil
	case a.Office == "" || r.Office == a.Office:
		return mendedSince(r.Decision, r.Decided, r.Changed), nil
	}
	// Another office spoke last; this one may have spoken before.
	d, err := s.hub.RequestDetail(ctx, r.Village, r.ID)
	if err != nil {
		return false, err
	}
	for _, x := range slices.Backward(d.Decisions) {
		if x.Office == a.Office {
			return mendedSince(x.Decision, x.At, r.Changed), nil
		}
	}
	return true, nil
}

// handled lists the services that agencies with an account handle, for accounts
// that watch them all.
func (s *Site) handled(ctx context.Context, a Account) ([]string, error) {
	if a.Role != RoleAdmin && a.Role != RoleViewer {
		return nil, nil
	}
	all, err := s.accounts.List(ctx)
	var out []string
	for _, x := range all {
		if x.Role == RoleAgency && !x.Off {
			out = append(out, x.Services...)
		}
	}
	return out, err
}

// mendedSince reports whether the village sent a request again that was to be
// mended.
func mendedSince(d kampung.Decision, decided, changed time.Time) bool {
	return d == kampung.DecisionMend && changed.After(decided)
}

// listPage is what the page of a list shows.
type listPage struct {
	Head, Intro string
	Path        string
	Query       listQuery
	Rows        []requestRow
	Older       string // address of what follows
	Newest      string // address of the first page, when this is a later one
	Kecamatan   []kecamatan
	Villages    []kampung.Region
	Services    []kampung.Service
	Groups      []stateGroup
	Inbox       bool
	Filtered    bool
	Names       bool // may look for names
}

func (s *Site) getInbox(v *visit) error {
	q := readListQuery(v.r.URL.Query())
	d := listPage{Head: "Kotak masuk", Path: "/kotak", Inbox: true}
	switch {
	case v.Office != "":
		d.Intro = "Permohonan yang diteruskan desa ke " + v.Office + " dan menunggu putusan."
	default:
		d.Intro = "Permohonan yang diteruskan desa ke kecamatan dan instansi, dan menunggu putusan."
	}
	d.Filtered = len(q.Values()) > 0
	if q.Decision == "" {
		q.Decision = "belum"
	}
	return s.showList(v, d, q)
}

func (s *Site) getRequests(v *visit) error {
	q := readListQuery(v.r.URL.Query())
	return s.showList(v, listPage{Head: "Permohonan", Path: "/permohonan", Filtered: len(q.Values()) > 0}, q)
}

func (s *Site) showList(v *visit, d listPage, q listQuery) error {
	rows, next, err := s.list(v.ctx(), v.Account, q, listRows)
	if err != nil {
		return err
	}
	d.Query, d.Rows, d.Groups = q, rows, append(slices.Clone(stateGroups), stateSigned)
	d.Names = v.Role != RoleViewer
	link := q.Values()
	if d.Inbox && q.Decision == "belum" {
		link.Del("putusan")
	}
	if q.after != "" {
		d.Newest = d.Path + "?" + link.Encode()
	}
	if next != "" {
		link.Set("sesudah", next)
		d.Older = d.Path + "?" + link.Encode()
	}
	scope := v.scope()
	for _, r := range s.places.villages {
		if strings.HasPrefix(r.Code, scope.Prefix) && (q.Kecamatan == "" || strings.HasPrefix(r.Code, q.Kecamatan+".")) {
			d.Villages = append(d.Villages, r)
		}
	}
	if v.Role != RoleKecamatan {
		d.Kecamatan = s.places.kecamatan
	}
	if len(d.Villages) > maxVillageChoices { // too long to scroll on a phone, and too many bytes
		d.Villages = nil
	}
	for _, x := range s.services.list {
		if v.sees(scope.Prefix, x.Key) && (!d.Inbox || v.forwarded(x)) {
			d.Services = append(d.Services, x)
		}
	}
	here := "beranda"
	if d.Inbox {
		here = "kotak"
	}
	return s.show(v, "list", d.Head, here, d)
}

// maxVillageChoices is how many villages a menu offers; more are reached by
// their kecamatan.
const maxVillageChoices = 40
