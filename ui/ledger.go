package ui

import (
	"context"

	"smartkampung/kampung"
)

// Ledger is what the window needs of the office's books: books and reports,
// incoming letters, and what happened to residents. It may block like [Desk].
type Ledger interface {
	// Book fills a book of the office for a period, Report tells how the desk
	// served in it. SaveBook writes either as PDF or Excel, by the file's ending.
	Book(key kampung.BookKey, p kampung.Period) (kampung.Book, error)
	Report(p kampung.Period) (kampung.Report, error)
	// PrintBook sends either to a printer.
	SaveBook(b kampung.Book, path string) error
	PrintBook(b kampung.Book, how kampung.PrintChoice) error
	// SaveStandard writes the sheets of the service standard as PDF, of one service
	// or of all for an empty key.
	SaveStandard(service, path string) error
	// SaveBookWith is SaveBook that may be called off, and then leaves no file.
	SaveBookWith(ctx context.Context, b kampung.Book, path string, tell kampung.Tell) error

	// Mails lists the incoming letters, cancelled ones too, in no order.
	Mails() ([]kampung.Mail, error)
	// SaveMail records an incoming letter, or changes the one with its ID;
	// CancelMail strikes it through.
	SaveMail(kampung.Mail) (kampung.Mail, error)
	CancelMail(id, reason string) (kampung.Mail, error)

	// Visitors lists the temporary residents, those struck through too, in no
	// order; SaveVisitor records one, or changes the one with its ID.
	Visitors() ([]kampung.Visitor, error)
	SaveVisitor(kampung.Visitor) (kampung.Visitor, error)

	// Family lists all who stand on a family card, whatever their status.
	Family(kk string) ([]kampung.Resident, error)
	// Events lists what happened to residents, cancelled ones too, in no order.
	Events() ([]kampung.Event, error)
	// PreviewEvent works out what an event changes, RecordEvent saves it, and
	// CancelEvent takes one back. New are the residents whom it makes.
	PreviewEvent(e kampung.Event, new []kampung.Resident) (kampung.EventPlan, error)
	RecordEvent(e kampung.Event, new []kampung.Resident) (kampung.EventPlan, error)
	CancelEvent(id, reason string) (kampung.EventPlan, error)
	// MergeResidents makes one record of two of one person; take names what comes
	// from the record that goes.
	MergeResidents(keep, drop string, take []string) (kampung.EventPlan, error)
	// ResidentHistory tells which value changed when, by whom and from what, the
	// newest first.
	ResidentHistory(id string) ([]kampung.ResidentChangeLine, error)
}
