package letter

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"smartkampung/kampung"
)

// surveyTitle is the heading of the questionnaire and of its report.
const surveyTitle = "Survei Kepuasan Masyarakat"

// SurveySheet lays out the empty questionnaire of the satisfaction survey
// (Permenpan RB 14/2017): boxes about the person, who is not named, and nine
// questions with four faces. It fits one page.
func (p *Press) SurveySheet(o StandardOptions) Document {
	t, d := p.board(o, surveyTitle)
	d.Pages = t.onOnePage(t.surveyUnits)
	return d
}

// Measures of the questionnaire, mm and points.
const (
	surveyBox  = 3.4
	surveySize = 11.0
	surveyFace = 3.6 // radius
)

func (t *setter) surveyUnits() {
	t.head()
	t.sheet = kampung.Sheet{Title: strings.ToUpper(surveyTitle)}
	t.title()
	t.para("Lembar ini tanpa nama. Beri tanda silang pada kotak yang sesuai.", t.left(), t.wide(), 0, Italic, surveySize, 0.5, alignCenter)
	t.surveyBoxes("Tanggal: ......................  Jam", []string{"08.00–12.00", "13.00–17.00"}, 62, t.sp.gap+1)
	t.surveyBlank("Jenis layanan yang diterima", t.sp.gap*0.4)
	for _, g := range kampung.SurveyGroups {
		t.surveyBoxes(g.Title, g.Options, 32, t.sp.gap*0.4)
	}
	t.para("Pendapat tentang pelayanan", t.left(), t.wide(), 0, Bold, surveySize+1, t.sp.gap+1, alignLeft)
	t.add(unit{gap: 1, h: 2 * surveyFace, keep: true, draw: func(pg *Page, y float64) {
		w := t.wide() / kampung.SurveyScores
		for i := range kampung.SurveyScores {
			drawFace(pg, t.left()+float64(i)*w+surveyFace, y+surveyFace, surveyFace, i+1)
		}
	}})
	for i, e := range kampung.SurveyElements {
		t.para(strconv.Itoa(i+1)+". "+e.Question(), t.left(), t.wide(), 0, Regular, surveySize, t.sp.gap*0.8, alignLeft)
		t.hold()
		words := e.Answers()
		t.surveyRow(words[:])
	}
	t.para("Terima kasih. Masukkan lembar ini ke kotak survei.", t.left(), t.wide(), 0, Italic, surveySize, t.sp.gap, alignCenter)
}

// surveyRow adds the four answers of a question.
func (t *setter) surveyRow(words []string) {
	w := t.wide() / float64(len(words))
	t.add(unit{gap: 0.6, h: surveyBox + 1, draw: func(pg *Page, y float64) {
		for i, word := range words {
			t.surveyOption(pg, t.left()+float64(i)*w, y, strconv.Itoa(i+1)+" "+word)
		}
	}})
}

// surveyBoxes adds a line of boxes behind a label, on as many lines as it takes.
func (t *setter) surveyBoxes(label string, words []string, from, gap float64) {
	var at [][2]float64
	x, lines := from, 0
	for _, word := range words {
		w := surveyBox + 1.2 + t.p.width(word, Regular, surveySize) + 4
		if x+w-4 > t.wide() {
			x, lines = from, lines+1
		}
		at = append(at, [2]float64{x, float64(lines) * (surveyBox + 1.6)})
		x += w
	}
	t.add(unit{gap: gap, h: surveyBox + 1 + float64(lines)*(surveyBox+1.6), draw: func(pg *Page, y float64) {
		pg.Items = append(pg.Items, Text{X: t.left(), Y: y + surveyBox - 0.5, Size: surveySize, Words: label})
		for i, word := range words {
			t.surveyOption(pg, t.left()+at[i][0], y+at[i][1], word)
		}
	}})
}

// surveyBlank adds a label with a line to write on.
func (t *setter) surveyBlank(label string, gap float64) {
	at := t.p.width(label, Regular, surveySize) + 3
	t.add(unit{gap: gap, h: surveyBox + 1.5, draw: func(pg *Page, y float64) {
		pg.Items = append(pg.Items, Text{X: t.left(), Y: y + surveyBox - 0.5, Size: surveySize, Words: label},
			Line{t.left() + at, y + surveyBox, t.left() + t.wide(), y + surveyBox, 0.2})
	}})
}

// surveyOption draws a box with its word.
func (t *setter) surveyOption(pg *Page, x, y float64, word string) {
	const b = surveyBox
	for _, l := range [][4]float64{{0, 0, b, 0}, {b, 0, b, b}, {b, b, 0, b}, {0, b, 0, 0}} {
		pg.Items = append(pg.Items, Line{x + l[0], y + l[1], x + l[2], y + l[3], 0.25})
	}
	pg.Items = append(pg.Items, Text{X: x + b + 1.2, Y: y + b - 0.5, Size: surveySize, Words: word})
}

// drawFace draws the face of a score from 1, the worst, to 4.
func drawFace(pg *Page, x, y, r float64, score int) {
	arc := func(cx, cy, rx, ry, from, to float64) {
		const n = 16
		at := func(i int) (float64, float64) {
			a := (from + (to-from)*float64(i)/n) * math.Pi
			return cx + rx*math.Cos(a), cy + ry*math.Sin(a)
		}
		for i := range n {
			x1, y1 := at(i)
			x2, y2 := at(i + 1)
			pg.Items = append(pg.Items, Line{x1, y1, x2, y2, 0.3})
		}
	}
	arc(x, y, r, r, 0, 1)
	arc(x, y, r, r, 1, 2)
	for _, side := range []float64{-1, 1} {
		pg.Items = append(pg.Items, Rect{X: x + side*0.36*r - 0.08*r, Y: y - 0.42*r, W: 0.16 * r, H: 0.32 * r})
	}
	switch score {
	case 1:
		arc(x, y+0.62*r, 0.45*r, 0.38*r, 1, 2)
	case 2:
		arc(x, y+0.48*r, 0.4*r, 0.14*r, 1, 2)
	case 3:
		arc(x, y+0.25*r, 0.4*r, 0.16*r, 0, 1)
	default:
		arc(x, y+0.12*r, 0.52*r, 0.46*r, 0, 1)
	}
}

// SurveyNotice lays out the report for the notice board: the index in large
// type with its grade, the nine elements with bars, who answered, and the
// signature of the office's head.
func (p *Press) SurveyNotice(r kampung.SurveyReport, o StandardOptions) Document {
	t, d := p.board(o, "Indeks Kepuasan Masyarakat")
	d.Title = join(" ", "Indeks Kepuasan Masyarakat", r.Period.Label())
	d.Pages = t.onOnePage(func() { t.surveyNotice(r) })
	return d
}

func (t *setter) surveyNotice(r kampung.SurveyReport) {
	t.head()
	t.sheet = kampung.Sheet{Title: "INDEKS KEPUASAN MASYARAKAT"}
	t.title()
	t.para(r.Period.Label(), t.left(), t.wide(), 0, Bold, 14, 0.8, alignCenter)
	index := r.Sum.Index()
	t.para(index.String(), t.left(), t.wide(), 0, Bold, 60, 2, alignCenter)
	if g := index.Grade(); g != "" {
		t.para("Mutu pelayanan "+g+", "+strings.ToLower(kampung.GradeWords(g)), t.left(), t.wide(), 0, Bold, 18, 0, alignCenter)
	}
	t.para(surveyCountWords(r), t.left(), t.wide(), 0, Regular, 11, 1.5, alignCenter)
	t.add(unit{h: t.sp.gap, draw: func(*Page, float64) {}})
	for i, e := range kampung.SurveyElements {
		t.surveyBar(strconv.Itoa(i+1)+". "+e.Title(), r.Sum, e)
	}
	t.para("Nilai tiap unsur 25 sampai 100. A 88,31–100; B 76,61–88,30; C 65,00–76,60; D 25,00–64,99 (Permenpan RB 14/2017).", t.left(), t.wide(), 0, Regular, 11, t.sp.gap, alignLeft)
	for _, g := range kampung.SurveyGroups {
		t.para(surveyGroupWords(g, r.Groups[g.Key]), t.left(), t.wide(), 0, Regular, 11, 1, alignLeft)
	}
	t.para("Terima kasih atas penilaian yang telah Saudara berikan. Masukan Saudara sangat bermanfaat untuk kemajuan kantor kami.", t.left(), t.wide(), 0, Italic, 11, t.sp.gap, alignCenter)
	t.boardSign()
}

// surveyCountWords says how many answered, and whether they speak for all.
func surveyCountWords(r kampung.SurveyReport) string {
	text := fmt.Sprintf("%d responden dari %d pelayanan yang diserahkan", r.Sum.N, r.Served)
	if !r.Enough() {
		text += fmt.Sprintf(" (belum mewakili: perlu %d)", r.Needed)
	}
	return text + "."
}

// surveyGroupWords counts who answered by one question about them.
func surveyGroupWords(g kampung.SurveyGroup, n []int) string {
	var parts []string
	for i, count := range n {
		switch {
		case count == 0:
		case i == 0:
			parts = append(parts, fmt.Sprintf("tidak diisi %d", count))
		default:
			parts = append(parts, fmt.Sprintf("%s %d", g.Options[i-1], count))
		}
	}
	if len(parts) == 0 {
		parts = []string{"–"}
	}
	return g.Title + ": " + strings.Join(parts, ", ") + "."
}

// surveyBar adds an element with its value as a bar from 20 to 100, so that the
// worst value of 25 is still one.
func (t *setter) surveyBar(name string, s kampung.SurveySum, e kampung.SurveyElement) {
	const size, label, value = 11.0, 66.0, 20.0
	h := t.line(size) + 1.4
	i := s.Element(e)
	t.add(unit{h: h, keep: true, draw: func(pg *Page, y float64) {
		base := y + t.baseline(size)
		pg.Items = append(pg.Items, Text{X: t.left(), Y: base, Size: size, Words: name},
			Text{X: t.left() + t.wide() - value + 3, Y: base, Size: size, Face: Bold, Words: i.String()})
		x, w := t.left()+label, t.wide()-label-value
		pg.Items = append(pg.Items, bar(x, y+1, w, h-2.6, 225))
		if i > 0 {
			pg.Items = append(pg.Items, bar(x, y+1, w*float64(i-2000)/8000, h-2.6, 90))
		}
	}})
}

// bar is a filled bar of a grey.
func bar(x, y, w, h float64, grey uint8) Outline {
	return Outline{Grey: grey, Segments: []Segment{{Op: MoveTo, P: [3][2]float64{{x, y}}}, {Op: LineTo, P: [3][2]float64{{x + w, y}}},
		{Op: LineTo, P: [3][2]float64{{x + w, y + h}}}, {Op: LineTo, P: [3][2]float64{{x, y + h}}}}}
}
