package ui

import (
	"slices"
	"strings"
	"time"

	"smartkampung/kampung"
)

// historyModel is what became of a resident: events, and each changed value.
type historyModel struct {
	R       kampung.Resident
	Lines   []kampung.ResidentChangeLine // the newest first
	Events  []kampung.Event              // the newest first
	Names   map[string]string            // logins to names
	Devices map[string]kampung.Device
}

// loadHistory reads the page; it reads the disk.
func loadHistory(d Desk, id string) (m historyModel, err error) {
	m.Devices = map[string]kampung.Device{}
	if m.R, err = d.Resident(id); err != nil {
		return m, err
	}
	if m.Lines, err = d.ResidentHistory(id); err != nil {
		return m, err
	}
	all, err := d.Events()
	if err != nil {
		return m, err
	}
	kampung.SortEvents(all)
	for _, e := range slices.Backward(all) {
		if e.Touches(id) {
			m.Events = append(m.Events, e)
		}
	}
	if m.Names, err = namesOf(d); err != nil {
		return m, err
	}
	devices, err := d.Devices()
	if err != nil {
		return m, err
	}
	for _, x := range devices {
		m.Devices[x.ID] = x
	}
	return m, nil
}

// who is a login's name.
func (m historyModel) who(login string) string {
	if n := m.Names[login]; n != "" {
		return n
	}
	return login
}

// Cause says in words where a change comes from.
func (m historyModel) Cause(cause string) string {
	id, undo := strings.CutPrefix(cause, kampung.CauseUndo)
	if !undo {
		id, _ = strings.CutPrefix(cause, kampung.CauseEvent)
	}
	i := slices.IndexFunc(m.Events, func(e kampung.Event) bool { return e.ID == id })
	switch {
	case cause == kampung.CauseImport:
		return tr("Impor berkas")
	case cause == "":
		return tr("Diisi di layar")
	case i < 0:
		return tr("Peristiwa")
	case undo:
		return tr("Batal: {{.Event}}", "Event", eventWord(m.Events[i].Type))
	}
	return eventWord(m.Events[i].Type)
}

// Device names the PC of a change when there are several.
func (m historyModel) Device(id string) string {
	if len(m.Devices) < 2 || id == "" {
		return ""
	}
	return deviceWord(m.Devices[id])
}

// EventLine tells an event in a sentence.
func (m historyModel) EventLine(e kampung.Event, now time.Time) string {
	return joinDots(eventWord(e.Type), dayWord(e.Date), e.Place, e.To, e.From, e.Cause, tr("dicatat {{.Who}} {{.When}}", "Who", m.who(e.By), "When", moment(e.At, now)))
}

// Last is the newest event that counts: the one that can be taken back.
func (m historyModel) Last() (kampung.Event, bool) {
	for _, e := range m.Events {
		if e.Cancelled == "" {
			return e, true
		}
	}
	return kampung.Event{}, false
}
