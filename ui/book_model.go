package ui

import (
	"strconv"
	"time"
	"unicode/utf8"

	"smartkampung/kampung"
)

// periodModel is a month or a year as two fields have it.
type periodModel struct {
	Month string // "" for the whole year, or 1–12
	Year  string
}

func periodOf(d kampung.Date) periodModel {
	return periodModel{strconv.Itoa(d.Month), strconv.Itoa(d.Year)}
}

// Period reads the fields; the text says what is wrong.
func (m periodModel) Period() (kampung.Period, string) {
	text := trim(m.Year)
	if m.Month != "" {
		text = m.Month + "-" + text
	}
	p, wrong := kampung.ParsePeriod(text)
	if wrong != "" {
		return p, tr("Tulis tahunnya dengan empat angka, seperti 2026.")
	}
	return p, ""
}

// monthWord is a month's name, in the language of the screen.
func monthWord(m int) string {
	if spoken == langEN {
		return time.Month(m).String()
	}
	return kampung.MonthName(m)
}

// periodWord is a period in the language of the screen.
func periodWord(p kampung.Period) string {
	switch {
	case p.Month != 0:
		return monthWord(p.Month) + " " + strconv.Itoa(p.Year)
	case spoken == langEN:
		return strconv.Itoa(p.Year)
	}
	return p.Label()
}

// monthHits offers the whole year and the months.
func monthHits() []hit {
	hits := []hit{{Key: "", Title: tr("Setahun penuh")}}
	for m := 1; m <= 12; m++ {
		hits = append(hits, hit{Key: strconv.Itoa(m), Title: monthWord(m)})
	}
	return hits
}

// bookHits offers the books. Their names are the regulation's.
func bookHits() []hit {
	var hits []hit
	for _, k := range kampung.BookKeys {
		hits = append(hits, hit{Key: string(k), Title: k.Title()})
	}
	return hits
}

// bookModel is a book on the screen.
type bookModel struct {
	Key    kampung.BookKey
	Period kampung.Period
	Book   kampung.Book
	Ready  bool
}

// Widths are how wide the columns are, in characters, by their heads and first
// lines: a book may have a line for each resident of a village.
func (m bookModel) Widths() []int {
	const least, most, looked = 4, 28, 300
	out := make([]int, len(m.Book.Columns))
	for i, c := range m.Book.Columns {
		out[i] = max(least, min(utf8.RuneCountInString(headText(c)), 14))
		for _, r := range m.Book.Rows[:min(looked, len(m.Book.Rows))] {
			if i < len(r.Cells) {
				out[i] = max(out[i], min(utf8.RuneCountInString(r.Cells[i]), most))
			}
		}
	}
	return out
}

// Cell is the text of a cell and whether its line was cancelled.
func (m bookModel) Cell(row, col int) (text string, struck bool) {
	if row < 0 || row >= len(m.Book.Rows) || col >= len(m.Book.Rows[row].Cells) {
		return "", false
	}
	return m.Book.Rows[row].Cells[col], m.Book.Rows[row].Struck
}

// headText is a column's head; its group stands before it where the head alone
// does not say it.
func headText(c kampung.BookColumn) string {
	if c.Group == "" {
		return c.Head
	}
	return c.Group + ": " + c.Head
}

// Count says how many lines there are.
func (m bookModel) Count() string {
	if len(m.Book.Rows) == 0 {
		return tr("Nihil: belum ada yang tercatat pada {{.Period}}.", "Period", periodWord(m.Period))
	}
	return tr("{{.N}} baris · {{.Period}}", "N", countWord(len(m.Book.Rows)), "Period", periodWord(m.Period))
}

// bookFileName is the name proposed for a file of a book.
func bookFileName(b kampung.Book, ext string) string {
	return string(b.Key) + "-" + b.Period.Code() + ext
}

// target is where a line of a book leads.
type target int

const (
	targetNone target = iota
	targetRequest
	targetResident
	targetMail
)

// Opens tells what a line of the book is about.
func (m bookModel) Opens(row int) (target, string) {
	if row < 0 || row >= len(m.Book.Rows) {
		return targetNone, ""
	}
	r := m.Book.Rows[row]
	if r.About == "" {
		return targetNone, "" // a letter on paper
	}
	switch m.Key {
	case kampung.BookDelivery, kampung.BookService:
		return targetRequest, r.About
	case kampung.BookResidents, kampung.BookCards:
		return targetResident, r.About
	case kampung.BookAgenda:
		if len(r.Cells) > 6 && r.Cells[6] == "" { // nothing went out
			return targetMail, r.About
		}
		return targetRequest, r.About
	}
	return targetNone, ""
}
