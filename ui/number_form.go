package ui

import (
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// numberAsk is the box that takes a note about numbers.
type numberAsk struct {
	s     *numberScreen
	typed numberTyped
	form  *fields
	get   map[string]control
	whole *words
	m     *modal
}

// ask opens the box for a letter on paper, a reservation or a reason.
func (s *numberScreen) ask(typed numberTyped) {
	u := s.u
	f := &numberAsk{s: s, typed: typed, form: &fields{u: u}, get: map[string]control{}, whole: blame()}
	box := column(12)
	add := func(key, label string, must bool, help string, c control, value string) {
		f.get[key] = c
		c.Put(value)
		box.Add(f.form.add(u.field(key, label, must, help, c)).Box)
	}
	head, yes := tr("Catat surat di kertas"), tr("Simpan")
	switch typed.Use {
	case kampung.NumberPaper:
		add("from", tr("Urutan nomor"), true, "", u.text("12"), typed.From)
		add("service", tr("Layanan"), false, tr("Kosongkan bila suratnya bukan salah satu layanan."), u.choice("", serviceHits(s.m.Services)), typed.Service)
		add("number", tr("Nomor lengkap di kertas"), false, tr("Kosongkan bila sama dengan pola nomor kantor."), u.text(""), "")
		add("date", tr("Tanggal surat"), true, "", u.dateField(), "")
		add("who", tr("Untuk siapa"), true, "", u.text(""), "")
		add("why", tr("Perihal"), true, "", u.text(""), "")
	case kampung.NumberReserved:
		head, yes = tr("Pesan nomor untuk surat di kertas"), tr("Pesan nomor")
		add("count", tr("Berapa nomor berikutnya"), true, "", u.text(""), "1")
		if kampung.CounterNeedsService(s.m.Office) {
			add("service", tr("Layanan"), true, "", u.choice("", serviceHits(s.m.Services)), "")
		}
		add("who", tr("Siapa yang meminta"), true, "", u.text(""), "")
		add("why", tr("Untuk keperluan apa"), true, "", u.text(""), "")
	default:
		head = tr("Mengapa nomor ini tidak ada suratnya?")
		add("from", tr("Dari nomor"), true, "", u.text(""), typed.From)
		add("to", tr("Sampai nomor"), true, "", u.text(""), typed.To)
		add("why", tr("Alasan"), true, "", u.text(""), "")
	}
	f.form.done = f.send
	ok := u.button(yes, theme.DocumentSaveIcon(), weightMain, f.send)
	no := u.button(tr("Batal"), nil, weightPlain, func() { f.m.cancel() })
	f.m = u.open(fixed(520, column(12, title(head), box, f.whole, line(8, spacer(), no, ok))), f.form.list[0].Control.Focus())
	f.form.mark()
	f.m.form, f.m.typed = true, f.form.changed
	u.settle(f.m)
}

// serviceHits are the services to choose from.
func serviceHits(services []kampung.Service) []hit {
	hits := make([]hit, len(services))
	for i, s := range services {
		hits[i] = hit{Key: s.Key, Title: s.Name}
	}
	return hits
}

// send records the note; what is wrong stands beside the fields.
func (f *numberAsk) send() {
	u, desk := f.s.u, f.s.u.desk
	value := func(key string) string {
		if c := f.get[key]; c != nil {
			return trim(c.Value())
		}
		return ""
	}
	t := f.typed
	t.From, t.To, t.Count, t.Service, t.Number = value("from"), value("to"), value("count"), value("service"), value("number")
	t.Date, t.Who, t.Why = value("date"), value("who"), value("why")
	n, count, ps := t.Note(kampung.DateOf(u.env.Now()))
	if len(ps) > 0 {
		f.refuse(ps)
		return
	}
	work(u, tr("Sedang menyimpan …"), func() (kampung.NumberNote, error) { return desk.NoteNumber(n, count) },
		func(n kampung.NumberNote, err error) {
			if ps, text := u.wordsFor(err); err != nil {
				if text != "" {
					ps.Add("", text)
				}
				f.refuse(ps)
				return
			}
			f.m.close()
			u.bar.done(tr("Tersimpan: nomor {{.Range}}", "Range", n.Range()))
			f.s.load()
		})
}

// refuse shows problems beside their fields, and those of no field below.
func (f *numberAsk) refuse(ps kampung.Problems) {
	f.form.show(func(key string) string {
		if _, here := f.get["from"]; key == "count" && !here {
			return joinNonEmpty(ps.Of("count"), ps.Of("from"))
		}
		return ps.Of(key)
	}, true)
	shown := map[string]bool{"from": true}
	for key := range f.get {
		shown[key] = true
	}
	f.whole.Set(problemLines(ps, shown))
	f.s.u.settle(f.m)
}
