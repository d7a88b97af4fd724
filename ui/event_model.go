package ui

import (
	"slices"

	"smartkampung/kampung"
)

// eventModel is something that happened to a resident, being recorded.
type eventModel struct {
	R      kampung.Resident
	Family []kampung.Resident // the others on the card who live here
	Event  kampung.Event
	Child  kampung.Resident // of a birth
	With   map[string]bool  // who leaves along
	Plan   kampung.EventPlan
	// BadDate says that what stands in the date field is no day.
	BadDate string
}

// loadEvent reads whom the event is about and their family; it reads the disk.
func loadEvent(d Desk, id string, today kampung.Date) (eventModel, error) {
	m := eventModel{With: map[string]bool{}}
	r, err := d.Resident(id)
	if err != nil {
		return m, err
	}
	m.R = r
	family, err := d.Family(r.KK)
	if err != nil {
		return m, err
	}
	slices.SortFunc(family, kampung.ResidentOrder)
	for _, f := range family {
		if f.ID != id && f.Alive() {
			m.Family = append(m.Family, f)
		}
	}
	m.Event.Date = today
	m.Event.Type = m.Types()[0]
	return m, nil
}

// Types are the events that can happen to the resident as they are now.
func (m eventModel) Types() []kampung.EventType {
	switch m.R.Status {
	case kampung.StatusLost, kampung.StatusGone:
		return []kampung.EventType{kampung.EventReturn, kampung.EventDeath}
	case kampung.StatusMoved:
		return []kampung.EventType{kampung.EventReturn}
	}
	return []kampung.EventType{kampung.EventDeath, kampung.EventMoveOut, kampung.EventBirth, kampung.EventLost, kampung.EventGone}
}

// eventWord is an event in the language of the screen, as something to record.
func eventWord(t kampung.EventType) string {
	switch t {
	case kampung.EventBirth:
		return tr("Kelahiran anak")
	case kampung.EventDeath:
		return tr("Meninggal")
	case kampung.EventMoveOut:
		return tr("Pindah keluar")
	case kampung.EventMoveIn:
		return tr("Pindah masuk")
	case kampung.EventLost:
		return tr("Hilang")
	case kampung.EventGone:
		return tr("Pergi tanpa surat pindah")
	case kampung.EventReturn:
		return tr("Kembali")
	case kampung.EventMerge:
		return tr("Data digabung")
	}
	return t.Label()
}

// Asks tells whether a field matters to the event.
func (m eventModel) Asks(key string) bool {
	t := m.Event.Type
	leaves := t == kampung.EventDeath || t == kampung.EventMoveOut || t == kampung.EventLost || t == kampung.EventGone
	switch key {
	case "type", "date", "note":
		return true
	case "place":
		return t == kampung.EventBirth || t == kampung.EventDeath
	case "cause":
		return t == kampung.EventDeath || t == kampung.EventMoveOut
	case "to":
		return t == kampung.EventMoveOut
	case "from":
		return t == kampung.EventReturn
	case "new.nama", "new.sex", "new.nik", "other":
		return t == kampung.EventBirth
	case "with":
		return t == kampung.EventMoveOut && len(m.Family) > 0
	case "new_head", "new_kk":
		return leaves && m.R.Relation == kampung.RelationHead && len(m.Stay()) > 0
	}
	return false
}

// Stay are those of the family who do not leave along.
func (m eventModel) Stay() []kampung.Resident {
	return slices.DeleteFunc(slices.Clone(m.Family), func(r kampung.Resident) bool { return m.Event.Type == kampung.EventMoveOut && m.With[r.ID] })
}

// headHits offers who may lead the family that stays.
func (m eventModel) headHits() []hit {
	hits := []hit{{Key: "", Title: tr("Menurut urutan keluarga")}}
	for _, r := range m.Stay() {
		hits = append(hits, hit{Key: r.ID, Title: r.Name})
	}
	return hits
}

// otherHits offers the child's other parent, of the family.
func (m eventModel) otherHits() []hit {
	hits := []hit{{Key: "", Title: tr("Tidak tercatat di KK ini")}}
	for _, r := range m.Family {
		if r.Sex != 0 && r.Sex != m.R.Sex {
			hits = append(hits, hit{Key: r.ID, Title: r.Name})
		}
	}
	return hits
}

// Ask is the event as the desk is asked for it; other is the child's other
// parent.
func (m eventModel) Ask(other string) (kampung.Event, []kampung.Resident) {
	e := m.Event
	for _, key := range []struct {
		name  string
		value *string
	}{{"place", &e.Place}, {"cause", &e.Cause}, {"to", &e.To}, {"from", &e.From}, {"new_head", &e.NewHead}, {"new_kk", &e.NewKK}} {
		if !m.Asks(key.name) {
			*key.value = ""
		}
	}
	e.People, e.Mother, e.Father = nil, "", ""
	if e.Type == kampung.EventBirth {
		e.Mother, e.Father = m.R.ID, other
		if m.R.Sex == 1 {
			e.Mother, e.Father = other, m.R.ID
		}
		return e, []kampung.Resident{m.Child}
	}
	e.People = []string{m.R.ID}
	for _, r := range m.Family {
		if m.Asks("with") && m.With[r.ID] {
			e.People = append(e.People, r.ID)
		}
	}
	return e, nil
}

// changeView is a resident whom an event changes, in words.
type changeView struct {
	Name  string
	Lines []string
}

// fieldLabel is a resident's value in the language of the screen.
func fieldLabel(key string) string {
	if f, ok := residentField(key); ok {
		return f.Label
	}
	return kampung.ResidentLabel(key)
}

// planViews puts what an event changes into words. Of a new resident the first
// things alone are told.
func planViews(p kampung.EventPlan) []changeView {
	var out []changeView
	for _, c := range p.Changes {
		v := changeView{Name: c.Name()}
		for _, l := range c.Lines() {
			if c.Before.ID == "" {
				if slices.Contains([]string{"no_kk", "kk_level", "tanggallahir", "nama_ayah", "nama_ibu"}, l.Field) {
					v.Lines = append(v.Lines, fieldLabel(l.Field)+": "+maskedValue(l.Field, l.To))
				}
				continue
			}
			v.Lines = append(v.Lines, changeWords(l))
		}
		if c.Before.ID == "" {
			v.Name = tr("{{.Name}} (penduduk baru)", "Name", v.Name)
		}
		out = append(out, v)
	}
	return out
}

// changeWords is one changed value: what it was, what it is.
func changeWords(l kampung.ResidentChangeLine) string {
	from, to := maskedValue(l.Field, l.From), maskedValue(l.Field, l.To)
	switch {
	case to == "":
		return tr("{{.Field}}: {{.From}} dikosongkan", "Field", fieldLabel(l.Field), "From", from)
	case from == "":
		return fieldLabel(l.Field) + ": " + to
	}
	return tr("{{.Field}}: {{.From}} menjadi {{.To}}", "Field", fieldLabel(l.Field), "From", from, "To", to)
}

// maskedValue keeps whole numbers of persons off the screen where they are not
// typed.
func maskedValue(field, value string) string {
	switch field {
	case "nik", "no_kk", "ayah_nik", "ibu_nik":
		return kampung.MaskNIK(value)
	}
	return value
}
