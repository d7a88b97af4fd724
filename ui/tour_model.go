package ui

// tourEnd is what ends a step of the tour besides its button.
type tourEnd int

const (
	tourNext   tourEnd = iota // the button alone
	tourForm                  // the form of a new request is up
	tourSaved                 // a request was recorded
	tourSigned                // that request went a step further
)

// tourStep is one step: where it points, what it says, what ends it.
type tourStep struct {
	At   string // name of a place in the window, see [UI.tourPlace]
	Text string
	End  tourEnd
}

// tourSteps leads through the practice office to the first request of one's own.
func tourSteps() []tourStep {
	return []tourStep{
		{"band", tr("Ini kantor latihan. Semua orang di sini rekaan, dan tidak ada yang dikirim. Pita ini selalu tampil selama latihan."), tourNext},
		{"search", tr("Cari orang, surat atau permohonan dari sini. Ctrl+K membawa Anda ke sini dari halaman mana pun."), tourNext},
		{"queue", tr("Ini yang menunggu dikerjakan. Panah memilih, Enter membuka."), tourNext},
		{"new", tr("Sekarang buat permohonan pertama: tekan tombol ini, atau Ctrl+N."), tourForm},
		{"body", tr("Ketik “sup” lalu Enter untuk memilih pemohon, dan “sku” lalu Enter untuk layanannya. Isi yang bertanda *, lalu tekan “Simpan”. Suratnya terlihat di kanan."), tourSaved},
		{"act", tr("Surat sudah bernomor. Tekan tombol besar di atas untuk langkah berikutnya. Setelah disetujui, surat dapat dicetak dengan tanda LATIHAN."), tourSigned},
		{"chip", tr("Selesai! Di kantor sungguhan, kiriman ke kabupaten terlihat di sini. Kantor latihan boleh dipakai terus, atau dibuang dengan tombol di atas."), tourNext},
	}
}

// tour is where somebody stands in it.
type tour struct {
	Steps []tourStep
	At    int
}

// Now is the step, and whether there is one.
func (t tour) Now() (tourStep, bool) {
	if t.At < 0 || t.At >= len(t.Steps) {
		return tourStep{}, false
	}
	return t.Steps[t.At], true
}

// Happened goes on when it is what the step waits for; the button goes on at
// any step. It goes on, too, when a later step is reached by itself.
func (t *tour) Happened(what tourEnd) (moved bool) {
	step, ok := t.Now()
	if !ok {
		return false
	}
	if what == tourNext || step.End == what {
		t.At++
		return true
	}
	for i := t.At + 1; i < len(t.Steps); i++ {
		if t.Steps[i].End == what {
			t.At = i + 1
			return true
		}
	}
	return false
}

// Last reports whether the button ends the tour.
func (t tour) Last() bool { return t.At == len(t.Steps)-1 }
