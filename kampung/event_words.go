package kampung

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// residentLabels are the values of a resident in the clerk's words, by JSON
// name.
var residentLabels = map[string]string{
	"nik": "NIK", "no_kk": "Nomor KK", "nama": "Nama", "sex": "Jenis kelamin", "tempatlahir": "Tempat lahir", "tanggallahir": "Tanggal lahir",
	"alamat": "Alamat", "dusun": "Dusun", "rw": "RW", "rt": "RT", "alamat_sekarang": "Alamat sekarang", "agama_id": "Agama", "pendidikan_kk_id": "Pendidikan",
	"pendidikan_sedang_id": "Pendidikan yang ditempuh", "pekerjaan_id": "Pekerjaan", "status_kawin": "Status kawin", "kk_level": "Hubungan dalam keluarga",
	"warganegara_id": "Kewarganegaraan", "golongan_darah_id": "Golongan darah", "cacat_id": "Cacat", "cara_kb_id": "Cara KB", "hamil": "Hamil", "ktp_el": "KTP-el",
	"status_rekam": "Status rekam", "status_dasar": "Status", "id_asuransi": "Asuransi", "ayah_nik": "NIK ayah", "nama_ayah": "Nama ayah", "ibu_nik": "NIK ibu",
	"nama_ibu": "Nama ibu", "akta_lahir": "Akta lahir", "dokumen_pasport": "Paspor", "tanggal_akhir_paspor": "Paspor berlaku sampai", "dokumen_kitas": "KITAS/KITAP",
	"akta_perkawinan": "Akta perkawinan", "tanggalperkawinan": "Tanggal perkawinan", "akta_perceraian": "Akta perceraian", "tanggalperceraian": "Tanggal perceraian",
	"suku": "Suku", "tag_id_card": "Tag KTP", "no_asuransi": "Nomor asuransi", "lat": "Lintang", "lng": "Bujur", "telepon": "Telepon", "deskripsi_pekerjaan": "Keterangan pekerjaan",
}

// ResidentLabel is a value of a resident in the clerk's words; an unknown name
// comes back as it is.
func ResidentLabel(field string) string {
	if l := residentLabels[field]; l != "" {
		return l
	}
	return field
}

// Lines tells which values a change of a resident changes and from what, as
// people read them, in the order of their names. Of a new resident they are all
// that is known.
func (c ResidentChange) Lines() []ResidentChangeLine {
	before, err := fieldsOf(c.Before)
	if err != nil {
		return nil
	}
	after, err := fieldsOf(c.After)
	if err != nil {
		return nil
	}
	names := map[string]json.RawMessage{}
	maps.Copy(names, before)
	maps.Copy(names, after)
	var lines []ResidentChangeLine
	for _, name := range slices.Sorted(maps.Keys(names)) {
		from, to := valueText(before[name]), valueText(after[name])
		if name == "id" || from == to {
			continue
		}
		lines = append(lines, ResidentChangeLine{Field: name, From: PrintValue(name, from), To: PrintValue(name, to)})
	}
	return lines
}

// Name is whom a change is about.
func (c ResidentChange) Name() string {
	if c.After.Name != "" {
		return c.After.Name
	}
	return c.Before.Name
}

// PeopleWords names the residents of an event; of more than four the first three.
func (e Event) PeopleWords(name func(id string) string) string {
	var names []string
	for i, id := range e.People {
		if i == 3 && len(e.People) > 4 {
			return strings.Join(names, ", ") + "…"
		}
		if n := name(id); n != "" {
			names = append(names, n)
		}
	}
	return strings.Join(names, ", ")
}
