package kampung

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// What a change of a resident may come from, besides a form. Behind
// CauseEvent stands the event's id.
const (
	CauseImport = "impor"
	CauseEvent  = "peristiwa:"
	CauseUndo   = "batal:" // an event that was taken back; its id follows
)

// ResidentBody is the body of [KindResident]: a resident without the id, and
// what the record comes from.
type ResidentBody struct {
	Resident
	Cause string `json:"cause,omitempty"`
}

// ResidentChangeLine is one value of a resident that changed: who did it, when
// and from what.
type ResidentChangeLine struct {
	Field  string    `json:"field"` // JSON name
	From   string    `json:"from"`  // as people read it; empty for nothing
	To     string    `json:"to"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Device string    `json:"device,omitempty"`
	Cause  string    `json:"cause,omitempty"`
	// Entry is the id of the entry; lines of one change share it.
	Entry string `json:"entry"`
}

// ResidentHistory tells from the entries of a resident which value changed when,
// the newest first. The first line of a field in it is where its value comes
// from.
func ResidentHistory(vs []Version) []ResidentChangeLine {
	SortVersions(vs)
	now := map[string]string{}
	var lines []ResidentChangeLine
	for _, v := range vs {
		set, ok := v.sets(KindResidentEdit)
		if !ok {
			continue
		}
		var why struct {
			Cause string `json:"cause"`
		}
		json.Unmarshal(v.Body, &why) // a body that was read before
		if v.Head.Kind == KindResident {
			for name := range now {
				if _, has := set[name]; !has {
					set[name] = json.RawMessage("null")
				}
			}
		}
		for _, name := range slices.Sorted(maps.Keys(set)) {
			text := valueText(set[name])
			if text == now[name] || name == "id" {
				continue
			}
			lines = append(lines, ResidentChangeLine{Field: name, From: PrintValue(name, now[name]), To: PrintValue(name, text),
				By: v.Head.By, At: timeOf(v.Head.At), Device: v.Device, Cause: why.Cause, Entry: v.Head.ID})
			now[name] = text
		}
	}
	slices.Reverse(lines)
	return lines
}

// PrintValue writes a resident's value, as JSON, for people: codes as their
// labels, days as in forms.
func PrintValue(field, value string) string {
	if value == "" {
		return ""
	}
	var text string
	if json.Unmarshal([]byte(value), &text) != nil {
		if n, err := strconv.Atoi(value); err == nil {
			if label := PrintLabel(CodeTable(field), n); label != "" {
				return label
			}
		}
		return value
	}
	var day Date
	if strings.Contains(field, "tanggal") && day.UnmarshalJSON([]byte(value)) == nil {
		return ShortDate(day)
	}
	return text
}
