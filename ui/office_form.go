package ui

import (
	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// letterheadForm is what stands at the top of each letter.
type letterheadForm struct {
	address, email, website, postal *textControl
	phone                           *formedControl
	paper                           *choice
	rows                            *fyne.Container
}

// paperHits are the papers that letters are printed on.
func paperHits() []hit {
	return []hit{
		{Key: "F4", Title: tr("F4 / folio 215 × 330 mm")},
		{Key: "A4", Title: tr("A4 210 × 297 mm")},
		{Key: "F4-210", Title: tr("F4 sempit 210 × 330 mm")},
	}
}

func (u *UI) letterheadForm(fs *fields) *letterheadForm {
	f := &letterheadForm{address: u.text(tr("Jalan, nomor, dusun")), phone: u.phoneField(), email: u.text(""), website: u.text(""),
		postal: u.text(""), paper: u.choice("", paperHits())}
	a := fs.add(u.field("address", tr("Alamat kantor"), false, "", f.address))
	post := fs.add(u.field("postal", tr("Kode pos"), false, "", f.postal))
	tel := fs.add(u.field("phone", tr("Telepon"), false, "", f.phone))
	mail := fs.add(u.field("email", tr("Surel"), false, "", f.email))
	web := fs.add(u.field("website", tr("Situs web"), false, "", f.website))
	pap := fs.add(u.field("paper", tr("Kertas surat"), false, "", f.paper))
	f.rows = column(12, halves(12, []float32{3, 1}, a.Box, post.Box),
		halves(12, []float32{1, 1.2, 1.2}, tel.Box, mail.Box, web.Box), halves(12, []float32{1, 1}, pap.Box, sized(1, 1, spacer())))
	return f
}

func (f *letterheadForm) put(o kampung.Office) {
	f.address.Put(o.Address)
	f.phone.Put(o.Phone)
	f.email.Put(o.Email)
	f.website.Put(o.Website)
	f.postal.Put(o.Postal)
	f.paper.Put(o.Paper)
}

func (f *letterheadForm) read(o *kampung.Office) {
	o.Address, o.Phone, o.Email = trim(f.address.Value()), trim(f.phone.Value()), trim(f.email.Value())
	o.Website, o.Postal = trim(f.website.Value()), trim(f.postal.Value())
	if v := f.paper.Value(); v != "" {
		o.Paper = v
	}
}

// numberForm is how letters are numbered, with a live example.
type numberForm struct {
	u             *UI
	unit, pattern *textControl
	scope, codes  *choice
	example       *words
	base          kampung.Office
	box           *fyne.Container
}

// scopeHits say which letters share a counter.
func scopeHits() []hit {
	return []hit{
		{Key: string(kampung.ScopeAll), Title: tr("Semua surat layanan")},
		{Key: string(kampung.ScopeService), Title: tr("Tiap layanan sendiri")},
		{Key: string(kampung.ScopeClassification), Title: tr("Tiap kode klasifikasi sendiri")},
		{Key: string(kampung.ScopeMail), Title: tr("Bersama agenda surat masuk dan keluar")},
	}
}

func (u *UI) numberForm(fs *fields) *numberForm {
	f := &numberForm{u: u, unit: u.text("429.511.01"), pattern: u.text(kampung.DefaultNumberFormat),
		scope: u.choice("", scopeHits()),
		codes: u.choice("", []hit{{Key: "baru", Title: tr("Permendagri 83/2022 (400.12.2.1)")}, {Key: "lama", Title: tr("Cara lama (470)")}})}
	f.example = heading("")
	f.example.Role = roleMain
	unit := fs.add(u.field("unit_code", tr("Kode unit dari kabupaten"), false, tr("Lihat pada surat yang sudah ada. Kosongkan bila belum tahu."), f.unit))
	pat := fs.add(u.field("number_format", tr("Pola nomor"), false, tr("Bagian: [kode] [nomor 3] [kode_desa] [bulan_romawi] [bulan] [tahun]"), f.pattern))
	scope := fs.add(u.field("number_scope", tr("Satu urutan nomor untuk"), false, "", f.scope))
	codes := fs.add(u.field("old_codes", tr("Kode klasifikasi"), false, "", f.codes))
	for _, c := range []control{f.unit, f.pattern, f.scope, f.codes} {
		c.Listen(func(bool) { f.showExample(pat) })
	}
	f.box = column(12, halves(12, []float32{1, 1.6}, unit.Box, pat.Box), halves(12, []float32{1, 1}, scope.Box, codes.Box),
		column(2, small(tr("Contoh nomor")), f.example))
	return f
}

func (f *numberForm) showExample(pat *field) {
	o := f.base
	f.read(&o)
	text, ps := numberExample(o, f.u.env.Now())
	pat.SetProblem(ps.Of("number_format"))
	if len(ps) > 0 {
		text = "—"
	}
	f.example.Set(text)
}

func (f *numberForm) put(o kampung.Office) {
	f.base = o
	f.unit.Put(o.UnitCode)
	f.pattern.Put(o.NumberFormat)
	f.scope.Put(string(o.NumberScope))
	f.codes.Put("baru")
	if o.OldCodes {
		f.codes.Put("lama")
	}
	text, _ := numberExample(o, f.u.env.Now())
	f.example.Set(text)
}

func (f *numberForm) read(o *kampung.Office) {
	o.UnitCode = trim(f.unit.Value())
	o.NumberFormat = trim(f.pattern.Value())
	if o.NumberFormat == "" {
		o.NumberFormat = kampung.DefaultNumberFormat
	}
	if v := f.scope.Value(); v != "" {
		o.NumberScope = kampung.NumberScope(v)
	}
	o.OldCodes = f.codes.Value() == "lama"
}

// signerForm is one official.
type signerForm struct {
	name, title, nip, rank *textControl
	as                     *choice
	asField                *field
	box                    *fyne.Container
}

// signAsHits say in whose name an official signs.
func signAsHits() []hit {
	return []hit{
		{Key: string(kampung.SignHead), Title: tr("Kepala Desa / Lurah sendiri")},
		{Key: string(kampung.SignAN), Title: tr("a.n. kepala (sekretaris)")},
		{Key: string(kampung.SignUB), Title: tr("a.n. kepala, u.b. (kasi, kaur)")},
		{Key: string(kampung.SignPlt), Title: tr("Plt. (pelaksana tugas)")},
		{Key: string(kampung.SignPj), Title: tr("Pj. (penjabat)")},
	}
}

func (u *UI) signerForm(fs *fields) *signerForm {
	f := &signerForm{name: u.text(tr("dengan gelar, seperti pada surat")), title: u.text(""), nip: u.text(""), rank: u.text(""),
		as: u.choice("", signAsHits())}
	n := fs.add(u.field("head_name", tr("Nama"), true, "", f.name))
	t := fs.add(u.field("head_title", tr("Jabatan"), true, "", f.title))
	f.asField = fs.add(u.field("head_as", tr("Menandatangani sebagai"), false, "", f.as))
	p := fs.add(u.field("head_nip", tr("NIP atau NIPD"), false, "", f.nip))
	r := fs.add(u.field("head_rank", tr("Pangkat (kelurahan)"), false, "", f.rank))
	f.box = column(12, halves(12, []float32{1.4, 1}, n.Box, t.Box), halves(12, []float32{1.4, 1, 1}, f.asField.Box, p.Box, r.Box))
	return f
}

func (f *signerForm) put(s kampung.Signer) {
	f.name.Put(s.Name)
	f.title.Put(s.Title)
	f.nip.Put(s.NIP)
	f.rank.Put(s.Rank)
	f.as.Put(string(s.As))
}

func (f *signerForm) read(s *kampung.Signer) {
	s.Name, s.Title = trim(f.name.Value()), trim(f.title.Value())
	s.NIP, s.Rank = trim(f.nip.Value()), trim(f.rank.Value())
	if v := f.as.Value(); v != "" {
		s.As = kampung.SignAs(v)
	}
}
