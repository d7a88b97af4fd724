package hub

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"smartkampung/hub/wire"
)

func FuzzConf(f *testing.F) {
	f.Add([]byte("# where this hub keeps its data\nregency 35.10\ndatabase postgres://hub@127.0.0.1/hub\n"))
	f.Add([]byte("regency\r\n\x00 =\n\n#"))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), fileConf)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		conf, err := readConf(path)
		if err != nil {
			return
		}
		for word, value := range conf {
			if word == "" || strings.HasPrefix(word, "#") || strings.ContainsAny(word+value, "\n") {
				t.Fatalf("%q is %q", word, value)
			}
		}
	})
}

func FuzzHeadLine(f *testing.F) {
	f.Add("2026-11-23T14:05:00+07:00 smartkampung/35.10.05.2001/5f0c3a9e/c1d2e3f4/kabupaten 31 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
	f.Add(" (terputus)")
	f.Fuzz(func(t *testing.T, line string) {
		c, err := parseHeadLine(line)
		if err == nil && (c.Size < 1 || c.Log.Origin() == "") {
			t.Fatalf("%q is read as %+v", line, c)
		}
	})
}

// FuzzRequests sends headers, addresses and bodies of any kind: the hub answers
// with a refusal, never with a fault of its own.
func FuzzRequests(f *testing.F) {
	th := newHub(f)
	d := th.desk(f, village, 1)
	h := th.Handler()
	ask, err := wire.SignAsk(wire.Ask{Village: village, Device: d.Device, At: th.clock.now()}, d.Signer)
	if err != nil {
		f.Fatal(err)
	}
	id := d.Log(kab).ID()
	f.Add(wire.PathDown+village, "from=0&device="+d.Device, wire.EncodeHeader(ask), "sha-256=:AAAA:", []byte("x"))
	f.Add(wire.PathLog+id+wire.PathEntries, "from=-9223372036854775808", "?", "md5=::,sha-256=", []byte{0})
	f.Add(wire.PathLog+id, "", "", ",", []byte("smartkampung/"))
	f.Add(wire.PathEnrol, "", "", "", []byte(`{"code":"0000-0000"}`))
	f.Add("/v1/blob/00/0", "", "", "", []byte{})
	f.Fuzz(func(t *testing.T, path, query, ask, digest string, body []byte) {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodHead} {
			r, err := http.NewRequest(method, "http://hub/", strings.NewReader(string(body)))
			if err != nil {
				t.Fatal(err)
			}
			r.URL.Path, r.URL.RawQuery, r.RemoteAddr = path, query, "127.0.0.1:9"
			r.Header.Set(wire.AskHeader, ask)
			r.Header.Set("Content-Digest", digest)
			w := &plainWriter{header: http.Header{}}
			h.ServeHTTP(w, r)
			if w.status >= 500 && w.status != http.StatusServiceUnavailable {
				t.Fatalf("%s %q: %d", method, path, w.status)
			}
		}
	})
}

// plainWriter keeps the status of an answer.
type plainWriter struct {
	header http.Header
	status int
}

func (w *plainWriter) Header() http.Header         { return w.header }
func (w *plainWriter) WriteHeader(status int)      { w.status = status }
func (w *plainWriter) Write(p []byte) (int, error) { return len(p), nil }
