package kampung

// Resident is one person of the village register. Codes are the ones village
// software shares with SIAK; their labels are in [CodeTable]. Zero means "not
// known". JSON names are the column names of the office's own Excel layout, so
// that an entry can be read beside the sheet it came from.
type Resident struct {
	ID  string `json:"id"`            // uuid; a person without NIK has one too
	NIK string `json:"nik,omitempty"` // 16 digits, or empty when not issued yet
	KK  string `json:"no_kk,omitempty"`

	Name       string `json:"nama"`
	Sex        int    `json:"sex,omitempty"` // 1 L, 2 P
	BirthPlace string `json:"tempatlahir,omitempty"`
	BirthDate  Date   `json:"tanggallahir,omitzero"`

	Address string `json:"alamat,omitempty"`
	Dusun   string `json:"dusun,omitempty"`
	RW      string `json:"rw,omitempty"` // 3 digits or empty
	RT      string `json:"rt,omitempty"`
	Current string `json:"alamat_sekarang,omitempty"`

	Religion      int `json:"agama_id,omitempty"`
	Education     int `json:"pendidikan_kk_id,omitempty"`
	Studying      int `json:"pendidikan_sedang_id,omitempty"`
	Job           int `json:"pekerjaan_id,omitempty"`
	Marital       int `json:"status_kawin,omitempty"`
	Relation      int `json:"kk_level,omitempty"` // SHDK
	Citizenship   int `json:"warganegara_id,omitempty"`
	Blood         int `json:"golongan_darah_id,omitempty"`
	Disability    int `json:"cacat_id,omitempty"`
	Contraception int `json:"cara_kb_id,omitempty"`
	Pregnant      int `json:"hamil,omitempty"`
	KTPEl         int `json:"ktp_el,omitempty"`
	Recorded      int `json:"status_rekam,omitempty"`
	Status        int `json:"status_dasar,omitempty"` // 1 hidup, 2 mati, 3 pindah, 4 hilang, 6 pergi, 9 tidak valid
	InsuranceKind int `json:"id_asuransi,omitempty"`

	FatherNIK  string `json:"ayah_nik,omitempty"`
	FatherName string `json:"nama_ayah,omitempty"`
	MotherNIK  string `json:"ibu_nik,omitempty"`
	MotherName string `json:"nama_ibu,omitempty"`

	BirthCert     string `json:"akta_lahir,omitempty"`
	Passport      string `json:"dokumen_pasport,omitempty"`
	PassportUntil Date   `json:"tanggal_akhir_paspor,omitzero"`
	KITAS         string `json:"dokumen_kitas,omitempty"`
	MarriageCert  string `json:"akta_perkawinan,omitempty"`
	MarriageDate  Date   `json:"tanggalperkawinan,omitzero"`
	DivorceCert   string `json:"akta_perceraian,omitempty"`
	DivorceDate   Date   `json:"tanggalperceraian,omitzero"`

	Ethnicity string `json:"suku,omitempty"`
	CardTag   string `json:"tag_id_card,omitempty"`
	Insurance string `json:"no_asuransi,omitempty"`
	Lat       string `json:"lat,omitempty"`
	Lng       string `json:"lng,omitempty"`
	Phone     string `json:"telepon,omitempty"`
	JobNote   string `json:"deskripsi_pekerjaan,omitempty"` // SIAK's "Deskripsi Pekerjaan"
}

// Alive reports whether the person can apply: living and not moved away.
func (r Resident) Alive() bool { return r.Status == 0 || r.Status == 1 }
