package ui

import "smartkampung/kampung"

// camatWord is where a countersignature stands, in words.
func camatWord(s kampung.CamatState) string {
	switch s {
	case kampung.CamatUnsent:
		return tr("Belum dikirim ke camat")
	case kampung.CamatSent:
		return tr("Dikirim ke camat")
	case kampung.CamatSigned:
		return tr("Disahkan camat")
	case kampung.CamatRefused:
		return tr("Ditolak camat")
	}
	return tr("Tidak perlu pengesahan camat")
}

// camatShort is the same beside the state in a list; empty where nothing waits.
func camatShort(s kampung.CamatState) string {
	switch s {
	case kampung.CamatUnsent:
		return tr("camat: belum dikirim")
	case kampung.CamatSent:
		return tr("camat: dikirim")
	case kampung.CamatRefused:
		return tr("camat: ditolak")
	case kampung.CamatSigned:
		return tr("camat: sah")
	}
	return ""
}

func camatTone(s kampung.CamatState) tone {
	switch s {
	case kampung.CamatSigned:
		return toneDone
	case kampung.CamatRefused:
		return toneBack
	case kampung.CamatUnsent, kampung.CamatSent:
		return toneWait
	}
	return toneQuiet
}

// camatVerb is a step of a countersignature as the words on its button.
func camatVerb(from, to kampung.CamatState) string {
	switch to {
	case kampung.CamatSent:
		return tr("Sudah dikirim")
	case kampung.CamatSigned:
		if from == kampung.CamatUnsent {
			return tr("Disahkan tanpa berkas")
		}
		return tr("Sudah disahkan")
	case kampung.CamatRefused:
		return tr("Camat menolak")
	case kampung.CamatUnsent:
		if from == kampung.CamatNone {
			return tr("Perlu pengesahan camat")
		}
		return tr("Belum jadi dikirim")
	}
	return tr("Tidak perlu camat")
}

// CamatShown reports whether the page tells of the camat: the letter has a place
// for the camat, or something was noted.
func (m detailModel) CamatShown() bool {
	return m.R.Camat != "" && m.R.Camat != kampung.CamatNone || len(m.R.CamatSteps) > 0 || m.Service.Camat
}

// CamatActions are what the one who looks may note.
func (m detailModel) CamatActions() []kampung.CamatState { return kampung.NextCamat(m.R, m.Role) }

// CamatLines tell how the countersignature came where it is.
func (m detailModel) CamatLines() []timeLine {
	var lines []timeLine
	for _, s := range m.R.CamatSteps {
		lines = append(lines, timeLine{Text: joinDots(camatWord(s.State), m.who(s.By)), When: dayWord(kampung.DateOf(s.At)) + " " + clock(s.At), Why: s.Reason})
	}
	return lines
}
