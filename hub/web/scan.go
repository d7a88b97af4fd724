package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"mime"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"smartkampung/hub"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// scanFact is an attachment of a request.
type scanFact struct {
	kampung.Scan
	Kind  string // of file, in words
	Path  string // where it opens; empty while it is not here whole
	Waits string // why it does not open
}

// scanKinds are the kinds of files that open, by what their first bytes say.
// What a village wrote about a file is not believed.
var scanKinds = []struct{ magic, kind, word, ending string }{
	{"\xff\xd8\xff", "image/jpeg", "foto JPEG", ".jpg"},
	{"\x89PNG\r\n\x1a\n", "image/png", "gambar PNG", ".png"},
	{"%PDF-", "application/pdf", "PDF", ".pdf"},
}

func kindWord(kind string) string {
	for _, k := range scanKinds {
		if k.kind == kind {
			return k.word
		}
	}
	return "berkas lain"
}

// scanFacts says of each attachment whether it is here.
func (s *Site) scanFacts(ctx context.Context, d hub.Detail) ([]scanFact, error) {
	words, err := s.hub.ScanWords(ctx, d.Village, d.Body.Scans)
	if err != nil {
		return nil, err
	}
	var out []scanFact
	for i, sc := range d.Body.Scans {
		f := scanFact{Scan: sc, Kind: kindWord(sc.Type)}
		if f.Name = strings.TrimSpace(f.Name); f.Name == "" {
			f.Name = fmt.Sprintf("Lampiran %d", i+1)
		}
		switch w := words[i]; {
		case w.State == bundle.ScanWhole:
			f.Path = requestPath(d.Village, d.ID) + "/lampiran/" + sc.SHA256
		case w.State == bundle.ScanUnknown:
			f.Waits = "belum sampai"
		case w.State == bundle.ScanDiffers:
			f.Waits = "isinya tidak cocok, ditunggu lagi dari desa"
		case w.Have.Bytes(sc.Size) > 0:
			f.Waits = "belum sampai semua: " + strconv.FormatInt(100*w.Have.Bytes(sc.Size)/sc.Size, 10) + "%"
		default:
			f.Waits = "belum sampai"
		}
		out = append(out, f)
	}
	return out, nil
}

// scanPolicy lets an attachment do nothing at all: no script, no form, no
// address, also when a browser takes it for a page.
const scanPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

// getScan shows an attachment to who may see the person behind the request. The
// log knows it before it is sent. Pictures show in the browser; a PDF, which may
// hold programs of its own, is saved, as is everything when asked for with
// "unduh".
func (s *Site) getScan(v *visit) error {
	d, sv, err := s.open(v)
	if err != nil {
		return err
	}
	if !v.opens(d.Village, sv) {
		return errForbid
	}
	i := slices.IndexFunc(d.Body.Scans, func(sc kampung.Scan) bool { return sc.SHA256 == v.r.PathValue("sha256") })
	if i < 0 {
		return errNotFound
	}
	if err := s.record(v, ActFile, d.Village, d.ID); err != nil {
		return err
	}
	data, err := s.hub.OpenScan(v.ctx(), d.Village, d.Body.Scans[i])
	if errors.Is(err, hub.ErrNoScan) {
		s.log.Warn("attachment not whole", "err", err)
		return errNotFound
	}
	if err != nil {
		return err
	}
	kind, ending := "application/octet-stream", ".bin"
	for _, k := range scanKinds {
		if bytes.HasPrefix(data, []byte(k.magic)) {
			kind, ending = k.kind, k.ending
		}
	}
	how := "attachment"
	if strings.HasPrefix(kind, "image/") && !v.r.URL.Query().Has("unduh") {
		how = "inline"
	}
	h := v.w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Security-Policy", scanPolicy)
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": scanName(d.Body.Scans[i].Name, ending)}))
	h.Set("Content-Length", strconv.Itoa(len(data)))
	if _, err := v.w.Write(data); err != nil {
		s.log.Debug("attachment not sent", "err", err)
	}
	return nil
}

// scanName is a file's name with the ending of what it is, and nothing in it
// that a disk or a header could trip over.
func scanName(name, ending string) string {
	name = strings.TrimSuffix(path.Base(strings.ReplaceAll(name, "\\", "/")), path.Ext(name))
	name = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || strings.ContainsRune(`/\:*?"<>|;%`, r) {
			return '_'
		}
		return r
	}, name)
	name = strings.Trim(clip(name, 80), " ._")
	if name == "" {
		name = "lampiran"
	}
	return name + ending
}
