package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"smartkampung/kampung"
)

// Resident reads one resident. Errors: [ErrNotFound].
func (s *Store) Resident(id string) (r kampung.Resident, err error) {
	key, err := idKey(id)
	if err != nil {
		return r, fmt.Errorf("%w: resident", ErrNotFound)
	}
	err = s.read(func(v view) error {
		found, err := v.load(bResident, key, &r)
		if err == nil && !found {
			err = fmt.Errorf("%w: resident", ErrNotFound)
		}
		return err
	})
	return r, err
}

// ResidentByNIK reads the resident with a NIK. Errors: [ErrNotFound].
func (s *Store) ResidentByNIK(nik string) (r kampung.Resident, err error) {
	err = s.read(func(v view) error {
		var found bool
		if r, found, err = v.residentByNIK(nik); err == nil && !found {
			err = fmt.Errorf("%w: resident", ErrNotFound)
		}
		return err
	})
	return r, err
}

func (v view) residentByNIK(nik string) (r kampung.Resident, found bool, err error) {
	if nik == "" {
		return r, false, nil
	}
	holders, err := v.get(bNIK, v.s.value.blinded("nik", nik))
	if len(holders) < 16 || err != nil {
		return r, false, err
	}
	found, err = v.load(bResident, holders[:16], &r)
	if err == nil && (!found || r.NIK != nik) {
		err = fmt.Errorf("%w: index of NIK", ErrDamaged)
	}
	return r, found, err
}

// Residents is how many residents the register holds.
func (s *Store) Residents() (n int, err error) {
	err = s.read(func(v view) error { n = int(v.count("residents")); return nil })
	return n, err
}

// AllResidents calls f with every resident, in no order.
func (s *Store) AllResidents(f func(kampung.Resident) error) error {
	return s.read(func(v view) error {
		return v.bucket(bResident).ForEach(func(k, _ []byte) error {
			var r kampung.Resident
			if _, err := v.load(bResident, k, &r); err != nil || r.Name == "" {
				return err
			}
			return f(r)
		})
	})
}

// FindResidents finds residents while a name, NIK, KK or address is typed, best
// first.
func (s *Store) FindResidents(query string, limit int) ([]kampung.ResidentRow, error) {
	ix, err := s.index.wait()
	if err != nil {
		return nil, err
	}
	return ix.Find(query, limit), nil
}

// Ready waits until searches answer at once.
func (s *Store) Ready() { s.index.wait() }

// SaveResident adds a resident, or changes the one with its ID. Errors:
// [kampung.Problems].
func (s *Store) SaveResident(r kampung.Resident) (kampung.Resident, error) {
	if p := kampung.CheckResident(r, kampung.DateOf(s.opt.Now())); p.Err() != nil {
		return r, p
	}
	err := s.change(func(v view) ([]entry, kampung.Change, error) {
		other, found, err := v.residentByNIK(r.NIK)
		if err != nil {
			return nil, kampung.Change{}, err
		}
		if found && other.ID != r.ID {
			return nil, kampung.Change{}, kampung.Problems{{Field: "nik", Text: "NIK ini sudah dipakai warga lain: " + other.Name + "."}}
		}
		entries, err := v.residentEntry(nil, &r, "")
		return entries, kampung.Change{Residents: true}, err
	})
	if err == nil {
		s.index.put(r)
	}
	return r, err
}

// PlanImport compares a resident file with the register; nothing changes.
func (s *Store) PlanImport(f kampung.ImportFile) (plan kampung.ImportPlan, err error) {
	return s.PlanImportWith(context.Background(), f, nil)
}

// PlanImportWith is [Store.PlanImport] that tells how far it has come and may be
// called off.
func (s *Store) PlanImportWith(ctx context.Context, f kampung.ImportFile, tell kampung.Tell) (plan kampung.ImportPlan, err error) {
	err = s.read(func(v view) error { plan, err = s.plan(ctx, v, f, tell); return err })
	return plan, err
}

// ApplyImport saves the new and changed residents of a file as one record: cut
// in the middle, nothing went in.
func (s *Store) ApplyImport(f kampung.ImportFile) (plan kampung.ImportPlan, err error) {
	return s.ApplyImportWith(context.Background(), f, nil)
}

// ApplyImportWith is [Store.ApplyImport] that tells how far it has come and may
// be called off until the record is written; then nothing has changed.
func (s *Store) ApplyImportWith(ctx context.Context, f kampung.ImportFile, tell kampung.Tell) (plan kampung.ImportPlan, err error) {
	err = s.changeWith(tell, func(v view) ([]entry, kampung.Change, error) {
		if plan, err = s.plan(ctx, v, f, tell); err != nil {
			return nil, kampung.Change{}, err
		}
		entries := make([]entry, 0, len(plan.Save))
		for i := range plan.Save {
			if err := ctx.Err(); err != nil {
				return nil, kampung.Change{}, err
			}
			if entries, err = v.residentEntry(entries, &plan.Save[i], kampung.CauseImport); err != nil {
				return nil, kampung.Change{}, err
			}
		}
		return entries, kampung.Change{Residents: true}, nil
	})
	if err != nil {
		return plan, err
	}
	for _, r := range plan.Save {
		s.index.put(r)
	}
	return plan, s.flush()
}

// residentEntry appends the entry that makes a resident, who gets an id, or the
// one that says what changed; none when nothing did. The body does not say
// again which resident the entry is about. The cause is what the change comes
// from, see [kampung.EditBody].
func (v view) residentEntry(entries []entry, r *kampung.Resident, cause string) ([]entry, error) {
	e := entry{audience: kampung.AudienceKantor, kind: kampung.KindResident, first: r.ID == ""}
	if e.first {
		r.ID = newID()
		body := *r
		body.ID = ""
		e.subject, e.body = r.ID, kampung.ResidentBody{Resident: body, Cause: cause}
		return append(entries, e), nil
	}
	key, err := idKey(r.ID)
	if err != nil {
		return nil, err
	}
	var old kampung.Resident
	if found, err := v.load(bResident, key, &old); err != nil || !found {
		return nil, errors.Join(fmt.Errorf("%w: resident", ErrNotFound), err)
	}
	set, err := kampung.MakeEdit(old, *r, "id")
	if err != nil || set == nil {
		return entries, err
	}
	e.kind, e.subject, e.body = kampung.KindResidentEdit, r.ID, kampung.EditBody{Set: set, Cause: cause}
	return append(entries, e), nil
}

// plan asks the rules what a file would do. Residents without NIK are matched by
// name, birth place and birth date.
func (s *Store) plan(ctx context.Context, v view, f kampung.ImportFile, tell kampung.Tell) (kampung.ImportPlan, error) {
	var failed error
	count := kampung.NewCounter(ctx, tell, kampung.StepCheck, len(f.Rows), kampung.OfResidents)
	each := func(row kampung.ImportRow) bool {
		failed = errors.Join(failed, count.Next())
		return failed == nil
	}
	byNIK := func(nik string) (kampung.Resident, bool) {
		r, found, err := v.residentByNIK(nik)
		if err != nil {
			failed = err
		}
		return r, found
	}
	var nameless map[string]kampung.Resident
	byName := func(name, place string, birth kampung.Date) (kampung.Resident, bool) {
		if nameless == nil {
			nameless = map[string]kampung.Resident{}
			err := v.bucket(bResident).ForEach(func(k, _ []byte) error {
				var r kampung.Resident
				if _, err := v.load(bResident, k, &r); err != nil {
					return err
				}
				nameless[personKey(r.Name, r.BirthPlace, r.BirthDate)] = r
				return nil
			})
			if err != nil {
				failed = err
			}
		}
		r, ok := nameless[personKey(name, place, birth)]
		return r, ok
	}
	plan := kampung.PlanImportEach(f, byNIK, byName, kampung.DateOf(s.opt.Now()), each)
	return plan, failed
}

func personKey(name, place string, birth kampung.Date) string {
	return strings.ToUpper(strings.Join(strings.Fields(name), " ") + "\x00" + strings.Join(strings.Fields(place), " ") + "\x00" + birth.ISO())
}

// residentIndex is the search index, made in the background after unlocking;
// after it the journal is read through once.
type residentIndex struct {
	mu     sync.Mutex
	ready  chan struct{}
	cancel context.CancelFunc
	index  *kampung.Index
	err    error
	// verified is closed when the journal has been read through once.
	verified chan struct{}
}

// load makes the index in the background.
func (x *residentIndex) load(s *Store) {
	ctx, cancel := context.WithCancel(context.Background())
	ready := make(chan struct{})
	x.mu.Lock()
	x.ready, x.cancel = ready, cancel
	x.mu.Unlock()
	go func() {
		defer close(ready)
		var rows []kampung.ResidentRow
		err := s.AllResidents(func(r kampung.Resident) error {
			rows = append(rows, residentRow(r))
			return ctx.Err()
		})
		ix := kampung.NewIndex(rows)
		x.mu.Lock()
		x.index, x.err = ix, err
		x.mu.Unlock()
	}()
	done := make(chan struct{})
	x.mu.Lock()
	x.verified = done
	x.mu.Unlock()
	go func() {
		defer close(done)
		<-ready
		s.list.make(ctx, s) // a failure is told to who asks for a list
		s.verify(ctx, nil)
	}()
}

// reload makes the index again after the database was made again. The store's
// lock is held, so the work waits for it in the background.
func (x *residentIndex) reload(s *Store) {
	x.mu.Lock()
	loaded := x.ready != nil
	x.mu.Unlock()
	if loaded {
		x.load(s)
	}
}

func (x *residentIndex) wait() (*kampung.Index, error) {
	x.mu.Lock()
	ready := x.ready
	x.mu.Unlock()
	if ready == nil {
		return kampung.NewIndex(nil), nil
	}
	<-ready
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.index, x.err
}

func (x *residentIndex) put(r kampung.Resident) {
	if ix, err := x.wait(); err == nil {
		ix.Put(residentRow(r))
	}
}

func (x *residentIndex) stop() {
	x.mu.Lock()
	cancel, ready, verified := x.cancel, x.ready, x.verified
	x.mu.Unlock()
	if cancel != nil {
		cancel()
		<-ready
		<-verified
	}
}

func residentRow(r kampung.Resident) kampung.ResidentRow {
	return kampung.ResidentRow{ID: r.ID, NIK: r.NIK, Name: r.Name, KK: r.KK, Dusun: r.Dusun, RT: r.RT, RW: r.RW, Birth: r.BirthDate, Sex: r.Sex, Status: r.Status}
}
