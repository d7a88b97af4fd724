package cli

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// archive is a zip file with one file in it.
func archive(t *testing.T, name, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write([]byte(text))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const header = "no_kk;nik;nama;sex;tempatlahir;tanggallahir;kk_level;rt;rw;dusun\n"

// A file that is no resident file is refused by its kind, and nothing changes.
func TestFilesRefused(t *testing.T) {
	o := newOffice(t, 20)
	before := o.status()
	sheet, err := os.ReadFile(o.sheet("baik.xlsx", 50))
	if err != nil {
		t.Fatal(err)
	}
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)
	bomb := archive(t, "xl/worksheets/sheet1.xml", strings.Repeat(" ", 300<<20))
	row := "3510052005000001;3510050101700001;ORANG BARU;1;X;01-01-1970;1;1;1;K\n"
	for name, c := range map[string]struct{ text, says string }{
		"lama.xls":       {ole, "simpan sebagai .xlsx"},
		"lama.xlsx":      {ole, "simpan sebagai .xlsx"},
		"a.pdf":          {"%PDF-1.7\n", "berkas PDF"},
		"a.png":          {"\x89PNG\r\n\x1a\n" + strings.Repeat("\x00", 90), "berkas gambar"},
		"a.docx":         {archive(t, "word/document.xml", "<w/>"), "dokumen Word"},
		"a.zip":          {archive(t, "a.txt", "x"), "arsip .zip"},
		"kosong.xlsx":    {"", "kosong"},
		"kosong.csv":     {"\n\n", "kosong"},
		"potong.xlsx":    {string(sheet[:len(sheet)/2]), "terpotong"},
		"sepotong.xlsx":  {string(sheet[:9]), "terpotong"},
		"bom.xlsx":       {bomb, "Berkas Excel ini"},
		"nol.xlsx":       {strings.Repeat("\x00", 5000), "bukan berkas lembar kerja"},
		"web.xls":        {"<html><table></table></html>", "halaman web"},
		"catatan.txt":    {"halo dunia", "Judul kolom"},
		"judul.csv":      {header, "hanya berisi judul"},
		"kurang.csv":     {strings.Replace(header, "rt;", "", 1) + row, "belum memuat kolom: “rt”"},
		"asing.csv":      {strings.Replace(header, "\n", ";hobi\n", 1) + strings.Replace(row, "\n", ";x\n", 1), "tidak dikenal: “hobi”"},
		"dua-kolom.csv":  {strings.Replace(header, "\n", ";nama\n", 1) + row, "dua kali: “nama”"},
		"a.skb":          {"smartkampung/35.10.05.2001", "dibawa ke kabupaten"},
		"bukan-text.csv": {"\x00\x01\x02" + row, "bukan berkas lembar kerja"},
	} {
		path := o.file(name, c.text)
		o.refused(c.says, "residents", "import", path)
		o.refused(c.says, "residents", "import", path, "--dry-run")
	}
	o.refused("adalah folder", "residents", "import", o.home)
	o.refused("tidak ada", "residents", "import", filepath.Join(o.home, "nihil.xlsx"))
	if _, err := os.Stat("/dev/zero"); err == nil {
		o.refused("terlalu besar", "residents", "import", "/dev/zero")
	}
	if after := o.status(); !reflect.DeepEqual(before, after) {
		t.Errorf("refused files changed %v into %v", before, after)
	}
}

// Each bad row is refused by number, column and reason; the good ones go in.
func TestRowsRefused(t *testing.T) {
	o := newOffice(t, 0)
	rows := []struct{ row, column, says string }{
		{"3510052005000001;3510050101700001;BAIK SATU;Laki-laki;X;1 Januari 1970;KEPALA KELUARGA;1;1;K", "", ""},
		{"3510052005000001;3510050101700001;BAIK SATU;1;X;01-01-1970;1;1;1;K", "nik", "sudah ada di baris 2"},
		{"3510052005000001;3510050101700002;A;1;X;01-01-2030;1;1;1;K", "tanggallahir", "masih akan datang"},
		{"3510052005000001;3510050101700003;A;1;X;31-02-1970;1;1;1;K", "tanggallahir", "31 Februari tidak ada"},
		{"3510052005000001;3510050101700004;A;1;X;kemarin;1;1;1;K", "tanggallahir", "belum terbaca"},
		{"3510052005000001;3510050101700005;A;7;X;01-01-1970;1;1;1;K", "sex", "tidak dikenal"},
		{"3510052005000001;3510050101700006;A;1;X;01-01-1970;Bos;1;1;K", "kk_level", "tidak dikenal"},
		{"3510052005000001;351005;A;1;X;01-01-1970;1;1;1;K", "nik", "16 angka"},
		{"3510052005000001;3,51005E+15;A;1;X;01-01-1970;1;1;1;K", "nik", "dibulatkan oleh Excel"},
		{"35;3510050101700009;A;1;X;01-01-1970;1;1;1;K", "no_kk", "16 angka"},
		{"3510052005000001;3510050101700010;;1;X;01-01-1970;1;1;1;K", "nama", "belum diisi"},
		{"3510052005000001;3510050101700011;A;1;X;01-01-1970;1;1;1;", "dusun", "perlu diisi"},
		{"3510052005000001;3510055708909001;BAIK DUA;p;X;17/08/1990;istri;001;002;K", "", ""},
	}
	text := header
	for _, r := range rows {
		text += r.row + "\n"
	}
	path := o.file("campur.csv", text)
	got := o.ok("residents", "import", path, "--json").one()
	if got["new"] != 2.0 || got["refused"] != float64(len(rows)-2) || o.status()["residents"] != 2.0 {
		t.Errorf("import %v", got)
	}
	problems := map[float64]map[string]any{}
	for _, p := range got["problems"].([]any) {
		m := p.(map[string]any)
		keys(t, "a problem", m, "row column reason")
		problems[m["row"].(float64)] = m
		if fullNIK.MatchString(m["reason"].(string)) {
			t.Errorf("a reason holds a NIK: %v", m)
		}
	}
	for i, r := range rows {
		p := problems[float64(i+2)]
		if r.column == "" && p != nil || r.column != "" && (p == nil || p["column"] != r.column || !strings.Contains(p["reason"].(string), r.says)) {
			t.Errorf("row %d: %v, want %s: %s", i+2, p, r.column, r.says)
		}
	}
	if text := o.ok("residents", "import", path).out; !strings.Contains(text, "baris 4, kolom tanggallahir:") {
		t.Errorf("for people: %s", text)
	}
}

// TestCorrection is the way of ten bad rows: refused into a file of their own,
// corrected there, and taken in.
func TestCorrection(t *testing.T) {
	o := newOffice(t, 0)
	f, err := excelize.OpenFile(o.sheet("penduduk.xlsx", 40))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetName(0)
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	at := func(key string, row int) string {
		for i, name := range rows[0] {
			if strings.EqualFold(strings.TrimSpace(name), key) {
				cell, _ := excelize.CoordinatesToCellName(i+1, row)
				return cell
			}
		}
		t.Fatalf("no column %s in %v", key, rows[0])
		return ""
	}
	bad := []struct{ key, value string }{
		{"nik", "12"}, {"tanggallahir", "31-02-1980"}, {"tanggallahir", "1-1-2100"}, {"sex", "X"}, {"nama", ""},
		{"no_kk", "3,51005E+15"}, {"agama_id", "entah"}, {"kk_level", "Bos"}, {"dusun", ""}, {"nik", "3510059901800001"},
	}
	good := map[string]string{} // what the correction puts back, by NIK of the row's name
	for i, b := range bad {
		cell := at(b.key, i+2)
		if good[fmt.Sprint(i)], err = f.GetCellValue(sheet, cell); err == nil {
			err = f.SetCellStr(sheet, cell, b.value)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(o.home, "rusak.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	got := o.ok("residents", "import", path, "--json").one()
	if got["new"] != 30.0 || got["refused"] != 10.0 {
		t.Fatalf("import %v", got)
	}
	correction := got["correction"].(string)
	same := o.ok("residents", "import", correction, "--json").one()
	if same["new"] != 0.0 || same["refused"] != 10.0 {
		t.Fatalf("an uncorrected correction: %v", same)
	}

	c, err := excelize.OpenFile(correction)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	sheet = c.GetSheetName(0)
	if rows, err = c.GetRows(sheet); err != nil || len(rows) != 11 || rows[0][0] != "alasan" && rows[0][len(rows[0])-1] != "alasan" {
		t.Fatalf("correction: %d rows, %v, %v", len(rows), rows[0], err)
	}
	for i, b := range bad {
		if err := c.SetCellStr(sheet, at(b.key, i+2), good[fmt.Sprint(i)]); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Save(); err != nil {
		t.Fatal(err)
	}
	fixed := o.ok("residents", "import", correction, "--json").one()
	if fixed["new"] != 10.0 || fixed["refused"] != 0.0 || o.status()["residents"] != 40.0 {
		t.Errorf("corrected: %v", fixed)
	}
	if again := o.ok("residents", "import", o.sheet("penduduk.xlsx", 40), "--json").one(); again["unchanged"] != 40.0 {
		t.Errorf("the register differs from the sheet that it came from: %v", again)
	}
}

// What the regency sends, or somebody else in its name, is taken only whole.
func TestReceiptsRefused(t *testing.T) {
	o := newOffice(t, 60)
	o.newSKCK()
	hubDir, stick := filepath.Join(t.TempDir(), "kabupaten"), t.TempDir()
	address, enrol, stop, err := startHub(hubDir, "35.10")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { stop() }()
	code, err := enrol(village)
	if err != nil {
		t.Fatal(err)
	}
	o.refused("belum terdaftar", "export", "--to", stick)
	for hub, says := range map[string]string{"http://example.com": "https://", "ftp://127.0.0.1": "https://", "http://127.0.0.1:1": "Tidak tersambung", "": "--hub"} {
		if r := o.run("enrol", "--hub", hub, "--code", code); r.code == Done || !strings.Contains(r.err, says) {
			t.Errorf("hub %q: %d %s", hub, r.code, r.err)
		}
	}
	o.refused("Kode pendaftaran tidak cocok", "enrol", "--hub", address, "--code", "7G2K-ABCD")
	o.ok("enrol", "--hub", address, "--code", code)
	o.ok("enrol", "--hub", address, "--code", code) // the answer may have been lost

	other := newOffice(t, 0)
	other.refused("sudah dipakai", "enrol", "--hub", address, "--code", code)
	fresh, err := enrol(village)
	if err != nil {
		t.Fatal(err)
	}
	other.ok("enrol", "--hub", address, "--code", fresh)

	var files []string
	for _, b := range o.ok("export", "--to", stick, "--json").one()["bundles"].([]any) {
		files = append(files, b.(map[string]any)["file"].(string))
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	receipt := filepath.Join(o.home, "baik.skr")
	importAtHub(t, hubDir, files, receipt)
	stop = func() error { return nil }
	good, err := os.ReadFile(receipt)
	if err != nil {
		t.Fatal(err)
	}
	before := o.status()
	for at := 0; at < len(good); at += 37 {
		flipped := bytes.Clone(good)
		flipped[at] ^= 1
		if r := o.run("import", o.file("balik.skr", string(flipped))); r.code != Refused {
			t.Errorf("a receipt with byte %d flipped was taken: %s", at, r.out)
		}
		if r := o.run("import", o.file("potong.skr", string(good[:at]))); r.code == Done && at < len(good)/2-1 {
			t.Errorf("a receipt cut at %d of %d was taken: %s", at, len(good), r.out)
		}
	}
	o.refused("dari komputer ini sendiri", "import", files[0])
	o.refused("bukan kiriman kabupaten", "import", o.file("kosong.skr", ""))
	o.refused("Tidak ada tanda terima", "import", t.TempDir())
	o.refused("tidak ada", "import", filepath.Join(o.home, "nihil.skr"))
	// Of another PC of the office it is no news of this one.
	if got := other.ok("import", receipt, "--json").one(); got["received"] != 0.0 || got["pending"] == 0.0 {
		t.Errorf("a receipt of another PC: %v", got)
	}
	if after := o.status(); after["residents"] != before["residents"] || after["entries"] != before["entries"] {
		t.Errorf("refused receipts changed %v into %v", before, after)
	}
	if got := o.ok("import", receipt, "--json").one(); got["pending"] != 0.0 {
		t.Errorf("the whole receipt: %v", got)
	}
}

// A Wi-Fi's login page is not the regency.
func TestCaptivePortal(t *testing.T) {
	o := newOffice(t, 60)
	hubDir := filepath.Join(t.TempDir(), "kabupaten")
	address, enrol, stop, err := startHub(hubDir, "35.10")
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	code, err := enrol(village)
	if err != nil {
		t.Fatal(err)
	}
	portal := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<html>Selamat datang di Wi-Fi</html>")
	}))
	defer portal.Close()
	o.refused("Tidak tersambung", "enrol", "--hub", portal.URL, "--code", code)
	o.ok("enrol", "--hub", address, "--code", code)
	before := o.status()
	o.refused("Di alamat itu tidak ada jawaban dari pusat kabupaten", "sync", "--hub", portal.URL)
	if after := o.status(); !reflect.DeepEqual(before, after) {
		t.Errorf("a login page changed %v into %v", before, after)
	}
	if got := o.ok("sync", "--json").one(); got["pending"] != 0.0 {
		t.Errorf("sync %v", got)
	}
}

func TestExportRefused(t *testing.T) {
	o := newOffice(t, 0)
	address, enrol, stop, err := startHub(filepath.Join(t.TempDir(), "kabupaten"), "35.10")
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	code, err := enrol(village)
	if err != nil {
		t.Fatal(err)
	}
	o.ok("enrol", "--hub", address, "--code", code)
	before := o.status()
	o.refused("tidak ada", "export", "--to", filepath.Join(o.home, "nihil"))
	o.refused("bukan folder", "export", "--to", o.file("berkas", "x"))
	if os.Geteuid() != 0 { // root may write anywhere
		locked := filepath.Join(o.home, "kunci")
		if err := os.Mkdir(locked, 0o500); err != nil {
			t.Fatal(err)
		}
		o.refused("tidak boleh ditulis", "export", "--to", locked)
	}
	if after := o.status(); !reflect.DeepEqual(before, after) {
		t.Errorf("refused exports changed %v into %v", before, after)
	}
}
