package roster

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"time"

	"smartkampung/kampung"
)

// OpenDKMax is the largest file that OpenDK takes in one upload, in bytes.
const OpenDKMax = 5120 << 10

// openDKColumns are the 42 columns of the workbook that OpenDK imports, in its
// order, and which of a resident's values, by the OpenSID name, stands in each.
// Those without one are written by the export itself.
var openDKColumns = []struct{ name, key string }{
	{"alamat", "alamat"}, {"dusun", "dusun"}, {"rw", "rw"}, {"rt", "rt"}, {"nama", "nama"}, {"nomor_kk", "no_kk"}, {"nomor_nik", "nik"},
	{"jenis_kelamin", "sex"}, {"tempat_lahir", "tempatlahir"}, {"tanggal_lahir", "tanggallahir"}, {"agama", "agama_id"},
	{"pendidikan_dlm_kk", "pendidikan_kk_id"}, {"pendidikan_sdg_ditempuh", "pendidikan_sedang_id"}, {"pekerjaan", "pekerjaan_id"}, {"kawin", "status_kawin"},
	{"hubungan_keluarga", "kk_level"}, {"kewarganegaraan", "warganegara_id"}, {"nama_ayah", "nama_ayah"}, {"nama_ibu", "nama_ibu"},
	{"gol_darah", "golongan_darah_id"}, {"akta_lahir", "akta_lahir"}, {"nomor_dokumen_pasport", "dokumen_pasport"}, {"tanggal_akhir_pasport", "tanggal_akhir_paspor"},
	{"nomor_dokumen_kitas", "dokumen_kitas"}, {"nik_ayah", "ayah_nik"}, {"nik_ibu", "ibu_nik"}, {"nomor_akta_perkawinan", "akta_perkawinan"},
	{"tanggal_perkawinan", "tanggalperkawinan"}, {"nomor_akta_perceraian", "akta_perceraian"}, {"tanggal_perceraian", "tanggalperceraian"},
	{"cacat", "cacat_id"}, {"cara_kb", "cara_kb_id"}, {"hamil", "hamil"}, {"ktp_el", "ktp_el"}, {"status_rekam", "status_rekam"}, {"alamat_sekarang", "alamat_sekarang"},
	{"id", ""}, {"foto", ""}, {"status_dasar", "status_dasar"}, {"created_at", ""}, {"updated_at", ""}, {"desa_id", ""},
}

// WriteOpenDK writes all residents as the zip that OpenDK, the program of
// kecamatan offices, imports: one workbook of 42 columns, no photos. Codes stand
// as numbers, days as yyyy-mm-dd. The dead and those who left are in it with
// their status, since OpenDK would keep them as they were otherwise. The name
// is the one that OpenDK's own users know.
func WriteOpenDK(residents []kampung.Resident, village string, now time.Time) (name string, data []byte, err error) {
	return WriteOpenDKEach(residents, village, now, func() error { return nil })
}

// WriteOpenDKEach is WriteOpenDK that calls each for every resident; its error
// ends the work.
func WriteOpenDKEach(residents []kampung.Resident, village string, now time.Time, each func() error) (name string, data []byte, err error) {
	stem := kampung.OpenDKName(now)
	sheet, err := openDKSheet(residents, village, now, each)
	if err != nil {
		return "", nil, err
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.CreateHeader(&zip.FileHeader{Name: stem + ".xlsx", Method: zip.Store, Modified: now})
	if err == nil {
		_, err = w.Write(sheet)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		return "", nil, fmt.Errorf("roster: opendk: %w", err)
	}
	return stem + ".zip", out.Bytes(), nil
}

func openDKSheet(residents []kampung.Resident, village string, now time.Time, each func() error) ([]byte, error) {
	names := make([]string, len(openDKColumns))
	for i, c := range openDKColumns {
		names[i] = c.name
	}
	b, err := newBookWriter(names)
	if err != nil {
		return nil, err
	}
	residents = slices.SortedFunc(slices.Values(residents), func(a, b kampung.Resident) int { return cmp.Compare(a.ID, b.ID) })
	const stamp = "2006-01-02 15:04:05"
	taken := map[uint32]bool{}
	cells := make([]string, len(openDKColumns))
	for _, r := range residents {
		for i, c := range openDKColumns {
			if c.key != "" {
				cells[i] = columns[columnKeys[c.key]].value(&r)
				continue
			}
			switch c.name {
			case "id":
				cells[i] = strconv.FormatUint(uint64(openDKNumber(r.ID, taken)), 10)
			case "created_at":
				cells[i] = idTime(r.ID, now).In(kampung.WIB).Format(stamp)
			case "updated_at":
				cells[i] = now.In(kampung.WIB).Format(stamp)
			case "desa_id":
				cells[i] = village
			}
		}
		b.line(cells, styleText)
		if err := each(); err != nil {
			return nil, err
		}
	}
	return b.bytes()
}

// openDKNumber is the number under which OpenDK knows a resident: it finds a
// record again by village and number, so a resident keeps theirs. It is a digest
// of the id in 31 bits; where two meet, the one whose id comes later takes the
// next free number.
func openDKNumber(id string, taken map[uint32]bool) uint32 {
	h := fnv.New32a()
	h.Write([]byte(id)) // a digest takes everything
	n := h.Sum32() & (1<<31 - 1)
	for n == 0 || taken[n] {
		n = (n + 1) & (1<<31 - 1)
	}
	taken[n] = true
	return n
}

// idTime is the moment that an id of UUID version 7 tells, or now.
func idTime(id string, now time.Time) time.Time {
	if len(id) != 36 || id[14] != '7' {
		return now
	}
	ms, err := strconv.ParseInt(id[:8]+id[9:13], 16, 64)
	if t := time.UnixMilli(ms); err == nil && t.Before(now) {
		return t
	}
	return now
}
