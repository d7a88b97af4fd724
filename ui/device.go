package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// devicesPage lists the PCs of the office and lets new ones in.
func (s *settingsScreen) devicesPage() *settingsPage {
	u := s.u
	p := &settingsPage{}
	list := column(0)
	more := u.button(tr("Lihat isian yang bertabrakan"), theme.WarningIcon(), weightPlain, func() { u.show(u.frame.clash) })
	p.show = func() {
		list.RemoveAll()
		for i, l := range deviceLines(s.m.Devices) {
			if i > 0 {
				list.Add(hair())
			}
			list.Add(s.deviceRow(l))
		}
		more.Hidden = s.m.Clashes == 0
	}
	how := column(6,
		paragraph(tr("1. Minta kode pendaftaran baru ke kabupaten.")),
		paragraph(tr("2. Di komputer yang baru, pilih “Sambungkan ke kantor yang sudah ada”.")),
		paragraph(tr("3. Kembali ke sini, cocokkan kodenya, lalu tekan “Izinkan”.")))
	p.box = column(12, card(column(8, plainHeading(tr("Komputer di kantor ini")),
		aside(tr("Setiap komputer punya kodenya sendiri. Nomor surat tidak pernah sama walaupun semuanya bekerja tanpa jaringan.")), list, line(0, more, spacer()))),
		card(column(8, plainHeading(tr("Menambah atau mengganti komputer")), how)))
	return p
}

func (s *settingsScreen) deviceRow(l deviceLine) fyne.CanvasObject {
	name := newWords(l.Name)
	name.Bold = true
	state := newWords(l.State)
	state.Role = l.Tone.role()
	act := line(0, spacer())
	if l.Ask {
		allow := s.u.button(tr("Izinkan"), theme.ConfirmIcon(), weightMain, func() { s.letIn(l) })
		allow.Small = true
		if !kampung.May(s.m.Me.Role, kampung.ActEnrol) {
			allow.Disable()
		}
		act.Add(allow)
	}
	row := line(16, newIcon(theme.ComputerIcon(), roleQuiet),
		stretch(halves(12, []float32{1, 1.2, 1, 0.85}, name, quiet(l.Code), state, act)))
	return container.NewStack(sized(1, 52, spacer()), inset(8, 0, row))
}

// letIn asks to compare the codes before it lets a PC in: whoever is let in
// reads all that the office has.
func (s *settingsScreen) letIn(l deviceLine) {
	u := s.u
	var m *modal
	code := newWords(l.Code)
	code.Size_, code.Bold, code.Align = sizeBig, true, fyne.TextAlignCenter
	yes := u.button(tr("Kodenya sama, izinkan"), nil, weightMain, func() {
		m.close()
		desk := u.desk
		work(u, tr("Sedang menyimpan …"), func() (struct{}, error) { return struct{}{}, desk.LetIn(l.ID) }, func(_ struct{}, err error) {
			if u.failed(err) {
				return
			}
			s.loadDevices()
			u.tell(tr("Sudah diizinkan"), tr("Tekan “Kirim sekarang” di komputer ini, lalu “Coba lagi” di komputer itu. Di sana masuk dengan nama “{{.Login}}” dan kata sandi yang dibuat di sana.", "Login", s.m.Me.Login))
		})
	})
	no := u.button(tr("Tidak sama"), nil, weightPlain, func() { m.cancel() })
	m = u.open(fixed(480, column(12, title(tr("Cocokkan kode")),
		paragraph(tr("Lihat layar komputer yang baru. Kode di sana harus persis seperti ini:")), sized(0, 44*scaleNow(), code),
		aside(tr("Kalau tidak sama, jangan izinkan: itu bukan komputer kantor ini. Hubungi petugas kabupaten.")),
		line(8, spacer(), no, yes))), no)
	u.settle(m)
}
