package web

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"smartkampung/hub/hubtest"
	"smartkampung/kampung"
)

// attach records a request for a poor family's letter with attachments.
func (w *world) attach(n int, scans ...kampung.Scan) string {
	w.t.Helper()
	d := w.desks[muncar]
	id := fmt.Sprintf("%s-l%d", d.Device, n)
	d.Add(kampung.AudienceKabupaten, kampung.KindRequest, id, kampung.RequestBody{Service: "sktm", Number: fmt.Sprintf("470/%03d/L/2026", n), Seq: n, Year: 2026,
		Person: kampung.Person{NIK: nik1, Name: "Wulandari Contoh"}, Scans: scans})
	w.push(muncar)
	return id
}

// bring brings chunks of a scan to the hub.
func (w *world) bring(s kampung.Scan, data []byte, chunks ...int) {
	w.t.Helper()
	for _, n := range chunks {
		if _, _, err := w.hub.TakeChunk(w.t.Context(), w.desks[muncar].Chunk(s, data, n)); err != nil {
			w.t.Fatal(err)
		}
	}
}

func TestAttachments(t *testing.T) {
	w := newWorld(t)
	photo, sp := hubtest.Photo(1, 3*kampung.ScanChunkBytes)
	pdf, sf := hubtest.Photo(2, 500)
	copy(pdf, "%PDF-1.4\n<script>")
	sf = named(sf, pdf, "kk\"; filename=x.html", "image/png") // and what the village wrote is wrong
	page, sh := hubtest.Photo(3, 500)
	copy(page, "<html><script>alert(1)</script>")
	sh = named(sh, page, "../../rumah.jpg", "image/jpeg")
	wild := kampung.Scan{Name: "aneh", Type: "x", SHA256: "bukan sidik\x00", Size: 1 << 60}
	id := w.attach(1, sp, sf, sh, wild)
	at := requestAt(muncar, id)
	camat := w.login("camat")

	got := camat.get(at)
	got.has(t, "Lampiran", "ktp-1.jpg", "foto JPEG", "belum sampai")
	got.lacks(t, "/lampiran/")
	w.bring(sp, photo, 1)
	got = camat.get(at)
	got.has(t, "belum sampai semua: 33%")
	got.lacks(t, "/lampiran/")
	if a := camat.get(at + "/lampiran/" + sp.SHA256); a.status != 404 || strings.Contains(a.body, hubtest.PhotoMark) {
		t.Errorf("an incomplete attachment: %d", a.status)
	}
	w.bring(sp, photo, 0, 2)
	w.bring(sf, pdf, 0)
	w.bring(sh, page, 0)
	got = camat.get(at)
	got.has(t, at+"/lampiran/"+sp.SHA256, at+"/lampiran/"+sf.SHA256, "Unduh")

	for _, c := range []struct {
		s          kampung.Scan
		data       []byte
		query      string
		kind, how  string
		nameEnding string
	}{
		{sp, photo, "", "image/jpeg", "inline;", "ktp-1.jpg"},
		{sp, photo, "?unduh=1", "image/jpeg", "attachment;", "ktp-1.jpg"},
		{sf, pdf, "", "application/pdf", "attachment;", ".pdf"},
		{sh, page, "", "application/octet-stream", "attachment;", "rumah.bin"},
	} {
		a := camat.get(at + "/lampiran/" + c.s.SHA256 + c.query)
		if a.status != 200 || !bytes.Equal([]byte(a.body), c.data) || a.header.Get("Content-Type") != c.kind {
			t.Errorf("%s: %d, %d bytes as %s", c.s.Name, a.status, len(a.body), a.header.Get("Content-Type"))
		}
		how := a.header.Get("Content-Disposition")
		if !strings.HasPrefix(how, c.how) || !strings.Contains(how, c.nameEnding) || strings.ContainsAny(how, "/\\\r\n") || strings.Contains(how, "; filename=x") {
			t.Errorf("%s: %s", c.s.Name, how)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "X-Frame-Options": "DENY"} {
			if a.header.Get(name) != want {
				t.Errorf("%s: %s is %q", c.s.Name, name, a.header.Get(name))
			}
		}
		if p := a.header.Get("Content-Security-Policy"); !strings.Contains(p, "sandbox;") || !strings.Contains(p, "default-src 'none'") || strings.Contains(p, "allow-") {
			t.Errorf("%s: policy %q", c.s.Name, p)
		}
	}
	if n := strings.Count(strings.Join(w.audit("camat"), "\n"), string(ActFile)+" "+muncar+" "+id); n != 5 {
		t.Errorf("%d looks at attachments in the log, want 5:\n%s", n, strings.Join(w.audit("camat"), "\n"))
	}
	if strings.Contains(w.logs.String(), hubtest.PhotoMark) || strings.Contains(w.logs.String(), "ktp-1") {
		t.Error("the log tells of an attachment")
	}
}

// named gives a scan the digest of other bytes.
func named(s kampung.Scan, data []byte, name, kind string) kampung.Scan {
	s.SHA256, s.Name, s.Type = fmt.Sprintf("%x", sha256.Sum256(data)), name, kind
	return s
}

func TestAttachmentsByRole(t *testing.T) {
	w := newWorld(t)
	photo, s := hubtest.Photo(1, 500)
	other, so := hubtest.Photo(2, 500)
	id, second := w.attach(1, s), w.attach(2, so)
	w.bring(s, photo, 0)
	w.bring(so, other, 0)
	path := requestAt(muncar, id) + "/lampiran/" + s.SHA256
	for login, want := range map[string]int{"admin": 200, "camat": 200, "pemantau": 403, "lain": 404, "dukcapil": 404, "polsek": 404} {
		b := w.login(login)
		a := b.get(path)
		if a.status != want || strings.Contains(a.body, hubtest.PhotoMark) != (want == 200) {
			t.Errorf("%s: %d, want %d", login, a.status, want)
		}
		if opened := strings.Contains(strings.Join(w.audit(login), "\n"), string(ActFile)); opened != (want == 200) {
			t.Errorf("%s: in the log %v", login, opened)
		}
		if want == 200 {
			// An attachment of another request does not open under this one.
			for _, bad := range []string{requestAt(muncar, id) + "/lampiran/" + so.SHA256, requestAt(muncar, second) + "/lampiran/" + s.SHA256, requestAt(muncar, id) + "/lampiran/" + url.PathEscape("../x"), requestAt(elsewhere, id) + "/lampiran/" + s.SHA256} {
				if a := b.get(bad); a.status != 404 {
					t.Errorf("%s: %s: %d", login, bad, a.status)
				}
			}
		}
	}
	if a := w.browser().get(path); a.status != 303 || strings.Contains(a.body, hubtest.PhotoMark) {
		t.Errorf("a stranger: %d", a.status)
	}
}

func TestScanName(t *testing.T) {
	for name, want := range map[string]string{
		"ktp.jpg": "ktp.jpg", `C:\Foto\rumah.JPG`: "rumah.jpg", "../../etc/passwd": "passwd.jpg", "": "lampiran.jpg", "...": "lampiran.jpg",
		"kk\r\nSet-Cookie: x=1.jpg": "kk__Set-Cookie_ x=1.jpg", strings.Repeat("a", 300) + ".png": strings.Repeat("a", 80) + ".jpg", "rumah tampak depan.jpeg": "rumah tampak depan.jpg",
	} {
		if got := scanName(name, ".jpg"); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}
