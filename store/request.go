package store

import (
	"fmt"
	"strings"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// Preview is the request as it would be recorded, with everything that is still
// wrong. Where the number's counter will stand there is a blank, since a number
// is given only when the request is saved.
func (s *Store) Preview(d kampung.Draft) (r kampung.Request, p kampung.Problems, err error) {
	o, err := s.Office()
	if err != nil {
		return r, nil, err
	}
	err = s.read(func(v view) error {
		svc := v.service(d.Service)
		var b kampung.RequestBody
		if b, p, err = v.compose(d, svc, o); err != nil {
			return err
		}
		const blank = 987654321
		if d.Request == "" && kampung.NumberRequest(&b, o, svc, blank, "") == nil {
			b.Number = strings.ReplaceAll(b.Number, fmt.Sprint(blank), "____")
		}
		kampung.ApplyRequest(&r, kampung.Head{Subject: d.ID, By: s.me.Login}, b)
		r.At = s.opt.Now()
		return nil
	})
	return r, p, err
}

// compose asks the rules for a draft's content. The applicant of a register is
// taken as the register has them now.
func (v view) compose(d kampung.Draft, svc kampung.Service, o kampung.Office) (b kampung.RequestBody, p kampung.Problems, err error) {
	today := kampung.DateOf(v.s.opt.Now())
	if id := d.Applicant.Resident; id != "" {
		var r kampung.Resident
		key, err := idKey(id)
		if err != nil {
			return b, nil, err
		}
		found, err := v.load(bResident, key, &r)
		if err != nil {
			return b, nil, err
		}
		if !found {
			p.Add("applicant", "Data warga ini tidak ada lagi. Cari ulang pemohonnya.")
		} else {
			phone := d.Applicant.Phone
			d.Applicant = kampung.PersonOf(r)
			if phone != "" {
				d.Applicant.Phone = phone
			}
			if !svc.DeadSubject {
				p = append(p, kampung.CheckApplicant(r)...)
			}
		}
	}
	// The regency gets the person and not the place in the village's register;
	// here the two find each other by NIK.
	d.Applicant.Resident = ""
	b, more := kampung.Compose(d, svc, o, today)
	b.Version = v.versionOf(d.Service)
	p = append(p, more...)
	if d.Request != "" {
		old, err := v.request(d.Request)
		if err != nil {
			return b, p, err
		}
		p = append(p, kampung.MendRequest(&b, old)...)
	} else if d.Replaces != "" {
		old, err := v.request(d.Replaces)
		if err != nil {
			return b, p, err
		}
		open, err := v.correctionOf(d.Replaces)
		if err != nil {
			return b, p, err
		}
		p = append(p, kampung.ReplaceRequest(&b, old, d.Why, open)...)
	}
	return b, p, nil
}

// Record saves a request, gives it its number in the same transaction and
// forgets the draft. A draft that was recorded already gives the same request
// again, so a press of the button that was cut off by a power failure never
// makes two. Errors: [kampung.Problems], [ErrDiskFull].
func (s *Store) Record(d kampung.Draft) (kampung.Request, error) {
	o, err := s.Office()
	if err != nil {
		return kampung.Request{}, err
	}
	id := d.ID
	if d.Request != "" {
		id = d.Request
	}
	if err := s.keepBuiltIn(d.Service); err != nil {
		return kampung.Request{}, err
	}
	err = s.change(func(v view) ([]entry, kampung.Change, error) {
		var c kampung.Change
		if done, err := v.recorded(d); done || err != nil {
			return nil, c, err
		}
		svc := v.service(d.Service)
		b, p, err := v.compose(d, svc, o)
		if err != nil {
			return nil, c, err
		}
		if p.Err() != nil {
			return nil, c, p
		}
		if d.Request == "" {
			if err := v.number(&b, o, svc); err != nil {
				return nil, c, err
			}
		}
		c.Requests, c.Drafts = []string{id}, true
		entries := []entry{{audience: kampung.AudienceKabupaten, kind: kampung.KindRequest, subject: id, body: b, first: d.Request == ""}}
		who, err := v.whoEntry(id, d, b)
		return append(entries, who...), c, err
	})
	if err != nil {
		return kampung.Request{}, err
	}
	s.forgetDraft(d.ID)
	s.spreadBuiltIn(d.Service)
	return s.Request(id)
}

// recorded reports whether the draft is a request already.
func (v view) recorded(d kampung.Draft) (bool, error) {
	key, err := idKey(d.ID)
	if err != nil {
		return false, err
	}
	return d.Request == "" && v.bucket(bRequest).Get(key) != nil, nil
}

// number gives a request the next number of its counter.
func (v view) number(b *kampung.RequestBody, o kampung.Office, svc kampung.Service) error {
	scope := kampung.CounterScope(o, svc, b.Date.Year)
	last, err := v.counter(scope)
	if err != nil {
		return err
	}
	share, err := v.share(b.Date.Year)
	if err != nil {
		return err
	}
	next, ok := kampung.NextFree(share, last, v.held(scope))
	if !ok {
		return v.marked(b, o, svc)
	}
	if p := kampung.NumberRequest(b, o, svc, next, ""); len(p) > 0 {
		return p
	}
	return nil
}

// marked gives a number with this PC's mark, of a counter of its own, while the
// PC has no block.
func (v view) marked(b *kampung.RequestBody, o kampung.Office, svc kampung.Service) error {
	mark, err := v.ownMark()
	if err != nil {
		return err
	}
	scope := kampung.CounterScope(o, svc, b.Date.Year) + "/" + mark
	last, err := v.counter(scope)
	if err != nil {
		return err
	}
	if p := kampung.NumberRequest(b, o, svc, last+1, "-"+mark); len(p) > 0 {
		return p
	}
	b.Scope, b.Mark = scope, mark
	return nil
}

// Request reads a request as its entries tell it. Errors: [ErrNotFound].
func (s *Store) Request(id string) (r kampung.Request, err error) {
	err = s.read(func(v view) error {
		if r, err = v.request(id); err != nil {
			return err
		}
		row, err := v.row(id)
		if err == nil {
			r.Received, err = v.receivedAt(row.N)
		}
		return err
	})
	return r, err
}

func (v view) row(id string) (row requestRow, err error) {
	key, err := idKey(id)
	if err != nil {
		return row, fmt.Errorf("%w: request", ErrNotFound)
	}
	found, err := v.load(bRequest, key, &row)
	if err == nil && (!found || row.Service == "") {
		err = fmt.Errorf("%w: request", ErrNotFound)
	}
	return row, err
}

// request is a request with the code of its letter.
func (v view) request(id string) (r kampung.Request, err error) {
	r, err = v.plainRequest(id)
	if err == nil && r.State.Signed() && r.Code == "" {
		r.Code, err = v.s.code(r)
	}
	return r, err
}

// plainRequest is a request without the code of its letter, which costs a
// signature.
func (v view) plainRequest(id string) (r kampung.Request, err error) {
	row, err := v.row(id)
	if err != nil {
		return r, err
	}
	vs, err := v.versions(kampung.AudienceKabupaten, row.trail)
	if err != nil {
		return r, err
	}
	r, _, _ = kampung.FoldRequest(vs)
	r.Prints, r.PrintLog, r.Notes, r.Answers, r.Rulings = row.Prints, row.PrintLog, row.Notes, row.Answers, row.Rulings
	r.Camat, r.CamatSteps = kampung.FoldCamat(row.CamatAsked, row.CamatNoted, row.Answers)
	if r.Applicant.NIK == "" {
		r.Applicant.Resident, err = v.whoAsks(row)
	} else if res, found, e := v.residentByNIK(r.Applicant.NIK); e != nil || found {
		r.Applicant.Resident, err = res.ID, e
	}
	var exact bool
	r.Template, exact = v.template(r.Service, r.Version)
	r.OtherWords = !exact
	return r, err
}

// Advance moves a request to another state. From its approval on it has the code
// of its QR; the approval of a letter about a death marks its subject as dead, and
// its cancellation takes that back.
// Errors: [kampung.Problems] at field "state".
func (s *Store) Advance(id string, to kampung.State, reason string) (kampung.Request, error) {
	var dead kampung.EventPlan
	err := s.change(func(v view) ([]entry, kampung.Change, error) {
		c := kampung.Change{Requests: []string{id}}
		r, err := v.request(id)
		if err != nil {
			return nil, c, err
		}
		if text := kampung.Advance(r.State, to, s.me.Role, reason); text != "" {
			return nil, c, kampung.Problems{{Field: "state", Text: text}}
		}
		step := kampung.StepBody{State: to, Reason: strings.TrimSpace(reason)}
		entries := []entry{{audience: kampung.AudienceKabupaten, kind: kampung.KindStep, subject: id, body: step}}
		if to.Signed() {
			id, more, err := v.replaced(r)
			if err != nil {
				return nil, c, err
			}
			if entries = append(entries, more...); len(more) > 0 {
				c.Requests = append(c.Requests, id)
			}
		}
		plan, more, err := v.deathStep(r, to, reason)
		if err != nil {
			return nil, c, err
		}
		dead, entries = plan, append(entries, more...)
		c.Residents, c.Books = len(more) > 0, len(more) > 0
		return entries, c, nil
	})
	if err != nil {
		return kampung.Request{}, err
	}
	s.indexPlan(dead)
	return s.Request(id)
}

// code signs the letter's verification code with the device's key. It is the same
// text each time (RFC 8032), so no entry carries it; another PC of the office
// signs with its own key, which the regency lists too.
func (s *Store) code(r kampung.Request) (string, error) {
	key, err := bundle.PrivateKey(s.keys.Signer)
	if err != nil {
		return "", fmt.Errorf("%w: device key: %w", ErrDamaged, err)
	}
	return kampung.SignLetterCode(kampung.LetterCode{
		Village: r.Office.Village, Number: r.Number, Date: r.Date, Service: r.Service,
		Initials: kampung.Initials(r.Applicant.Name), NIK: kampung.MaskNIK(r.Applicant.NIK),
	}, key), nil
}

// NotePrint records that a signed letter was printed or saved, and by an
// approved letter's first print that it is printed.
func (s *Store) NotePrint(id string, copies int, to string) error {
	return s.change(func(v view) ([]entry, kampung.Change, error) {
		c := kampung.Change{Requests: []string{id}}
		row, err := v.row(id)
		if err != nil || !row.State.Signed() {
			return nil, c, err
		}
		entries := []entry{{audience: kampung.AudienceKantor, kind: kampung.KindPrint, subject: id, body: kampung.PrintBody{Copies: max(1, copies), To: to}}}
		if row.State == kampung.StateApproved {
			entries = append(entries, entry{audience: kampung.AudienceKabupaten, kind: kampung.KindStep, subject: id, body: kampung.StepBody{State: kampung.StatePrinted}})
		}
		return entries, c, nil
	})
}
