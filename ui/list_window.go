package ui

import "time"

// pieceDelay is how long rows must stay in sight before they are read: a fast
// scroll passes over many.
const pieceDelay = 15 * time.Millisecond

// pieceRows is how many rows are read at once; keptPieces how many such pieces
// a list holds.
const (
	pieceRows  = 60
	keptPieces = 24
)

// window reads a long list in pieces, as they come into sight.
type window[T any] struct {
	u       *UI
	total   int
	pieces  map[int][]T
	asked   map[int]bool
	seen    int // piece of the row that was drawn last
	turn    int
	fetch   func(from, n int) (total int, rows []T, err error)
	arrived func(fresh bool) // rows came; fresh when they answer a new question
}

func newWindow[T any](u *UI, arrived func(fresh bool)) *window[T] {
	return &window[T]{u: u, pieces: map[int][]T{}, asked: map[int]bool{}, arrived: arrived}
}

// load asks a new question, or the old one anew; fetch runs off the UI thread.
// The rows of before stay until the new ones are there. From is a row that will
// be in sight.
func (w *window[T]) load(from int, fetch func(from, n int) (int, []T, error)) {
	w.fetch = fetch
	w.turn++
	w.asked = map[int]bool{}
	w.read(from/pieceRows, true)
}

// read asks for a piece.
func (w *window[T]) read(piece int, fresh bool) {
	turn, fetch := w.turn, w.fetch
	if fetch == nil || w.asked[piece] {
		return
	}
	w.asked[piece] = true
	type answer struct {
		total int
		rows  []T
	}
	quietly(w.u, func() (answer, error) {
		total, rows, err := fetch(piece*pieceRows, pieceRows)
		return answer{total, rows}, err
	}, func(a answer, err error) {
		if turn != w.turn {
			return // another question was asked meanwhile
		}
		if w.u.failed(err) {
			return
		}
		if fresh {
			w.pieces = map[int][]T{}
		}
		w.total, w.pieces[piece] = a.total, a.rows
		w.forget(piece)
		w.arrived(fresh)
	})
}

// forget drops the pieces farthest from one when there are many.
func (w *window[T]) forget(near int) {
	for len(w.pieces) > keptPieces {
		far, most := near, -1
		for p := range w.pieces {
			if d := max(p-near, near-p); d > most {
				far, most = p, d
			}
		}
		delete(w.pieces, far)
		delete(w.asked, far)
	}
}

// at is a row; one that was not read yet is asked for soon.
func (w *window[T]) at(i int) (row T, ok bool) {
	piece := i / pieceRows
	w.seen = piece
	if rows, there := w.pieces[piece]; there {
		if k := i % pieceRows; k < len(rows) {
			return rows[k], true
		}
		return row, false
	}
	if turn := w.turn; !w.asked[piece] {
		w.u.after(pieceDelay, func() {
			if turn == w.turn && max(piece-w.seen, w.seen-piece) <= 1 {
				w.read(piece, false)
			}
		})
	}
	return row, false
}

// loaded are the rows that were read, by their places.
func (w *window[T]) loaded(i int) (row T, ok bool) {
	rows, k := w.pieces[i/pieceRows], i%pieceRows
	if k < len(rows) {
		return rows[k], true
	}
	return row, false
}
