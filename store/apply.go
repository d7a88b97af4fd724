package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// apply puts a record's entries, their nodes and their views into the open
// transaction. It is the only writer of the views, so a database made again
// from the journal equals the one that was lost. The lock is held.
func (s *Store) apply(payload []byte, seq uint64, end int64) error {
	a := applying{view: view{s.tx, s}, grown: map[shelf]*bundle.Growth{}, start: map[shelf]int64{}}
	var count *kampung.Counter
	if s.saying != nil {
		count = kampung.NewCounter(context.Background(), s.saying, kampung.StepSave, bytes.Count(payload, []byte("\n")), kampung.OfEntries)
	}
	for line := range bytes.SplitSeq(bytes.TrimSuffix(payload, []byte("\n")), []byte("\n")) {
		if err := a.line(line); err != nil {
			return fmt.Errorf("record %d: %w", seq, err)
		}
		if count != nil {
			count.Next() // saved already: it goes on to the end
		}
	}
	for x, g := range a.grown {
		for i, h := range g.Nodes {
			if err := a.bucket(bNode).Put(x.key(a.start[x]+int64(i)), h[:]); err != nil {
				return fmt.Errorf("store: node: %w", err)
			}
		}
		if err := a.setCount(sizeName(x), g.Size()); err != nil {
			return err
		}
	}
	return s.putApplied(end, seq)
}

// applying is the work of one record.
type applying struct {
	view
	grown map[shelf]*bundle.Growth
	start map[shelf]int64
	log   bundle.Log // of the far lines that follow
}

// line applies a line of a record: an entry behind the byte of its shelf, or
// the name of the log that what follows is of.
func (a *applying) line(line []byte) error {
	if len(line) < 2 {
		return fmt.Errorf("%w: a line is cut", ErrDamaged)
	}
	x, audience := shelf(line[:1]), kampung.Audience("")
	switch line[0] {
	case turnedByte:
		return a.turnDown(string(line[1:]))
	case logByte:
		var err error
		if a.log, err = bundle.ParseOrigin(string(line[1:])); err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		return a.addLog(a.log)
	case partedByte:
		l, err := bundle.ParseOrigin(string(line[1:]))
		if err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		return a.setCount(partedName(l), a.parted(l)+1)
	case farByte:
		x, audience = a.far(a.log), a.log.Audience
	default:
		var err error
		if audience, err = audienceOf(line[0]); err != nil {
			return err
		}
	}
	p, err := kampung.ParseEntry(line[1:])
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return a.entry(x, audience, line[1:], p)
}

func (a *applying) entry(x shelf, audience kampung.Audience, line []byte, p kampung.ParsedEntry) error {
	g := a.grown[x]
	if g == nil {
		g = bundle.Grow(a.sizeOf(x), a.nodesOf(x))
		a.grown[x], a.start[x] = g, g.Start()
	}
	if p.Head.N != g.Size() {
		return fmt.Errorf("%w: entry %d of %.1q stands at %d", ErrDamaged, p.Head.N, x, g.Size())
	}
	if err := a.put(bEntry, x.key(p.Head.N), line); err != nil {
		return err
	}
	if err := g.Append(bundle.EntryHash(p)); err != nil {
		return err
	}
	if err := a.project(x, audience, p); err != nil {
		return err
	}
	if p.Head.Tick > a.count("tick") {
		return a.setCount("tick", p.Head.Tick)
	}
	return nil
}

func (s *Store) putApplied(end int64, seq uint64) error {
	b := binary.BigEndian.AppendUint64(nil, uint64(end))
	if err := s.tx.Bucket(bMeta).Put([]byte("applied"), binary.BigEndian.AppendUint64(b, seq)); err != nil {
		return fmt.Errorf("store: applied: %w", err)
	}
	return nil
}

// project changes the views as an entry says. What this version does not know
// or cannot read changes none; the entry is kept and forwarded all the same.
func (v view) project(x shelf, a kampung.Audience, p kampung.ParsedEntry) error {
	at, fresh := spot{x, p.Head.N}, true
	if a != kampung.AudienceDesa {
		var err error
		if fresh, err = v.learn(p.Head.ID, at); err != nil {
			return err
		}
	}
	if p.Body == nil {
		return nil
	}
	err := v.projectKind(at, a, p, fresh)
	if errors.Is(err, errBody) || errors.Is(err, errID) {
		return nil
	}
	return err
}

// projectKind calls what the kind of an entry changes. An entry that was here
// already, in another epoch's log, only tells who knew of it.
func (v view) projectKind(at spot, a kampung.Audience, p kampung.ParsedEntry, fresh bool) error {
	kind := p.Head.Kind
	switch a {
	case kampung.AudienceKabupaten:
		switch kind {
		case kampung.KindRequest, kampung.KindStep:
			return v.projectRequest(at, p, fresh)
		case kampung.KindAttach:
			return v.projectAttach(at, p, fresh)
		case kampung.KindCamat:
			return v.projectCamat(at, p, fresh)
		case kampung.KindLimit:
			return v.projectLimit(p)
		case kampung.KindGrant:
			return v.projectLetIn(p)
		case kampung.KindSurveySum:
			return v.projectSurveySum(p)
		}
	case kampung.AudienceKantor:
		switch {
		case kind == kampung.KindResident || kind == kampung.KindResidentEdit:
			return v.projectResident(at, p, fresh)
		case kind == kampung.KindOffice || kind == kampung.KindOfficeEdit:
			return v.projectOffice(at, p, fresh)
		case kind == kampung.KindAccount:
			return v.projectAccount(at, p, fresh)
		case kind == kampung.KindPrint && fresh:
			return v.projectPrint(p)
		case kind == kampung.KindNote && fresh:
			return v.projectNote(p)
		case kind == kampung.KindWho:
			return v.projectWho(p)
		case kind == kampung.KindOfficeKey:
			return v.projectOfficeKey(p)
		case kind == kampung.KindMail || kind == kampung.KindMailEdit:
			return v.projectMail(at, p, fresh)
		case kind == kampung.KindVisitor || kind == kampung.KindVisitorEdit:
			return v.projectVisitor(at, p, fresh)
		case kind == kampung.KindEvent || kind == kampung.KindEventEdit:
			return v.projectEvent(at, p, fresh)
		case kind == kampung.KindTemplate && fresh:
			return v.projectTemplate(p)
		case kind == kampung.KindBuiltIn && fresh:
			return v.projectBuiltIn(p)
		case kind == kampung.KindNumber || kind == kampung.KindNumberEdit:
			return v.projectNumber(at, p, fresh)
		case kind == kampung.KindSurvey || kind == kampung.KindSurveyEdit:
			return v.projectSurvey(at, p, fresh)
		}
	case kampung.AudienceDesa:
		switch kind {
		case kampung.KindDecision:
			return v.projectDecision(p)
		case kampung.KindVerdict:
			return v.projectVerdict(p)
		case kampung.KindDevice:
			return v.projectDevice(p)
		case kampung.KindBlock:
			return v.projectBlock(p)
		case kampung.KindGrant:
			return v.projectGrant(p)
		}
	}
	return nil
}

// requestRow is the view of a request: what a list shows, and where its entries
// stand. What was printed is read from the entries themselves. A row without a
// service waits for the request's content, which stands in a log that has not
// come yet.
type requestRow struct {
	kampung.RequestRow
	trail
	// Prints counts the letters printed, PrintLog tells of each time, Notes are
	// what clerks wrote.
	Prints   int             `json:"p,omitempty"`
	PrintLog []kampung.Print `json:"pl,omitempty"`
	Notes    []kampung.Note  `json:"no,omitempty"`
	NIK      string          `json:"nik,omitempty"`
	// Answers and Rulings are what came down about it.
	Answers []kampung.Answer `json:"a,omitempty"`
	Rulings []kampung.Ruling `json:"r,omitempty"`
	// BodyTick and the others tell whether its content changed after the last
	// ruling and the last answer.
	BodyTick     int64 `json:"bt,omitempty"`
	RuledTick    int64 `json:"rt,omitempty"`
	AnsweredTick int64 `json:"wt,omitempty"`
	Seq          int   `json:"q,omitempty"`
	// Day is the letter's date, Last when its state last changed: with At they
	// tell in which books it may stand.
	Day  kampung.Date `json:"d,omitzero"`
	Last time.Time    `json:"l,omitzero"`
	// CamatAsked says that the letter has a place for the camat, CamatNoted is what
	// clerks noted about it.
	CamatAsked bool                `json:"ca,omitempty"`
	CamatNoted []kampung.CamatStep `json:"cn,omitempty"`
	// Signed says that the letter was approved once.
	Signed bool `json:"sg,omitempty"`
	// Why is the reason of a cancellation, for the list of numbers.
	Why string `json:"wy,omitempty"`
	// Replaces is the id of the request whose letter this one corrects.
	Replaces string `json:"rp,omitempty"`
	// Who is the resident without a NIK who asks, as the entry at WhoTick says.
	Who     string `json:"ww,omitempty"`
	WhoTick int64  `json:"wwt,omitempty"`
}

// mended reports whether the content changed after the last ruling.
func (r requestRow) mended() bool { return len(r.Rulings) > 0 && r.BodyTick > r.RuledTick }

// fill takes what a list shows from a request.
func (r *requestRow) fill(id string, q kampung.Request, s kampung.Service) {
	minutes := s.Minutes
	r.CamatAsked = kampung.CamatSigns(s, q.Fields)
	r.ID, r.Service, r.Number, r.Name, r.At, r.By = id, q.Service, q.Number, q.Applicant.Name, q.At, q.By
	r.State, r.NIK, r.Seq, r.Minutes, r.Day = q.State, q.Applicant.NIK, q.Seq, minutes, q.Date
	r.Why, r.Replaces = cancelReason(q.State, q.Reason), q.Replaces
	for _, s := range q.Steps {
		r.Signed = r.Signed || s.State.Signed()
		if r.Last.Before(s.At) {
			r.Last = s.At
		}
	}
}

// cancelReason is the reason of a state when that is a cancellation.
func cancelReason(s kampung.State, reason string) string {
	if s != kampung.StateCancelled {
		return ""
	}
	return reason
}

// errID says that an id is no UUID.
var errID = errors.New("store: not an id")

func idKey(id string) ([]byte, error) {
	u, err := uuid.Parse(id)
	if err != nil {
		return nil, fmt.Errorf("%w: %w: %.40q", ErrNotFound, errID, id)
	}
	return u[:], nil
}

// errBody says that a body does not have the form of its kind.
var errBody = errors.New("store: body is of another form")

// projectRequest folds an entry into its request.
func (v view) projectRequest(at spot, p kampung.ParsedEntry, fresh bool) error {
	key, err := idKey(p.Head.Subject)
	if err != nil {
		return err
	}
	var b kampung.RequestBody
	var step kampung.StepBody
	if p.Head.Kind == kampung.KindRequest {
		err = json.Unmarshal(p.Body, &b)
	} else {
		err = json.Unmarshal(p.Body, &step)
	}
	if err != nil {
		return fmt.Errorf("%w: request: %w", errBody, err)
	}
	if err := v.countNumber(at, p.Head, b); err != nil {
		return err
	}
	if b.Seq > 0 && b.Scope != "" {
		if err := v.hold(b.Scope, b.Seq, string(rune(holdsLetter))+p.Head.Subject, true); err != nil {
			return err
		}
	}
	var row requestRow
	if _, err = v.load(bRequest, key, &row); err != nil {
		return err
	}
	if fresh {
		row.add(at)
	}
	if !fresh && !row.far() {
		return nil // what it said was folded when it first came
	}
	if row.far() || row.Service == "" && p.Head.Kind == kampung.KindStep {
		return v.refoldRequest(p.Head.Subject, key, &row)
	}
	if p.Head.Kind == kampung.KindStep {
		row.State, row.Last, row.Why = step.State, entryTime(p.Head), cancelReason(step.State, step.Reason)
		row.Signed = row.Signed || step.State.Signed()
	} else {
		if row.Service == "" {
			row.At, row.By = entryTime(p.Head), p.Head.By
			if err := v.setCount("requests", v.count("requests")+1); err != nil {
				return err
			}
		}
		var r kampung.Request
		kampung.ApplyRequest(&r, p.Head, b)
		r.At, r.By = row.At, row.By
		row.fill(p.Head.Subject, r, v.service(b.Service))
		row.BodyTick = p.Head.Tick
	}
	if err := v.saveRow(key, row); err != nil {
		return err
	}
	return v.setOpen(key, !row.State.Final())
}

// countNumber moves the counter of a number that this PC gave.
func (v view) countNumber(at spot, h kampung.Head, b kampung.RequestBody) error {
	if b.Seq == 0 || b.Scope == "" || h.Writer != "" && h.Writer != v.s.keys.Device {
		return nil
	}
	if at.x[0] == farByte && h.Writer == "" {
		if l, err := v.farLog(at.x); err != nil || l.Device != v.s.keys.Device {
			return err
		}
	}
	last, err := v.counter(b.Scope)
	if err != nil || last >= b.Seq {
		return err
	}
	return v.put(bCounter, []byte(b.Scope), []byte(fmt.Sprint(b.Seq)))
}

// changeRow changes the row of a request, which may have to wait for its
// content.
func (v view) changeRow(id string, change func(*requestRow)) error {
	key, err := idKey(id)
	if err != nil {
		return err
	}
	var row requestRow
	if _, err = v.load(bRequest, key, &row); err != nil {
		return err
	}
	change(&row)
	return v.saveRow(key, row)
}

// setOpen notes whether a request still needs an act, and how many do.
func (v view) setOpen(key []byte, open bool) (err error) {
	b := v.bucket(bOpen)
	if was := b.Get(key) != nil; was == open {
		return nil
	}
	n := v.count("open")
	if open {
		n++
		err = b.Put(key, []byte{1})
	} else {
		n--
		err = b.Delete(key)
	}
	if err != nil {
		return fmt.Errorf("store: open request: %w", err)
	}
	return v.setCount("open", n)
}

func (v view) projectPrint(p kampung.ParsedEntry) error {
	var b kampung.PrintBody
	if err := json.Unmarshal(p.Body, &b); err != nil {
		return fmt.Errorf("%w: print: %w", errBody, err)
	}
	return v.changeRow(p.Head.Subject, func(row *requestRow) {
		row.Prints += max(1, b.Copies)
		row.PrintLog = kampung.AddPrint(row.PrintLog, kampung.Print{ID: p.Head.ID, At: entryTime(p.Head), By: p.Head.By, Copies: max(1, b.Copies), To: b.To, Tick: p.Head.Tick})
	})
}

// projectResident folds an entry into its resident.
func (v view) projectResident(at spot, p kampung.ParsedEntry, fresh bool) error {
	key, err := idKey(p.Head.Subject)
	if err != nil {
		return err
	}
	var rec residentRec
	found, err := v.load(bResident, key, &rec)
	if err != nil {
		return err
	}
	if fresh {
		rec.add(at)
	}
	if !fresh && !rec.far() {
		return nil // what it said was folded when it first came
	}
	old := rec.Resident
	switch {
	case rec.far() || !found && p.Head.Kind == kampung.KindResidentEdit:
		v.s.touched[p.Head.Subject] = true
		return v.refoldResident(p.Head.Subject, key, rec)
	case p.Head.Kind == kampung.KindResidentEdit:
		if rec.Resident, err = edited(old, p.Body); err != nil {
			return err
		}
	default:
		rec.Resident = kampung.Resident{}
		if err := json.Unmarshal(p.Body, &rec.Resident); err != nil {
			return fmt.Errorf("%w: resident: %w", errBody, err)
		}
	}
	return v.putResident(p.Head.Subject, key, old, rec)
}

// edited applies the body of an edit.
func edited[T any](old T, body []byte) (T, error) {
	var b kampung.EditBody
	if err := json.Unmarshal(body, &b); err != nil {
		return old, fmt.Errorf("%w: edit: %w", errBody, err)
	}
	fresh, ok := kampung.ApplyEdit(old, b)
	if !ok {
		return old, fmt.Errorf("%w: edit", errBody)
	}
	return fresh, nil
}

// projectOffice folds an entry into the office's data.
func (v view) projectOffice(at spot, p kampung.ParsedEntry, fresh bool) error {
	var rec officeRec
	found, err := v.load(bSetting, keyOffice, &rec)
	if err != nil {
		return err
	}
	if fresh {
		rec.add(at)
	}
	if !fresh && !rec.far() {
		return nil // what it said was folded when it first came
	}
	switch {
	case rec.far() || !found && p.Head.Kind == kampung.KindOfficeEdit:
		return v.refoldOffice(rec.trail)
	case p.Head.Kind == kampung.KindOfficeEdit:
		rec.officeBody, err = edited(rec.officeBody, p.Body)
	default:
		rec.officeBody = officeBody{}
		if json.Unmarshal(p.Body, &rec.officeBody) != nil {
			err = errBody
		}
	}
	if err != nil {
		return err
	}
	return v.save(bSetting, keyOffice, rec)
}

func (v view) projectAccount(at spot, p kampung.ParsedEntry, fresh bool) error {
	key := v.s.value.blinded("login", strings.ToLower(p.Head.Subject))
	var rec accountRec
	if _, err := v.load(bAccount, key, &rec); err != nil {
		return err
	}
	if fresh {
		rec.add(at)
	}
	if !fresh && !rec.far() {
		return nil // what it said was folded when it first came
	}
	if rec.far() {
		return v.refoldAccount(key, rec.trail)
	}
	rec.Account = kampung.Account{}
	if err := json.Unmarshal(p.Body, &rec.Account); err != nil {
		return fmt.Errorf("%w: account: %w", errBody, err)
	}
	return v.save(bAccount, key, rec)
}

// counter returns the last number given in a scope.
func (v view) counter(scope string) (int, error) {
	b, err := v.get(bCounter, []byte(scope))
	if b == nil || err != nil {
		return 0, err
	}
	var n int
	if _, err := fmt.Sscan(string(b), &n); err != nil {
		return 0, fmt.Errorf("%w: counter", ErrDamaged)
	}
	return n, nil
}
