package ui

import "smartkampung/kampung"

// deviceLine is a PC of the office as the settings list it.
type deviceLine struct {
	ID, Name, Code, State string
	Tone                  tone
	Ask                   bool // it waits to be let in
}

// deviceLines put the office's PCs into words.
func deviceLines(all []kampung.Device) []deviceLine {
	var out []deviceLine
	for _, d := range all {
		l := deviceLine{ID: d.ID, Name: plainName(deviceWord(d)), Code: d.Code, State: tr("ikut bekerja"), Tone: toneDone}
		switch {
		case d.Revoked:
			l.State, l.Tone = tr("dicabut kabupaten"), toneQuiet
		case !d.Granted && !d.Mine:
			l.State, l.Tone, l.Ask = tr("menunggu izin"), toneWait, true
		}
		out = append(out, l)
	}
	return out
}
