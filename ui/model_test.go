package ui

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"smartkampung/kampung"
)

func span7(s string) float32 { return float32(len([]rune(s))) * 7 }

func TestLinesNeverExceedTheirWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-zà ]{0,80}`).Draw(t, "text")
		width := float32(rapid.IntRange(14, 300).Draw(t, "width"))
		lines := breakLines(text, width, span7)
		for _, l := range lines {
			if span7(l) > width {
				t.Fatalf("%q is wider than %v", l, width)
			}
		}
		if got, want := strings.ReplaceAll(strings.Join(lines, ""), " ", ""), strings.ReplaceAll(text, " ", ""); got != want {
			t.Fatalf("the letters changed: %q, want %q", got, want)
		}
		if c := cut(text, width, span7); span7(c) > width && c != "…" {
			t.Fatalf("%q is wider than %v", c, width)
		}
	})
}

func TestDatesAsTyped(t *testing.T) {
	today := kampung.Date{Year: 2026, Month: 11, Day: 23}
	for _, typed := range []string{"17081990", "17-8-1990", "17 agustus 1990", "17/08/1990"} {
		stored, ok := readDate(typed, today)
		if !ok || stored != "1990-08-17" || showDate(stored) != "17-08-1990" {
			t.Errorf("%q is %q, shown %q", typed, stored, showDate(stored))
		}
	}
	if _, ok := readDate("31-02-1990", today); ok {
		t.Error("31 February is taken")
	}
	if got := showDate("31-02-1990"); got != "31-02-1990" {
		t.Errorf("what is no date becomes %q", got)
	}
	if got := moveDate("", 1, today); got != "23-11-2026" {
		t.Errorf("an empty field moves to %q", got)
	}
	if got := moveDate("28-02-2026", 1, today); got != "01-03-2026" {
		t.Errorf("the day after is %q", got)
	}
	if got := moveDate("apa", 1, today); got != "apa" {
		t.Errorf("what is no date moves to %q", got)
	}
}

func TestWordsForScans(t *testing.T) {
	if got := progressWords(kampung.ScanProgress{Done: 1_200_000, Total: 3_400_000}); got != "Sedang mengirim lampiran: 1,2 MB dari 3,4 MB …" {
		t.Errorf("%q", got)
	}
	m := linkModel{Status: kampung.Status{Enrolled: true, Requests: 3, PendingRequests: 1, Scans: 1}}
	if got, _ := m.Sentence(time.Now()); got != "1 belum diterima; belum pernah tersambung" {
		t.Errorf("records come first: %q", got)
	}
}

func TestTableRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.MapOfN(rapid.SampledFrom([]string{"nama", "nik"}), rapid.String(), 1, 2), 0, 4).Draw(t, "rows")
		stored := encodeTable(rows)
		back := decodeTable(stored)
		if stored == "" {
			if len(back) != 0 {
				t.Fatal("nothing came back as something")
			}
			return
		}
		if encodeTable(back) != stored {
			t.Fatalf("%q came back as %q", stored, encodeTable(back))
		}
	})
	if decodeTable("{") != nil {
		t.Fatal("broken text has rows")
	}
}

func TestLinkWordsTellTheTruth(t *testing.T) {
	newStage(t, true) // the language
	for want, s := range map[string]kampung.Status{
		"Belum terdaftar di kabupaten": {},
		"3 menunggu, belum terdaftar":  {PendingRequests: 3},
		"3 belum diterima":             {PendingRequests: 3, Enrolled: true, LastContact: now0},
		"Belum pernah terkirim":        {Enrolled: true},
		"Semua sudah diterima":         {Enrolled: true, LastContact: now0},
	} {
		if got, _ := linkWords(s); got != want {
			t.Errorf("%+v reads %q, want %q", s, got, want)
		}
	}
}

func TestMomentsAndSpans(t *testing.T) {
	newStage(t, true)
	for want, at := range map[string]time.Time{"09.12": now0.Add(-19 * time.Minute), "kemarin 14.05": time.Date(2026, 11, 22, 14, 5, 0, 0, kampung.WIB),
		"21-11 07.31": time.Date(2026, 11, 21, 7, 31, 0, 0, kampung.WIB), "03-12-2025": time.Date(2025, 12, 3, 7, 0, 0, 0, kampung.WIB), "": {}} {
		if got := moment(at, now0); got != want {
			t.Errorf("%v is %q, want %q", at, got, want)
		}
	}
	if got := span(50 * time.Hour); got != "2 hari" {
		t.Errorf("50 hours are %q", got)
	}
	if countWord(1234567) != "1.234.567" || countWord(999) != "999" {
		t.Error("counts lack their points")
	}
	if bytesWord(3_400_000) != "3,4 MB" {
		t.Error(bytesWord(3_400_000))
	}
}

func TestActionsFollowTheRules(t *testing.T) {
	newStage(t, true)
	rapid.Check(t, func(t *rapid.T) {
		m := detailModel{R: kampung.Request{State: rapid.SampledFrom(kampung.States).Draw(t, "state")}, Role: rapid.SampledFrom(kampung.Roles).Draw(t, "role")}
		for i, a := range m.Actions() {
			to := kampung.State(a.Key)
			if a.Key == "cetak" || a.Key == "pdf" || a.Key == "atur-cetak" {
				if !m.R.State.Signed() {
					t.Fatalf("%s may be printed", m.R.State)
				}
				continue
			}
			if a.Key == "titip" {
				to = kampung.StateHanded
			}
			if a.Key == "catat" {
				continue // whoever may look may note
			}
			if a.Key == "lampir" {
				if m.R.State.Final() {
					t.Fatalf("%s takes files", m.R.State)
				}
				continue
			}
			if a.Key == "ganti" {
				if !m.R.State.Signed() {
					t.Fatalf("%s may be corrected by a letter that replaces it", m.R.State)
				}
				continue
			}
			if a.Key == "perbaiki" {
				if !m.R.State.Editable() || i != 0 {
					t.Fatalf("%s may be mended, in place %d", m.R.State, i)
				}
				continue
			}
			if why := kampung.Advance(m.R.State, to, m.Role, "alasan"); why != "" {
				t.Fatalf("%s as %s offers %s: %s", m.R.State, m.Role, to, why)
			}
		}
	})
}

func TestSignerKeysDiffer(t *testing.T) {
	o := kampung.Office{}
	for _, title := range []string{"Kepala Desa", "Sekretaris Desa", "Kasi Pelayanan", "Kasi Pelayanan", "123"} {
		o = withSigner(o, kampung.Signer{Name: "X", Title: title})
	}
	keys := map[string]bool{}
	for _, s := range o.Signers {
		if s.Key == "" || keys[s.Key] {
			t.Fatalf("keys: %+v", o.Signers)
		}
		keys[s.Key] = true
	}
	if !keys["sekdes"] || !keys["kasi-pelayanan-2"] {
		t.Fatalf("keys: %v", keys)
	}
	if got := withoutSigner(o, o.Signers[0].Key); len(got.Signers) != 5 {
		t.Fatal("the head can be removed")
	}
	if got := withoutSigner(o, "sekdes"); len(got.Signers) != 4 || len(o.Signers) != 5 {
		t.Fatal("removing changes the old list")
	}
}

func TestRecoverySheetHoldsTheKey(t *testing.T) {
	sheet := string(recoverySheet(kampung.Office{Name: "Sumberberas", Kecamatan: "Muncar", Kabupaten: "Kabupaten Banyuwangi"}, testRecovery, now0))
	flat := strings.NewReplacer(" ", "", "-", "", "\r\n", "").Replace(sheet)
	if !strings.Contains(flat, strings.ReplaceAll(testRecovery, "-", "")[:16]) || !strings.Contains(sheet, "3FVY") {
		t.Fatal("the sheet lacks the key")
	}
	if !sameGroup("o-1l ", "011") || sameGroup("", "") || sameGroup("ABCE", "ABCD") {
		t.Fatal("groups are compared wrongly")
	}
}

func TestDraftKeepsWhatAnotherServiceHad(t *testing.T) {
	d := newMemDesk(t, func() time.Time { return now0 })
	m := formModel{Services: d.services, Office: d.office}
	m.begin(kampung.Draft{Service: "sku"}, now0, "siti")
	m.Draft.Fields["nama_usaha"] = "TOKO"
	m.Draft.Fields["keperluan"] = "Bank"
	m.SetShown("ktp", true)
	m.Draft.Service = "domisili"
	if got := m.Snapshot().Fields["nama_usaha"]; got != "" {
		t.Fatalf("the other service's field goes along: %q", got)
	}
	m.Draft.Service = "sku"
	if m.Snapshot().Fields["nama_usaha"] != "TOKO" {
		t.Fatal("changing back lost the field")
	}
	if m.Blank() {
		t.Fatal("a form with a service is not blank")
	}
}

func TestRepliesOfTheRegency(t *testing.T) {
	newStage(t, true) // the words need a language
	at := time.Date(2026, 11, 24, 10, 0, 0, 0, kampung.WIB)
	m := detailModel{Service: kampung.Service{Fields: []kampung.Field{{Key: "alamat_usaha", Label: "Alamat usaha"}}}, R: kampung.Request{
		Answers: []kampung.Answer{
			{At: at, DecisionBody: kampung.DecisionBody{Decision: kampung.DecisionMend, Office: "Kecamatan Muncar", By: "Camat Contoh", Field: "fields.alamat_usaha", Reason: "belum jelas"}},
			{At: at, DecisionBody: kampung.DecisionBody{Decision: kampung.DecisionAccept, Office: "Kecamatan Muncar"}},
		},
		Rulings: []kampung.Ruling{{At: at, VerdictBody: kampung.VerdictBody{Verdict: kampung.VerdictTwin, Text: "Nomor ini sudah ada."}}},
	}}
	got := m.Replies()
	if len(got) != 3 || got[0].Head != "Disetujui Kecamatan Muncar" || got[1].Head != "Kecamatan Muncar minta perbaikan" ||
		got[1].Text != "Alamat usaha: belum jelas" || !strings.HasPrefix(got[1].When, "Camat Contoh · 24 November 2026") || got[2].Text != "Nomor ini sudah ada." {
		t.Errorf("%+v", got)
	}
}
