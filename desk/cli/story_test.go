package cli

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"smartkampung/kampung"
)

// keys checks that an object has at least these keys.
func keys(t *testing.T, what string, object map[string]any, want string) {
	t.Helper()
	for _, k := range strings.Fields(want) {
		if _, ok := object[k]; !ok {
			t.Errorf("%s has no %q, only %v", what, k, slices.Sorted(maps.Keys(object)))
		}
	}
}

const requestKeys = "id number service name state sync"

// fill is how each of the first services is asked for.
var fill = map[string][]string{
	"sku":      {"nama_usaha=Toko Maju", "keperluan=KUR BRI", "omzet=Rp 1.500.000,-", "sejak=2015"},
	"sktm":     {"keperluan=Berobat", `tanggungan=[{"nama":"ANI CONTOH","hubungan":"anak"}]`, "penghasilan=1,5 juta"},
	"domisili": {"keperluan=Membuka rekening"},
	"kematian": {"tanggal_meninggal=20-11-2026", "jam_meninggal=9.30", "pelapor_nama=BUDI CONTOH", "hubungan_pelapor=anak", "sebab_meninggal=SAKIT BIASA/TUA"},
	"skck":     {"keterangan=Melamar kerja"},
}

// TestStory is a clerk's job in commands alone: from an empty folder to the
// regency's receipt.
func TestStory(t *testing.T) {
	o := folder(t)
	delete(o.env, "SMARTKAMPUNG_PASSWORD")
	secret := o.file("sandi.txt", "\ufeff"+password+"\r\n")
	got := o.ok("setup", "--village", village, "--head", "SUGENG RAHARJO", "--unit-code", "429.511.01", "--password-file", secret, "--json").one()
	keys(t, "setup", got, "village device recovery_key")
	if _, err := kampung.ParseRecovery(got["recovery_key"].(string)); err != nil {
		t.Fatal(err)
	}
	o.env["SMARTKAMPUNG_PASSWORD"] = password

	sheet := o.sheet("penduduk.xlsx", 120)
	dry := o.ok("residents", "import", sheet, "--dry-run", "--json").one()
	if dry["new"] != 120.0 || o.status()["residents"] != 0.0 {
		t.Fatalf("dry run %v", dry)
	}
	plan := o.ok("residents", "import", "--json", sheet).one()
	keys(t, "residents import", plan, "new changed unchanged refused problems")
	again := o.ok("residents", "import", sheet, "--json").one()
	if plan["new"] != 120.0 || again["unchanged"] != 120.0 || again["new"] != 0.0 {
		t.Fatalf("import %v, again %v", plan, again)
	}
	hits := o.ok("residents", "find", "--json", o.adult()[8:]).json()
	if len(hits) == 0 || hits[0]["nik"] != o.adult() {
		t.Fatalf("found %v", hits)
	}
	keys(t, "residents find", hits[0], "nik name kk")

	ids := o.askForAll()
	o.advanceAll(ids)
	o.printAll(ids)
	o.toTheRegency(ids)
	o.whole()
}

// askForAll asks for a letter of each service that fill tells about.
func (o *office) askForAll() (ids []string) {
	t := o.t
	offered := map[string]bool{}
	for _, s := range o.ok("services", "--json").json() {
		keys(t, "services", s, "key name fields")
		offered[s["key"].(string)] = true
		for _, f := range s["fields"].([]any) {
			keys(t, "a field", f.(map[string]any), "key label type required choices")
		}
	}
	names := slices.Sorted(maps.Keys(fill))
	for i := range names {
		if !offered[names[i]] {
			t.Fatalf("%s is not offered: %v", names[i], offered)
		}
		args := []string{"request", "new", "--nik", o.adult(), "--json", "--service", names[i]}
		for _, kv := range fill[names[i]] {
			args = append(args, "--field", kv)
		}
		r := o.ok(args...).one()
		keys(t, "request new", r, requestKeys)
		if r["state"] != "diperiksa_operator" || r["sync"] != "Tersimpan" || !strings.Contains(r["number"].(string), "/00"+string(rune('1'+i))+"/429.511.01/2026") {
			t.Errorf("request new: %v", r)
		}
		ids = append(ids, r["id"].(string))
	}
	list := o.ok("request", "list", "--json").json()
	if len(list) != len(ids) || list[0]["id"] != ids[len(ids)-1] {
		t.Fatalf("list of %d, newest %v", len(list), list[0])
	}
	keys(t, "request list", list[0], requestKeys)
	return ids
}

func (o *office) advanceAll(ids []string) {
	for i, id := range ids {
		for _, state := range []string{"diperiksa_sekdes", "disetujui", "dicetak", "diserahkan"}[:i] {
			r := o.ok("request", "advance", id, state, "--json").one()
			keys(o.t, "request advance", r, requestKeys)
			if r["state"] != state {
				o.t.Errorf("advanced to %v, not %s", r["state"], state)
			}
		}
	}
	show := o.ok("request", "show", ids[4], "--json").one()
	keys(o.t, "request show", show, requestKeys)
	if len(show["steps"].([]any)) != 5 || show["state"] != "diserahkan" || show["code"] == nil {
		o.t.Errorf("show %v", show)
	}
	if text := o.ok("request", "show", ids[4]).out; !strings.Contains(text, "Diserahkan") || !strings.Contains(text, "Nama usaha: Toko Maju") {
		o.t.Errorf("show: %s", text)
	}
}

func (o *office) printAll(ids []string) {
	for _, id := range ids {
		path := filepath.Join(o.home, id+".pdf")
		r := o.ok("letter", id, "--out", path, "--json").one()
		keys(o.t, "letter", r, "pages paper")
		pdf, err := os.ReadFile(path)
		pages := 1.0
		if o.ok("request", "show", id, "--json").one()["service"] == "kematian" { // with its data sheet
			pages = 2
		}
		if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) || r["paper"] != "F4" || r["pages"] != pages {
			o.t.Errorf("letter %v, %v", r, err)
		}
	}
}

// toTheRegency packs, hands over, and takes the receipts, by stick and by line.
func (o *office) toTheRegency(ids []string) {
	t := o.t
	hubDir, stick := filepath.Join(t.TempDir(), "kabupaten"), t.TempDir()
	address, enrol, stop, err := startHub(hubDir, "35.10")
	if err != nil {
		t.Fatal(err)
	}
	code, err := enrol(village)
	if err != nil {
		t.Fatal(err)
	}
	o.refused("belum terdaftar", "sync")
	r := o.ok("enrol", "--hub", address, "--code", code, "--json").one()
	keys(t, "enrol", r, "sent received pending")
	before := o.status()
	keys(t, "status", before, "residents requests entries exported received pending")
	if before["residents"] != 120.0 || before["requests"] != 5.0 || before["pending"] != before["entries"] || r["pending"] != before["pending"] {
		t.Errorf("status %v, enrol %v", before, r)
	}

	bundles := o.ok("export", "--to", stick, "--json").one()["bundles"].([]any)
	var files []string
	packed := 0.0
	for _, b := range bundles {
		m := b.(map[string]any)
		keys(t, "export", m, "file log from to entries bytes")
		files = append(files, m["file"].(string))
		packed += m["entries"].(float64)
	}
	if row := o.ok("request", "show", ids[0], "--json").one(); row["sync"] != "Dikemas" || packed != before["entries"] || o.status()["exported"] != packed {
		t.Errorf("packed %v of %v, row %v", packed, before["entries"], row["sync"])
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	receipt := filepath.Join(stick, "kabupaten.skr")
	importAtHub(t, hubDir, files, receipt)
	got := o.ok("import", receipt, "--json").one()
	keys(t, "import", got, "sent received pending")
	if got["received"] != packed || got["pending"] != 0.0 {
		t.Errorf("import %v", got)
	}
	for _, row := range o.ok("request", "list", "--json").json() {
		if row["sync"] != "Diterima kabupaten" {
			t.Errorf("after the receipt: %v", row)
		}
	}
	if twice := o.ok("import", stick, "--json").one(); twice["received"] != 0.0 {
		t.Errorf("the same receipt again: %v", twice)
	}
	if b := o.ok("export", "--to", stick, "--json").one()["bundles"]; len(b.([]any)) != 0 {
		t.Errorf("nothing was left to pack, but %v", b)
	}

	o.ok("request", "advance", ids[0], "batal", "--reason", "salah orang")
	o.refused("Tidak tersambung", "sync")
	address, _, stop, err = startHub(hubDir, "35.10")
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	got = o.ok("sync", "--hub", address, "--json").one()
	keys(t, "sync", got, "sent received pending")
	after := o.status()
	if got["sent"] != 1.0 || got["received"] != 1.0 || got["pending"] != 0.0 || after["received"] != after["entries"] || after["hub"] != address {
		t.Errorf("sync %v, status %v", got, after)
	}
}

func TestDemo(t *testing.T) {
	o := folder(t)
	o.env = nil
	dir := filepath.Join(t.TempDir(), "demo")
	r := o.bare("demo", "--dir", dir)
	if r.code != Done || !strings.Contains(r.out, "Diterima kabupaten") {
		t.Fatalf("demo: %d %s %s", r.code, r.out, r.err)
	}
	lines := strings.Split(strings.TrimSpace(r.out), "\n")
	for _, line := range lines[len(lines)-2:] {
		_, path, _ := strings.Cut(line, ": ")
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			t.Errorf("%q names no file: %v", line, err)
		}
	}
}
