package cli

import (
	"path/filepath"
	"strings"
	"testing"

	"smartkampung/kampung"
	"smartkampung/kampung/roster"
)

// family is a family of the invented register: a living head and spouse.
func (o *office) family() (head, wife kampung.Resident) {
	o.t.Helper()
	byKK := map[string][2]kampung.Resident{}
	for _, r := range roster.Invent(120, village, 7) {
		pair := byKK[r.KK]
		switch {
		case !r.Alive() || r.NIK == "":
		case r.Relation == kampung.RelationHead && r.Sex == 1:
			pair[0] = r
		case r.Relation == 3 && r.Marital == 2:
			pair[1] = r
		}
		byKK[r.KK] = pair
		if pair[0].NIK != "" && pair[1].NIK != "" && pair[0].Marital == 2 {
			return pair[0], pair[1]
		}
	}
	o.t.Fatal("no family")
	return
}

// changed finds what a plan says of a resident's value.
func changed(plan map[string]any, name, field string) string {
	changes, _ := plan["changes"].([]any)
	for _, c := range changes {
		m := c.(map[string]any)
		if m["name"] != name {
			continue
		}
		for _, v := range m["values"].([]any) {
			if l := v.(map[string]any); l["field"] == field {
				return l["from"].(string) + ">" + l["to"].(string)
			}
		}
	}
	return ""
}

// TestEventCommands takes a family through death, birth and a move, and takes
// the events back.
func TestEventCommands(t *testing.T) {
	o := newOffice(t, 120)
	head, wife := o.family()
	dry := o.ok("event", "mati", head.NIK, "--date", "20-11-2026", "--place", "Rumah", "--dry-run", "--json").one()
	if dry["saved"] != false || changed(dry, head.Name, "status_dasar") != "Hidup>Mati" || len(o.ok("event", "list", "--json").json()) != 0 {
		t.Fatalf("preview %v", dry)
	}
	dead := o.ok("event", "meninggal", head.NIK, "--date", "20-11-2026", "--place", "Rumah", "--json").one()
	keys(t, "event", dead, "event changes notes saved")
	if changed(dead, wife.Name, "kk_level") != "Istri>Kepala Keluarga" || changed(dead, wife.Name, "status_kawin") != "Kawin>Cerai Mati" {
		t.Errorf("the widow: %v", dead["changes"])
	}
	o.refused("tercatat Mati", "request", "new", "--service", "sku", "--nik", head.NIK, "--field", "nama_usaha=X", "--field", "keperluan=Y")
	born := o.ok("event", "lahir", "--mother", wife.NIK, "--date", "21-11-2026", "--place", "Banyuwangi", "--person", "nama=BAYI CONTOH", "--person", "sex=L", "--json").one()
	if changed(born, "BAYI CONTOH", "no_kk") != ">"+wife.KK || changed(born, "BAYI CONTOH", "nama_ibu") != ">"+wife.Name {
		t.Errorf("the child: %v", born["changes"])
	}
	came := o.ok("event", "pindah-masuk", "--from", "Jember", "--person", "nama=TAMU CONTOH", "--person", "no_kk=3510052511269001", "--person", "sex=P", "--person", "kk_level=1",
		"--person", "tempatlahir=JEMBER", "--person", "tanggallahir=1990-01-02", "--person", "dusun=KRAJAN", "--person", "rt=1", "--person", "rw=1")
	if !strings.Contains(came.out, "Pindah masuk  TAMU CONTOH") || !strings.Contains(came.out, "(penduduk baru)") {
		t.Errorf("who came: %s", came.out)
	}
	o.refused("Tujuan pindah", "event", "pindah-keluar", wife.NIK)
	o.refused("Tidak ada penduduk", "event", "hilang", "3510050101010001")
	o.refused("kolom seperti", "event", "pindah-masuk", "--from", "X", "--person", "hobi=catur")
	left := o.ok("event", "pindah-keluar", wife.NIK, "--to", "Malang", "--json").one()
	leftID := left["event"].(map[string]any)["id"].(string)
	deadID := dead["event"].(map[string]any)["id"].(string)
	o.refused("Batalkan dulu", "event", "undo", deadID, "--reason", "salah orang")
	o.refused("alasannya", "event", "undo", leftID)
	if text := o.ok("event", "undo", leftID, "--reason", "batal pindah").out; !strings.Contains(text, "Status: Pindah → Hidup") || !strings.Contains(text, "(batal: batal pindah)") {
		t.Errorf("undo: %s", text)
	}
	if n := len(o.ok("event", "list", "--nik", wife.NIK, "--json").json()); n != 2 {
		t.Errorf("%d events of the widow", n)
	}
	rows := o.ok("book", "mutasi", "--json").json()
	struck := 0
	for _, r := range rows {
		if r["struck"] == true {
			struck++
		}
	}
	if len(rows) != 4 || struck != 1 {
		t.Errorf("mutasi: %d lines, %d struck", len(rows), struck)
	}
	o.whole()
}

// TestMergeCommand makes one of two records and takes it back.
func TestMergeCommand(t *testing.T) {
	o := newOffice(t, 20)
	twin := func(name string) string {
		r := o.ok("event", "pindah-masuk", "--from", "Jember", "--person", "nama="+name, "--person", "no_kk=3510052511269001", "--person", "sex=P", "--person", "tempatlahir=JEMBER",
			"--person", "tanggallahir=1990-01-02", "--person", "kk_level=9", "--person", "dusun=KRAJAN", "--person", "rt=1", "--person", "rw=1", "--json").one()
		return r["event"].(map[string]any)["people"].([]any)[0].(string)
	}
	a, b := twin("SITI CONTOH"), twin("SITTI CONTOH")
	merged := o.ok("event", "merge", a, b, "--take", "nama", "--json").one()
	if changed(merged, "SITTI CONTOH", "nama") != "SITI CONTOH>SITTI CONTOH" || changed(merged, "SITTI CONTOH", "status_dasar") == "" && len(merged["changes"].([]any)) != 2 {
		t.Fatalf("merge: %v", merged)
	}
	o.ok("event", "undo", merged["event"].(map[string]any)["id"].(string), "--reason", "ternyata dua orang")
	if hits := o.ok("residents", "find", "SITI CONTOH", "--json").json(); len(hits) == 0 || hits[0]["id"] != a {
		t.Errorf("after the undo: %v", hits)
	}
	o.refused("dua data yang berbeda", "event", "merge", a, a)
	o.whole()
}

// TestMailCommands records, mends, strikes and lists incoming letters.
func TestMailCommands(t *testing.T) {
	o := newOffice(t, 0)
	first := o.ok("mail", "in", "--from", "Kecamatan Muncar", "--subject", "Undangan rapat", "--number", "005/12/2026", "--date", "20-11-2026", "--json").one()
	keys(t, "mail in", first, "id agenda sender subject received number")
	if first["agenda"] != "001" || first["received"] != kampung.DateOf(o.now).ISO() {
		t.Errorf("mail in %v", first)
	}
	id := first["id"].(string)
	edited := o.ok("mail", "edit", id, "--disposition", "Sekdes hadir", "--json").one()
	if edited["disposition"] != "Sekdes hadir" || edited["subject"] != "Undangan rapat" || edited["agenda"] != "001" {
		t.Errorf("mail edit %v", edited)
	}
	o.refused("masih akan datang", "mail", "in", "--from", "X", "--subject", "Y", "--received", "01-01-2030")
	o.refused("date:", "mail", "in", "--from", "X", "--subject", "Y", "--date", "31-02-2026")
	o.refused("Surat masuk dengan ID itu tidak ada", "mail", "cancel", "01890000-0000-7000-8000-000000000000", "--reason", "x")
	o.ok("mail", "cancel", id, "--reason", "salah catat")
	o.ok("mail", "in", "--from", "Dinas Sosial", "--subject", "Data bansos")
	if text := o.ok("mail", "list").out; !strings.Contains(text, "(batal: salah catat)") || !strings.Contains(text, "  002  ") {
		t.Errorf("mail list: %s", text)
	}
	rows := o.ok("book", "agenda", "--json").json()
	if len(rows) != 2 || rows[0]["struck"] != true || rows[1]["struck"] != false {
		t.Errorf("agenda: %v", rows)
	}
}

// TestReportCommand counts what the desk did.
func TestReportCommand(t *testing.T) {
	o := newOffice(t, 60)
	id := o.newSKCK()
	for _, to := range []string{"disetujui", "dicetak", "diserahkan"} {
		o.ok("request", "advance", id, to)
	}
	o.newSKCK()
	r := o.ok("report", "--year", "2026", "--json").one()
	keys(t, "report", r, "period all parts")
	if all := r["all"].(map[string]any); all["asked"] != 2.0 || all["done"] != 1.0 || all["open"] != 1.0 || len(r["parts"].([]any)) != 6 {
		t.Errorf("report %v", r)
	}
	if text := o.ok("report").out; !strings.Contains(text, "Laporan Pelayanan, November 2026") || !strings.Contains(text, "Semua permohonan") {
		t.Errorf("report: %s", text)
	}
}

// TestOpenDKCommand writes the zip into a folder and under a name.
func TestOpenDKCommand(t *testing.T) {
	o := newOffice(t, 0)
	o.refused("masih kosong", "opendk", "export", o.home)
	o.ok("residents", "import", o.sheet("penduduk.xlsx", 40))
	r := o.ok("opendk", "export", o.home, "--json").one()
	keys(t, "opendk export", r, "file residents")
	if r["residents"] != 40.0 || filepath.Base(r["file"].(string)) != "penduduk_"+o.now.In(kampung.WIB).Format("02_01_2006")+"_opendk.zip" {
		t.Errorf("%v", r)
	}
	if text := o.ok("opendk", "export", filepath.Join(o.home, "untuk-camat")).out; !strings.Contains(text, "untuk-camat.zip: 40 penduduk.") {
		t.Errorf("%s", text)
	}
}
