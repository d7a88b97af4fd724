package ui

import (
	"slices"
	"strings"

	"smartkampung/kampung"
)

// taken is what came of recording a request and taking it on in one go.
type taken struct {
	r     kampung.Request
	next  kampung.Role      // whose turn it is, "" when it is approved
	who   []kampung.Account // who has that role
	stuck error             // why a step was not taken; the request is safe
}

// mayPrint reports whether the clerk's role takes a recorded request all the
// way to the printer.
func (m *formModel) mayPrint() bool {
	_, next := kampung.Onward(kampung.StateChecked, kampung.StateApproved, m.Role)
	return next == ""
}

// nextWords say whose turn it is.
func (g taken) nextWords() string {
	names := make([]string, 0, len(g.who))
	for _, a := range g.who {
		names = append(names, a.Name)
	}
	if len(names) == 0 || len(names) > 3 {
		return tr("Berikutnya diperiksa {{.Who}}.", "Who", roleWord(g.next))
	}
	return tr("Berikutnya diperiksa {{.Who}}.", "Who", strings.Join(names, ", ")+" ("+roleWord(g.who[0].Role)+")")
}

// takeOn brings a recorded request as far as the clerk may by themselves; it
// writes to the disk.
func takeOn(d Desk, r kampung.Request) taken {
	g := taken{r: r}
	var steps []kampung.State
	steps, g.next = kampung.Onward(r.State, kampung.StateApproved, d.Me().Role)
	for _, to := range steps {
		after, err := d.Advance(r.ID, to, "")
		if err != nil {
			g.stuck = err
			return g
		}
		g.r = after
	}
	if g.next != "" {
		all, err := d.Accounts()
		if err == nil {
			g.who = kampung.WhoNext(all, g.next)
		}
	}
	return g
}

// Finish records the request, and where the clerk may, checks, approves and
// prints it at once; else it tells who is next. It is the main button, and
// Ctrl+Enter.
func (s *formScreen) Finish() { s.record(true) }

// Save records the request and leaves the next step for later; Ctrl+S.
func (s *formScreen) Save() { s.record(false) }

func (s *formScreen) record(on bool) {
	u := s.u
	if s.saving || s.m.Done {
		return
	}
	s.keepNow()
	s.saving = true
	s.m.Tried = true
	desk, d := u.desk, s.m.Snapshot()
	id := d.ID
	local := s.m.Outside && s.m.BadBirth != ""
	work(u, tr("Sedang menyimpan …"), func() (taken, error) {
		if local || d.Applicant.Name == "" {
			_, ps := desk.Preview(d)
			return taken{}, append(ps, kampung.Problem{Field: "applicant.nama", Text: ""})
		}
		u.settled()
		r, err := desk.Record(d)
		if err != nil || !on {
			return taken{r: r}, err
		}
		return takeOn(desk, r), nil
	}, func(g taken, err error) {
		s.saving = false
		if s.m.Draft.ID != id {
			return
		}
		if err != nil {
			s.refused(err)
			return
		}
		s.recorded(g)
	})
}

// recorded leaves the form for the request, and prints it when it is approved.
func (s *formScreen) recorded(g taken) {
	u, detail := s.u, s.u.frame.detail
	s.m.Done = true
	s.m.Draft.ID = ""
	detail.fresh = g.r.ID
	if g.r.State == kampung.StateApproved {
		detail.then = detail.Print
	}
	u.frame.openRequest(g.r.ID)
	said := tr("Tersimpan. Nomor {{.Number}}", "Number", g.r.Number)
	switch {
	case g.stuck != nil:
		u.failed(g.stuck)
	case g.next != "":
		u.bar.done(said + ". " + g.nextWords())
	case g.r.State != kampung.StateApproved:
		u.bar.done(said)
	}
}

// showFinish writes on the buttons what they do for this clerk.
func (s *formScreen) showFinish() {
	print := s.m.mayPrint()
	s.save.SetText(tr("Simpan"))
	if print {
		s.save.SetText(tr("Simpan dan cetak"))
	}
	s.only.Hidden = !print
	s.save.Refresh()
}

// loadUses reads what was recorded last, for what to offer first; it reads the
// disk.
func loadUses(d Desk) ([]kampung.Use, error) {
	const letters, signers = 40, 12
	rows, err := d.Requests(kampung.RequestFilter{Limit: letters})
	if err != nil {
		return nil, err
	}
	uses := make([]kampung.Use, len(rows))
	var asked []string
	for i, row := range rows {
		uses[i] = kampung.Use{Service: row.Service, By: row.By, At: row.At}
		if slices.Contains(asked, row.Service) || len(asked) == signers {
			continue
		}
		asked = append(asked, row.Service)
		r, err := d.Request(row.ID)
		if err != nil {
			return nil, err
		}
		uses[i].Signer = r.Signer.Key
	}
	return uses, nil
}

// learn asks what was used last and offers it first.
func (s *formScreen) learn() {
	u, desk, id := s.u, s.u.desk, s.m.Draft.ID
	if desk == nil {
		return
	}
	quietly(u, func() ([]kampung.Use, error) { return loadUses(desk) }, func(uses []kampung.Use, err error) {
		if err != nil && u.env.Log != nil {
			u.env.Log(err)
		}
		if s.m.Draft.ID != id || err != nil {
			return
		}
		s.m.Uses = uses
		s.showServices()
		s.showSigners()
	})
}
