package hub

import (
	"encoding/json"
	"slices"
	"strings"

	"smartkampung/kampung"
)

// known are the versions of the entries that this program understands.
const (
	knownV      = 1
	knownSchema = 1
)

// reading is an entry with its body as its kind says; at most one is set.
type reading struct {
	kampung.ParsedEntry
	request *kampung.RequestBody
	step    *kampung.StepBody
	limit   *kampung.LimitBody
	grant   *kampung.GrantBody
	survey  *kampung.SurveySumBody
	camat   *kampung.CamatBody
	attach  *kampung.AttachBody
	broken  bool // a kind that this program knows with a body that it cannot read
}

// readEntry reads what the kind of an entry promises. A kind that this version
// does not know, and an erased body, leave it bare.
func readEntry(p kampung.ParsedEntry) reading {
	r := reading{ParsedEntry: p}
	if p.Body == nil {
		return r
	}
	switch p.Head.Kind {
	case kampung.KindRequest:
		r.request = new(kampung.RequestBody)
		if json.Unmarshal(p.Body, r.request) != nil {
			r.request, r.broken = nil, true
		}
	case kampung.KindStep:
		r.step = new(kampung.StepBody)
		if json.Unmarshal(p.Body, r.step) != nil {
			r.step, r.broken = nil, true
		}
	case kampung.KindLimit:
		r.limit = new(kampung.LimitBody)
		if json.Unmarshal(p.Body, r.limit) != nil {
			r.limit, r.broken = nil, true
		}
	case kampung.KindSurveySum:
		r.survey = new(kampung.SurveySumBody)
		if json.Unmarshal(p.Body, r.survey) != nil || !r.survey.Valid() {
			r.survey, r.broken = nil, true
		}
	case kampung.KindCamat:
		r.camat = new(kampung.CamatBody)
		if json.Unmarshal(p.Body, r.camat) != nil {
			r.camat, r.broken = nil, true
		}
	case kampung.KindAttach:
		r.attach = new(kampung.AttachBody)
		if json.Unmarshal(p.Body, r.attach) != nil {
			r.attach, r.broken = nil, true
		}
	case kampung.KindGrant:
		r.grant = new(kampung.GrantBody)
		if json.Unmarshal(p.Body, r.grant) != nil {
			r.grant, r.broken = nil, true
		}
	}
	return r
}

// scans are the files that the entry names.
func (r reading) scans() []kampung.Scan {
	switch {
	case r.request != nil:
		return r.request.Scans
	case r.attach != nil:
		return r.attach.Scans
	}
	return nil
}

// counts reports whether the entry goes into the view of requests.
func (r reading) counts() bool {
	switch {
	case r.Head.Subject == "":
		return false
	case r.request != nil:
		return r.request.Service != "" && r.request.Number != ""
	case r.step != nil:
		return r.step.State != ""
	}
	return false
}

// facts is what a judgement asks of the village besides the entry.
type facts struct {
	village    string
	known      bool // the request that a step speaks of has come
	sameNumber bool // another request bears the number
	samePerson bool // another device recorded the service for the person on that day
}

// judge says what the hub thinks of an entry that it has accepted. Nothing here
// keeps an entry out: it tells a person what to mend. Texts never hold a NIK.
func judge(r reading, f facts) kampung.VerdictBody {
	v := kampung.VerdictBody{Verdict: kampung.VerdictOK, Request: r.Head.Subject}
	say := func(verdict kampung.Verdict, field, text string) kampung.VerdictBody {
		v.Verdict, v.Field, v.Text = verdict, field, text
		return v
	}
	switch {
	case r.Head.V > knownV || r.Head.Schema > knownSchema:
		return say(kampung.VerdictNotUnderstood, "", "")
	case r.broken:
		return say(kampung.VerdictRefused, "", "Isi catatan ini tidak dapat dibaca. Rekam ulang permohonannya.")
	case r.Body == nil: // erased
		return v
	case r.camat != nil || r.attach != nil: // for the office's other PCs and for whoever reads the log
		return v
	case r.limit != nil || r.grant != nil || r.survey != nil:
		v.Request = ""
		return v
	case r.request == nil && r.step == nil:
		v.Request = ""
		return say(kampung.VerdictNotUnderstood, "", "")
	case r.Head.Subject == "":
		return say(kampung.VerdictRefused, "", "Catatan ini tidak menyebut permohonannya. Rekam ulang permohonannya.")
	case r.step != nil:
		return judgeStep(*r.step, f, say)
	}
	return judgeRequest(*r.request, f, say)
}

type sayVerdict = func(v kampung.Verdict, field, text string) kampung.VerdictBody

func judgeStep(b kampung.StepBody, f facts, say sayVerdict) kampung.VerdictBody {
	switch {
	case b.State == "":
		return say(kampung.VerdictRefused, "state", "Langkah ini tidak menyebut statusnya.")
	case !slices.Contains(kampung.States, b.State):
		return say(kampung.VerdictNotUnderstood, "", "")
	case kampung.NeedsReason(b.State) && strings.TrimSpace(b.Reason) == "":
		return say(kampung.VerdictHeld, "reason", "Penolakan atau pembatalan ini belum ada alasannya.")
	case !f.known:
		return say(kampung.VerdictHeld, "", "Permohonan dari langkah ini belum sampai di kabupaten. Kirim data dari semua komputer kantor.")
	}
	return say(kampung.VerdictOK, "", "")
}

func judgeRequest(b kampung.RequestBody, f facts, say sayVerdict) kampung.VerdictBody {
	switch {
	case b.Service == "":
		return say(kampung.VerdictRefused, "service", "Jenis layanan belum diisi.")
	case b.Number == "":
		return say(kampung.VerdictRefused, "number", "Nomor surat belum ada.")
	case strings.TrimSpace(b.Person.Name) == "":
		return say(kampung.VerdictRefused, "nama", "Nama pemohon belum diisi.")
	case b.Office.Village != "" && b.Office.Village != f.village:
		return say(kampung.VerdictRefused, "office", "Surat ini memakai kop desa lain.")
	}
	if b.Person.NIK != "" {
		if p := kampung.CheckNIK(b.Person.NIK); p != "" {
			return say(kampung.VerdictRefused, "nik", p)
		}
	}
	if b.Person.KK != "" {
		if p := kampung.CheckKK(b.Person.KK); p != "" {
			return say(kampung.VerdictRefused, "no_kk", p)
		}
	}
	switch {
	case !b.Date.IsZero() && !b.Date.Valid():
		return say(kampung.VerdictRefused, "date", "Tanggal surat tidak ada di kalender.")
	case f.sameNumber:
		return say(kampung.VerdictTwin, "number", "Nomor surat ini juga dipakai permohonan lain di desa ini. Periksa keduanya.")
	case f.samePerson && b.Replaces == "": // a correction is the same letter once more
		return say(kampung.VerdictTwin, "nik", "Layanan yang sama untuk orang yang sama sudah direkam hari itu di komputer lain. Periksa apakah ini permohonan yang sama.")
	}
	return say(kampung.VerdictOK, "", "")
}

// well reports whether a verdict needs nobody's attention.
func well(v kampung.Verdict) bool {
	return v == kampung.VerdictOK || v == kampung.VerdictNotUnderstood
}
