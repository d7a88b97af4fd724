package hub

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"smartkampung/hub/hubtest"
	"smartkampung/kampung"
)

func TestJudge(t *testing.T) {
	good := kampung.RequestBody{Service: "sku", Number: "500/001/2026", Person: hubtest.Applicant, Office: kampung.Letterhead{Village: village}}
	request := func(f func(*kampung.RequestBody)) []byte {
		b := good
		f(&b)
		data, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	same := func(*kampung.RequestBody) {}
	step := func(s string) []byte { return []byte(s) }
	known := facts{village: village, known: true}
	for _, c := range []struct {
		name    string
		head    kampung.Head
		body    []byte
		facts   facts
		verdict kampung.Verdict
		field   string
	}{
		{"a request", kampung.Head{Kind: kampung.KindRequest}, request(same), known, kampung.VerdictOK, ""},
		{"without a NIK", kampung.Head{Kind: kampung.KindRequest}, request(func(b *kampung.RequestBody) { b.Person.NIK = "" }), known, kampung.VerdictOK, ""},
		{"of a later form", kampung.Head{V: 2, Kind: kampung.KindRequest}, step(`{"service":7}`), known, kampung.VerdictNotUnderstood, ""},
		{"of a later schema", kampung.Head{Schema: 2, Kind: kampung.KindStep}, step(`{}`), known, kampung.VerdictNotUnderstood, ""},
		{"of an unknown kind", kampung.Head{Kind: "masa.depan"}, step(`{}`), known, kampung.VerdictNotUnderstood, ""},
		{"erased", kampung.Head{Kind: kampung.KindRequest}, nil, known, kampung.VerdictOK, ""},
		{"broken", kampung.Head{Kind: kampung.KindRequest}, step(`{"service":["sku"]}`), known, kampung.VerdictRefused, ""},
		{"a broken step", kampung.Head{Kind: kampung.KindStep}, step(`{"state":7}`), known, kampung.VerdictRefused, ""},
		{"without a subject", kampung.Head{Kind: kampung.KindRequest, Subject: "-"}, request(same), known, kampung.VerdictRefused, ""},
		{"without a service", kampung.Head{Kind: kampung.KindRequest}, request(func(b *kampung.RequestBody) { b.Service = "" }), known, kampung.VerdictRefused, "service"},
		{"without a number", kampung.Head{Kind: kampung.KindRequest}, request(func(b *kampung.RequestBody) { b.Number = "" }), known, kampung.VerdictRefused, "number"},
		{"without a name", kampung.Head{Kind: kampung.KindRequest}, request(func(b *kampung.RequestBody) { b.Person.Name = " " }), known, kampung.VerdictRefused, "nama"},
		{"another village's letterhead", kampung.Head{Kind: kampung.KindRequest}, request(func(b *kampung.RequestBody) { b.Office.Village = "35.10.05.2002" }), known, kampung.VerdictRefused, "office"},
		{"a wrong NIK", kampung.Head{Kind: kampung.KindRequest}, request(func(b *kampung.RequestBody) { b.Person.NIK = "3510054113900077" }), known, kampung.VerdictRefused, "nik"},
		{"a wrong KK", kampung.Head{Kind: kampung.KindRequest}, request(func(b *kampung.RequestBody) { b.Person.KK = "351005" }), known, kampung.VerdictRefused, "no_kk"},
		{"a number twice", kampung.Head{Kind: kampung.KindRequest}, request(same), facts{village: village, sameNumber: true, samePerson: true}, kampung.VerdictTwin, "number"},
		{"a person twice", kampung.Head{Kind: kampung.KindRequest}, request(same), facts{village: village, samePerson: true}, kampung.VerdictTwin, "nik"},
		{"a step", kampung.Head{Kind: kampung.KindStep}, step(`{"state":"disetujui"}`), known, kampung.VerdictOK, ""},
		{"a step without a state", kampung.Head{Kind: kampung.KindStep}, step(`{}`), known, kampung.VerdictRefused, "state"},
		{"a step to a later state", kampung.Head{Kind: kampung.KindStep}, step(`{"state":"dititipkan"}`), known, kampung.VerdictNotUnderstood, ""},
		{"a step before its request", kampung.Head{Kind: kampung.KindStep}, step(`{"state":"disetujui"}`), facts{village: village}, kampung.VerdictHeld, ""},
		{"a refusal without a reason", kampung.Head{Kind: kampung.KindStep}, step(`{"state":"ditolak"}`), known, kampung.VerdictHeld, "reason"},
	} {
		c.head.V, c.head.Schema = max(c.head.V, 1), max(c.head.Schema, 1)
		switch c.head.Subject {
		case "":
			c.head.Subject = "r1"
		case "-":
			c.head.Subject = ""
		}
		var p kampung.ParsedEntry
		p.Head, p.Body = c.head, c.body
		v := judge(readEntry(p), c.facts)
		if v.Verdict != c.verdict || v.Field != c.field || (v.Text == "") != well(v.Verdict) {
			t.Errorf("%s: %+v", c.name, v)
		}
		if strings.Contains(v.Text, "351005") || strings.Contains(strings.ToLower(v.Text), "error") {
			t.Errorf("%s: text %q", c.name, v.Text)
		}
	}
}

// verdicts returns the verdicts of a village that are not well, "entry verdict".
func (th *testHub) verdicts(t testing.TB) map[string]string {
	t.Helper()
	rows, err := th.r.Query(`SELECT entry, verdict FROM verdict WHERE verdict NOT IN ('ok', 'ok-belum-dikenal')`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var e, v string
		if err := rows.Scan(&e, &v); err != nil {
			t.Fatal(err)
		}
		out[e] = v
	}
	return out
}

// said returns what the hub said to the village of its requests, as the device
// opens it.
func (th *testHub) said(t testing.TB, d *hubtest.Desk, from int64) []kampung.ParsedEntry {
	t.Helper()
	down, err := th.Down(t.Context(), d.Village, from)
	if err != nil {
		t.Fatal(err)
	}
	if down.Data == nil {
		return nil
	}
	return slices.DeleteFunc(openDown(t, th, d, down), func(p kampung.ParsedEntry) bool { return p.Head.Kind == kampung.KindDevice })
}

func TestVerdictsAreToldAndTakenBack(t *testing.T) {
	th := newHub(t)
	d, e := th.desk(t, village, 1), th.desk(t, village, 2)
	// A step whose request another device still has, a bad NIK, a good request.
	d.Step("r-lain", kampung.StateVerified)
	bad := kampung.RequestBody{Service: "sku", Number: "500/009/2026", Person: kampung.Person{Name: "Contoh", NIK: "123"}}
	d.Add(kab, kampung.KindRequest, "r-salah", bad)
	d.Request(1)
	th.take(t, d, d.Bundle(kab, 0, 3))
	if got := th.verdicts(t); len(got) != 2 {
		t.Fatalf("verdicts %v", got)
	}
	said := th.said(t, d, 0)
	if len(said) != 2 || said[0].Head.Kind != kampung.KindVerdict || said[0].Head.By != th.Keys().Name {
		t.Fatalf("said %+v", said)
	}
	// The request comes from the other device; the bad one is mended.
	e.Add(kab, kampung.KindRequest, "r-lain", kampung.RequestBody{Service: "sku", Number: "500/010/2026", Person: hubtest.Applicant})
	th.take(t, e, e.Bundle(kab, 0, 1))
	bad.Person.NIK, bad.Mends = "", true
	d.Add(kab, kampung.KindRequest, "r-salah", bad)
	th.take(t, d, d.Bundle(kab, 3, 4))
	var again []kampung.Verdict
	for _, p := range th.said(t, d, 4) { // two were said of the devices
		var v kampung.VerdictBody
		if err := json.Unmarshal(p.Body, &v); err != nil {
			t.Fatal(err)
		}
		again = append(again, v.Verdict)
	}
	// r-lain is another device's request for the same person on the same day.
	if len(again) != 3 || again[0] != kampung.VerdictOK && again[1] != kampung.VerdictOK || again[2] != kampung.VerdictOK {
		t.Errorf("said then %v", again)
	}
	if got := th.requests(t, village); len(got) != 3 {
		t.Errorf("one bad record blocked the log: %v", got)
	}
}

func TestTwins(t *testing.T) {
	th := newHub(t)
	d, e := th.desk(t, village, 1), th.desk(t, village, 2)
	far := th.desk(t, "35.10.05.2002", 3)
	d.Request(1)
	th.take(t, d, d.Bundle(kab, 0, 1))
	far.Request(1)
	th.take(t, far, far.Bundle(kab, 0, 1))
	if got := th.verdicts(t); len(got) != 0 {
		t.Fatalf("another village is no twin: %v", got)
	}
	e.Add(kab, kampung.KindRequest, "e1", kampung.RequestBody{Service: "sku", Number: "500/001/2026", Person: kampung.Person{Name: "Orang Lain"}})
	e.Add(kab, kampung.KindRequest, "e2", kampung.RequestBody{Service: "sku", Number: "500/002/2026", Person: hubtest.Applicant})
	e.Add(kab, kampung.KindRequest, "e3", kampung.RequestBody{Service: "sktm", Number: "500/003/2026", Person: hubtest.Applicant})
	e.Add(kab, kampung.KindRequest, "e4", kampung.RequestBody{Service: "sktm", Number: "500/003/2026", Person: kampung.Person{Name: "Lagi"}})
	th.take(t, e, e.Bundle(kab, 0, 4))
	got := th.verdicts(t)
	if len(got) != 3 {
		t.Errorf("twins %v", got)
	}
	for _, v := range got {
		if v != string(kampung.VerdictTwin) {
			t.Errorf("verdict %s", v)
		}
	}
	if strings.Contains(th.dumpOf(t, "request"), hubtest.Applicant.NIK) {
		t.Error("the view holds a NIK")
	}
}
