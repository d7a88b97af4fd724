package hub

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"smartkampung/hub/hubtest"
	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

func (th *testHub) dumpOf(t testing.TB, table string) string {
	t.Helper()
	rows, err := th.r.Query(`SELECT village, id, number, person FROM ` + table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var b strings.Builder
	for rows.Next() {
		var f [4]string
		if err := rows.Scan(&f[0], &f[1], &f[2], &f[3]); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&b, f)
	}
	return b.String()
}

// openDown opens a bundle that came down as a device does.
func openDown(t testing.TB, th *testHub, d *hubtest.Desk, down Down) []kampung.ParsedEntry {
	t.Helper()
	b, err := bundle.Read(down.Data, th.Keys().Verifier)
	if err != nil {
		t.Fatal(err)
	}
	if b.Log != down.Log || b.Log.Village != d.Village || b.Log.Audience != kampung.AudienceDesa || b.ToName != "kantor."+d.Village {
		t.Errorf("header %+v", b.Header)
	}
	_, entries, err := b.Open(d.Identity)
	if err != nil {
		t.Fatal(err)
	}
	if b.From == 0 {
		if _, err := b.Extend(bundle.NoNodes, entries); err != nil {
			t.Error(err)
		}
	}
	return entries
}

func decision(request string, k kampung.Decision, reason string) DecideInput {
	return DecideInput{Village: village, Request: request, Office: "Kecamatan Muncar", By: "Camat Contoh", Decision: k, Reason: reason}
}

func TestDecide(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	id := d.Request(1)
	th.take(t, d, d.Bundle(kab, 0, 1))
	for field, in := range map[string]DecideInput{
		"reason":   decision(id, kampung.DecisionRefuse, " "),
		"decision": decision(id, "besok", "x"),
		"office":   {Village: village, Request: id, By: "x", Decision: kampung.DecisionAccept},
		"by":       {Village: village, Request: id, Office: "x", Decision: kampung.DecisionAccept},
	} {
		var e *DecisionError
		if err := th.Decide(t.Context(), in); !errors.As(err, &e) || e.Field != field || !errors.Is(err, ErrDecision) {
			t.Errorf("%s: %v", field, err)
		}
	}
	for _, in := range []DecideInput{decision("tidak-ada", kampung.DecisionAccept, ""), {Village: "35.10.05.2002", Request: id, Office: "x", By: "y", Decision: kampung.DecisionAccept}} {
		if err := th.Decide(t.Context(), in); !errors.Is(err, ErrNoRequest) {
			t.Errorf("%v", err)
		}
	}
	for _, in := range []DecideInput{decision(id, kampung.DecisionMend, "Lampirkan KK"), decision(id, kampung.DecisionAccept, "")} {
		if err := th.Decide(t.Context(), in); err != nil {
			t.Fatal(err)
		}
	}
	if got := th.said(t, d, 0); len(got) != 2 || got[1].Head.Subject != id || got[1].Head.Tick <= got[0].Head.Tick {
		t.Errorf("said %+v", got)
	}
	det, err := th.RequestDetail(t.Context(), village, id)
	if err != nil || det.Decision != kampung.DecisionAccept || len(det.Decisions) != 2 || det.Decisions[0].Reason != "Lampirkan KK" ||
		det.Name != hubtest.Applicant.Name || det.Body.Person.NIK != hubtest.Applicant.NIK || len(det.Verdicts) != 1 {
		t.Errorf("%+v %v", det, err)
	}
	rows, err := th.RequestPage(t.Context(), RequestFilter{Text: "wulandari", Decision: "diterima"})
	if err != nil || len(rows) != 1 || rows[0].Office != "Kecamatan Muncar" {
		t.Errorf("%+v %v", rows, err)
	}
}

func TestRequestPagesFollowEachOther(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	for i := range 23 {
		d.Request(i)
		th.take(t, d, d.Bundle(kab, int64(i), int64(i)+1))
		th.clock.add(time.Duration(i%3) * time.Minute)
	}
	seen, after := map[string]bool{}, ""
	for {
		rows, err := th.RequestPage(t.Context(), RequestFilter{Scope: Scope{Prefix: "35.10.05", Services: []string{"sku"}}, State: kampung.StateChecked, Limit: 5, After: after})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if seen[r.ID] {
				t.Fatalf("%s twice", r.ID)
			}
			seen[r.ID] = true
			after = r.Cursor
		}
		if len(rows) < 5 {
			break
		}
	}
	if len(seen) != 23 {
		t.Errorf("%d of 23 requests listed", len(seen))
	}
	o, err := th.Overview(t.Context(), Scope{})
	if err != nil || o.Villages != 1 || o.Today != 1 || o.Requests != 23 || o.ByService["sku"] != 23 {
		t.Errorf("%+v %v", o, err)
	}
}

func TestDownIsSealedToTheVillageAlone(t *testing.T) {
	th := newHub(t)
	d, e, other := th.desk(t, village, 1), th.desk(t, village, 2), th.desk(t, "35.10.05.2002", 3)
	id := d.Request(1)
	th.take(t, d, d.Bundle(kab, 0, 1))
	if err := th.Decide(t.Context(), decision(id, kampung.DecisionAccept, "")); err != nil {
		t.Fatal(err)
	}
	if err := th.Revoke(t.Context(), d.Device); err != nil {
		t.Fatal(err)
	}
	down, err := th.Down(t.Context(), village, 0)
	if err != nil {
		t.Fatal(err)
	}
	openDown(t, th, e, down)
	b, err := bundle.Read(down.Data, th.Keys().Verifier)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []*hubtest.Desk{d, other} {
		if _, _, err := b.Open(x.Identity); !errors.Is(err, bundle.ErrSealed) {
			t.Errorf("%s opens it: %v", x.Device, err)
		}
	}
	if _, err := th.Down(t.Context(), "35.11.01.2001", 0); !errors.Is(err, ErrVillage) {
		t.Error(err)
	}
	stick := t.TempDir()
	files, err := th.WriteDown(t.Context(), village, 0, stick)
	if err != nil || len(files) != 1 || filepath.Ext(files[0]) != ".skb" {
		t.Fatalf("%v %v", files, err)
	}
	if data, err := os.ReadFile(files[0]); err != nil || len(data) == 0 {
		t.Error(err)
	}
}

func TestDownAnswers(t *testing.T) {
	th := newHub(t)
	h := th.Handler()
	d := th.desk(t, village, 1)
	ask := func(a wire.Ask, skey string) []byte {
		note, err := wire.SignAsk(a, skey)
		if err != nil {
			t.Fatal(err)
		}
		return note
	}
	path := wire.PathDown + village
	note := ask(wire.Ask{Village: village, Device: d.Device, At: th.clock.now()}, d.Signer)
	w := serveBytes(h, "GET", path, nil, wire.AskHeader, wire.EncodeHeader(note))
	signed, err := wire.DecodeHeader(w.Header().Get(wire.AnswerHeader))
	if err != nil || w.Code != 204 {
		t.Fatal(w.Code, err)
	}
	if a, err := wire.OpenAnswer(signed, th.Keys().Verifier); err != nil || a.Status != 204 || a.About != wire.About(note) {
		t.Errorf("%+v %v", a, err)
	}
	if w := serveBytes(h, "GET", path, nil); w.Code != http.StatusUnauthorized {
		t.Errorf("no question: %d", w.Code)
	}
	if w := serveBytes(h, "GET", wire.PathDown+"35.10.05.2002", nil, wire.AskHeader, wire.EncodeHeader(note)); w.Code != http.StatusBadRequest {
		t.Errorf("another village's address: %d", w.Code)
	}
	id := d.Request(1)
	th.take(t, d, d.Bundle(kab, 0, 1))
	if err := th.Decide(t.Context(), decision(id, kampung.DecisionAccept, "")); err != nil {
		t.Fatal(err)
	}
	w = serveBytes(h, "GET", path, nil, wire.AskHeader, wire.EncodeHeader(note))
	if w.Code != 200 || !wire.DigestMatches(w.Header().Get("Content-Digest"), w.Body.Bytes()) {
		t.Errorf("%d", w.Code)
	}
	note = ask(wire.Ask{Village: village, Device: d.Device, From: 1, At: th.clock.now()}, d.Signer)
	if w := serveBytes(h, "GET", path, nil, wire.AskHeader, wire.EncodeHeader(note)); w.Code != 204 {
		t.Errorf("%d", w.Code)
	}
	if det, err := th.RequestDetail(t.Context(), village, id); err != nil || !det.Decisions[0].Fetched {
		t.Errorf("not marked as fetched: %+v %v", det.Decisions, err)
	}
}

// TestTurnOfAnEmptyDownLog: the hub came back from a copy in which it had said
// nothing yet; the check of the end finds nothing wrong with the empty log.
func TestTurnOfAnEmptyDownLog(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	d.Request(1)
	th.take(t, d, d.Bundle(kab, 0, 1))
	note, err := wire.SignAsk(wire.Ask{Village: village, Device: d.Device, From: 3, Epoch: "c1d2e3f4", At: th.clock.now()}, d.Signer)
	if err != nil {
		t.Fatal(err)
	}
	down, err := th.DownFor(t.Context(), village, note)
	if err != nil || down.Log.Epoch == "" || down.Data != nil {
		t.Errorf("%+v %v", down.Log, err)
	}
	note, err = wire.SignAsk(wire.Ask{Village: village, Device: d.Device, From: 3, At: th.clock.now()}, d.Signer)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := th.DownFor(t.Context(), village, note); err != nil || again.Data != nil {
		t.Errorf("%+v %v", again.Log, err)
	}
}

// TestHubThatWasPutBackIsAskedWithARoot: the desk has as much of the down log as
// the hub, but heard something else; it gets the whole of what is said now.
func TestHubThatWasPutBackIsAskedWithARoot(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	id := d.Request(1)
	th.take(t, d, d.Bundle(kab, 0, 1))
	if err := th.Decide(t.Context(), decision(id, kampung.DecisionAccept, "")); err != nil {
		t.Fatal(err)
	}
	all, err := th.Down(t.Context(), village, 0)
	if err != nil {
		t.Fatal(err)
	}
	hd, err := bundle.ReadHeader(all.Data)
	if err != nil {
		t.Fatal(err)
	}
	empty, _ := bundle.Root(0, bundle.NoNodes)
	for root, from := range map[string]int64{"": 1, hd.Root.String(): 1, empty.String(): 0, "bukan": 0} {
		note, err := wire.SignAsk(wire.Ask{Village: village, Device: d.Device, From: 1, Epoch: all.Log.Epoch, Root: root, At: th.clock.now()}, d.Signer)
		if err != nil {
			t.Fatal(err)
		}
		got, err := th.DownFor(t.Context(), village, note)
		if err != nil || (got.Data != nil) != (from == 0) {
			t.Errorf("root %q: %d bytes from %d, %v", root, len(got.Data), got.From, err)
		}
	}
}

func TestRevokedAtASize(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	for i := range 4 {
		d.Request(i)
	}
	d.Resident()
	th.take(t, d, d.Bundle(kab, 0, 1))
	if err := th.RevokeAt(t.Context(), d.Device, 3); err != nil {
		t.Fatal(err)
	}
	th.refuses(t, d.Bundle(kab, 1, 4), http.StatusForbidden)
	th.refuses(t, d.Bundle(kantor, 0, 1), http.StatusForbidden)
	th.take(t, d, d.Bundle(kab, 1, 3))
	if a, err := th.Alarms(t.Context(), village); err != nil || len(a) != 2 || a[0].Kind != AlarmRevoked {
		t.Errorf("%+v %v", a, err)
	}
}

// TestAWholeRegencyAtOnce lets every village of a regency push at once, a tenth
// of the bundles twice, while decisions are made.
func TestAWholeRegencyAtOnce(t *testing.T) {
	th := newHub(t)
	const villages, each = 217, 6
	var desks []*hubtest.Desk
	for i := range villages {
		d := th.desk(t, fmt.Sprintf("35.10.%02d.%04d", 1+i/20, 2001+i%20), uint64(i))
		for k := range each {
			d.Request(k)
		}
		desks = append(desks, d)
	}
	var wg sync.WaitGroup
	for i, d := range desks {
		wg.Go(func() {
			for k := int64(0); k < each; k += 2 {
				data := d.Bundle(kab, k, k+2)
				for range 1 + i%10/9 {
					if _, err := th.Ingest(t.Context(), data); err != nil {
						t.Errorf("%s: %v (%v)", d.Village, err, errors.Unwrap(err))
					}
				}
			}
			in := decision(d.Device+"-r1", kampung.DecisionAccept, "")
			in.Village = d.Village
			if err := th.Decide(t.Context(), in); err != nil {
				t.Errorf("%s: %v", d.Village, err)
			}
		})
	}
	wg.Wait()
	for _, d := range desks {
		if got := th.requests(t, d.Village); len(got) != each {
			t.Errorf("%s: %d requests", d.Village, len(got))
		}
	}
	rows, err := th.Villages(t.Context(), Scope{})
	if err != nil || len(rows) != villages {
		t.Errorf("%d villages %v", len(rows), err)
	}
}

func TestMetricsAreForThisMachine(t *testing.T) {
	th := newHub(t)
	h := th.Handler()
	d := th.desk(t, village, 1)
	d.Request(1)
	th.take(t, d, d.Bundle(kab, 0, 1))
	if w := serveBytes(h, "GET", wire.PathMetrics, nil); w.Code != 404 {
		t.Errorf("a stranger reads metrics: %d", w.Code)
	}
	var b strings.Builder
	th.WriteMetrics(&b)
	for _, want := range []string{`smartkampung_bundles_total{result="taken"} 1`, `smartkampung_entries_total 1`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in %s", want, b.String())
		}
	}
}
