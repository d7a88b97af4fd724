package ui

import (
	"image"
	"slices"
	"strings"

	"smartkampung/kampung"
)

// detailModel is one request with all that its page shows.
type detailModel struct {
	R       kampung.Request
	Service kampung.Service
	Role    kampung.Role
	Sync    kampung.Sync
	Names   map[string]string // logins to names
	Pages   []image.Image
	Looks   []kampung.Look
	Old     kampung.Request // whose letter this one corrects; empty for none
	Today   kampung.Date
	New     kampung.Request // whose letter corrects this one; empty for none
}

// action is something that can be done with the request.
type action struct {
	Key   string // "cetak", "pdf", "perbaiki" or a state
	Text  string
	Grave bool
}

// Actions are what may be done now by the one who looks; the first is the next
// step and becomes the main button.
func (m detailModel) Actions() []action {
	var out []action
	pull := false
	if m.R.State.Editable() {
		out = append(out, action{Key: "perbaiki", Text: tr("Perbaiki")})
	}
	for _, to := range kampung.NextStates(m.R.State, m.Role) {
		switch to {
		case kampung.StatePrinted:
			out = append(out, action{Key: "cetak", Text: tr("Cetak")}, action{Key: "pdf", Text: tr("Simpan PDF")},
				action{Key: string(to), Text: tr("Tandai sudah dicetak")})
		case kampung.StateChecked: // by mending it
		case kampung.StateDraft:
			pull = m.R.State != kampung.StateRefused
		case kampung.StateHanded:
			out = append(out, action{Key: string(to), Text: stepVerb(to)}, action{Key: "titip", Text: tr("Serahkan kepada orang lain")})
		default:
			out = append(out, action{Key: string(to), Text: stepVerb(to), Grave: kampung.NeedsReason(to)})
		}
	}
	if pull {
		// Not the usual step: it stands behind those that go on.
		i := 0
		for i < len(out) && !out[i].Grave {
			i++
		}
		out = slices.Insert(out, i, action{Key: string(kampung.StateDraft), Text: tr("Tarik kembali")})
	}
	if m.R.State == kampung.StatePrinted || m.R.State == kampung.StateHanded {
		again := action{Key: "cetak", Text: tr("Cetak lagi")}
		pdf := action{Key: "pdf", Text: tr("Simpan PDF")}
		if len(out) > 0 && !out[0].Grave {
			out = append([]action{out[0], again, pdf}, out[1:]...)
		} else {
			out = append([]action{again, pdf}, out...)
		}
	}
	if m.R.State == kampung.StateCancelled && slices.ContainsFunc(m.R.Steps, func(s kampung.Step) bool { return s.State.Signed() }) {
		out = append(out, action{Key: "pdf", Text: tr("Simpan PDF")}) // as it was, with the mark BATAL
	}
	if kampung.CanSurvey(m.R, m.Today) {
		out = append([]action{{Key: "survei", Text: tr("Minta penilaian")}}, out...)
	}
	if kampung.CheckCorrect(m.R) == "" {
		i := 0
		for i < len(out) && !out[i].Grave {
			i++
		}
		out = slices.Insert(out, i, action{Key: "ganti", Text: tr("Perbaiki surat")})
	}
	// What is no step of the request stands before what cannot be undone.
	i := 0
	for i < len(out) && !out[i].Grave {
		i++
	}
	if m.R.State.Signed() {
		out = slices.Insert(out, i, action{Key: "atur-cetak", Text: tr("Atur cetak")})
		i++
	}
	if kampung.CheckAttach(m.R) == "" {
		out = slices.Insert(out, i, action{Key: "lampir", Text: tr("Tambah lampiran")})
		i++
	}
	return slices.Insert(out, i, action{Key: "catat", Text: tr("Tulis catatan")})
}

// Main is the one thing to do next; false when nothing is.
func (m detailModel) Main() (action, bool) {
	all := m.Actions()
	if len(all) == 0 || all[0].Grave || all[0].Key == "lampir" || all[0].Key == "catat" || all[0].Key == string(kampung.StateDraft) {
		return action{}, false
	}
	return all[0], true
}

// Others are what else may be done, behind the button “Lainnya”.
func (m detailModel) Others() []action {
	all := m.Actions()
	if _, ok := m.Main(); ok {
		all = all[1:]
	}
	return all
}

// linked is another letter that this one points at.
type linked struct {
	ID, Head, Text string
	Tone           tone
}

// Links are the letters of a correction.
func (m detailModel) Links() (all []linked) {
	if m.Old.ID != "" {
		l := linked{ID: m.Old.ID, Head: tr("Mengganti surat nomor {{.Number}}", "Number", m.Old.Number), Text: m.R.Why, Tone: toneWait}
		if !m.R.State.Signed() && m.R.State != kampung.StateCancelled {
			l.Text = joined(" ", m.R.Why, tr("Surat lama dibatalkan begitu surat ini disetujui."))
		}
		all = append(all, l)
	}
	if m.New.ID != "" {
		all = append(all, linked{ID: m.New.ID, Head: tr("Diganti dengan surat nomor {{.Number}}", "Number", m.New.Number), Text: m.New.Why, Tone: toneBack})
	}
	return all
}

// stepVerb is a step as the words on its button.
func stepVerb(to kampung.State) string {
	switch to {
	case kampung.StateVerified:
		return tr("Tandai sudah diperiksa")
	case kampung.StateApproved:
		return tr("Setujui")
	case kampung.StateHanded:
		return tr("Serahkan")
	case kampung.StateRefused:
		return tr("Tolak")
	case kampung.StateCancelled:
		return tr("Batalkan permohonan")
	}
	return stateWord(to)
}

func (m detailModel) who(login string) string {
	if n := m.Names[login]; n != "" {
		return n
	}
	return login
}

// Facts are the filled fields as they print, the numbers of persons whole or
// hidden.
func (m detailModel) Facts(whole bool) [][2]string {
	r := m.R
	if !whole {
		r = r.Masked()
	}
	out := [][2]string{{tr("Pemohon"), r.Applicant.Name}}
	add := func(label, value string) {
		if value != "" {
			out = append(out, [2]string{label, value})
		}
	}
	add(tr("NIK"), r.Applicant.NIK)
	add(tr("Alamat"), r.Applicant.Address)
	for _, f := range m.Service.Fields {
		if v := r.Fields[f.Key]; v != "" {
			add(f.Label, kampung.PrintField(f, v))
		}
	}
	for _, q := range m.Service.Requirements {
		for _, k := range r.Shown {
			if k == q.Key {
				add(tr("Ditunjukkan"), q.Label)
			}
		}
	}
	if mark := kampung.NumberMark(r); mark != "" {
		add(tr("Tanda -{{.Mark}} pada nomor", "Mark", mark), tr("Nomor diberi oleh komputer {{.Mark}} sebelum mendapat jatah. Tetap sah dan tidak kembar.", "Mark", mark))
	}
	add(tr("Penanda tangan"), joinDots(r.Signer.Name, r.Signer.Title))
	add(tr("Catatan"), r.Note)
	return out
}

// SyncWords tell what the regency knows of the request.
func (m detailModel) SyncWords() (string, tone) {
	switch m.Sync {
	case kampung.SyncReceived:
		return tr("Sudah diterima kabupaten, dengan tanda terima."), toneDone
	case kampung.SyncPacked:
		return tr("Sudah dikemas di USB, belum ada tanda terima dari kabupaten."), toneWait
	case kampung.SyncRefused:
		return tr("Sudah sampai di kabupaten, tetapi ada yang harus diperbaiki."), toneBack
	case kampung.SyncHeld:
		return tr("Sudah sampai di kabupaten dan ditahan dulu di sana."), toneWait
	case kampung.SyncTwin:
		return tr("Sudah sampai di kabupaten; di sana tampak seperti permohonan ganda."), toneWait
	}
	return tr("Tersimpan di komputer ini, belum dikirim."), toneQuiet
}

// reply is what the regency says about a request, in words.
type reply struct {
	Head, Text, When string
	Tone             tone
}

// Replies are what came down about the request, the newest first.
func (m detailModel) Replies() []reply {
	var all []reply
	for _, a := range slices.Backward(m.R.Answers) {
		r := reply{Text: a.Reason, When: joined(" · ", a.By, dayWord(kampung.DateOf(a.At))+" "+clock(a.At))}
		r.Head, r.Tone = answerHead(a.Decision, a.Office)
		if f, ok := m.Service.Field(strings.TrimPrefix(a.Field, "fields.")); ok && a.Decision == kampung.DecisionMend {
			r.Text = joined(": ", f.Label, a.Reason)
		}
		all = append(all, r)
	}
	for _, g := range slices.Backward(m.R.Rulings) {
		r := reply{Text: g.Text, When: dayWord(kampung.DateOf(g.At)) + " " + clock(g.At)}
		r.Head, r.Tone = verdictHead(g.Verdict)
		all = append(all, r)
	}
	return all
}

// joined joins the texts that are not empty.
func joined(by string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), by)
}

// loadDetail reads a request with all that its page shows; it reads the disk.
func loadDetail(d Desk, id string) (detailModel, error) {
	r, err := d.Request(id)
	if err != nil {
		return detailModel{}, err
	}
	m := detailModel{R: r, Service: r.Template, Role: d.Me().Role, Sync: kampung.SyncSaved}
	if m.Service.Key == "" {
		for _, s := range d.Services() {
			if s.Key == r.Service {
				m.Service = s
			}
		}
	}
	// A letter of a correction that has not come from another PC is left out.
	if r.Replaces != "" {
		m.Old, _ = d.Request(r.Replaces)
	}
	if r.ReplacedBy != "" {
		m.New, _ = d.Request(r.ReplacedBy)
	}
	if m.Names, err = namesOf(d); err != nil {
		return m, err
	}
	if m.Looks, err = d.Looks(id); err != nil {
		return m, err
	}
	rows, err := d.Requests(kampung.RequestFilter{Text: r.Number, Limit: 20})
	if err != nil {
		return m, err
	}
	for _, row := range rows {
		if row.ID == id {
			m.Sync = row.Sync
		}
	}
	return m, nil
}
