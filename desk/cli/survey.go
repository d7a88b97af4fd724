package cli

import (
	"fmt"
	"slices"
	"strings"

	"smartkampung/desk"
	"smartkampung/kampung"
)

// surveyCommands are the commands of the satisfaction survey.
var surveyCommands = []command{
	{"survey add", "NILAI … [--service LAYANAN] [--date TANGGAL] [--person kunci=isi …]", "mencatat lembar survei kepuasan; NILAI sembilan angka 1–4, seperti 334433433", runSurveyAdd, flagsSurvey},
	{"survey cancel", "ID --reason ALASAN", "mencoret jawaban survei yang salah ketik", runSurveyCancel, flagsReason},
	{"survey list", "[--period 2026-T4|--month 2026-11|--year 2026]", "daftar jawaban survei, tanpa nama", runSurveyList, flagsSurveyPeriod},
	{"survey report", "[--period 2026-T4|--month 2026-11|--year 2026] [--pdf F] [--xlsx F]", "Indeks Kepuasan Masyarakat; PDF untuk papan pengumuman", runSurveyReport, flagsSurveyReport},
	{"survey sheet", "--out F.pdf", "lembar survei kosong untuk diisi di kertas", runSurveySheet, flagsOut},
}

func flagsSurvey(c *call) {
	c.set.StringVar(&c.service, "service", "", "kunci layanan yang diterima")
	c.set.StringVar(&c.date, "date", "", "tanggal survei, bila bukan hari ini")
	c.set.Var(&c.person, "person", "kelompok responden, kunci=nomor atau nama: kelamin, umur, pendidikan, pekerjaan; boleh berkali-kali")
}

func flagsSurveyPeriod(c *call) {
	c.set.StringVar(&c.span, "period", "", "triwulan atau semester, seperti 2026-T4 atau 2026-S2")
	c.set.StringVar(&c.month, "month", "", "bulan, seperti 2026-11")
	c.set.StringVar(&c.year, "year", "", "tahun, seperti 2026")
}

func flagsSurveyReport(c *call) {
	flagsSurveyPeriod(c)
	c.set.StringVar(&c.pdf, "pdf", "", "berkas PDF yang ditulis")
	c.set.StringVar(&c.xlsx, "xlsx", "", "berkas Excel yang ditulis")
}

// longPeriod is what --period, --month or --year says, or this month.
func (c *call) longPeriod() (kampung.Period, error) {
	if c.span == "" {
		return c.period()
	}
	if c.month != "" || c.year != "" {
		return kampung.Period{}, errUsage{"Pakai salah satu: --period, --month atau --year."}
	}
	p, wrong := kampung.ParseLongPeriod(c.span)
	if wrong != "" {
		return p, errUsage{wrong}
	}
	return p, nil
}

// typedSurvey is a paper survey without its scores, as the flags tell it.
func (c *call) typedSurvey(d *desk.Desk) (kampung.Survey, error) {
	today := kampung.DateOf(c.env.Now())
	s := kampung.Survey{Day: today, Service: c.service, Paper: true}
	if c.service != "" {
		if _, ok := d.Service(c.service); !ok {
			return s, errUsage{"Layanan “" + short(c.service) + "” tidak ada. Perintah services menampilkan daftarnya."}
		}
	}
	var ps kampung.Problems
	if c.date != "" {
		var wrong string
		if s.Day, wrong = kampung.ParseDate(c.date, today); wrong != "" {
			ps.Add("hari", wrong)
		}
	}
	typed, err := pairs(c.person, "--person")
	if err != nil {
		return s, err
	}
	for key, value := range typed {
		i := slices.IndexFunc(kampung.SurveyGroups, func(g kampung.SurveyGroup) bool { return g.Key == key })
		if i < 0 {
			return s, errUsage{"Isian “" + short(key) + "” tidak dikenal. Yang ada: kelamin, umur, pendidikan, pekerjaan."}
		}
		g := kampung.SurveyGroups[i]
		n := slices.IndexFunc(g.Options, func(o string) bool { return strings.EqualFold(o, value) }) + 1
		if n == 0 {
			if _, err := fmt.Sscanf(value, "%d", &n); err != nil || n < 1 || n > len(g.Options) {
				ps.Add(key, fmt.Sprintf("%s dipilih dari: %s.", g.Title, strings.Join(g.Options, ", ")))
				continue
			}
		}
		*s.Group(key) = n
	}
	return s, ps.Err()
}

func runSurveyAdd(c *call) error {
	if len(c.args) == 0 {
		return errUsage{"Nilai belum ditulis: sembilan angka 1 sampai 4 untuk tiap lembar."}
	}
	var all []map[kampung.SurveyElement]int
	for _, text := range c.args { // nothing is saved before all can be read
		scores, wrong := kampung.ParseScores(text)
		if wrong != "" {
			return errUsage{"“" + short(text) + "”: " + wrong}
		}
		all = append(all, scores)
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	s, err := c.typedSurvey(d)
	if err != nil {
		return err
	}
	for _, scores := range all {
		s.Scores = scores
		saved, err := d.AddSurvey(s)
		if err != nil {
			return err
		}
		if err := c.printSurvey(saved); err != nil {
			return err
		}
	}
	return nil
}

func runSurveyCancel(c *call) error {
	if err := c.want(1, "ID"); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	s, err := d.CancelSurvey(c.args[0], c.reason)
	if err != nil {
		return desk.Words(err)
	}
	return c.printSurvey(s)
}

// openForPeriod opens the desk for a command that takes a period and nothing else.
func (c *call) openForPeriod() (d *desk.Desk, p kampung.Period, err error) {
	if err = c.want(0, ""); err == nil {
		p, err = c.longPeriod()
	}
	if err == nil {
		d, err = c.openDesk()
	}
	return d, p, err
}

func runSurveyList(c *call) error {
	d, p, err := c.openForPeriod()
	if err != nil {
		return err
	}
	defer d.Close()
	all, err := d.Surveys(p)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		c.hint("Belum ada jawaban survei pada " + p.Label() + ".")
	}
	for _, s := range all {
		if err := c.printSurvey(s); err != nil {
			return err
		}
	}
	return nil
}

func (c *call) printSurvey(s kampung.Survey) error {
	digits := ""
	for _, e := range kampung.SurveyElements {
		digits += fmt.Sprint(s.Scores[e])
	}
	text := fmt.Sprintf("%s  %s  %s  %s", s.ID, kampung.ShortDate(s.Day), digits, orDash(s.Service))
	if s.Cancelled != "" {
		text += "  (batal: " + s.Cancelled + ")"
	}
	return c.print(s, "%s", text)
}

func runSurveyReport(c *call) error {
	d, p, err := c.openForPeriod()
	if err != nil {
		return err
	}
	defer d.Close()
	r, err := d.SurveyReport(p)
	if err != nil {
		return err
	}
	said := map[string]any{"period": p.Code(), "n": r.Sum.N, "index": r.Sum.Index().String(), "grade": r.Sum.Index().Grade(), "report": r}
	text := fmt.Sprintf("Indeks Kepuasan Masyarakat, %s: %s, mutu %s. %d responden; %d mewakili %d pelayanan.", p.Label(),
		r.Sum.Index(), orDash(r.Sum.Index().Grade()), r.Sum.N, r.Needed, r.Served)
	for _, e := range kampung.SurveyElements {
		text += fmt.Sprintf("\n%-34s %6s  %s", e.Title(), r.Sum.Element(e), orDash(r.Sum.Element(e).Grade()))
	}
	for path, make := range map[string]func() ([]byte, error){c.pdf: func() ([]byte, error) { return d.SurveyNotice(r) }, c.xlsx: func() ([]byte, error) { return d.BookSheet(d.SurveyBook(r)) }} {
		if path == "" {
			continue
		}
		data, err := make()
		if err == nil {
			err = desk.WriteFile(path, data)
		}
		if err != nil {
			return err
		}
		text += "\n" + path
	}
	return c.print(said, "%s", text)
}

func runSurveySheet(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	if c.out == "" {
		return errUsage{"--out belum diisi."}
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	data, err := d.SurveySheet()
	if err == nil {
		err = desk.WriteFile(c.out, data)
	}
	if err != nil {
		return err
	}
	return c.print(map[string]any{"file": c.out}, "%s", c.out)
}
