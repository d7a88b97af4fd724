package kampung

import (
	"strconv"
	"strings"
)

// BookKey names a book of the village administration (Permendagri 47/2016) or
// another one of the desk.
type BookKey string

// The books that the desk keeps.
const (
	BookAgenda    BookKey = "agenda"
	BookDelivery  BookKey = "ekspedisi"
	BookResidents BookKey = "induk"
	BookChanges   BookKey = "mutasi"
	BookVisitors  BookKey = "sementara"
	BookCards     BookKey = "ktp-kk"
	BookService   BookKey = "pelayanan" // not in Permendagri 47/2016
)

// BookKeys lists the books in the order in which they are offered.
var BookKeys = []BookKey{BookAgenda, BookDelivery, BookResidents, BookChanges, BookVisitors, BookCards, BookService}

var bookTitles = map[BookKey]string{
	BookAgenda: "Buku Agenda", BookDelivery: "Buku Ekspedisi", BookResidents: "Buku Induk Penduduk",
	BookChanges: "Buku Mutasi Penduduk", BookVisitors: "Buku Penduduk Sementara",
	BookCards: "Buku Kartu Tanda Penduduk dan Kartu Keluarga", BookService: "Register Pelayanan",
}

// Title is the book's name.
func (k BookKey) Title() string { return bookTitles[k] }

// ParseBookKey reads a book's key.
func ParseBookKey(s string) (BookKey, bool) {
	k := BookKey(strings.ToLower(strings.TrimSpace(s)))
	return k, bookTitles[k] != ""
}

// Book is a book or a report of a period, the same for screen, spreadsheet and
// paper.
type Book struct {
	Key    BookKey
	Title  string
	Period Period
	// About stands in the period's place where a book is of none: what a list was
	// narrowed to.
	About   string
	Columns []BookColumn
	Rows    []BookRow
}

// Covers tells what the book is about, under its title.
func (b Book) Covers() string {
	if b.About != "" {
		return b.About
	}
	return b.Period.Label()
}

// BookColumn is one column. Neighbours of the same Group stand under one head
// of that name. The line below the heads counts the columns from 1.
type BookColumn struct {
	Group string
	Head  string
	// Center sets short values in the middle: numbers, days, codes.
	Center bool
	// Count holds whole numbers, which a spreadsheet can add up.
	Count bool
}

// BookRow is one line; Cells has a text for each column.
type BookRow struct {
	Cells []string
	// Struck lines were cancelled: they stay, struck through.
	Struck bool
	// About is the id of what the line is about: a request, letter, resident,
	// event or temporary resident.
	About string
}

// add appends a line behind its number.
func (b *Book) add(about string, struck bool, cells ...string) {
	b.Rows = append(b.Rows, BookRow{Cells: append([]string{strconv.Itoa(len(b.Rows) + 1)}, cells...), Struck: struck, About: about})
}

func newBook(k BookKey, p Period, columns []BookColumn) Book {
	return Book{Key: k, Title: k.Title(), Period: p, Columns: columns}
}

// col, mid and sub write the columns of a book.
func col(head string) BookColumn        { return BookColumn{Head: head} }
func mid(head string) BookColumn        { return BookColumn{Head: head, Center: true} }
func sub(group, head string) BookColumn { return BookColumn{Group: group, Head: head} }
func count(head string) BookColumn      { return BookColumn{Head: head, Center: true, Count: true} }
func subCount(group, head string) BookColumn {
	return BookColumn{Group: group, Head: head, Center: true, Count: true}
}
func subMid(group, head string) BookColumn {
	return BookColumn{Group: group, Head: head, Center: true}
}

// joinNote joins what is not empty.
func joinNote(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, "; ")
}

// struckNote says in a book why a line is struck through.
func struckNote(reason string) string {
	if reason == "" {
		return "Batal"
	}
	return "Batal: " + reason
}
