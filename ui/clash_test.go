package ui

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// clashes0 are disputes of each kind about the requests of a filled stage.
func clashes0() []kampung.Clash {
	side := func(entry, device, by string, ago time.Duration, value string) kampung.ClashValue {
		return kampung.ClashValue{Entry: entry, Device: device, By: by, At: now0.Add(-ago), Value: value}
	}
	return []kampung.Clash{
		{Kind: kampung.KindRequest, Subject: "p001", Name: "500/001/429.511.01/2026 · MISNATI", Field: "fields", Values: []kampung.ClashValue{
			side("e1", "d2", "budi", 26*time.Hour, `{"nama_usaha":"TOKO MAJU","keperluan":"Pinjaman bank"}`),
			side("e2", "d1", "siti", time.Hour, `{"nama_usaha":"TOKO MUNDUR","keperluan":"Pinjaman bank"}`)}},
		{Kind: kampung.KindRequest, Subject: "p002", Name: "331/002/429.511.01/2026 · SLAMET RAHARJO", Field: "state", Values: []kampung.ClashValue{
			side("e3", "d2", "budi", 3*time.Hour, string(kampung.StateCancelled)), side("e4", "d1", "siti", 2*time.Hour, string(kampung.StateApproved))}},
		{Kind: kampung.KindResident, Subject: "w001", Name: "MISNATI", Field: "agama_id", Values: []kampung.ClashValue{
			side("e5", "d2", "budi", 3*time.Hour, "2"), side("e6", "d9", "kartini", 2*time.Hour, "1")}},
		{Kind: kampung.KindResident, Subject: "w002", Name: "SLAMET RAHARJO", Field: "nik", Values: []kampung.ClashValue{
			{Entry: "w002", Value: "SLAMET RAHARJO"}, {Entry: "w009", Value: "SLAMET R."}}},
		{Kind: kampung.KindOffice, Subject: "35.10.05.2001", Name: "Sumberberas", Field: "phone", Values: []kampung.ClashValue{
			side("e7", "d2", "budi", 3*time.Hour, `"0333-111111"`), side("e8", "d1", "siti", 2*time.Hour, "")}},
	}
}

func clashing(t *testing.T, login string) *stage {
	s := newStage(t, true).unlock().fill()
	s.desk.me = login
	s.desk.devices = append(s.desk.devices, kampung.Device{ID: "d2", Mark: "B", Granted: true})
	s.desk.clashes = clashes0()
	s.desk.tell(kampung.Change{Requests: []string{"p001"}})
	return s
}

func TestClashesAreShownWithBothValues(t *testing.T) {
	s := clashing(t, "siti")
	k := s.clerk
	k.Tap("5 perlu dipilih").Sees("Dua komputer mengubah isian ini")
	k.Sees("500/001/429.511.01/2026 · MISNATI").Sees("Isian layanan").Sees("Nama usaha: TOKO MAJU").Sees("Nama usaha: TOKO MUNDUR").SeesNot("Pinjaman bank")
	k.Sees("Budi Contoh · kemarin 07.31 · komputer B").Sees("Siti Contoh · hari ini 08.31 · komputer ini").Sees("sedang dipakai")
	if k.Focused() != "Pakai yang ini" {
		t.Fatalf("the keyboard is at %q", k.Focused())
	}
	s.desk.settleErr = &kampung.Trouble{What: "Disk penuh.", Next: "Kosongkan tempat di disk."}
	k.Enter().Sees("Disk penuh. Kosongkan tempat di disk.").Enter()
	s.desk.settleErr = nil
	s.u.focus(s.u.frame.clash.first)
	k.Enter().Sees("Dipilih. Komputer lain akan mengikuti.").Sees("4 perlu dipilih").SeesNot("TOKO MAJU")
	for range 4 {
		k.Enter()
	}
	k.Sees("Tidak ada yang perlu dipilih. Semua komputer di kantor ini sama.").SeesNot("1 perlu dipilih")
	if want := []string{"fields=e1", "state=e3", "agama_id=e5", "nik=w002", "phone=e7"}; !slices.Equal(s.desk.settled, want) {
		t.Fatalf("settled %v", s.desk.settled)
	}
	k.Key(fyne.KeyEscape).Sees("Perlu dikerjakan")
}

func TestOperatorChoosesOnlyForResidents(t *testing.T) {
	s := clashing(t, "budi")
	k := s.clerk
	k.Tap("5 perlu dipilih").Sees("Yang memilih adalah sekretaris desa, kepala desa atau admin.")
	k.Enter()
	if want := []string{"agama_id=e5"}; !slices.Equal(s.desk.settled, want) {
		t.Fatalf("an operator settled %v", s.desk.settled)
	}
}

func TestClashValuesInWords(t *testing.T) {
	s := clashing(t, "siti")
	m, err := loadClashes(s.desk)
	if err != nil {
		t.Fatal(err)
	}
	all := clashes0()
	view := func(i int) clashView { return m.View(all[i], now0) }
	for _, c := range []struct {
		v      clashView
		field  string
		values [][]string
		who    string
	}{
		{view(1), "Status", [][]string{{"Batal"}, {"Disetujui"}}, "Budi Contoh · hari ini 06.31 · komputer B"},
		{view(2), "Agama", [][]string{{"Kristen"}, {"Islam"}}, "Budi Contoh · hari ini 06.31 · komputer B"},
		{view(3), "Dua penduduk dengan NIK yang sama", [][]string{{"SLAMET RAHARJO"}, {"SLAMET R."}}, ""},
		{view(4), "Telepon", [][]string{{"0333-111111"}, {"(dikosongkan)"}}, "Budi Contoh · hari ini 06.31 · komputer B"},
	} {
		if c.v.Field != c.field || c.v.Sides[0].Who != c.who {
			t.Errorf("%q by %q", c.v.Field, c.v.Sides[0].Who)
		}
		for i, want := range c.values {
			if !slices.Equal(c.v.Sides[i].Lines, want) {
				t.Errorf("%s: %q, want %q", c.field, c.v.Sides[i].Lines, want)
			}
		}
	}
	if v := view(2); v.Sides[1].Who != "kartini · hari ini 07.31 · komputer lain" || !v.Sides[1].Stands || v.Sides[0].Stands {
		t.Errorf("%+v", v.Sides)
	}
	if v := view(3); v.Sides[0].Stands || v.Sides[1].Stands {
		t.Error("one of two residents stands")
	}
	// Other forms of values: never the bytes of a record, never a whole NIK.
	for _, c := range []struct{ kind, field, a, b, label, want string }{
		{kampung.KindRequest, "applicant", `{"nama":"MISNATI","nik":"3510054107700002","tanggal_lahir":"1970-07-01"}`, `{"nama":"MISNATI","nik":"3510054107700003"}`, "Pemohon", "NIK: 351005••••••0002\nTanggal lahir: 1 Juli 1970"},
		{kampung.KindRequest, "shown", `["ktp","kk"]`, `["ktp"]`, "Syarat yang ditunjukkan", ""},
		{kampung.KindRequest, "date", `"2026-11-21"`, `"2026-11-22"`, "Tanggal surat", "21 November 2026"},
		{kampung.KindRequest, "note", "", `"x"`, "Catatan", "(dikosongkan)"},
		{kampung.KindRequest, "seq_at", `[4,7]`, `[3,6]`, "Keterangan surat", "4, 7"},
		{kampung.KindRequest, "signer", `{"key":"kades","name":"H. SUYATNO CONTOH"}`, `{"key":"kades","name":"DWI LESTARI CONTOH"}`, "Penanda tangan", "Nama: H. SUYATNO CONTOH"},
		{kampung.KindResident, "nik", `"3510054107700002"`, `"3510054107700003"`, "NIK", "351005••••••0002"},
		{kampung.KindResident, "tanggallahir", `"1970-07-01"`, `"1970-07-02"`, "Tanggal lahir", "1 Juli 1970"},
		{kampung.KindResident, "akta_lahir", `"AL-1"`, `"AL-2"`, "Akta lahir", "AL-1"},
		{kampung.KindOffice, "old_codes", "true", "false", "Kode klasifikasi", "ya"},
		{kampung.KindOffice, "signers", `[{"key":"kades","name":"H. SUYATNO CONTOH","title":"Kepala Desa"}]`, `[]`, "Penanda tangan", "H. SUYATNO CONTOH · Kepala Desa"},
		{kampung.KindOffice, "logo", `"9f86d081"`, `"60303ae2"`, "Lambang pada kop surat", "gambar lain"},
	} {
		v := m.View(kampung.Clash{Kind: c.kind, Subject: "p001", Field: c.field, Values: []kampung.ClashValue{{Entry: "a", Device: "d1", Value: c.a}, {Entry: "b", Device: "d2", Value: c.b}}}, now0)
		if got := joinLines(v.Sides[0].Lines); v.Field != c.label || c.want != "" && got != c.want {
			t.Errorf("%s %s: %q %q", c.kind, c.field, v.Field, got)
		}
	}
}

func TestMarkOfANumberIsExplained(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	r := s.desk.requests["p002"]
	r.Number, r.Scope = "470/002-B/429.511.01/2026", r.Scope+"/B"
	s.desk.requests["p002"] = r
	s.u.frame.openRequest("p002")
	s.clerk.Sees("Tanda -B pada nomor").Sees("Nomor diberi oleh komputer B sebelum mendapat jatah.")
	s.u.frame.openRequest("p001")
	s.clerk.SeesNot("pada nomor")
}

func TestFieldsInTheClerksWords(t *testing.T) {
	s := newStage(t, true)
	sku := s.desk.service("sku")
	for field, want := range map[string]string{"fields.keperluan": "Keperluan", "keperluan": "Keperluan", "nik": "NIK", "applicant.nik": "NIK",
		"no_kk": "Nomor KK", "number": "Nomor surat", "": "", "fields.tidak_ada": "", "reason": "Alasan", "office": "Kop surat"} {
		if got := fieldWord(sku, field); got != want {
			t.Errorf("%q is %q, want %q", field, got, want)
		}
	}
}
