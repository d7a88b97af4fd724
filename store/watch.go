package store

import (
	"context"

	"smartkampung/kampung"
)

// watch is who watches a check and may call it off.
type watch struct {
	ctx  context.Context
	tell kampung.Tell
}

// parts does something for each bucket, and tells how many are done.
func (w *watch) parts(step string, names [][]byte, do func(name []byte)) error {
	for i, name := range names {
		w.tell.Say(step, int64(i), int64(len(names)), kampung.OfParts)
		if err := w.ctx.Err(); err != nil {
			return err
		}
		do(name)
	}
	w.tell.Say(step, int64(len(names)), int64(len(names)), kampung.OfParts)
	return nil
}
