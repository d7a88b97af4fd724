package web

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"smartkampung/hub/hubtest"
	"smartkampung/hub/wire"
	"smartkampung/kampung"
)

// TestLogsOfADayHoldNoPersonalData runs a day of traffic, pages and mistakes
// among it, and looks for people in everything that the hub writes besides its
// database: its log at the finest level, its metrics, heads.log, its audit log.
func TestLogsOfADayHoldNoPersonalData(t *testing.T) {
	w, ids := filled(t)
	d := w.desks[muncar]
	// Names and numbers that are typed where they do not belong.
	for _, path := range []string{
		"/kotak?q=" + url.QueryEscape("Wulandari Contoh"), "/kotak?q=" + nik1, "/permohonan?q=" + url.QueryEscape("Wulandari"), "/" + nik1, "/p/" + nik1,
		"/periksa?kode=" + nik1, "/periksa?kode=" + url.QueryEscape(w.letters[ids["sktm"]]), wire.PathLog + nik1, wire.PathDown + nik1 + "?device=" + nik1,
		"/desa/" + muncar, "/desa/" + nik1, requestAt(muncar, ids["sktm"]), requestAt(muncar, nik1),
	} {
		for _, b := range []*browser{w.browser(), w.login("camat"), w.login("admin")} {
			b.get(path)
		}
	}
	anyone := w.browser()
	for _, login := range []string{nik1, "Wulandari Contoh"} {
		anyone.post("/masuk", "/masuk", url.Values{"login": {login}, "password": {"rahasia Wulandari"}})
	}
	camat := w.login("camat")
	path := requestAt(muncar, ids["sktm"])
	camat.post(path+"/putusan", path, url.Values{"putusan": {"perlu_perbaikan"}, "alasan": {"Nama Wulandari Contoh, NIK " + nik1 + " keliru"}, "isian": {nik1}})
	camat.post(path+"/putusan", path, url.Values{"putusan": {"perlu_perbaikan"}, "alasan": {"Nama Wulandari Contoh, NIK " + nik1 + " keliru"}})
	// Bundles that are well, doubled, damaged, forked, and with entries that are
	// not well.
	post := func(path string, body []byte) {
		res, err := http.Post(w.server.URL+path, "application/octet-stream", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, res.Body)
		res.Body.Close()
	}
	image := d.Clone()
	for i, body := range []kampung.RequestBody{
		{Service: "sku", Number: "1", Person: kampung.Person{NIK: nik1 + "9", Name: "Wulandari Contoh"}},
		{Service: "sku", Number: nik1, Person: kampung.Person{NIK: nik1, KK: "1", Name: "Wulandari Contoh"}, Office: kampung.Letterhead{Village: "Wulandari"}},
	} {
		d.Add(kampung.AudienceKabupaten, kampung.KindRequest, "aneh-"+string(rune('a'+i)), body)
	}
	d.AddHead(kampung.AudienceKabupaten, kampung.Head{V: 1, ID: nik1, Tick: 900, Kind: "Wulandari Contoh", Schema: 1, Subject: "Wulandari Contoh", By: "Wulandari Contoh", At: nik1}, []byte(`{"nama":"Wulandari Contoh"}`))
	d.Resident()
	size := int64(len(d.Books[kampung.AudienceKabupaten].Lines))
	log := wire.PathLog + d.Log(kampung.AudienceKabupaten).ID()
	data := d.Bundle(kampung.AudienceKabupaten, w.sent[muncar], size)
	post(log, data)
	post(log, data)
	post(log, data[:len(data)-3])
	post(log, []byte("Wulandari Contoh "+nik1))
	post(wire.PathLog+d.Log(kampung.AudienceKantor).ID(), d.Bundle(kampung.AudienceKantor, 0, 1))
	image.Request(99)
	post(log, image.Bundle(kampung.AudienceKabupaten, w.sent[muncar], w.sent[muncar]+1))
	post(wire.PathEnrol, []byte(`{"code":"`+nik1+`","village":"Wulandari Contoh","device":"`+nik1+`"}`))
	code, err := w.hub.EnrolCode(t.Context(), muncar)
	if err != nil {
		t.Fatal(err)
	}
	stick := filepath.Join(t.TempDir(), "Wulandari Contoh.skb")
	os.WriteFile(stick, data[:100], 0o600)
	w.hub.ImportFile(t.Context(), mustRead(t, stick))
	stranger := hubtest.NewDesk(muncar, 55, w.hub.Keys())
	stranger.Request(1)
	post(log, stranger.Bundle(kampung.AudienceKabupaten, 0, 1))
	var metrics bytes.Buffer
	w.hub.WriteMetrics(&metrics)

	written := map[string]string{"log": w.logs.String(), "metrics": metrics.String(), "heads.log": string(mustRead(t, filepath.Join(w.dir, "heads.log"))),
		"audit": strings.Join(append(w.audit("camat"), w.audit("admin")...), "\n")}
	secrets := []string{nik1, kk1, "3510050101150003", "3510050202800004", kampung.MaskNIK(nik1), "Wulandari", "Anak Contoh", "Pelapor Contoh", "Krajan", "Jumiati", "Poniman",
		hubtest.Applicant.NIK, password, "rahasia", code, strings.ReplaceAll(code, "-", ""), d.Signer[len(d.Signer)-20:], w.letters[ids["sktm"]][:40]}
	for where, text := range written {
		if len(text) < 100 {
			t.Errorf("%s has %d bytes: nothing was looked at", where, len(text))
		}
		for _, secret := range secrets {
			if i := strings.Index(text, secret); i >= 0 {
				t.Errorf("%s holds %q: …%.200s", where, secret, text[max(0, i-100):])
			}
		}
	}
	if n := strings.Count(written["log"], "\n"); n < 60 {
		t.Errorf("only %d lines were logged", n)
	}
}

func mustRead(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
