package hub

import (
	"bytes"
	"net/http"
	"strconv"
	"testing"
	"time"

	"smartkampung/hub/hubtest"
	"smartkampung/hub/wire"
	"smartkampung/kampung"
)

// ask signs a device's question for a place.
func ask(t testing.TB, d *hubtest.Desk, from int64) string {
	t.Helper()
	note, err := wire.SignAsk(wire.Ask{Village: d.Village, Device: d.Device, From: from, At: time.Date(2026, 11, 23, 14, 5, 0, 0, kampung.WIB)}, d.Signer)
	if err != nil {
		t.Fatal(err)
	}
	return wire.EncodeHeader(note)
}

// The bundles of both audiences come back byte for byte, to devices of the
// village and to nobody else.
func TestEntriesComeBackAsTheyCame(t *testing.T) {
	th := newHub(t)
	a, b := th.desk(t, village, 1), th.desk(t, village, 2)
	far := th.desk(t, "35.10.05.2002", 3)
	h := th.Handler()
	a.Request(1)
	a.Request(2)
	a.Add(kampung.AudienceKantor, kampung.KindResident, "w1", kampung.Resident{Name: "CONTOH"})
	want := map[kampung.Audience][][]byte{kab: {a.Bundle(kab, 0, 1), a.Bundle(kab, 1, 2)}, kampung.AudienceKantor: {a.Bundle(kampung.AudienceKantor, 0, 1)}}
	for audience, all := range want {
		for i, data := range all {
			th.take(t, a, data)
			from := int64(i)
			path := wire.PathLog + a.Log(audience).ID() + wire.PathEntries + "?from=" + strconv.FormatInt(from, 10)
			w := serveBytes(h, "GET", path, nil, wire.AskHeader, ask(t, b, from))
			if w.Code != http.StatusOK || !bytes.Equal(w.Body.Bytes(), data) || w.Header().Get("Content-Digest") != wire.Digest(data) {
				t.Fatalf("%s from %d: %d, %d bytes", audience, from, w.Code, w.Body.Len())
			}
		}
	}
	path := wire.PathLog + a.Log(kab).ID() + wire.PathEntries + "?from="
	for name, c := range map[string]struct {
		from, header string
		status       int
	}{
		"nothing after it": {"2", ask(t, b, 2), http.StatusNoContent}, "another village": {"0", ask(t, far, 0), http.StatusForbidden},
		"unsigned": {"0", "", http.StatusUnauthorized}, "another place": {"1", ask(t, b, 0), http.StatusBadRequest}, "no place": {"x", ask(t, b, 0), http.StatusBadRequest},
	} {
		if w := serveBytes(h, "GET", path+c.from, nil, wire.AskHeader, c.header); w.Code != c.status {
			t.Errorf("%s: %d, want %d", name, w.Code, c.status)
		}
	}
	if err := th.Revoke(t.Context(), b.Device); err != nil {
		t.Fatal(err)
	}
	if w := serveBytes(h, "GET", path+"0", nil, wire.AskHeader, ask(t, b, 0)); w.Code != http.StatusForbidden {
		t.Errorf("revoked: %d", w.Code)
	}
}

// Only where there are other logs than a device's own two does an answer name
// them: an office with one PC pays no byte for it.
func TestLogsAreNamedWhereThereAreOthers(t *testing.T) {
	th := newHub(t)
	a := th.desk(t, village, 1)
	a.Request(1)
	th.take(t, a, a.Bundle(kab, 0, 1))
	h := th.Handler()
	if w := serveBytes(h, "GET", wire.PathDown+village, nil, wire.AskHeader, ask(t, a, 0)); w.Header().Get(wire.LogsHeader) != "" {
		t.Errorf("told %q", w.Header().Get(wire.LogsHeader))
	}
	b := th.desk(t, village, 2)
	w := serveBytes(h, "GET", wire.PathDown+village, nil, wire.AskHeader, ask(t, b, 0))
	logs := wire.ParseLogs(village, w.Header().Get(wire.LogsHeader))
	if len(logs) != 1 || logs[0].Log != a.Log(kab) || logs[0].Size != 1 {
		t.Errorf("told %+v", logs)
	}
}
