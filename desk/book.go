package desk

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"smartkampung/kampung"
	"smartkampung/kampung/letter"
	"smartkampung/kampung/roster"
)

// Book fills a book of the office for a period.
func (d *Desk) Book(key kampung.BookKey, p kampung.Period) (b kampung.Book, err error) {
	switch key {
	case kampung.BookAgenda:
		var letters []kampung.Request
		var mails []kampung.Mail
		var notes []kampung.NumberNote
		if letters, err = d.RequestsIn(p); err == nil {
			mails, err = d.Mails()
		}
		if err == nil {
			notes, err = d.NumberNotes()
		}
		b = kampung.AgendaBook(p, letters, mails, notes)
	case kampung.BookDelivery, kampung.BookService:
		var letters []kampung.Request
		letters, err = d.RequestsIn(p)
		if b = kampung.DeliveryBook(p, letters); key == kampung.BookService {
			b = kampung.ServiceBook(p, letters)
		}
	case kampung.BookVisitors:
		var visitors []kampung.Visitor
		visitors, err = d.Visitors()
		b = kampung.VisitorBook(p, visitors)
	case kampung.BookResidents, kampung.BookCards, kampung.BookChanges:
		b, err = d.registerBook(key, p)
	default:
		err = fmt.Errorf("desk: no book %q", key)
	}
	if err != nil {
		return kampung.Book{}, Words(err)
	}
	return b, nil
}

// registerBook fills a book that is made of the register.
func (d *Desk) registerBook(key kampung.BookKey, p kampung.Period) (b kampung.Book, err error) {
	events, err := d.Events()
	if err != nil {
		return b, err
	}
	people, err := d.everybody()
	if err != nil {
		return b, err
	}
	switch key {
	case kampung.BookResidents:
		return kampung.ResidentBook(p, people, events), nil
	case kampung.BookCards:
		return kampung.CardBook(p, people, events), nil
	}
	return kampung.ChangeBook(p, people, events), nil
}

// everybody reads the whole register.
func (d *Desk) everybody() (all []kampung.Resident, err error) {
	err = d.AllResidents(func(r kampung.Resident) error { all = append(all, r); return nil })
	return all, err
}

// BookPDF sets a book or a report on paper, turned on its side, to be signed
// today by the head and the secretary.
func (d *Desk) BookPDF(b kampung.Book) (pdf []byte, doc letter.Document, err error) {
	return d.BookPDFWith(context.Background(), b, nil)
}

// BookPDFWith is BookPDF that tells how far it has come and may be called off.
func (d *Desk) BookPDFWith(ctx context.Context, b kampung.Book, tell kampung.Tell) (pdf []byte, doc letter.Document, err error) {
	press, err := Press()
	if err != nil {
		return nil, doc, err
	}
	rows := kampung.NewCounter(ctx, tell, kampung.StepLay, len(b.Rows), kampung.OfRows)
	if doc, err = d.layBook(b, "", rows.Next); err != nil {
		return nil, doc, err
	}
	if err := ctx.Err(); err != nil {
		return nil, doc, Words(err)
	}
	pages := kampung.NewCounter(ctx, tell, kampung.StepWrite, len(doc.Pages), kampung.OfPages)
	pdf, err = doc.PDFEach(press, pages.Next)
	return pdf, doc, Words(err)
}

// BookOn lays a book or a report out on another paper than the office's, see
// [letter.Papers]; empty for the office's.
func (d *Desk) BookOn(b kampung.Book, paper string) (letter.Document, error) {
	return d.layBook(b, paper, nil)
}

// layBook lays a book out and calls each, if any, for every line.
func (d *Desk) layBook(b kampung.Book, paper string, each func() error) (doc letter.Document, err error) {
	o, err := d.Office()
	if err != nil {
		return doc, Words(err)
	}
	press, err := Press()
	if err != nil {
		return doc, err
	}
	head := kampung.LetterheadOf(o)
	if paper != "" {
		head.Paper = paper
	}
	return press.Book(b, letter.BookOptions{Office: head, Secretary: o.Secretary(), Day: d.today(), Each: each}), nil
}

// BookSheet writes a book or a report as .xlsx.
func (d *Desk) BookSheet(b kampung.Book) ([]byte, error) {
	return d.BookSheetWith(context.Background(), b, nil)
}

// BookSheetWith is BookSheet that tells how far it has come and may be called
// off.
func (d *Desk) BookSheetWith(ctx context.Context, b kampung.Book, tell kampung.Tell) ([]byte, error) {
	o, err := d.Office()
	if err != nil {
		return nil, Words(err)
	}
	kind := "DESA"
	if o.Kelurahan {
		kind = "KELURAHAN"
	}
	place := strings.ToUpper(strings.Join([]string{kind, o.Name, "Kecamatan", o.Kecamatan, o.Kabupaten}, " "))
	rows := kampung.NewCounter(ctx, tell, kampung.StepWrite, len(b.Rows), kampung.OfRows)
	data, err := roster.WriteBookEach(b, place, o.Paper, rows.Next)
	return data, Words(err)
}

// SaveBookWith writes a book or a report as PDF or, to a name that ends in .xlsx,
// as a spreadsheet. Called off it leaves no file, and an older one as it was.
func (d *Desk) SaveBookWith(ctx context.Context, b kampung.Book, path string, tell kampung.Tell) error {
	var data []byte
	var err error
	if strings.EqualFold(filepath.Ext(path), ".xlsx") {
		data, err = d.BookSheetWith(ctx, b, tell)
	} else {
		data, _, err = d.BookPDFWith(ctx, b, tell)
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return Words(err)
	}
	return WriteFile(path, data)
}
