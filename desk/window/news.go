package window

import (
	"smartkampung/desk"
	"smartkampung/kampung"
)

// News lists what the regency said that this account has not looked at.
func (w *Desk) News() ([]kampung.News, error) {
	all, err := w.Desk.News()
	return all, desk.Words(err)
}

// SeeNews notes that the account looks at a request.
func (w *Desk) SeeNews(request string) error { return desk.Words(w.Desk.SeeNews(request)) }
