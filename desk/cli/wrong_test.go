package cli

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"smartkampung/desk"
	"smartkampung/kampung/roster"
)

// Wrong use ends with 2, says what is wrong and how the command is written.
func TestWrongUse(t *testing.T) {
	o := folder(t)
	for line, says := range map[string]string{
		"":                          "",
		"entah":                     "tidak dikenal",
		"request":                   "Yang ada: request new, request list, request show, request advance",
		"request entah":             "Yang ada: request new",
		"residents":                 "residents import, residents find",
		"status --entah":            "Pilihan --entah tidak dikenal",
		"status --data":             "Pilihan --data belum diberi isi",
		"status --json=barangkali":  "Isi pilihan --json belum benar",
		"status lagi":               "Kelebihan kata: “lagi”",
		"services lagi":             "Kelebihan kata",
		"standard":                  "Kunci layanan belum disebut",
		"standard sku --all":        "salah satu",
		"check lagi":                "Kelebihan kata",
		"sync lagi":                 "Kelebihan kata",
		"demo lagi":                 "Kelebihan kata",
		"export --to a b":           "Kelebihan kata",
		"export":                    "--to harus diisi",
		"enrol --hub x":             "--code harus diisi",
		"import":                    "belum disebut",
		"import a b":                "Kelebihan kata",
		"letter x":                  "--out harus diisi",
		"letter --out x":            "ID belum disebut",
		"setup":                     "--village dan --head",
		"setup --village x --head ": "--village dan --head",
		"residents import":          "Berkas belum disebut",
		"residents find":            "belum disebut",
		"residents find  ":          "belum disebut",
		"request show":              "ID belum disebut",
		"request advance x":         "ID dan STATUS",
		"request advance x entah":   "Yang ada: draf, diperiksa_operator",
		"request list --state x":    "Yang ada: draf",
		"request new":               "--service dan --nik",
		"request new --service sku": "--service dan --nik",
		"request new --service sku --nik 1 --field a":                 "kunci=isi, bukan “a”",
		"request new --service sku --nik 1 --field =a":                "kunci=isi",
		"request new --service sku --nik 1 --field a=1 --field a=2":   "“a” disebut dua kali",
		"request new --service sku --nik 1 --person nama=A":           "salah satu",
		"request new --service sku --nik 1 3510050101800001":          "Kelebihan kata: “351005…”",
		"request new --service sku --nik 1 --scan ktp=a --scan ktp=b": "dua kali",
		"book":                                    "Nama buku belum disebut",
		"book entah":                              "Yang ada: agenda, ekspedisi",
		"book agenda --month 2026":                "--month ditulis seperti",
		"book agenda --year 2026-11":              "--month ditulis seperti",
		"book agenda --month 13-2026":             "Tulis bulan seperti",
		"book agenda --month 2026-11 --year 2026": "salah satu",
		"recover":                                 "--key harus diisi",
		"recovery-identity":                       "--key harus diisi",
	} {
		args := strings.Split(line, " ")
		if line == "" {
			args = nil
		}
		r := o.bare(args...)
		if r.code != Wrong || !strings.Contains(r.err, says) {
			t.Errorf("%q: %d, %q, want %q", line, r.code, r.err, says)
		}
	}
	for _, line := range []string{"help", "--help", "status --help", "version", "request new -h"} {
		if r := o.bare(strings.Fields(line)...); r.code != Done {
			t.Errorf("%s: %d", line, r.code)
		}
	}
	if _, err := os.Stat(o.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a wrong use left %v", err)
	}
}

// Flags may stand before the command, between its words' arguments and after.
func TestFlagsAnywhere(t *testing.T) {
	o := newOffice(t, 5)
	first, last, _ := strings.Cut(roster.Invent(5, village, 7)[0].Name, " ")
	for _, args := range [][]string{
		{"--data", o.dir, "residents", "find", first, last, "--json"},
		{"--json", "--data=" + o.dir, "residents", "find", first, last},
		{"residents", "find", "--json", first, "--data", o.dir, last},
		{"--user", "admin", "residents", "find", "--data", o.dir, first, last, "-json"},
	} {
		if r := o.bare(args...); r.code != Done || len(r.json()) == 0 {
			t.Errorf("%v: %d %s", args, r.code, r.err)
		}
	}
	o.env["SMARTKAMPUNG_DATA"] = o.dir
	if r := o.bare("status"); r.code != Done {
		t.Errorf("the folder from the environment: %s", r.err)
	}
}

// Only where the data is leaves the window open; everything else is a command.
func TestMeant(t *testing.T) {
	for line, want := range map[string]bool{"": false, "--data x": false, "--data=x": false, "--user siti --data x": false,
		"status": true, "--data x status": true, "entah": true, "--entah": true, "--help": true, "--data": true} {
		if got := Meant(strings.Fields(line)); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}

func TestPasswordSources(t *testing.T) {
	o := newOffice(t, 0)
	delete(o.env, "SMARTKAMPUNG_PASSWORD")
	o.refused("Kata sandi belum diberikan", "status")
	o.in = password + "\n"
	o.ok("status")
	o.in = password
	o.ok("status")
	o.in = "keliru\n"
	o.refused("belum benar", "status")
	o.ok("status", "--password-file", o.file("sandi", password+"\r\nbaris lain"))
	o.refused("Berkas kata sandi tidak dapat dibaca", "status", "--password-file", filepath.Join(o.home, "tidak ada"))
	o.refused("Berkas kata sandi tidak dapat dibaca", "status", "--password-file", o.home)
	o.env["SMARTKAMPUNG_PASSWORD"] = password
	o.refused("belum benar", "status", "--user", "entah")
	o.env["SMARTKAMPUNG_NEW_PASSWORD"] = "12345678"
	o.refused("mudah ditebak", "password")
	o.env["SMARTKAMPUNG_NEW_PASSWORD"] = "teh manis sore"
	o.ok("password")
	o.refused("belum benar", "status")
	o.env["SMARTKAMPUNG_PASSWORD"] = "teh manis sore"
	o.ok("status")
}

// Both passwords may come down one pipe, a line each.
func TestPasswordsOnAPipe(t *testing.T) {
	o := newOffice(t, 0)
	o.env = nil
	o.in = password + "\r\nteh manis sore\n"
	o.ok("password")
	o.in = "teh manis sore"
	o.ok("status")
}

// Whoever lost the password comes back in with the recovery key.
func TestRecover(t *testing.T) {
	o := folder(t)
	key := o.ok("setup", "--village", village, "--head", "SUGENG RAHARJO", "--json").one()["recovery_key"].(string)
	o.env["SMARTKAMPUNG_NEW_PASSWORD"] = "teh manis sore"
	o.refused("Kunci pemulihan belum benar", "recover", "--key", "AAAA-BBBB-CCCC")
	o.refused("Kunci pemulihan belum benar", "recover", "--key", strings.Replace(key, key[:1], "Z", 1)+"A")
	o.ok("recover", "--key", " "+strings.ToLower(strings.ReplaceAll(key, "-", " ")))
	o.refused("belum benar", "status")
	o.env["SMARTKAMPUNG_PASSWORD"] = "teh manis sore"
	o.ok("status")
	if id := o.ok("recovery-identity", "--key", key, "--json").one()["identity"].(string); !strings.HasPrefix(id, "AGE-SECRET-KEY-1") {
		t.Error("no age identity")
	}
}

// Five wrong passwords slow down and never lock out, also when the clock is
// set back while waiting.
func TestFiveWrongPasswords(t *testing.T) {
	o := newOffice(t, 0)
	o.env["SMARTKAMPUNG_PASSWORD"] = "bukan ini"
	for range 5 {
		o.refused("belum benar", "status")
	}
	o.env["SMARTKAMPUNG_PASSWORD"] = password
	o.refused("Tunggu 5 detik", "status")
	o.now = o.now.Add(-365 * 24 * time.Hour)
	o.refused("Tunggu 5 detik", "status")
	o.now = o.now.Add(6 * time.Second)
	o.ok("status")
	o.ok("status")
}

func TestSetupRefused(t *testing.T) {
	o := folder(t)
	taken := o.file("berkas", "x")
	for says, args := range map[string][]string{
		"tidak ada di daftar wilayah": {"--village", "entah", "--head", "A"},
		"35.10.05.9999”":              {"--village", "35.10.05.9999", "--head", "A"},
		"35.10.05”":                   {"--village", "35.10.05", "--head", "A"},
		"terlalu panjang":             {"--village", village, "--head", strings.Repeat("A", 5000)},
		"tidak dapat dicetak":         {"--village", village, "--head", "BUDI", "--unit-code", "429\n511"},
		"name: Isian ini":             {"--village", village, "--head", "BUDI", "--name", strings.Repeat("A", 5000)},
		"Pilih kertas":                {"--village", village, "--head", "BUDI", "--paper", "A3"},
		"huruf kecil":                 {"--village", village, "--head", "BUDI", "--user", "Bu Siti"},
	} {
		o.refused(says, append([]string{"setup"}, args...)...)
	}
	o.env["SMARTKAMPUNG_PASSWORD"] = "123"
	o.refused("terlalu pendek", "setup", "--village", village, "--head", "BUDI")
	o.env["SMARTKAMPUNG_PASSWORD"] = password
	if r := o.bare("setup", "--village", village, "--head", "BUDI", "--data", taken); r.code != Refused || !strings.Contains(r.err, "bukan folder") {
		t.Errorf("a file for a folder: %d %s", r.code, r.err)
	}
	o.refused("Belum ada kantor", "status")
	if _, err := os.Stat(filepath.Join(o.dir, "vault.json")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a refused setup left an office: %v", err)
	}
	// A kelurahan has a lurah; its code may come without dots.
	got := o.ok("setup", "--village", " 3510161001 ", "--head", "Dra. BUDI,\nM.Si.", "--json").one()
	if got["village"] != "35.10.16.1001" {
		t.Errorf("setup %v", got)
	}
	o.refused("sudah ada kantor", "setup", "--village", village, "--head", "BUDI")
}

// What is refused changes nothing.
func TestRequestRefused(t *testing.T) {
	o := newOffice(t, 60)
	nik := o.adult()
	id := o.newSKCK()
	o.ok("residents", "import", o.file("mati.csv", "no_kk;nik;nama;sex;tempatlahir;tanggallahir;kk_level;rt;rw;dusun;status_dasar\n"+
		"3510052005000001;3510050101700001;ALM CONTOH;1;X;01-01-1970;1;1;1;K;2\n"))
	before := o.status()
	sku := []string{"request", "new", "--service", "sku", "--nik", nik, "--field", "keperluan=KUR"}
	dead := []string{"request", "new", "--service", "kematian", "--nik", nik, "--field", "pelapor_nama=A", "--field", "hubungan_pelapor=anak"}
	skck := []string{"request", "new", "--service", "skck", "--field", "keterangan=x"}
	for _, c := range []struct {
		says string
		base []string
		more string // parted by |
	}{
		{"Layanan “entah” tidak ada. Yang ada: ahli_waris", []string{"request", "new", "--service", "entah", "--nik", nik}, ""},
		{"fields.nama_usaha: Nama usaha belum diisi", sku, ""},
		{"fields.nama_usaha: Nama usaha belum diisi", sku, "--field|nama_usaha= \t\x01\xff"},
		{"fields.nama_usahaa: Isian “nama_usahaa” tidak ada pada layanan Surat Keterangan Usaha", sku, "--field|nama_usaha=A|--field|nama_usahaa=B"},
		{"paling banyak 200", sku, "--field|nama_usaha=" + strings.Repeat("é", 201)},
		{"kurang dari nol", sku, "--field|nama_usaha=A|--field|omzet=-1"},
		{"belum terbaca", sku, "--field|nama_usaha=A|--field|omzet=banyak"},
		{"belum terbaca", sku, "--field|nama_usaha=A|--field|omzet=1e9"},
		{"terlalu besar", sku, "--field|nama_usaha=A|--field|omzet=99999999999999999999"},
		{"Tanggal meninggal belum diisi", dead, ""},
		{"31 Februari tidak ada", dead, "--field|tanggal_meninggal=31-02-2026"},
		{"Bulan 20 tidak ada", dead, "--field|tanggal_meninggal=11/20/2026"},
		{"masih akan datang", dead, "--field|tanggal_meninggal=24-11-2026"},
		{"empat angka", dead, "--field|tanggal_meninggal=20.11.26"},
		{"belum terbaca", dead, "--field|tanggal_meninggal=46346"},
		{"Jam 25.00 tidak ada", dead, "--field|tanggal_meninggal=20-11-2026|--field|jam_meninggal=25:00"},
		{"pilih salah satu dari Dokter", dead, "--field|tanggal_meninggal=20-11-2026|--field|yang_menerangkan=tetangga"},
		{"Tulis seperti [{", dead, "--field|tanggal_meninggal=20-11-2026|--field|saksi=BUDI"},
		{"tidak mempunyai kolom “umur”", dead, `--field|tanggal_meninggal=20-11-2026|--field|saksi=[{"nama":"A","umur":3}]`},
		{"Baris 1: NIK harus 16 angka", dead, `--field|tanggal_meninggal=20-11-2026|--field|saksi=[{"nama":"A","nik":"123"}]`},
		{"nik: NIK harus 16 angka", skck, "--nik|123"},
		{"angka ke-7 dan ke-8", skck, "--nik|3510059901800001"},
		{"tidak ada di data penduduk", skck, "--nik|3510050101800099"},
		{"tercatat Mati", skck, "--nik|3510050101700001"},
		{"applicant.umur: Data orang tidak mengenal", skck, "--person|umur=3"},
		{"Nama belum diisi", skck, "--person|nama="},
		{"applicant.nik", skck, "--person|nama=ORANG LUAR|--person|nik=123"},
		{"akan datang", skck, "--person|nama=ORANG LUAR|--person|tanggal_lahir=1-1-2030"},
		{"Syarat “entah” tidak ada", skck, "--nik|" + nik + "|--shown|ktp,entah"},
		{"Penanda tangan", skck, "--nik|" + nik + "|--signer|entah"},
		{"Berkas kosong", skck, "--nik|" + nik + "|--scan|ktp=" + o.file("kosong.pdf", "")},
		{"bukan foto JPEG, gambar PNG, atau PDF", skck, "--nik|" + nik + "|--scan|ktp=" + o.file("a.txt", "halo")},
		{"syarat yang tidak ada", skck, "--nik|" + nik + "|--scan|entah=" + o.file("a.pdf", "%PDF-1.4\n%%EOF\n")},
		{"adalah folder", skck, "--nik|" + nik + "|--scan|ktp=" + o.home},
		{"tidak ada", skck, "--nik|" + nik + "|--scan|ktp=" + filepath.Join(o.home, "nihil.pdf")},
		{"ID itu tidak ada", []string{"request", "show"}, "entah"},
		{"ID itu tidak ada", []string{"request", "advance"}, "../../x|disetujui"},
		{"ID itu tidak ada", []string{"letter", "--out", filepath.Join(o.home, "a.pdf")}, "entah"},
		{"Tulis alasannya dulu", []string{"request", "advance", id}, "ditolak"},
		{"Tulis alasannya dulu", []string{"request", "advance", id}, "ditolak|--reason| "},
		{"terlalu panjang", []string{"request", "advance", id}, "ditolak|--reason|" + strings.Repeat("a", 501)},
		{"tidak bisa langsung ke Diserahkan", []string{"request", "advance", id}, "diserahkan"},
		{"sudah berstatus", []string{"request", "advance", id}, "Diperiksa-Operator"},
		{"adalah folder", []string{"letter", id}, "--out|" + o.home},
		{"tidak ada", []string{"letter", id}, "--out|" + filepath.Join(o.home, "tidak", "ada.pdf")},
	} {
		args := c.base
		if c.more != "" {
			args = append(append([]string{}, c.base...), strings.Split(c.more, "|")...)
		}
		o.refused(c.says, args...)
	}
	if after := o.status(); !reflect.DeepEqual(before, after) {
		t.Errorf("refused commands changed %v into %v", before, after)
	}
	if next := o.ok("request", "show", o.newSKCK(), "--json").one(); !strings.Contains(next["number"].(string), "/002/") {
		t.Errorf("a refused request took a number: %v", next["number"])
	}
	o.whole()
}

// What a person may type is stored in its one form.
func TestRequestTaken(t *testing.T) {
	o := newOffice(t, 60)
	nik := o.adult()
	for _, c := range []struct{ service, fields, key, stored string }{
		{"sku", "nama_usaha=Toko\x1b\n Maju\u202e|keperluan=x", "nama_usaha", "Toko Maju"},
		{"sku", "nama_usaha={nik} {nama}|keperluan=x", "nama_usaha", "{nik} {nama}"},
		{"sku", "nama_usaha=A=B|keperluan=x", "nama_usaha", "A=B"},
		{"sku", "nama_usaha=A|keperluan=x|omzet=1,5 jt", "omzet", "1500000"},
		{"sku", "nama_usaha=A|keperluan=x|omzet=Rp. 2.000.000,-", "omzet", "2000000"},
		{"SKU", "nama_usaha=A|keperluan=x|omzet=1,500,000.00", "omzet", "1500000"},
		{"kematian", "tanggal_meninggal=Jumat, 20 November 2026|pelapor_nama=A|hubungan_pelapor=anak", "tanggal_meninggal", "2026-11-20"},
		{"kematian", "tanggal_meninggal=20/11/2026|pelapor_nama=A|hubungan_pelapor=anak|yang_menerangkan= tenaga  KESEHATAN", "yang_menerangkan", "Tenaga kesehatan"},
		{"kematian", "tanggal_meninggal=2026-11-20|pelapor_nama=A|hubungan_pelapor=anak|jam_meninggal=9.30 WIB", "jam_meninggal", "09:30"},
		{"kematian", `tanggal_meninggal=20112026|pelapor_nama=A|hubungan_pelapor=anak|saksi=[{"nama":"BUDI"},{}]`, "saksi", `[{"nama":"BUDI"}]`},
	} {
		args := []string{"request", "new", "--service", c.service, "--nik", nik[:6] + " " + nik[6:], "--json"}
		for _, kv := range strings.Split(c.fields, "|") {
			args = append(args, "--field", kv)
		}
		id := o.ok(args...).one()["id"].(string)
		fields := o.ok("request", "show", id, "--json").one()["fields"].(map[string]any)
		if fields[c.key] != c.stored {
			t.Errorf("%s is stored %q, not %q", c.fields, fields[c.key], c.stored)
		}
	}
	id := o.ok("request", "new", "--service", "skck", "--person", "nama=orang luar", "--person", "nik=3510050101800001", "--person", "tanggal_lahir=1 Jan 1980",
		"--person", "jenis_kelamin=L", "--field", "keterangan=x", "--shown", "kk,ktp", "--scan", "pas_foto="+o.file("a.pdf", "%PDF-1.4\n%%EOF\n"), "--json").one()["id"].(string)
	r := o.ok("request", "show", id, "--json").one()
	person := r["applicant"].(map[string]any)
	if person["nama"] != "ORANG LUAR" || person["jenis_kelamin"] != "Laki-laki" || person["tanggal_lahir"] != "1980-01-01" ||
		!reflect.DeepEqual(r["shown"], []any{"ktp", "kk", "pas_foto"}) {
		t.Errorf("a person outside the register: %v, shown %v", person, r["shown"])
	}
	o.whole()
}

// A second window or command on one folder is told so, and waits for nothing.
func TestInUse(t *testing.T) {
	o := newOffice(t, 0)
	d, err := desk.Unlock(o.dir, "admin", password, func() time.Time { return o.now })
	if err != nil {
		t.Fatal(err)
	}
	o.refused("sudah terbuka di jendela lain", "status")
	o.refused("sudah terbuka di jendela lain", "check")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	o.ok("status")
}

// full is an output that takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) {
	return 0, &os.PathError{Op: "write", Path: "/dev/full", Err: os.ErrClosed}
}

// When the result cannot be written, the command says that its work is done
// all the same: nobody shall do it twice.
func TestOutputFull(t *testing.T) {
	o := newOffice(t, 60)
	args := []string{"request", "new", "--service", "skck", "--nik", o.adult(), "--field", "keterangan=x"}
	o.out = full{}
	for _, more := range []string{"--json", "--json=false"} {
		if r := o.run(append(args, more)...); r.code != Refused || !strings.Contains(r.err, "tetap tersimpan") {
			t.Errorf("%d %s", r.code, r.err)
		}
	}
	other := folder(t)
	other.out = full{}
	if r := other.run("setup", "--village", village, "--head", "BUDI"); r.code != Refused || !strings.Contains(r.err, "kunci pemulihannya tidak dapat ditulis") {
		t.Errorf("%d %s", r.code, r.err)
	}
	o.out = nil
	if o.status()["requests"] != 2.0 {
		t.Error("a request was lost behind a full output")
	}
}

// A PC that has lost its clock gives no letter a wrong date; one that runs far
// ahead neither gives a number twice nor harms the journal.
func TestClockFarOff(t *testing.T) {
	o := newOffice(t, 0)
	ask := []string{"request", "new", "--service", "skck", "--person", "nama=ORANG LUAR", "--field", "keterangan=x", "--json"}
	seen := map[string]bool{}
	day := o.now
	for _, at := range []time.Time{day, day.AddDate(60, 0, 0), day, day.AddDate(-1, 0, 0), day} {
		o.now = at
		number := o.ok(ask...).one()["number"].(string)
		if seen[number] {
			t.Errorf("%s was given twice", number)
		}
		seen[number] = true
	}
	for _, at := range []time.Time{day.AddDate(-40, 0, 0), time.Unix(0, 0)} {
		o.now = at
		o.refused("Betulkan dulu tanggal dan jam", ask...)
	}
	o.now = day
	if len(o.ok("request", "list", "--json").json()) != len(seen) {
		t.Error("a request is lost, or one too many")
	}
	o.whole()
}
