package kampung

import (
	"maps"
	"slices"
)

// settle keeps one living head for each family that the event reached. A family
// that had no head before gets none by the way.
func (w *eventWork) settle() {
	cards := map[string]bool{}
	for id, r := range w.after {
		cards[r.KK] = true
		if before, ok := w.reg.Resident(id); ok && !w.made[id] {
			cards[before.KK] = true
		}
	}
	for _, kk := range slices.Sorted(maps.Keys(cards)) {
		if kk != "" {
			w.settleFamily(kk)
		}
	}
	for id, r := range w.after {
		if r.Status == StatusDead && r.Relation == RelationHead {
			r.Relation = 0
			w.after[id] = r
		}
	}
	if w.e.NewHead != "" && !slices.ContainsFunc(slices.Collect(maps.Values(w.after)), func(r Resident) bool {
		return r.ID == w.e.NewHead && r.Relation == RelationHead
	}) {
		w.ps.Add("new_head", "Kepala keluarga baru harus anggota KK yang sama, hidup dan tinggal di desa, dan KK itu kehilangan kepalanya.")
	}
}

// family is who stands on a card after the event, by id.
func (w *eventWork) family(kk string) []Resident {
	all := map[string]Resident{}
	for _, r := range w.reg.Family(kk) {
		all[r.ID] = r
	}
	maps.Copy(all, w.after)
	var out []Resident
	for _, id := range slices.Sorted(maps.Keys(all)) {
		if all[id].KK == kk {
			out = append(out, all[id])
		}
	}
	return out
}

// settleFamily names a head where the event took the only one away, or brought
// a second one.
func (w *eventWork) settleFamily(kk string) {
	had, lived := 0, 0
	for _, r := range w.reg.Family(kk) {
		if r.Alive() {
			lived++
			if r.Relation == RelationHead {
				had++
			}
		}
	}
	var living, heads []Resident
	for _, r := range w.family(kk) {
		if r.Alive() {
			living = append(living, r)
			if r.Relation == RelationHead {
				heads = append(heads, r)
			}
		}
	}
	switch {
	case len(living) == 0:
	case len(heads) == 0 && (had > 0 || lived == 0):
		w.succeed(kk, living)
	case len(heads) > 1 && had <= 1:
		w.demote(heads)
	}
}

// succeed names the head of a family that lost its own.
func (w *eventWork) succeed(kk string, living []Resident) {
	head, _ := Successor(living, w.e.Date)
	for _, r := range living {
		if r.ID == w.e.NewHead {
			head = r
		}
	}
	was := head.Relation
	for _, r := range w.family(kk) {
		switch {
		case r.ID == head.ID:
			r.Relation = RelationHead
		case !r.Alive():
			if _, left := w.after[r.ID]; !left || r.Relation != RelationHead {
				continue
			}
			r.Relation = 0 // who left a family behind leads it no longer
		case !w.made[r.ID] || was != 0:
			r.Relation = underHead(was, r.Relation, r.Sex)
		}
		if w.e.NewKK != "" && r.Alive() {
			r.KK = w.e.NewKK
		}
		w.after[r.ID] = r
	}
	w.notes = append(w.notes, head.Name+" menjadi kepala keluarga KK "+kk+". Hubungan keluarga anggota lain ikut disesuaikan; cocokkan dengan KK yang baru.")
	if w.e.NewKK != "" && len(w.reg.Family(w.e.NewKK)) > 0 && w.e.NewKK != kk {
		w.ps.Add("new_kk", "Nomor KK itu sudah dipakai keluarga lain.")
	}
}

// demote leaves the head who led the family before, and gives those who came a
// relation to them.
func (w *eventWork) demote(heads []Resident) {
	keep := slices.IndexFunc(heads, func(r Resident) bool {
		_, changed := w.after[r.ID]
		return !changed
	})
	if keep < 0 {
		keep = 0
	}
	for i, r := range heads {
		if i != keep {
			r.Relation = beside(heads[keep], r)
			w.after[r.ID] = r
			w.notes = append(w.notes, r.Name+" tercatat "+PrintLabel(TableRelation, r.Relation)+" pada KK "+r.KK+", karena "+heads[keep].Name+" kepala keluarganya; cocokkan dengan KK.")
		}
	}
}

// PlanCancel works out how to take an event back: what it changed becomes what
// it was, and residents whom it made are marked as not valid. Only the newest
// event of each of its people can be taken back.
func PlanCancel(e Event, reason string, reg People, today Date) (EventPlan, Problems) {
	w := &eventWork{e: Event{ID: e.ID, Type: e.Type, Date: today}, reg: reg, today: today, after: map[string]Resident{}, made: map[string]bool{}}
	if text := CheckCancel(reason); text != "" {
		w.ps.Add("reason", text)
	}
	if e.Cancelled != "" {
		w.ps.Add("reason", "Peristiwa ini sudah dibatalkan.")
	}
	ids := slices.Concat(slices.Collect(maps.Keys(e.Undo)), e.Made)
	slices.Sort(ids)
	for _, id := range ids {
		r, ok := reg.Resident(id)
		if !ok {
			continue
		}
		if last, ok := reg.Last(id); ok && last.ID != e.ID {
			w.ps.Add("reason", "Untuk "+r.Name+" sesudah itu tercatat “"+last.Type.Label()+"” pada "+FormatDate(last.Date)+". Batalkan dulu peristiwa itu.")
			continue
		}
		if undo, ok := e.Undo[id]; ok {
			if r, ok = ApplyEdit(r, EditBody{Set: undo}); !ok {
				continue
			}
		}
		if slices.Contains(e.Made, id) {
			r.Status, r.NIK, r.Relation = StatusInvalid, "", 0
		}
		if other, found := reg.Holder(r.NIK); r.NIK != "" && found && other.ID != id && e.Undo[other.ID] == nil {
			w.ps.Add("reason", "NIK "+r.Name+" sekarang dipakai warga lain: "+other.Name+". Perbaiki dulu data itu.")
		}
		w.after[id] = r
	}
	if len(w.ps) > 0 {
		return EventPlan{}, w.ps
	}
	w.settle()
	p := w.plan()
	p.Event = e
	p.Event.Cancelled = FoldSpace(reason)
	return p, nil
}

// PlanMerge makes one record of two of one person: the one that stays takes
// what it lacks from the other, or what is in take by JSON name, and the other
// is marked as not valid. It can be taken back with [PlanCancel].
func PlanMerge(keep, drop string, take []string, reg People, today Date) (EventPlan, Problems) {
	w := &eventWork{e: Event{Type: EventMerge, Date: today, People: []string{keep, drop}}, reg: reg, today: today, after: map[string]Resident{}, made: map[string]bool{}}
	a, ok := reg.Resident(keep)
	b, found := reg.Resident(drop)
	switch {
	case !ok || !found:
		w.ps.Add("people", "Data warga ini tidak ada lagi. Cari ulang orangnya.")
	case keep == drop:
		w.ps.Add("people", "Pilih dua data yang berbeda.")
	case a.Status == StatusInvalid || b.Status == StatusInvalid:
		w.ps.Add("people", "Salah satu data itu sudah tidak berlaku.")
	case a.NIK != "" && b.NIK != "" && a.NIK != b.NIK && !slices.Contains(take, "nik"):
		w.ps.Add("people", "NIK keduanya berbeda. Kalau orangnya memang sama, sebutkan juga NIK mana yang benar.")
	}
	if len(w.ps) > 0 {
		return EventPlan{}, w.ps
	}
	w.after[keep] = mergeRecords(a, b, take)
	b.Status, b.NIK, b.Relation = StatusInvalid, "", 0
	w.after[drop] = b
	w.settle()
	return w.plan(), w.ps
}

// mergeRecords fills what a lacks from b.
func mergeRecords(a, b Resident, take []string) Resident {
	old, _ := fieldsOf(a)
	given := map[string]bool{}
	from, _ := fieldsOf(b)
	for name, v := range from {
		given[name] = valueText(old[name]) == "" && valueText(v) != "" || slices.Contains(take, name)
	}
	delete(given, "status_dasar") // who is there is said by events
	merged, _ := Merge(a, b, given)
	return merged
}
