package kampung

import (
	"fmt"
	"slices"
	"time"
)

// SurveyElement names one of the nine elements of the satisfaction survey
// (Survei Kepuasan Masyarakat, Permenpan RB 14/2017). Scores are kept by name:
// the regulation's questionnaire and its list of elements number the last two
// the other way round.
type SurveyElement string

// The nine elements.
const (
	SurveyRequirements SurveyElement = "persyaratan"
	SurveyProcedure    SurveyElement = "prosedur"
	SurveyTime         SurveyElement = "waktu"
	SurveyFee          SurveyElement = "biaya"
	SurveyProduct      SurveyElement = "produk"
	SurveyCompetence   SurveyElement = "kompetensi"
	SurveyConduct      SurveyElement = "perilaku"
	SurveyFacilities   SurveyElement = "sarana"
	SurveyComplaints   SurveyElement = "pengaduan"
)

// SurveyElements lists the elements in the order of the questionnaire.
var SurveyElements = []SurveyElement{SurveyRequirements, SurveyProcedure, SurveyTime, SurveyFee, SurveyProduct,
	SurveyCompetence, SurveyConduct, SurveyFacilities, SurveyComplaints}

// SurveyScores is how many answers a question offers: 1 is the worst, 4 the best.
const SurveyScores = 4

// surveyText is what an element is called and how it is asked.
type surveyText struct {
	title, question string
	answers         [SurveyScores]string
}

// surveyTexts are the questions and answers of the questionnaire in the annex of
// Permenpan RB 14/2017, some shortened so that four of them stand on a line.
var surveyTexts = map[SurveyElement]surveyText{
	SurveyRequirements: {"Persyaratan", "Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis pelayanannya?",
		[4]string{"Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"}},
	SurveyProcedure: {"Sistem, mekanisme, dan prosedur", "Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di kantor ini?",
		[4]string{"Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"}},
	SurveyTime: {"Waktu penyelesaian", "Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?",
		[4]string{"Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"}},
	SurveyFee: {"Biaya atau tarif", "Bagaimana pendapat Saudara tentang kewajaran biaya atau tarif dalam pelayanan?",
		[4]string{"Sangat mahal", "Cukup mahal", "Murah", "Gratis"}},
	SurveyProduct: {"Produk pelayanan", "Bagaimana pendapat Saudara tentang kesesuaian hasil pelayanan dengan yang tercantum dalam standar pelayanan?",
		[4]string{"Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"}},
	SurveyCompetence: {"Kompetensi petugas", "Bagaimana pendapat Saudara tentang kemampuan petugas dalam pelayanan?",
		[4]string{"Tidak mampu", "Kurang mampu", "Mampu", "Sangat mampu"}},
	SurveyConduct: {"Perilaku petugas", "Bagaimana pendapat Saudara tentang kesopanan dan keramahan petugas?",
		[4]string{"Tidak ramah", "Kurang ramah", "Ramah", "Sangat ramah"}},
	SurveyFacilities: {"Sarana dan prasarana", "Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana?",
		[4]string{"Buruk", "Cukup", "Baik", "Sangat baik"}},
	SurveyComplaints: {"Penanganan pengaduan", "Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?",
		[4]string{"Tidak ada", "Ada, tidak berfungsi", "Kurang maksimal", "Dikelola dengan baik"}},
}

// Title is the element's name.
func (e SurveyElement) Title() string { return surveyTexts[e].title }

// Question is how the resident is asked.
func (e SurveyElement) Question() string { return surveyTexts[e].question }

// Answers are the words of the scores 1 to 4.
func (e SurveyElement) Answers() [SurveyScores]string { return surveyTexts[e].answers }

// Survey is what one person answered. It names neither the person nor the
// request, and tells of the person only the groups of the questionnaire.
type Survey struct {
	ID      string `json:"id,omitempty"`
	Day     Date   `json:"hari"`
	Session int    `json:"sesi,omitempty"` // 1 is 08–12, 2 is 13–17; 0 is not known
	Service string `json:"layanan,omitempty"`
	// Groups of the person, each from 1 in [SurveyGroups]; 0 is not known.
	Sex       int                   `json:"kelamin,omitempty"`
	Age       int                   `json:"umur,omitempty"`
	Education int                   `json:"pendidikan,omitempty"`
	Job       int                   `json:"pekerjaan,omitempty"`
	Scores    map[SurveyElement]int `json:"nilai"`
	Paper     bool                  `json:"kertas,omitempty"` // typed from a printed sheet
	// Cancelled is why the sheet does not count; empty while it does.
	Cancelled string `json:"batal,omitempty"`
}

// SurveyGroup is one question about the person with its boxes.
type SurveyGroup struct {
	Key, Title string
	Options    []string // the first is 1
}

// SurveyGroups are the questions about the person, as the questionnaire of
// Permenpan RB 14/2017 has them; ages are those of the report of services.
var SurveyGroups = []SurveyGroup{
	{"kelamin", "Jenis kelamin", []string{"Laki-laki", "Perempuan"}},
	{"umur", "Umur", surveyAges()},
	{"pendidikan", "Pendidikan", []string{"SD atau belum tamat", "SMP", "SMA", "Diploma", "S-1", "S-2 ke atas"}},
	{"pekerjaan", "Pekerjaan", []string{"PNS", "TNI", "Polri", "Swasta", "Wirausaha", "Lainnya"}},
}

func surveyAges() (all []string) {
	for _, last := range append(slices.Clone(ageBounds), 200) {
		all = append(all, ageKey(last).name)
	}
	return all
}

// Group is the person's box of a question by its key; 0 is not known.
func (s *Survey) Group(key string) *int {
	switch key {
	case "kelamin":
		return &s.Sex
	case "umur":
		return &s.Age
	case "pendidikan":
		return &s.Education
	case "pekerjaan":
		return &s.Job
	}
	return nil
}

// CanSurvey reports whether the applicant of a request may be asked on a day:
// what was asked for was handed over on it, so they still stand at the desk.
func CanSurvey(r Request, today Date) bool {
	end, handed := finishedAt(r)
	return r.State == StateHanded && handed && DateOf(end) == today
}

// SurveyOf is an empty survey for who has just been served: of the person only
// the groups are taken.
func SurveyOf(r Request, now time.Time) Survey {
	s := Survey{Day: DateOf(now), Session: surveySession(now), Service: r.Service}
	if k := sexKey(r); k.order <= 2 {
		s.Sex = k.order
	}
	if years := Age(r.Applicant.BirthDate, s.Day); years >= 0 {
		s.Age = ageKey(years).order + 1
	}
	if code, ok := ParseCode(TableEducation, r.Applicant.Education); ok {
		s.Education = surveyEducation(code)
	}
	if code, ok := ParseCode(TableJob, r.Applicant.Job); ok {
		s.Job = surveyJob(code)
	}
	return s
}

// surveySession is the half of the day: the questionnaire knows two, and the
// hour between them belongs to the first.
func surveySession(now time.Time) int {
	if now.In(WIB).Hour() < 13 {
		return 1
	}
	return 2
}

// surveyEducation is the group of a code of [TableEducation].
func surveyEducation(code int) int {
	switch {
	case code <= 0:
		return 0
	case code <= 3:
		return 1
	case code <= 5:
		return code - 2
	case code <= 7:
		return 4
	case code == 8:
		return 5
	}
	return 6
}

// surveyJob is the group of a code of [TableJob].
func surveyJob(code int) int {
	switch code {
	case 0:
		return 0
	case 5:
		return 1
	case 6:
		return 2
	case 7:
		return 3
	case 15, 16, 17: // employees of private and state firms
		return 4
	case 8, 88: // traders and the self-employed
		return 5
	}
	return 6
}

// CheckSurvey tells all that is wrong with a survey, by JSON key. All nine
// elements must be answered, as the index weighs them alike.
func CheckSurvey(s Survey, today Date) Problems {
	var ps Problems
	addDay(&ps, "hari", "Tanggal survei", s.Day, today, true)
	for _, e := range SurveyElements {
		if n := s.Scores[e]; n < 1 || n > SurveyScores {
			ps.Add(string(e), fmt.Sprintf("%s belum dijawab. Pilih 1 sampai 4.", e.Title()))
		}
	}
	for e := range s.Scores {
		if surveyTexts[e].title == "" {
			ps.Add("nilai", fmt.Sprintf("Unsur “%.40s” tidak dikenal.", e))
		}
	}
	for _, g := range SurveyGroups {
		if n := *s.Group(g.Key); n < 0 || n > len(g.Options) {
			ps.Add(g.Key, fmt.Sprintf("%s dipilih dari 1 sampai %d, atau dikosongkan.", g.Title, len(g.Options)))
		}
	}
	if s.Session < 0 || s.Session > 2 {
		ps.Add("sesi", "Jam survei adalah 1 (08.00–12.00) atau 2 (13.00–17.00).")
	}
	return ps
}

// ParseScores reads nine digits from 1 to 4 in the order of the questionnaire;
// blanks between them are allowed. The text says what is wrong.
func ParseScores(text string) (map[SurveyElement]int, string) {
	scores := map[SurveyElement]int{}
	n := 0
	for _, r := range text {
		switch {
		case r == ' ' || r == '\t':
			continue
		case r < '1' || r > '0'+SurveyScores || n >= len(SurveyElements):
			return nil, surveyDigits
		}
		scores[SurveyElements[n]] = int(r - '0')
		n++
	}
	if n != len(SurveyElements) {
		return nil, surveyDigits
	}
	return scores, ""
}

const surveyDigits = "Jawaban ditulis dengan sembilan angka 1 sampai 4 menurut urutan lembar, seperti 334433433."
