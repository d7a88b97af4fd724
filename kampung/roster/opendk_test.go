package roster

import (
	"archive/zip"
	"bytes"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"smartkampung/kampung"
)

// openDKLayout is the header of OpenDK's workbook as one text.
const openDKLayout = "alamat,dusun,rw,rt,nama,nomor_kk,nomor_nik,jenis_kelamin,tempat_lahir,tanggal_lahir,agama,pendidikan_dlm_kk,pendidikan_sdg_ditempuh,pekerjaan,kawin," +
	"hubungan_keluarga,kewarganegaraan,nama_ayah,nama_ibu,gol_darah,akta_lahir,nomor_dokumen_pasport,tanggal_akhir_pasport,nomor_dokumen_kitas,nik_ayah,nik_ibu," +
	"nomor_akta_perkawinan,tanggal_perkawinan,nomor_akta_perceraian,tanggal_perceraian,cacat,cara_kb,hamil,ktp_el,status_rekam,alamat_sekarang,id,foto,status_dasar," +
	"created_at,updated_at,desa_id"

// readOpenDK reads the workbook in the zip with independent readers.
func readOpenDK(t *testing.T, data []byte, name string) [][]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(z.File) != 1 || z.File[0].Name != name {
		t.Fatalf("%v, %v", z, err)
	}
	r, err := z.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(sheet))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestOpenDKColumnByColumn fills every value of a resident and reads the zip
// back column by column.
func TestOpenDKColumnByColumn(t *testing.T) {
	day := func(y int) kampung.Date { return kampung.Date{Year: y, Month: 2, Day: 3} }
	r := kampung.Resident{ID: "019aaaaa-0000-7000-8000-000000000001", NIK: "3510055708909001", KK: "3510050101209001", Name: "SITI ÑANI", Sex: 2, BirthPlace: "BANYUWANGI", BirthDate: day(1990),
		Address: "JL. MAWAR 3", Dusun: "KRAJAN", RW: "001", RT: "002", Current: "JL. MELATI 4", Religion: 1, Education: 5, Studying: 18, Job: 9, Marital: 2, Relation: 3, Citizenship: 1,
		Blood: 13, Disability: 7, Contraception: 3, Pregnant: 2, KTPEl: 2, Recorded: 7, Status: 1, FatherNIK: "3510050101500001", FatherName: "BAPAK", MotherNIK: "3510054101520001", MotherName: "IBU",
		BirthCert: "AL-1", Passport: "P-1", PassportUntil: day(2030), KITAS: "K-1", MarriageCert: "AN-1", MarriageDate: day(2012), DivorceCert: "AC-1", DivorceDate: day(2020)}
	dead := kampung.Resident{ID: "019bbbbb-0000-7000-8000-000000000002", Name: "ALM CONTOH", Status: kampung.StatusDead}
	now := time.Date(2026, 11, 25, 1, 2, 3, 0, time.UTC)
	name, data, err := WriteOpenDK([]kampung.Resident{dead, r}, "35.10.05.2001", now)
	if err != nil || name != "penduduk_25_11_2026_opendk.zip" {
		t.Fatalf("%s, %v", name, err)
	}
	rows := readOpenDK(t, data, "penduduk_25_11_2026_opendk.xlsx")
	if len(rows) != 3 || strings.Join(rows[0], ",") != openDKLayout || len(rows[0]) != 42 {
		t.Fatalf("%q", rows)
	}
	want := map[string]string{"alamat": "JL. MAWAR 3", "dusun": "KRAJAN", "rw": "001", "rt": "002", "nama": "SITI ÑANI", "nomor_kk": "3510050101209001", "nomor_nik": "3510055708909001",
		"jenis_kelamin": "2", "tempat_lahir": "BANYUWANGI", "tanggal_lahir": "1990-02-03", "agama": "1", "pendidikan_dlm_kk": "5", "pendidikan_sdg_ditempuh": "18", "pekerjaan": "9", "kawin": "2",
		"hubungan_keluarga": "3", "kewarganegaraan": "1", "nama_ayah": "BAPAK", "nama_ibu": "IBU", "gol_darah": "13", "akta_lahir": "AL-1", "nomor_dokumen_pasport": "P-1", "tanggal_akhir_pasport": "2030-02-03",
		"nomor_dokumen_kitas": "K-1", "nik_ayah": "3510050101500001", "nik_ibu": "3510054101520001", "nomor_akta_perkawinan": "AN-1", "tanggal_perkawinan": "2012-02-03", "nomor_akta_perceraian": "AC-1",
		"tanggal_perceraian": "2020-02-03", "cacat": "7", "cara_kb": "3", "hamil": "2", "ktp_el": "2", "status_rekam": "7", "alamat_sekarang": "JL. MELATI 4", "foto": "", "status_dasar": "1",
		"created_at": "2025-11-22 15:24:19", "updated_at": "2026-11-25 08:02:03", "desa_id": "35.10.05.2001"}
	for i, column := range rows[0] {
		if column == "id" {
			if n, err := strconv.ParseInt(rows[1][i], 10, 32); err != nil || n <= 0 || rows[1][i] == rows[2][i] {
				t.Errorf("id %q beside %q: %v", rows[1][i], rows[2][i], err)
			}
			continue
		}
		if rows[1][i] != want[column] {
			t.Errorf("%s is %q, want %q", column, rows[1][i], want[column])
		}
		if column == "status_dasar" && rows[2][i] != "2" || column == "nomor_nik" && rows[2][i] != "0" {
			t.Errorf("%s of the dead is %q", column, rows[2][i])
		}
	}
}

// TestOpenDKNumbersStay: a resident keeps the number when others come, and
// nobody's is another's.
func TestOpenDKNumbersStay(t *testing.T) {
	people := Invent(900, "35.10.05.2001", 5)
	for i := range people {
		people[i].ID = "019aaaaa-0000-7000-8000-" + strconv.Itoa(100_000_000_000+i)
	}
	numbers := func(n int) map[string]string {
		_, data, err := WriteOpenDK(people[:n], "35.10.05.2001", time.Date(2026, 11, 25, 1, 2, 3, 0, time.UTC))
		if err != nil || len(data) > OpenDKMax {
			t.Fatalf("%d bytes, %v", len(data), err)
		}
		out, seen := map[string]string{}, map[string]bool{}
		for _, row := range readOpenDK(t, data, "penduduk_25_11_2026_opendk.xlsx")[1:] {
			if seen[row[36]] {
				t.Fatalf("%s twice", row[36])
			}
			seen[row[36]] = true
			out[row[4]+row[6]+row[9]] = row[36]
		}
		return out
	}
	before, after := numbers(600), numbers(900)
	for who, n := range before {
		if after[who] != n {
			t.Fatalf("%s was %s and is %s", who, n, after[who])
		}
	}
}
