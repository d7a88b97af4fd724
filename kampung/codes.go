package kampung

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

// CodeTable names a code table by the column of [Resident] that uses it.
type CodeTable string

// The code tables of a resident.
const (
	TableSex           CodeTable = "sex"
	TableReligion      CodeTable = "agama_id"
	TableMarital       CodeTable = "status_kawin"
	TableRelation      CodeTable = "kk_level"
	TableEducation     CodeTable = "pendidikan_kk_id"
	TableStudying      CodeTable = "pendidikan_sedang_id"
	TableJob           CodeTable = "pekerjaan_id"
	TableBlood         CodeTable = "golongan_darah_id"
	TableDisability    CodeTable = "cacat_id"
	TableStatus        CodeTable = "status_dasar"
	TableCitizenship   CodeTable = "warganegara_id"
	TableRecorded      CodeTable = "status_rekam"
	TableContraception CodeTable = "cara_kb_id"
	TablePregnant      CodeTable = "hamil"
	TableKTPEl         CodeTable = "ktp_el"
	TableInsurance     CodeTable = "id_asuransi"
)

// Codes that rules speak of.
const (
	RelationHead  = 1 // kepala keluarga
	StatusAlive   = 1
	StatusDead    = 2
	StatusMoved   = 3
	StatusLost    = 4
	StatusGone    = 6
	StatusInvalid = 9
)

// Code is one line of a code table.
type Code struct {
	Code  int
	Label string
}

// Codes returns the lines of a table in order; nil for an unknown table.
func Codes(table CodeTable) []Code { return slices.Clone(codeLabels[table]) }

// Label returns the official label of a code in capitals, or "" for 0 and codes
// that the table lacks.
func Label(table CodeTable, code int) string {
	for _, c := range codeLabels[table] {
		if c.Code == code {
			return c.Label
		}
	}
	return ""
}

// printLabels are labels whose print differs from the table's own spelling:
// the official names of the religions, and what title case would get wrong.
var printLabels = map[CodeTable]map[int]string{
	TableReligion:   {3: "Katolik", 5: "Buddha", 6: "Khonghucu", 7: "Kepercayaan Terhadap Tuhan YME"},
	TableBlood:      {3: "AB", 9: "AB+", 10: "AB-", 13: "-"},
	TableRelation:   {7: "Orang Tua"},
	TableEducation:  {1: "Tidak/Belum Sekolah", 3: "Tamat SD/Sederajat", 5: "SLTA/Sederajat", 6: "Diploma I/II", 7: "Akademi/Diploma III/Sarjana Muda", 8: "Diploma IV/Strata I"},
	TableKTPEl:      {2: "KTP-el"},
	TableSex:        {1: "Laki-laki", 2: "Perempuan"},
	TableDisability: {3: "Cacat Rungu/Wicara"},
}

// PrintLabel returns the label as a letter prints it: "Petani/Pekebun",
// "Karyawan BUMN", "Katolik"; "-" for a blood group that is not known; "" for
// 0 and codes that the table lacks.
func PrintLabel(table CodeTable, code int) string {
	if p := printLabels[table][code]; p != "" {
		return p
	}
	return TitleCase(Label(table, code))
}

// ParseCode reads a code or a label of a table. Labels are compared by their
// letters and digits alone, without case, in the spellings of OpenSID, SIAK and
// BIP exports. An empty text or "-" is 0, not known. False means that the table
// has no such code or label.
func ParseCode(table CodeTable, text string) (int, bool) {
	text = FoldSpace(text)
	if text == "" || text == "-" || text == "0" {
		return 0, codeLabels[table] != nil
	}
	if n, err := strconv.Atoi(strings.TrimSuffix(text, ".0")); err == nil {
		return n, Label(table, n) != ""
	}
	code, ok := codeIndex()[table][foldLabel(table, text)]
	return code, ok
}

// codeIndex maps the folded labels and their other spellings to codes.
var codeIndex = sync.OnceValue(func() map[CodeTable]map[string]int {
	index := map[CodeTable]map[string]int{}
	for table, codes := range codeLabels {
		m := map[string]int{}
		for _, c := range codes {
			m[foldLabel(table, c.Label)] = c.Code
			if p := PrintLabel(table, c.Code); p != "-" {
				m[foldLabel(table, p)] = c.Code
			}
		}
		for code, spellings := range otherSpellings[table] {
			for s := range strings.SplitSeq(spellings, "|") {
				m[foldLabel(table, s)] = code
			}
		}
		index[table] = m
	}
	return index
})

// foldLabel leaves the letters and digits of a label, in capitals. In blood
// groups + and - count, and in education "I/II" is not "III".
func foldLabel(table CodeTable, s string) string {
	if table == TableEducation {
		s = strings.ReplaceAll(strings.ToUpper(strings.ReplaceAll(s, " ", "")), "I/II", "12")
	}
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToUpper(r)
		case table == TableBlood && (r == '+' || r == '-'):
			return r
		}
		return -1
	}, s)
}

// otherSpellings are labels as other exports write them, parted by "|".
var otherSpellings = map[CodeTable]map[int]string{
	TableSex:      {1: "L|LK|LAKI|LAKI LAKI|PRIA|M", 2: "P|PR|WANITA|PEREMP|F"},
	TableReligion: {2: "PROTESTAN|KRISTEN PROTESTAN", 3: "KATOLIK|KRISTEN KATOLIK|KATHOLIK ROMA|KATOLIK ROMA", 5: "BUDDHA", 6: "KONGHUCU|KONG HU CU|KHONG HU CU", 7: "KEPERCAYAAN|LAINNYA|PENGHAYAT|PENGHAYAT KEPERCAYAAN|KEPERCAYAAN THDP TUHAN YME|KEPERCAYAAN TERHADAP TUHAN YME|ALIRAN KEPERCAYAAN"},
	TableMarital: {1: "BK|BELUM|BELUM MENIKAH|B. KAWIN|BLM KAWIN|LAJANG", 2: "K|MENIKAH|KAWIN TERCATAT|KAWIN BELUM TERCATAT|KAWIN TIDAK TERCATAT|NIKAH",
		3: "CH|C. HIDUP|JANDA CERAI|DUDA CERAI|CERAI HIDUP TERCATAT|CERAI HIDUP BELUM TERCATAT", 4: "CM|C. MATI"},
	TableRelation: {1: "KEP. KELUARGA|KEPALA KELUARGA|KK|KEPALA", 3: "ISTERI", 7: "ORANG TUA|ORTU", 9: "FAMILI|FAMILI LAINNYA|FAMILY LAIN|FAM. LAIN", 10: "PEMBANTU RUMAH TANGGA", 11: "LAIN-LAIN|LAIN"},
	TableEducation: {1: "TIDAK/BLM SEKOLAH|TDK/BLM SEKOLAH|BELUM SEKOLAH|TIDAK SEKOLAH|TDK/BELUM SEKOLAH", 2: "BELUM TAMAT SD|BLM TAMAT SD/SEDERAJAT|TIDAK TAMAT SD|TDK TAMAT SD/SEDERAJAT|TIDAK TAMAT SD/SEDERAJAT|BLM TAMAT SD",
		3: "SD|TAMAT SD|SD/SEDERAJAT|TAMAT SD SEDERAJAT", 4: "SLTP|SMP|SMP/SEDERAJAT|TAMAT SLTP/SEDERAJAT|TAMAT SMP|TAMAT SLTP", 5: "SLTA|SMA|SMK|SMA/SEDERAJAT|TAMAT SLTA/SEDERAJAT|TAMAT SMA|TAMAT SLTA",
		6: "DIPLOMA I|DIPLOMA II|D1|D2|D-1/D-2|D1/D2|DIPLOMA 1/2", 7: "D3|D-III|DIPLOMA III|AKADEMI|AKADEMI/DIPLOMA III/SARJANA MUDA|DIPLOMA III/SARJANA MUDA|SARJANA MUDA|AKADEMI/DIPLOMA III/SARMUD|DIPLOMA 3",
		8: "S1|S-1|STRATA I|STRATA 1|STRATA-1|D4|DIPLOMA IV|DIPLOMA IV/STRATA 1|DIPLOMA IV/S1|SARJANA", 9: "S2|STRATA 2|STRATA-II|MAGISTER", 10: "S3|STRATA 3|STRATA-III|DOKTOR"},
	TableStudying: {18: "TIDAK SEKOLAH|TDK SEDANG SEKOLAH"},
	TableJob: {1: "TIDAK BEKERJA|BELUM BEKERJA|BLM/TDK BEKERJA|TIDAK/BELUM BEKERJA|BELUM / TDK BEKERJA", 2: "IRT|IBU RUMAH TANGGA|MENGURUS RT", 3: "PELAJAR|MAHASISWA|PELAJAR / MHS", 4: "PENSIUN",
		5: "PNS|PEGAWAI NEGERI SIPIL|PEGAWAI NEGERI|ASN", 6: "TNI|TENTARA NASIONAL INDONESIA", 7: "POLRI|KEPOLISIAN RI|POLISI", 8: "DAGANG", 9: "PETANI|PEKEBUN|TANI", 11: "NELAYAN|PERIKANAN", 15: "SWASTA|KARYAWAN|PEGAWAI SWASTA|KARY. SWASTA",
		16: "BUMN", 17: "BUMD", 18: "HONORER|KARYAWAN HONOR", 19: "BURUH|BHL|BURUH LEPAS", 20: "BURUH TANI", 21: "BURUH NELAYAN", 22: "BURUH TERNAK", 23: "PRT|PEMBANTU", 40: "PENERJEMAH", 45: "USTADZ|MUBALIGH|USTAZ/MUBALIG",
		63: "ANGGOTA DPRD KAB./KOTA|ANGGOTA DPRD KABUPATEN", 81: "SUPIR|PENGEMUDI", 85: "PERANGKAT", 86: "KADES", 87: "BIARAWAN/BIARAWATI|BIARAWAN", 88: "WIRAUSAHA|WIRA SWASTA", 89: "LAIN-LAIN|LAINNYA"},
	TableBlood:         {13: "TDK TH|TDK TAHU|TIDAK DIKETAHUI|BELUM TAHU|TT|TDK DIKETAHUI|BELUM DIKETAHUI"},
	TableDisability:    {1: "FISIK|TUNA DAKSA|DISABILITAS FISIK", 2: "NETRA|BUTA|TUNA NETRA", 3: "RUNGU|WICARA|TUNA RUNGU|TUNA WICARA", 4: "MENTAL|JIWA|CACAT MENTAL", 5: "FISIK DAN MENTAL|FISIK & MENTAL", 6: "LAINNYA", 7: "TIDAK|TIDAK ADA|TDK CACAT|NORMAL"},
	TableStatus:        {1: "AKTIF|ADA|TETAP", 2: "MENINGGAL|MENINGGAL DUNIA|WAFAT", 3: "PINDAH KELUAR", 9: "TDK VALID"},
	TableCitizenship:   {1: "INDONESIA|WARGA NEGARA INDONESIA", 2: "ASING|WARGA NEGARA ASING", 3: "DUA"},
	TableRecorded:      {1: "BELUM", 2: "SUDAH|BIOMETRIC|RECORDED", 8: "BELUM WAJIB KTP"},
	TableKTPEl:         {1: "BELUM PUNYA|TIDAK|B", 2: "SUDAH|KTP EL|KTPEL|YA|S|E-KTP|EKTP"},
	TablePregnant:      {1: "YA", 2: "TIDAK"},
	TableContraception: {2: "SPIRAL", 5: "SUSUK|IMPLAN|IMPLANT", 6: "MOW", 7: "MOP", 8: "TIDAK|TIDAK KB|TIDAK MEMAKAI", 99: "LAIN-LAIN"},
	TableInsurance:     {1: "TIDAK PUNYA|BELUM PUNYA|TIDAK ADA", 2: "BPJS PBI|PBI", 3: "BPJS NON PBI|NON PBI", 4: "PBI DAERAH|JAMKESDA", 99: "LAINNYA"},
}
