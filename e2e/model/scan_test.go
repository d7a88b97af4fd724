package model

import (
	"bytes"
	"fmt"

	"smartkampung/kampung"
)

// scanned is a picture that a disk keeps.
type scanned struct {
	kampung.Scan
	data []byte
}

// scan puts a picture to a draft, as invented as everything else: what begins
// like a PNG is taken for one.
func (w *world) scan(p *pc, d *kampung.Draft) {
	data := append([]byte("\x89PNG\r\n\x1a\n"), fmt.Sprintf("gambar %d", w.step)...)
	s, err := p.d.SaveScan("ktp", "ktp.png", data)
	if err != nil {
		w.broken("saved", "%s does not keep a scan: %v", p.name, err)
	}
	w.say("%s scans a card", p.name)
	d.Scans = append(d.Scans, s)
	p.scans[s.SHA256] = scanned{s, data}
}

// checkScans: every scan that a running disk keeps is there, and at the hub,
// byte for byte.
func (w *world) checkScans(p *pc) {
	for _, s := range p.scans {
		here, err := p.d.Scan(s.SHA256)
		if err != nil || !bytes.Equal(here, s.data) {
			w.broken("saved", "%s has lost the scan %q: %v", p.name, s.data, err)
		}
		there, err := w.hub.OpenScan(ctx, p.village.code, s.Scan)
		if err != nil || !bytes.Equal(there, s.data) {
			w.broken("once", "the hub does not have the scan %q of %s: %v", s.data, p.name, err)
		}
	}
}
