package kampung

import (
	"encoding/json"
	"maps"
	"slices"
)

// People is what the rules of events ask of the residents.
type People interface {
	// Resident is the resident with an id.
	Resident(id string) (Resident, bool)
	// Family lists all who stand on a family card, whatever their status.
	Family(kk string) []Resident
	// Holder is the resident with a NIK.
	Holder(nik string) (Resident, bool)
	// Last is the newest event that counts and changed or made a resident.
	Last(id string) (Event, bool)
}

// ResidentChange is a resident before and after an event. Before is empty for
// one whom the event makes.
type ResidentChange struct{ Before, After Resident }

// EventPlan is what an event does to the register.
type EventPlan struct {
	Event   Event
	Changes []ResidentChange
	// Notes say in Indonesian what the clerk should compare with the papers.
	Notes []string
}

// eventWork is an event being worked out.
type eventWork struct {
	e     Event
	reg   People
	today Date
	after map[string]Resident
	made  map[string]bool
	ps    Problems
	notes []string
}

// PlanEvent works out what an event changes. New residents (a child, who moved
// in) come with the ids that they will have. The problems are by the JSON keys
// of [Event]; those of new residents by theirs, led by "new.".
func PlanEvent(e Event, new []Resident, reg People, today Date) (EventPlan, Problems) {
	e = CleanEvent(e)
	w := &eventWork{e: e, reg: reg, today: today, after: map[string]Resident{}, made: map[string]bool{}, ps: checkEvent(e, today)}
	switch e.Type {
	case EventBirth:
		w.birth(new)
	case EventMoveIn:
		w.moveIn(new)
	case EventReturn:
		w.comeBack()
	case EventMerge:
		w.ps.Add("type", "Data digabung lewat layar penduduk.")
	default:
		w.leave()
	}
	if len(w.ps) > 0 {
		return EventPlan{}, w.ps
	}
	w.settle()
	return w.plan(), w.ps
}

// person reads somebody whom the event is about.
func (w *eventWork) person(id string) (Resident, bool) {
	r, ok := w.reg.Resident(id)
	if !ok {
		w.ps.Add("people", "Data warga ini tidak ada lagi. Cari ulang orangnya.")
		return r, false
	}
	if w.e.Date.Valid() && w.e.Date.Before(r.BirthDate) {
		w.ps.Add("date", "Tanggal peristiwa lebih dulu daripada tanggal lahir "+r.Name+".")
	}
	if last, ok := w.reg.Last(id); ok && w.e.Date.Before(last.Date) {
		w.ps.Add("date", "Untuk "+r.Name+" sudah tercatat “"+last.Type.Label()+"” pada "+FormatDate(last.Date)+". Peristiwa dicatat urut tanggal.")
	}
	return r, true
}

// leave takes people out of the village.
func (w *eventWork) leave() {
	status, _ := w.e.Type.leaves()
	if len(w.e.People) == 0 {
		w.ps.Add("people", "Belum ada orang yang dipilih.")
	}
	for _, id := range w.e.People {
		r, ok := w.person(id)
		if !ok {
			continue
		}
		late := w.e.Type == EventDeath && (r.Status == StatusLost || r.Status == StatusGone)
		if !r.Alive() && !late {
			w.ps.Add("people", r.Name+" sudah tercatat "+PrintLabel(TableStatus, r.Status)+".")
			continue
		}
		r.Status = status
		w.after[id] = r
		if w.e.Type == EventDeath {
			w.widow(r)
		}
	}
}

// widow changes the marital status of who was married to a dead person, when
// the family card tells who that is.
func (w *eventWork) widow(dead Resident) {
	if dead.Marital != maritalMarried || dead.KK == "" {
		return
	}
	var partners []Resident
	for _, r := range w.reg.Family(dead.KK) {
		pair := dead.Relation == RelationHead && spouse(r.Relation) || spouse(dead.Relation) && r.Relation == RelationHead
		if pair && r.Alive() && r.Marital == maritalMarried && r.ID != dead.ID && r.Sex != dead.Sex {
			partners = append(partners, r)
		}
	}
	others := slices.ContainsFunc(w.reg.Family(dead.KK), func(r Resident) bool {
		return r.ID != dead.ID && spouse(r.Relation) && r.Alive() && dead.Relation != RelationHead
	})
	if others { // the head has another spouse
		return
	}
	for _, r := range partners {
		if a, ok := w.after[r.ID]; ok {
			r = a
		}
		r.Marital = maritalWidowed
		w.after[r.ID] = r
	}
}

// comeBack brings back people who left.
func (w *eventWork) comeBack() {
	if len(w.e.People) == 0 {
		w.ps.Add("people", "Belum ada orang yang dipilih.")
	}
	for _, id := range w.e.People {
		r, ok := w.person(id)
		if !ok {
			continue
		}
		if r.Status != StatusMoved && r.Status != StatusLost && r.Status != StatusGone {
			w.ps.Add("people", r.Name+" tercatat "+PrintLabel(TableStatus, max(r.Status, StatusAlive))+", jadi tidak bisa dicatat kembali.")
			continue
		}
		r.Status = StatusAlive
		w.after[id] = r
	}
}

// birth makes a resident of a child, in the family of its parents.
func (w *eventWork) birth(new []Resident) {
	if len(new) == 0 {
		w.ps.Add("new", "Data bayi belum diisi.")
	}
	mother, hasMother := w.parent("mother", w.e.Mother, 2)
	father, hasFather := w.parent("father", w.e.Father, 1)
	if !hasMother && !hasFather && len(w.ps.Of("mother")+w.ps.Of("father")) == 0 {
		w.ps.Add("mother", "Pilih ibu atau ayah bayi di data penduduk.")
	}
	home := mother
	if !hasMother {
		home = father
	}
	for _, r := range new {
		r.BirthDate, r.BirthPlace = w.e.Date, w.e.Place
		r.KK, r.Address, r.Dusun, r.RT, r.RW = home.KK, home.Address, home.Dusun, home.RT, home.RW
		r.Relation, r.Marital, r.Job, r.Education = childIn(home), maritalSingle, 1, 1
		r.Status, r.Citizenship = StatusAlive, max(home.Citizenship, 1)
		if r.Religion == 0 {
			r.Religion = home.Religion
		}
		if hasMother {
			r.MotherName, r.MotherNIK = mother.Name, mother.NIK
		}
		if hasFather {
			r.FatherName, r.FatherNIK = father.Name, father.NIK
		}
		if r.Sex == 0 {
			w.ps.Add("new.sex", "Jenis kelamin bayi belum diisi.")
		}
		w.add(r)
	}
}

// parent reads a parent of a child.
func (w *eventWork) parent(field, id string, sex int) (Resident, bool) {
	if id == "" {
		return Resident{}, false
	}
	r, ok := w.reg.Resident(id)
	switch {
	case !ok:
		w.ps.Add(field, "Data warga ini tidak ada lagi. Cari ulang orangnya.")
		return r, false
	case r.Sex != 0 && r.Sex != sex:
		w.ps.Add(field, r.Name+" tercatat "+PrintLabel(TableSex, r.Sex)+". Periksa pilihan ibu dan ayah.")
	case !r.BirthDate.IsZero() && !r.BirthDate.Before(w.e.Date):
		w.ps.Add("date", "Tanggal lahir bayi lebih dulu daripada tanggal lahir "+r.Name+".")
	}
	return r, true
}

// moveIn makes residents of people who came.
func (w *eventWork) moveIn(new []Resident) {
	if len(new) == 0 {
		w.ps.Add("new", "Data orang yang datang belum diisi.")
	}
	for _, r := range new {
		r.Status = StatusAlive
		if r.KK == "" {
			w.ps.Add("new.no_kk", "Nomor KK belum diisi. Tulis nomor KK di desa ini.")
		}
		if w.e.Date.Before(r.BirthDate) {
			w.ps.Add("date", "Tanggal datang lebih dulu daripada tanggal lahir.")
		}
		w.add(r)
	}
}

// add takes a new resident in.
func (w *eventWork) add(r Resident) {
	r = CleanResident(r)
	for _, p := range CheckResident(r, w.today) {
		if !(w.e.Type == EventBirth && p.Field == "tanggallahir") { // told as the event's date
			w.ps.Add("new."+p.Field, p.Text)
		}
	}
	if other, found := w.reg.Holder(r.NIK); r.NIK != "" && found {
		w.ps.Add("new.nik", "NIK ini sudah dipakai warga lain: "+other.Name+".")
	}
	w.after[r.ID] = r
	w.made[r.ID] = true
	w.e.People, w.e.Made = append(w.e.People, r.ID), append(w.e.Made, r.ID)
}

// plan gathers what changed, in the order of ids, and what stood before.
func (w *eventWork) plan() EventPlan {
	p := EventPlan{Event: w.e, Notes: w.notes}
	for _, id := range slices.Sorted(maps.Keys(w.after)) {
		after := w.after[id]
		if w.made[id] {
			p.Changes = append(p.Changes, ResidentChange{After: after})
			continue
		}
		before, _ := w.reg.Resident(id)
		undo, err := MakeEdit(after, before, "id")
		if err != nil || undo == nil {
			continue
		}
		if p.Event.Undo == nil {
			p.Event.Undo = map[string]map[string]json.RawMessage{}
		}
		p.Event.Undo[id] = undo
		p.Changes = append(p.Changes, ResidentChange{before, after})
	}
	return p
}
