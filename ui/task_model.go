package ui

import "smartkampung/kampung"

// progressOf tells a count in the chosen language.
func progressOf(p kampung.Progress) string {
	step := stepWord(p.Step)
	switch {
	case p.Total <= 0:
		return step + " …"
	case p.Of == kampung.OfBytes:
		return tr("{{.Step}}: {{.Done}} dari {{.Total}}", "Step", step, "Done", bytesWord(p.Done), "Total", bytesWord(p.Total))
	}
	return tr("{{.Step}}: {{.Done}} dari {{.Total}} {{.Of}}", "Step", step, "Done", countWord(int(p.Done)), "Total", countWord(int(p.Total)), "Of", ofWord(p.Of))
}

func stepWord(step string) string {
	switch step {
	case kampung.StepRead:
		return tr("Membaca")
	case kampung.StepCheck:
		return tr("Memeriksa")
	case kampung.StepSave:
		return tr("Menyimpan")
	case kampung.StepCopy:
		return tr("Menyalin")
	case kampung.StepTest:
		return tr("Menguji salinan")
	case kampung.StepLay:
		return tr("Menyusun halaman")
	case kampung.StepWrite:
		return tr("Menulis berkas")
	case kampung.StepPack:
		return tr("Mengemas")
	}
	return step
}

func ofWord(of string) string {
	switch of {
	case kampung.OfResidents:
		return tr("penduduk")
	case kampung.OfRows:
		return tr("baris")
	case kampung.OfPages:
		return tr("halaman")
	case kampung.OfEntries:
		return tr("catatan")
	case kampung.OfScans:
		return tr("lampiran")
	case kampung.OfFiles:
		return tr("berkas")
	case kampung.OfLetters:
		return tr("surat")
	}
	return of
}
