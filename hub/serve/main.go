// Command serve is the regency's hub: it makes one, serves it, gives enrolment
// codes, takes in bundles from sticks and checks what is stored.
//
//	CGO_ENABLED=0 go build -o smartkampung-hub ./hub/serve
package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"smartkampung/hub"
	"smartkampung/kampung"
)

const usage = `smartkampung-hub: pusat kabupaten untuk Smart Kampung

  smartkampung-hub init   --data DIR [--regency 35.10] [--name NAMA] [--database postgres://…]
        membuat pusat baru: kunci dan basis data yang kosong; tanpa --database
        basis datanya berkas SQLite di DIR. Alamatnya diingat di DIR/hub.conf.
        Mencetak kunci pemulihan, sekali itu saja
  smartkampung-hub serve  --data DIR [--listen 127.0.0.1:8735] [--tls-cert F --tls-key F]
        melayani desa; tanpa TLS hanya di komputer ini sendiri
  smartkampung-hub enrol  --data DIR --village 35.10.05.2001
        membuat kode pendaftaran sekali pakai untuk satu komputer desa
  smartkampung-hub import --data DIR BERKAS… [--receipt F.skr]
        menerima paket .skb, lampiran .skf dan permintaan .skd dari USB (berkas atau
        map), dan menulis tanda terima dan jawabannya
  smartkampung-hub verify --data DIR
        menghitung ulang semua catatan dan melaporkan yang tidak cocok
` + keysUsage + operateUsage + accountUsage + `
Semua perintah menerima --json: satu objek JSON per baris, dan
--database postgres://… untuk basis data lain daripada yang diingat.
Kode keluar: 0 selesai, 1 ditolak atau gagal, 2 salah pakai.
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// command is what one command was given.
type command struct {
	data, regency, name, listen, cert, key, village, receipt string
	database, to, device                                     string
	file, answer, code                                       string
	at, from                                                 int64
	json                                                     bool
	files                                                    []string
	words                                                    accountWords
	out, err                                                 io.Writer
}

// errUsage is wrapped by what is wrong with the command line itself.
var errUsage = errors.New("salah pakai")

// run does one command and returns the exit code.
func run(ctx context.Context, args []string, out, errOut io.Writer) int {
	commands := map[string]func(*command, context.Context) error{
		"init": (*command).init, "serve": (*command).serve, "enrol": (*command).enrol, "import": (*command).importFiles, "verify": (*command).verify,
		"account": (*command).account, "down": (*command).down, "devices": (*command).devices, "revoke": (*command).revoke, "backup": (*command).backup,
		"keys": (*command).keys,
	}
	if len(args) > 0 && (args[0] == "help" || args[0] == "-h" || args[0] == "--help") {
		fmt.Fprint(out, usage)
		return 0
	}
	if len(args) == 0 || commands[args[0]] == nil {
		fmt.Fprint(errOut, usage)
		return 2
	}
	c := &command{out: out, err: errOut}
	err := c.parse(args[0], args[1:])
	if err == nil {
		err = commands[args[0]](c, ctx)
	}
	switch {
	case err == nil:
		return 0
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(out, usage)
		return 0
	case errors.Is(err, errUsage):
		fmt.Fprintf(errOut, "%v\n\n%s", err, usage)
		return 2
	}
	fmt.Fprintln(errOut, words(err))
	return 1
}

// parse reads flags and files in any order: the flag package stops at the
// first word that is no flag, so it is started again after each.
func (c *command) parse(name string, args []string) error {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&c.data, "data", "", "")
	f.BoolVar(&c.json, "json", false, "")
	f.StringVar(&c.database, "database", "", "")
	switch name {
	case "init":
		f.StringVar(&c.regency, "regency", "35.10", "")
		f.StringVar(&c.name, "name", "", "")
	case "serve":
		f.StringVar(&c.listen, "listen", "127.0.0.1:8735", "")
		f.StringVar(&c.cert, "tls-cert", "", "")
		f.StringVar(&c.key, "tls-key", "", "")
	case "enrol", "devices":
		f.StringVar(&c.village, "village", "", "")
		if name == "enrol" {
			f.StringVar(&c.file, "file", "", "")
			f.StringVar(&c.answer, "answer", "", "")
		}
	case "keys":
		f.StringVar(&c.code, "key", "", "")
	case "down":
		f.StringVar(&c.village, "village", "", "")
		f.StringVar(&c.to, "to", "", "")
		f.Int64Var(&c.from, "from", 0, "")
	case "revoke":
		f.StringVar(&c.device, "device", "", "")
		f.Int64Var(&c.at, "at", 0, "")
	case "backup":
		f.StringVar(&c.to, "to", "", "")
	case "account":
		f.StringVar(&c.words.name, "name", "", "")
		f.StringVar(&c.words.role, "role", "", "")
		f.StringVar(&c.words.kecamatan, "kecamatan", "", "")
		f.StringVar(&c.words.office, "office", "", "")
		f.StringVar(&c.words.services, "services", "", "")
	case "import":
		f.StringVar(&c.receipt, "receipt", "", "")
	}
	for len(args) > 0 {
		if err := f.Parse(args); errors.Is(err, flag.ErrHelp) {
			return err
		} else if err != nil {
			return fmt.Errorf("%w: %s", errUsage, err)
		}
		rest := f.Args()
		if n := len(args) - len(rest); n > 0 && args[n-1] == "--" {
			c.files = append(c.files, rest...)
			break
		}
		if len(rest) > 0 {
			c.files = append(c.files, rest[0])
			rest = rest[1:]
		}
		args = rest
	}
	switch {
	case c.data == "":
		return fmt.Errorf("%w: --data DIR belum diisi", errUsage)
	case c.file != "" && (c.answer == "" || c.village != ""):
		return fmt.Errorf("%w: --file memerlukan --answer DIR, tanpa --village", errUsage)
	case (name == "enrol" && c.file == "" || name == "down") && c.village == "":
		return fmt.Errorf("%w: --village belum diisi", errUsage)
	case (name == "down" || name == "backup") && c.to == "":
		return fmt.Errorf("%w: --to belum diisi", errUsage)
	case name == "revoke" && c.device == "":
		return fmt.Errorf("%w: --device belum diisi", errUsage)
	case c.at < 0 || c.from < 0:
		return fmt.Errorf("%w: jumlah catatan tidak boleh kurang dari nol", errUsage)
	case name == "import" && len(c.files) == 0:
		return fmt.Errorf("%w: berkas .skb belum disebut", errUsage)
	case name != "import" && name != "account" && name != "keys" && len(c.files) > 0:
		return fmt.Errorf("%w: %q tidak dikenal", errUsage, c.files[0])
	case (c.cert == "") != (c.key == ""):
		return fmt.Errorf("%w: --tls-cert dan --tls-key harus diisi keduanya", errUsage)
	}
	return nil
}

// print writes v as JSON, or the text.
func (c *command) print(v any, format string, args ...any) error {
	if c.json {
		return json.NewEncoder(c.out).Encode(v)
	}
	_, err := fmt.Fprintf(c.out, format+"\n", args...)
	return err
}

// open opens the hub for a command that says itself what it does.
func (c *command) open() (*hub.Hub, error) { return hub.Open(c.data, hub.WithDatabase(c.database)) }

func (c *command) init(context.Context) error {
	recovery := ""
	o := hub.InitOptions{Name: c.name, Regency: c.regency, Database: c.database, Recovery: func(key string) { recovery = key }}
	keys, err := hub.Init(c.data, o, rand.Reader, time.Now())
	if err != nil {
		return err
	}
	v := map[string]string{"data": c.data, "name": keys.Name, "verifier": keys.Verifier, "recipient": keys.Recipient, "recovery_key": recovery}
	return c.print(v, "Pusat %s dibuat di %s\nKunci penerima: %s\nKunci tanda tangan: %s\n"+lockAway, keys.Name, c.data, keys.Recipient, keys.Verifier, recovery)
}

func (c *command) serve(ctx context.Context) error {
	conf, err := c.tls()
	if err != nil {
		return err
	}
	addr, err := net.ResolveTCPAddr("tcp", c.listen)
	if err != nil {
		return fmt.Errorf("%w: --listen %q bukan alamat seperti 127.0.0.1:8735", errUsage, c.listen)
	}
	scheme := "https"
	if conf == nil {
		scheme = "http"
		if addr.IP == nil || !addr.IP.IsLoopback() {
			return &kampung.Trouble{What: "Tanpa TLS pusat hanya boleh melayani di komputer ini sendiri (127.0.0.1).",
				Next: "Isi --tls-cert dan --tls-key untuk melayani jaringan."}
		}
	}
	logger := slog.New(slog.NewTextHandler(c.err, nil))
	h, err := hub.Open(c.data, hub.WithDatabase(c.database), hub.WithLogger(logger))
	if err != nil {
		return err
	}
	defer h.Close()
	if err := mountPages(h, logger); err != nil {
		return err
	}
	ln, err := net.ListenTCP("tcp", addr)
	if err != nil {
		return fmt.Errorf("alamat %s tidak dapat dipakai: %w", c.listen, err)
	}
	url := scheme + "://" + ln.Addr().String()
	if err := c.print(map[string]string{"listen": url}, "Pusat %s melayani di %s", h.Keys().Name, url); err != nil {
		return errors.Join(err, ln.Close())
	}
	return h.Serve(ctx, ln, conf)
}

func (c *command) tls() (*tls.Config, error) {
	if c.cert == "" {
		return nil, nil
	}
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return nil, fmt.Errorf("sertifikat TLS tidak dapat dibaca: %w", err)
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS13}, nil
}

func (c *command) enrol(ctx context.Context) error {
	h, err := c.open()
	if err != nil {
		return err
	}
	defer h.Close()
	if c.file != "" {
		return c.enrolFile(ctx, h)
	}
	code, err := h.EnrolCode(ctx, c.village)
	if err != nil {
		return err
	}
	return c.print(map[string]string{"code": code, "village": c.village}, "%s", code)
}

func (c *command) importFiles(ctx context.Context) error {
	h, err := c.open()
	if err != nil {
		return err
	}
	defer h.Close()
	bad, good := 0, 0
	receipts, err := h.Import(ctx, c.files, func(im hub.Imported) {
		switch {
		case im.Note != "":
			fmt.Fprintf(c.err, "%s: %s\n", im.File, im.Note)
		case im.Err != nil:
			bad++
			fmt.Fprintf(c.err, "%s: %s\n", im.File, words(im.Err))
		case im.Scan != "":
			good++
			v := map[string]any{"file": im.File, "scan": im.Scan, "chunks": im.Chunks}
			c.print(v, "%s: %d bagian lampiran diterima", im.File, im.Chunks)
		case im.Device != "":
			good++
			c.print(map[string]any{"file": im.File, "device": im.Device}, "%s: komputer %s terdaftar", im.File, im.Device)
		default:
			good++
			v := map[string]any{"file": im.File, "log": im.Log, "from": im.From, "to": im.To, "entries": im.Entries, "receipt": string(im.Receipt)}
			c.print(v, "%s: %d catatan diterima (%d–%d)", im.File, im.Entries, im.From, im.To)
		}
	})
	if err != nil {
		return err
	}
	if c.receipt != "" && len(receipts) > 0 {
		if err := hub.WriteReceipts(c.receipt, receipts); err != nil {
			return err
		}
	}
	switch {
	case bad > 0:
		return fmt.Errorf("%d berkas tidak dapat diterima, %d berkas diterima", bad, good)
	case good == 0:
		return errors.New("tidak ada paket .skb atau permintaan .skd di sini")
	}
	return nil
}

func (c *command) verify(ctx context.Context) error {
	h, err := c.open()
	if err != nil {
		return err
	}
	defer h.Close()
	sum, err := h.Verify(ctx, faults{c})
	if err != nil {
		return err
	}
	if err := c.print(sum, "%d log, %d catatan, %d catatan tersegel, %d kabar untuk desa, %d kepala, %d lampiran (%d bagian): %d tidak cocok", sum.Logs, sum.Entries, sum.Sealed, sum.Down, sum.Heads, sum.Scans, sum.Chunks, sum.Faults); err != nil {
		return err
	}
	if sum.Faults > 0 {
		return fmt.Errorf("%d hal tidak cocok", sum.Faults)
	}
	return nil
}

// faults prints each line that it is given.
type faults struct{ c *command }

// Write takes one whole line.
func (f faults) Write(line []byte) (int, error) {
	text := string(line[:max(0, len(line)-1)])
	return len(line), f.c.print(map[string]string{"fault": text}, "%s", text)
}

// words says what went wrong in plain words; what only a technician can use
// follows in brackets.
func words(err error) string {
	var r *hub.Refusal
	if text := keyTrouble(err); text != "" {
		return text
	}
	switch {
	case errors.As(err, &r):
		return r.Error()
	case errors.Is(err, hub.ErrExists):
		return "Di map ini sudah ada pusat kabupaten; tidak ada yang diubah. Pilih map lain."
	case errors.Is(err, hub.ErrVillage):
		return "Kode desa tidak sesuai: bentuknya 35.10.05.2001 dan harus dari kabupaten ini."
	case errors.Is(err, hub.ErrDatabase):
		return "Alamat basis data tidak dapat dipakai; bentuknya postgres://pengguna@komputer/basisdata."
	case errors.Is(err, hub.ErrBackup):
		return "Basis data PostgreSQL disalin dengan pg_dump; lihat petunjuk pemasangan."
	case errors.Is(err, hub.ErrNoDevice):
		return "Perangkat ini tidak terdaftar, atau sudah dicabut."
	case errors.Is(err, fs.ErrExist):
		return fmt.Sprintf("Berkas sudah ada dan tidak ditimpa (%v).", err)
	case errors.Is(err, hub.ErrName):
		return "Kode kabupaten harus seperti 35.10, dan nama pusat satu kata tanpa spasi."
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Sprintf("Berkas atau map tidak ditemukan (%v).", err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Sprintf("Tidak ada izin untuk berkas atau map ini (%v).", err)
	case strings.HasPrefix(err.Error(), "hub: "):
		return fmt.Sprintf("Perintah tidak dapat diselesaikan (%v).", err)
	}
	return err.Error()
}
