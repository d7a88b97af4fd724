package store

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// What only this PC wrote is folded entry by entry as it is saved. A subject
// with an entry of another log is folded anew from all its entries each time,
// by the pure rules of kampung/version.go, so that the order in which logs
// arrive does not matter.

// trail is where the entries of a subject stand.
type trail struct {
	N []int64    `json:"n,omitempty"` // in this PC's journal
	F []farPlace `json:"f,omitempty"` // in other logs
}

// farPlace is a place in a log of another device or epoch.
type farPlace struct {
	S string `json:"s"` // name of the shelf
	N int64  `json:"n"`
}

func (t *trail) add(at spot) {
	if at.x[0] != farByte {
		t.N = append(t.N, at.n)
		return
	}
	t.F = append(t.F, farPlace{at.x.farName(), at.n})
	slices.SortFunc(t.F, func(a, b farPlace) int { return cmp.Or(cmp.Compare(a.S, b.S), cmp.Compare(a.N, b.N)) })
}

// far reports whether another log has a say.
func (t trail) far() bool { return len(t.F) > 0 }

func (t trail) spots(a kampung.Audience) (all []spot) {
	for _, n := range t.N {
		all = append(all, spot{own(a), n})
	}
	for _, p := range t.F {
		all = append(all, spot{shelfNamed(p.S), p.N})
	}
	return all
}

// versions reads the entries of a subject.
func (v view) versions(a kampung.Audience, t trail) ([]kampung.Version, error) {
	var vs []kampung.Version
	for _, at := range t.spots(a) {
		_, p, err := v.entryOn(at.x, at.n)
		if err != nil {
			return nil, err
		}
		w := kampung.Version{Head: p.Head, Body: p.Body}
		l, err := v.logOn(at.x, a)
		if err != nil {
			return nil, err
		}
		if w.Device = p.Head.Writer; w.Device == "" {
			w.Device = l.Device
		}
		all, err := v.spots(p.Head.ID)
		if err != nil {
			return nil, err
		}
		for _, q := range all {
			l, err := v.logOn(q.x, a)
			if err != nil {
				return nil, err
			}
			w.Places = append(w.Places, kampung.LogPlace{Log: l.Short(), N: q.n, Moved: l.Device != w.Device})
		}
		vs = append(vs, w)
	}
	return vs, nil
}

// logOn is the log on a shelf; this PC's journal stands under its present epoch.
func (v view) logOn(x shelf, a kampung.Audience) (bundle.Log, error) {
	if x[0] == farByte {
		return v.farLog(x)
	}
	l := bundle.Log{Village: v.s.keys.Village, Device: v.s.keys.Device, Epoch: v.s.keys.Epoch, Audience: a}
	if l.Village != "" {
		return l, nil // a PC that joined its office; the office's data may come later in its journal
	}
	b, err := v.office()
	l.Village = b.Village
	return l, err
}

// Kinds of marks in the bucket of clashes.
const (
	clashRequest  = 'p'
	clashResident = 'w'
	clashOffice   = 'k'
	clashNIK      = 'n'
	clashNumber   = 'u'
)

func clashKey(kind byte, subject []byte) []byte { return append([]byte{kind}, subject...) }

// setClash notes whether something of a subject is in dispute.
func (v view) setClash(kind byte, subject []byte, on bool) (err error) {
	b, key := v.bucket(bClash), clashKey(kind, subject)
	if on {
		err = b.Put(key, []byte{1})
	} else if b.Get(key) != nil {
		err = b.Delete(key)
	}
	if err != nil {
		return fmt.Errorf("store: clash: %w", err)
	}
	return nil
}

// refoldRequest folds a request anew from all its entries.
func (v view) refoldRequest(id string, key []byte, row *requestRow) error {
	vs, err := v.versions(kampung.AudienceKabupaten, row.trail)
	if err != nil {
		return err
	}
	r, found, clashes := kampung.FoldRequest(vs)
	if !found {
		return v.saveRow(key, *row)
	}
	if row.Service == "" {
		if err := v.setCount("requests", v.count("requests")+1); err != nil {
			return err
		}
	}
	row.fill(id, r, v.service(r.Service))
	for _, w := range vs {
		if w.Head.Kind == kampung.KindRequest {
			row.BodyTick = max(row.BodyTick, w.Head.Tick)
		}
	}
	if err := v.saveRow(key, *row); err != nil {
		return err
	}
	if err := v.setClash(clashRequest, key, len(clashes) > 0); err != nil {
		return err
	}
	return v.setOpen(key, !r.State.Final())
}

// residentRec is a resident as stored, with where its entries stand.
type residentRec struct {
	kampung.Resident
	trail
}

// refoldResident folds a resident anew from all its entries.
func (v view) refoldResident(id string, key []byte, rec residentRec) error {
	vs, err := v.versions(kampung.AudienceKantor, rec.trail)
	if err != nil {
		return err
	}
	fields, clashes := kampung.FoldFields(vs, kampung.KindResidentEdit)
	fresh := residentRec{trail: rec.trail}
	if !fromFields(fields, &fresh.Resident) || !slices.ContainsFunc(vs, func(w kampung.Version) bool { return w.Head.Kind == kampung.KindResident }) {
		fresh.Resident = kampung.Resident{} // what makes the resident has not come yet
	}
	if err := v.setClash(clashResident, key, len(clashes) > 0); err != nil {
		return err
	}
	return v.putResident(id, key, rec.Resident, fresh)
}

// fromFields reads values by name; false when they have another form.
func fromFields(fields map[string]json.RawMessage, into any) bool {
	b, err := json.Marshal(fields)
	return err == nil && json.Unmarshal(b, into) == nil
}

// putResident stores a resident in the place of what stood there.
func (v view) putResident(id string, key []byte, old kampung.Resident, rec residentRec) error {
	rec.ID = id
	switch was, is := old.Name != "", rec.Name != ""; {
	case is && !was:
		if err := v.setCount("residents", v.count("residents")+1); err != nil {
			return err
		}
	case was && !is:
		if err := v.setCount("residents", v.count("residents")-1); err != nil {
			return err
		}
	}
	if old.NIK != rec.NIK {
		if err := v.dropNIK(old.NIK, key); err != nil {
			return err
		}
		if err := v.addNIK(rec.NIK, key); err != nil {
			return err
		}
	}
	if old.KK != rec.KK {
		if err := v.moveFamily(old.KK, rec.KK, key); err != nil {
			return err
		}
	}
	return v.save(bResident, key, rec)
}

// The index of NIKs holds the ids of all residents with a NIK, the least first:
// two PCs may have added the same person before they knew of each other.

func (v view) addNIK(nik string, key []byte) error {
	if nik == "" {
		return nil
	}
	blind := v.s.value.blinded("nik", nik)
	old, err := v.get(bNIK, blind)
	if err != nil {
		return err
	}
	return v.putHolders(blind, append(chunks(old), string(key)))
}

func (v view) dropNIK(nik string, key []byte) error {
	if nik == "" {
		return nil
	}
	blind := v.s.value.blinded("nik", nik)
	old, err := v.get(bNIK, blind)
	if err != nil {
		return err
	}
	return v.putHolders(blind, slices.DeleteFunc(chunks(old), func(k string) bool { return k == string(key) }))
}

func (v view) putHolders(blind []byte, keys []string) error {
	slices.Sort(keys)
	keys = slices.Compact(keys)
	if err := v.setClash(clashNIK, blind, len(keys) > 1); err != nil {
		return err
	}
	if len(keys) == 0 {
		if err := v.bucket(bNIK).Delete(blind); err != nil {
			return fmt.Errorf("store: nik: %w", err)
		}
		return nil
	}
	var all []byte
	for _, k := range keys {
		all = append(all, k...)
	}
	return v.put(bNIK, blind, all)
}

// chunks cuts ids of 16 bytes apart.
func chunks(b []byte) (keys []string) {
	for ; len(b) >= 16; b = b[16:] {
		keys = append(keys, string(b[:16]))
	}
	return keys
}

// refoldOffice folds the office's data anew.
func (v view) refoldOffice(t trail) error {
	vs, err := v.versions(kampung.AudienceKantor, t)
	if err != nil {
		return err
	}
	fields, clashes := kampung.FoldFields(vs, kampung.KindOfficeEdit)
	rec := officeRec{trail: t}
	if !fromFields(fields, &rec.officeBody) {
		return nil
	}
	if err := v.setClash(clashOffice, nil, len(clashes) > 0); err != nil {
		return err
	}
	return v.save(bSetting, keyOffice, rec)
}

// refoldAccount folds an account anew.
func (v view) refoldAccount(key []byte, t trail) error {
	vs, err := v.versions(kampung.AudienceKantor, t)
	if err != nil {
		return err
	}
	fields, _ := kampung.FoldFields(vs, "")
	rec := accountRec{trail: t}
	if !fromFields(fields, &rec.Account) {
		return nil
	}
	return v.save(bAccount, key, rec)
}

// officeRec and accountRec are what is stored, with where the entries stand.
type officeRec struct {
	officeBody
	trail
}

type accountRec struct {
	kampung.Account
	trail
}
