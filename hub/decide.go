package hub

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"smartkampung/kampung"
)

// ErrNoRequest is returned for a request that the hub does not have.
var ErrNoRequest = errors.New("hub: no such request")

// ErrDecision is wrapped when a decision lacks something; [DecisionError] says
// what, in Indonesian.
var ErrDecision = errors.New("hub: decision is not whole")

// DecisionError is what a decision lacks, for the person who decides.
type DecisionError struct {
	Field string // of [DecideInput]: "decision", "office", "by", "reason", "field"
	Text  string // Indonesian
}

// Error returns the words for a person.
func (e *DecisionError) Error() string { return e.Text }

// Unwrap returns [ErrDecision].
func (e *DecisionError) Unwrap() error { return ErrDecision }

// DecideInput is a decision on a request.
type DecideInput struct {
	Village  string
	Request  string // id
	Office   string // "Kecamatan Muncar"
	By       string // name and post of who decides
	Decision kampung.Decision
	Reason   string // needed to refuse and to send back
	Field    string // to mend; may be empty
	Camat    bool   // the office is the kecamatan of the village
}

// check judges a decision by itself.
func (d DecideInput) check() error {
	bad := func(field, text string) error { return &DecisionError{field, text} }
	switch {
	case !slices.Contains([]kampung.Decision{kampung.DecisionAccept, kampung.DecisionRefuse, kampung.DecisionMend}, d.Decision):
		return bad("decision", "Pilih terima, tolak, atau minta perbaikan.")
	case d.Office == "":
		return bad("office", "Nama kantor yang memutuskan belum diisi.")
	case d.By == "":
		return bad("by", "Nama yang memutuskan belum diisi.")
	case d.Decision != kampung.DecisionAccept && d.Reason == "":
		return bad("reason", "Tulis alasannya, supaya desa tahu apa yang perlu diperbaiki.")
	case utf8.RuneCountInString(d.Reason) > 500:
		return bad("reason", "Alasannya terlalu panjang, paling banyak 500 huruf.")
	case utf8.RuneCountInString(d.Office) > 120:
		return bad("office", "Nama kantor terlalu panjang, paling banyak 120 huruf.")
	case utf8.RuneCountInString(d.By) > 120:
		return bad("by", "Nama yang memutuskan terlalu panjang, paling banyak 120 huruf.")
	case len(d.Field) > 64:
		return bad("field", "Nama isian yang perlu diperbaiki terlalu panjang.")
	}
	return nil
}

// Decide writes a decision into the village's down log and the view. Errors:
// [*DecisionError], [ErrNoRequest], or [*Refusal] when the database could not.
func (h *Hub) Decide(ctx context.Context, in DecideInput) error {
	for _, s := range []*string{&in.Office, &in.By, &in.Reason, &in.Field} {
		*s = strings.TrimSpace(bare(strings.ToValidUTF8(*s, "\uFFFD")))
	}
	if err := in.check(); err != nil {
		return err
	}
	// One id for every try: a commit whose answer was lost is not said twice.
	id, err := uuid.NewV7FromReader(h.random)
	if err != nil {
		return fmt.Errorf("hub: id: %w", err)
	}
	err = h.tx(ctx, func(tx *sql.Tx) error { return h.decideTx(ctx, tx, id.String(), in) })
	switch {
	case err == nil:
		h.log.Info("decided", "village", in.Village, "request", in.Request, "decision", string(in.Decision))
		h.count(metricDecisions)
		return nil
	case errors.Is(err, ErrNoRequest):
		return err
	}
	return h.asRefusal(err)
}

func (h *Hub) decideTx(ctx context.Context, tx *sql.Tx, id string, in DecideInput) error {
	var n int
	err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM request WHERE kab = $1 AND village = $2 AND id = $3 AND service <> ''`, h.regency, in.Village, in.Request).Scan(&n)
	if err != nil {
		return err
	}
	if n == 0 {
		return fmt.Errorf("%w: %.64q", ErrNoRequest, in.Request)
	}
	p, err := h.lockVillage(ctx, tx, in.Village)
	if err != nil {
		return err
	}
	err = tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM entry WHERE kab = $1 AND village = $2 AND id = $3`, h.regency, in.Village, id).Scan(&n)
	if err != nil || n > 0 {
		return err
	}
	v := h.newView(in.Village)
	if err := v.load(ctx, tx, "id", map[string]bool{in.Request: true}); err != nil {
		return err
	}
	body := kampung.DecisionBody{Decision: in.Decision, Office: in.Office, By: in.By, Reason: in.Reason, Field: in.Field, Camat: in.Camat}
	says := []saying{{id: id, kind: kampung.KindDecision, subject: in.Request, body: body}}
	if err := h.sayAll(ctx, tx, p, says); err != nil {
		return err
	}
	v.at(in.Request).decide(says[0].head, body)
	return errors.Join(v.save(ctx, tx), h.saveVillage(ctx, tx, p))
}
