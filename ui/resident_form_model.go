package ui

import (
	"errors"
	"strconv"
	"strings"

	"smartkampung/kampung"
)

// personField is one field of the resident form.
type personField struct {
	Key   string // JSON key of [kampung.Resident]
	Label string
	Kind  kampung.FieldType
	Table kampung.CodeTable // for a choice
	Must  bool
	Get   func(*kampung.Resident) string
	Set   func(*kampung.Resident, string)
}

// personGroup is a card of the form.
type personGroup struct {
	Title  string
	Fields [][]personField // rows
}

func textOf(key, label string, p func(*kampung.Resident) *string) personField {
	return personField{Key: key, Label: label, Kind: kampung.FieldText,
		Get: func(r *kampung.Resident) string { return *p(r) },
		Set: func(r *kampung.Resident, v string) { *p(r) = v }}
}

func codeOf(key, label string, t kampung.CodeTable, p func(*kampung.Resident) *int) personField {
	return personField{Key: key, Label: label, Kind: kampung.FieldChoice, Table: t,
		Get: func(r *kampung.Resident) string {
			if *p(r) == 0 {
				return ""
			}
			return strconv.Itoa(*p(r))
		},
		Set: func(r *kampung.Resident, v string) {
			n, err := strconv.Atoi(v)
			if err != nil {
				n = 0
			}
			*p(r) = n
		}}
}

func dayOf(key, label string, p func(*kampung.Resident) *kampung.Date) personField {
	return personField{Key: key, Label: label, Kind: kampung.FieldDate,
		Get: func(r *kampung.Resident) string { return p(r).ISO() },
		Set: func(r *kampung.Resident, v string) {
			*p(r) = kampung.Date{}
			if d, ok := isoDate(v); ok {
				*p(r) = d
			}
		}}
}

// personGroups are the cards of the form, in the order in which a clerk copies
// a family card.
func personGroups() []personGroup {
	type R = kampung.Resident
	name := textOf("nama", tr("Nama lengkap"), func(r *R) *string { return &r.Name })
	name.Must = true
	return []personGroup{
		{tr("Jati diri"), [][]personField{
			{name},
			{textOf("nik", tr("NIK"), func(r *R) *string { return &r.NIK }), textOf("no_kk", tr("Nomor KK"), func(r *R) *string { return &r.KK })},
			{textOf("tempatlahir", tr("Tempat lahir"), func(r *R) *string { return &r.BirthPlace }),
				dayOf("tanggallahir", tr("Tanggal lahir"), func(r *R) *kampung.Date { return &r.BirthDate }),
				codeOf("sex", tr("Jenis kelamin"), kampung.TableSex, func(r *R) *int { return &r.Sex })},
			{codeOf("agama_id", tr("Agama"), kampung.TableReligion, func(r *R) *int { return &r.Religion }),
				codeOf("status_kawin", tr("Status kawin"), kampung.TableMarital, func(r *R) *int { return &r.Marital }),
				codeOf("golongan_darah_id", tr("Golongan darah"), kampung.TableBlood, func(r *R) *int { return &r.Blood })},
			{codeOf("pekerjaan_id", tr("Pekerjaan"), kampung.TableJob, func(r *R) *int { return &r.Job }),
				codeOf("pendidikan_kk_id", tr("Pendidikan"), kampung.TableEducation, func(r *R) *int { return &r.Education })},
			{codeOf("kk_level", tr("Hubungan dalam keluarga"), kampung.TableRelation, func(r *R) *int { return &r.Relation }),
				codeOf("warganegara_id", tr("Kewarganegaraan"), kampung.TableCitizenship, func(r *R) *int { return &r.Citizenship }),
				codeOf("status_dasar", tr("Status"), kampung.TableStatus, func(r *R) *int { return &r.Status })},
		}},
		{tr("Tempat tinggal"), [][]personField{
			{textOf("alamat", tr("Alamat"), func(r *R) *string { return &r.Address }), textOf("dusun", tr("Dusun"), func(r *R) *string { return &r.Dusun })},
			{textOf("rt", tr("RT"), func(r *R) *string { return &r.RT }), textOf("rw", tr("RW"), func(r *R) *string { return &r.RW }),
				textOf("telepon", tr("Telepon"), func(r *R) *string { return &r.Phone })},
		}},
		{tr("Orang tua"), [][]personField{
			{textOf("nama_ayah", tr("Nama ayah"), func(r *R) *string { return &r.FatherName }), textOf("ayah_nik", tr("NIK ayah"), func(r *R) *string { return &r.FatherNIK })},
			{textOf("nama_ibu", tr("Nama ibu"), func(r *R) *string { return &r.MotherName }), textOf("ibu_nik", tr("NIK ibu"), func(r *R) *string { return &r.MotherNIK })},
		}},
	}
}

// personModel is a resident being looked at or changed.
type personModel struct {
	R       kampung.Resident
	BadDate kampung.Problems // what stands in a date field and is no day
	// From is where a new resident moved from, and Came when; without From they
	// lived here before they were recorded.
	From string
	Came kampung.Date
}

// saveResident saves a resident; one who moved in comes with the event that says
// so. It writes the disk.
func saveResident(d Desk, m personModel) (kampung.Resident, error) {
	if m.R.ID != "" || m.From == "" {
		return d.SaveResident(m.R)
	}
	plan, err := d.RecordEvent(kampung.Event{Type: kampung.EventMoveIn, Date: m.Came, From: m.From}, []kampung.Resident{m.R})
	var ps kampung.Problems
	if errors.As(err, &ps) {
		own := make(kampung.Problems, len(ps))
		for i, p := range ps {
			own[i] = kampung.Problem{Field: strings.TrimPrefix(p.Field, "new."), Text: p.Text}
		}
		return m.R, own
	}
	if err != nil || len(plan.Event.Made) == 0 {
		return m.R, err
	}
	return d.Resident(plan.Event.Made[0])
}

// Problems tells all that is wrong, before the desk is asked.
func (m personModel) Problems(today kampung.Date) kampung.Problems {
	return append(kampung.CheckResident(kampung.CleanResident(m.R), today), m.BadDate...)
}

// Warnings tells what looks odd but may be saved.
func (m personModel) Warnings(today kampung.Date) []string {
	return kampung.ResidentWarnings(kampung.CleanResident(m.R), today)
}
