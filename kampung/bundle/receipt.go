package bundle

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// Receipt is the hub's word that it keeps the first Size entries of a log.
type Receipt struct {
	Checkpoint
	At time.Time // the hub's clock
	// Gap is set on a receipt that refuses a bundle: the bundle began there,
	// but the hub has only Size entries, since it was put back from a copy. A
	// desk whose mark stands at Gap sends again from Size. 0 for none.
	Gap int64
}

// SignReceipt returns the receipt's bytes.
func SignReceipt(r Receipt, skey string) ([]byte, error) {
	signer, err := note.NewSigner(skey)
	if err != nil {
		return nil, fmt.Errorf("bundle: signer: %w", err)
	}
	text := r.text() + "received " + r.At.Format(time.RFC3339) + "\n"
	if r.Gap > 0 {
		text += "gap " + strconv.FormatInt(r.Gap, 10) + "\n"
	}
	b, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		return nil, fmt.Errorf("bundle: sign receipt: %w", err)
	}
	return b, nil
}

// OpenReceipt reads one receipt signed under the hub's verifier key. Errors:
// [ErrForm], [ErrSignature].
func OpenReceipt(data []byte, vkey string) (Receipt, error) {
	head, rest, err := splitNote(data)
	if err != nil {
		return Receipt{}, err
	}
	if len(bytes.TrimSpace(rest)) > 0 {
		return Receipt{}, fmt.Errorf("%w: more than a receipt", ErrForm)
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return Receipt{}, fmt.Errorf("bundle: verifier key: %w", err)
	}
	n, err := note.Open(head, note.VerifierList(verifier))
	if err != nil {
		return Receipt{}, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	return parseReceipt(n.Text)
}

func parseReceipt(text string) (Receipt, error) {
	c, lines, err := parseCheckpoint(text)
	if err != nil {
		return Receipt{}, err
	}
	r, received := Receipt{Checkpoint: c}, false
	for _, line := range lines {
		word, rest, _ := strings.Cut(line, " ")
		switch word {
		case "received":
			if r.At, err = time.Parse(time.RFC3339, rest); err != nil {
				return Receipt{}, fmt.Errorf("%w: time of receipt", ErrForm)
			}
			received = true
		case "gap":
			if r.Gap, err = parseCount(rest); err != nil {
				return Receipt{}, err
			}
		}
	}
	if !received {
		return Receipt{}, fmt.Errorf("%w: a checkpoint, but no receipt", ErrForm)
	}
	return r, nil
}

// SplitReceipts cuts a file of receipts into its receipts, unjudged; notes of
// other kinds that came with them are passed over. Errors: [ErrForm] when
// something else stands between them, or no receipt is there; [ErrLimit].
func SplitReceipts(data []byte) ([][]byte, error) {
	notes, err := SplitNotes(data)
	if err != nil {
		return nil, err
	}
	receipts := slices.DeleteFunc(notes, func(n []byte) bool { return !IsReceipt(n) })
	if len(receipts) == 0 {
		return nil, fmt.Errorf("%w: no receipts", ErrForm)
	}
	return receipts, nil
}

// IsReceipt reports whether a note names a log, as receipts do.
func IsReceipt(n []byte) bool { return strings.HasPrefix(NoteTitle(n), "smartkampung/") }

// ReadReceipt reads a receipt without judging its signature, to learn which
// log it is of.
func ReadReceipt(data []byte) (Receipt, error) {
	head, _, err := splitNote(data)
	if err != nil {
		return Receipt{}, err
	}
	text, _, _ := bytes.Cut(head, []byte("\n\n— "))
	return parseReceipt(string(text) + "\n")
}
