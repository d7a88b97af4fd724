package kampung

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// EventType is what happened to residents (peristiwa kependudukan).
type EventType string

const (
	EventBirth   EventType = "lahir"
	EventDeath   EventType = "mati"
	EventMoveOut EventType = "pindah_keluar"
	EventMoveIn  EventType = "pindah_masuk"
	EventLost    EventType = "hilang"
	EventGone    EventType = "pergi" // left without a letter of moving
	EventReturn  EventType = "kembali"
	EventMerge   EventType = "gabung" // two records of one person became one
)

// EventTypes lists the types in the order in which forms offer them.
var EventTypes = []EventType{EventBirth, EventDeath, EventMoveOut, EventMoveIn, EventLost, EventGone, EventReturn, EventMerge}

var eventLabels = map[EventType]string{
	EventBirth: "Lahir", EventDeath: "Mati", EventMoveOut: "Pindah keluar", EventMoveIn: "Pindah masuk",
	EventLost: "Hilang", EventGone: "Pergi", EventReturn: "Kembali", EventMerge: "Data digabung",
}

// Label is the type in the clerk's words.
func (t EventType) Label() string {
	if l := eventLabels[t]; l != "" {
		return l
	}
	return string(t)
}

// ParseEventType reads a type as people write it: "pindah keluar", "meninggal",
// "datang".
func ParseEventType(s string) (EventType, bool) {
	s = strings.ReplaceAll(strings.ToLower(FoldSpace(s)), " ", "_")
	switch s {
	case "meninggal", "wafat":
		return EventDeath, true
	case "pindah":
		return EventMoveOut, true
	case "masuk", "datang", "pindah_datang":
		return EventMoveIn, true
	}
	t := EventType(s)
	return t, eventLabels[t] != ""
}

// leaves gives the status of those whom the event takes out of the village.
func (t EventType) leaves() (status int, ok bool) {
	switch t {
	case EventDeath:
		return StatusDead, true
	case EventMoveOut:
		return StatusMoved, true
	case EventLost:
		return StatusLost, true
	case EventGone:
		return StatusGone, true
	}
	return 0, false
}

// Event is something that happened to residents and changed the register. Its
// changes are edits of the residents in the same record; the event says why.
type Event struct {
	ID   string    `json:"id,omitempty"`
	Type EventType `json:"type"`
	Date Date      `json:"date"`
	// People are the residents whom it happened to; of a merge the record that
	// stays and the one that goes. A child that was born and who moved in stand
	// here too, and in Made.
	People []string `json:"people"`
	Made   []string `json:"made,omitempty"`
	// Mother and Father are the parents of a child that was born, when they are
	// residents.
	Mother string `json:"mother,omitempty"`
	Father string `json:"father,omitempty"`

	Place   string `json:"place,omitempty"`    // of a birth or death
	Cause   string `json:"cause,omitempty"`    // of a death or move
	From    string `json:"from,omitempty"`     // of who moved in
	To      string `json:"to,omitempty"`       // of who moved out
	NewHead string `json:"new_head,omitempty"` // who leads the family that stays
	NewKK   string `json:"new_kk,omitempty"`   // its new card
	Note    string `json:"note,omitempty"`
	// Letter is the id of the letter that tells of it.
	Letter string `json:"letter,omitempty"`

	// Undo holds what stood before, by resident and JSON name; null for nothing.
	Undo map[string]map[string]json.RawMessage `json:"undo,omitempty"`
	// Cancelled is why the event was taken back; empty while it counts.
	Cancelled string `json:"cancelled,omitempty"`

	At   time.Time `json:"at,omitzero"` // recorded
	By   string    `json:"by,omitempty"`
	Tick int64     `json:"tick,omitempty"` // of its entry; orders events of a day
}

// Touches reports whether the event changed or made a resident.
func (e Event) Touches(id string) bool {
	_, changed := e.Undo[id]
	return changed || slices.Contains(e.Made, id)
}

// was is the status of a resident before the event; false when the event did
// not change it. Zero is also a living resident; -1 is nobody yet.
func (e Event) was(id string) (status int, ok bool) {
	if slices.Contains(e.Made, id) {
		return -1, true
	}
	old, ok := e.Undo[id]["status_dasar"]
	if !ok {
		return 0, false
	}
	json.Unmarshal(old, &status) // null leaves 0
	return status, true
}

// present reports whether a status counts in the register.
func present(status int) bool { return status == 0 || status == StatusAlive }

// SortEvents puts events in the order in which they happened; of one day in the
// order in which they were recorded.
func SortEvents(events []Event) {
	slices.SortFunc(events, func(a, b Event) int {
		switch {
		case a.Date.Before(b.Date):
			return -1
		case b.Date.Before(a.Date):
			return 1
		}
		return cmp.Or(cmp.Compare(a.Tick, b.Tick), cmp.Compare(a.ID, b.ID))
	})
}

// CleanEvent folds blanks.
func CleanEvent(e Event) Event {
	for _, s := range []*string{&e.Place, &e.Cause, &e.From, &e.To, &e.Note, &e.Cancelled} {
		*s = FoldSpace(*s)
	}
	e.NewKK = CleanNIK(e.NewKK)
	return e
}

// checkEvent tells what is wrong with the event itself, by JSON key.
func checkEvent(e Event, today Date) Problems {
	var ps Problems
	if eventLabels[e.Type] == "" {
		ps.Add("type", "Peristiwa ini tidak dikenal.")
	}
	addDay(&ps, "date", "Tanggal peristiwa", e.Date, today, true)
	if e.NewKK != "" {
		if text := CheckKK(e.NewKK); text != "" {
			ps.Add("new_kk", text)
		}
	}
	if e.Type == EventMoveOut && e.To == "" {
		ps.Add("to", "Tujuan pindah belum diisi.")
	}
	if e.Type == EventMoveIn && e.From == "" {
		ps.Add("from", "Asal kedatangan belum diisi.")
	}
	for _, f := range []struct{ key, value string }{{"place", e.Place}, {"cause", e.Cause}, {"from", e.From}, {"to", e.To}, {"note", e.Note}} {
		if utf8.RuneCountInString(f.value) > maxText {
			ps.Add(f.key, tooLong(maxText))
		}
	}
	return ps
}

// DeathOf is the event that an approved letter tells of, when its service is
// about a dead applicant and says when they died. The event has the letter's id,
// so two PCs that approve one letter record one event.
func DeathOf(r Request) (Event, bool) {
	if !r.Template.DeadSubject || r.Applicant.Resident == "" {
		return Event{}, false
	}
	var day Date
	if day.UnmarshalJSON([]byte(`"`+r.Fields["tanggal_meninggal"]+`"`)) != nil || day.IsZero() {
		return Event{}, false
	}
	return Event{
		ID: r.ID, Type: EventDeath, Date: day, People: []string{r.Applicant.Resident},
		Place: r.Fields["tempat_meninggal"], Cause: r.Fields["sebab_meninggal"], Letter: r.ID,
	}, true
}
