package roster

import (
	"strings"
	"unicode"

	"smartkampung/kampung"
)

// columnKind is how the values of a column are read.
type columnKind uint8

const (
	kindText   columnKind = iota
	kindNumber            // an identity number of 16 digits, or 0
	kindPlace             // RT, RW: three digits
	kindCode              // a code or its label
	kindDate
	kindPoint // latitude, longitude
)

// column is one column of the register: its name in the OpenSID layout, which
// is the JSON key of [kampung.Resident], and where its value goes.
type column struct {
	key   string
	kind  columnKind
	table kampung.CodeTable // of kindCode
	text  func(*kampung.Resident) *string
	code  func(*kampung.Resident) *int
	date  func(*kampung.Resident) *kampung.Date
}

type (
	res = kampung.Resident
	day = kampung.Date
)

// columns are the 43 columns of the OpenSID layout in its order, and behind
// them what only other files have.
var columns = []column{
	{key: "alamat", text: func(r *res) *string { return &r.Address }},
	{key: "dusun", text: func(r *res) *string { return &r.Dusun }},
	{key: "rw", kind: kindPlace, text: func(r *res) *string { return &r.RW }},
	{key: "rt", kind: kindPlace, text: func(r *res) *string { return &r.RT }},
	{key: "nama", text: func(r *res) *string { return &r.Name }},
	{key: "no_kk", kind: kindNumber, text: func(r *res) *string { return &r.KK }},
	{key: "nik", kind: kindNumber, text: func(r *res) *string { return &r.NIK }},
	{key: "sex", kind: kindCode, table: kampung.TableSex, code: func(r *res) *int { return &r.Sex }},
	{key: "tempatlahir", text: func(r *res) *string { return &r.BirthPlace }},
	{key: "tanggallahir", kind: kindDate, date: func(r *res) *day { return &r.BirthDate }},
	{key: "agama_id", kind: kindCode, table: kampung.TableReligion, code: func(r *res) *int { return &r.Religion }},
	{key: "pendidikan_kk_id", kind: kindCode, table: kampung.TableEducation, code: func(r *res) *int { return &r.Education }},
	{key: "pendidikan_sedang_id", kind: kindCode, table: kampung.TableStudying, code: func(r *res) *int { return &r.Studying }},
	{key: "pekerjaan_id", kind: kindCode, table: kampung.TableJob, code: func(r *res) *int { return &r.Job }},
	{key: "status_kawin", kind: kindCode, table: kampung.TableMarital, code: func(r *res) *int { return &r.Marital }},
	{key: "kk_level", kind: kindCode, table: kampung.TableRelation, code: func(r *res) *int { return &r.Relation }},
	{key: "warganegara_id", kind: kindCode, table: kampung.TableCitizenship, code: func(r *res) *int { return &r.Citizenship }},
	{key: "ayah_nik", kind: kindNumber, text: func(r *res) *string { return &r.FatherNIK }},
	{key: "nama_ayah", text: func(r *res) *string { return &r.FatherName }},
	{key: "ibu_nik", kind: kindNumber, text: func(r *res) *string { return &r.MotherNIK }},
	{key: "nama_ibu", text: func(r *res) *string { return &r.MotherName }},
	{key: "golongan_darah_id", kind: kindCode, table: kampung.TableBlood, code: func(r *res) *int { return &r.Blood }},
	{key: "akta_lahir", text: func(r *res) *string { return &r.BirthCert }},
	{key: "dokumen_pasport", text: func(r *res) *string { return &r.Passport }},
	{key: "tanggal_akhir_paspor", kind: kindDate, date: func(r *res) *day { return &r.PassportUntil }},
	{key: "dokumen_kitas", text: func(r *res) *string { return &r.KITAS }},
	{key: "akta_perkawinan", text: func(r *res) *string { return &r.MarriageCert }},
	{key: "tanggalperkawinan", kind: kindDate, date: func(r *res) *day { return &r.MarriageDate }},
	{key: "akta_perceraian", text: func(r *res) *string { return &r.DivorceCert }},
	{key: "tanggalperceraian", kind: kindDate, date: func(r *res) *day { return &r.DivorceDate }},
	{key: "cacat_id", kind: kindCode, table: kampung.TableDisability, code: func(r *res) *int { return &r.Disability }},
	{key: "cara_kb_id", kind: kindCode, table: kampung.TableContraception, code: func(r *res) *int { return &r.Contraception }},
	{key: "hamil", kind: kindCode, table: kampung.TablePregnant, code: func(r *res) *int { return &r.Pregnant }},
	{key: "ktp_el", kind: kindCode, table: kampung.TableKTPEl, code: func(r *res) *int { return &r.KTPEl }},
	{key: "status_rekam", kind: kindCode, table: kampung.TableRecorded, code: func(r *res) *int { return &r.Recorded }},
	{key: "alamat_sekarang", text: func(r *res) *string { return &r.Current }},
	{key: "status_dasar", kind: kindCode, table: kampung.TableStatus, code: func(r *res) *int { return &r.Status }},
	{key: "suku", text: func(r *res) *string { return &r.Ethnicity }},
	{key: "tag_id_card", text: func(r *res) *string { return &r.CardTag }},
	{key: "id_asuransi", kind: kindCode, table: kampung.TableInsurance, code: func(r *res) *int { return &r.InsuranceKind }},
	{key: "no_asuransi", text: func(r *res) *string { return &r.Insurance }},
	{key: "lat", kind: kindPoint, text: func(r *res) *string { return &r.Lat }},
	{key: "lng", kind: kindPoint, text: func(r *res) *string { return &r.Lng }},

	{key: "telepon", text: func(r *res) *string { return &r.Phone }},
	{key: "deskripsi_pekerjaan", text: func(r *res) *string { return &r.JobNote }},
}

// openSIDColumns is how many of columns the OpenSID layout has.
const openSIDColumns = 43

// siakNames are the columns of a SIAK export; an empty key is known and passed
// over. Behind the 37 of the layout stand other spellings of them.
var siakNames = map[string]string{
	"Nomor KK": "no_kk", "NIK": "nik", "Nama Penduduk": "nama", "Status": "status_dasar",
	"Tempat Lahir": "tempatlahir", "Tanggal Lahir": "tanggallahir", "Kelamin": "sex",
	"NIK Ayah": "ayah_nik", "Ayah": "nama_ayah", "NIK Ibu": "ibu_nik", "Ibu": "nama_ibu",
	"Status Kawin": "status_kawin", "SHDK": "kk_level", "Agama": "agama_id",
	"Kecamatan": "", "Desa/Kel": "", "Alamat": "alamat", "RW": "rw", "RT": "rt",
	"Pendidikan": "pendidikan_kk_id", "Pekerjaan": "pekerjaan_id", "Deskripsi Pekerjaan": "deskripsi_pekerjaan",
	"Gol. Darah": "golongan_darah_id", "Cacat": "cacat_id",
	"Cetak KTP": "", "Ganti KTP": "", "KTP Berakhir": "",
	"Nomor Paspor": "dokumen_pasport", "Nomor Akta Lahir": "akta_lahir",
	"Nomor Akta Kawin": "akta_perkawinan", "Tanggal Kwn": "tanggalperkawinan",
	"Nomor Akta Cerai": "akta_perceraian", "Tgl Cerai": "tanggalperceraian",
	"Petugas Registrasi": "", "Tgl Ubah": "", "Petugas Entri": "", "Tgl Entri": "",

	"No. KK": "no_kk", "Nomor Kartu Keluarga": "no_kk", "Nama": "nama", "Nama Lengkap": "nama",
	"Tgl Lahir": "tanggallahir", "Jenis Kelamin": "sex", "JK": "sex",
	"Nama Ayah": "nama_ayah", "Nama Ibu": "nama_ibu", "Status Perkawinan": "status_kawin",
	"Hub. Keluarga": "kk_level", "Hubungan Keluarga": "kk_level", "Golongan Darah": "golongan_darah_id",
	"Dusun": "dusun", "Telepon": "telepon", "No. HP": "telepon", "Kewarganegaraan": "warganegara_id",
}

// needed are the columns without which a file cannot tell who its people are.
var (
	neededOpenSID = []string{"nik", "nama", "no_kk", "sex", "tempatlahir", "tanggallahir", "kk_level", "dusun", "rw", "rt"}
	neededSIAK    = []string{"Nomor KK", "NIK", "Nama Penduduk", "Tempat Lahir", "Tanggal Lahir", "Kelamin", "SHDK", "RW", "RT"}
)

// reasonColumn is the last column of a correction file; reading passes it over.
const reasonColumn = "alasan"

// spillColumn is a column of a correction file that holds what stood to the
// right of the header's columns in a CSV row. The row stays refused until that
// is moved to where it belongs.
const spillColumn = "kelebihan"

// spilled stands for spillColumn where a place in columns would.
const spilled = -2

var (
	columnOf43 = map[string]int{} // folded OpenSID name → columns
	columnSIAK = map[string]int{} // folded SIAK name → columns, -1 when passed over
	columnKeys = map[string]int{} // key → columns
)

func init() {
	for i, c := range columns {
		columnOf43[fold(c.key)] = i
		columnKeys[c.key] = i
	}
	for name, key := range siakNames {
		columnSIAK[fold(name)] = -1
		if key != "" {
			columnSIAK[fold(name)] = columnKeys[key]
		}
	}
}

// fold makes names of columns comparable: letters and digits in lower case.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
