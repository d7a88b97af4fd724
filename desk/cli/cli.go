// Package cli is the headless commands of the desk: the same program and the
// same rules without a window, for scripts and for PCs whose graphics fail.
//
// Each command prints for people, or with --json one JSON object a line. It
// ends with 0 when done, 1 when refused or failed (the reason on standard
// error) and 2 when used wrong.
package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"

	"smartkampung/desk"
	"smartkampung/kampung"
)

// Exit codes.
const (
	Done    = 0
	Refused = 1
	Wrong   = 2
)

// Env is what the commands take from outside.
type Env struct {
	In       io.Reader
	Out, Err io.Writer
	Getenv   func(string) string
	Now      func() time.Time
	// StartHub starts the regency's hub on loopback for the demo: its address,
	// a function that gives a code for a village, and one that stops it.
	StartHub func(dir, regency string) (address string, enrol func(village string) (string, error), stop func() error, err error)
}

// command is one word, or two, after the program's name.
type command struct {
	name  string
	args  string // shown in the usage
	about string
	run   func(*call) error
	flags func(*call)
}

var commands = append([]command{
	{"setup", "--village KODE --head NAMA [--user U]", "membuat kantor baru; mencetak kunci pemulihan", runSetup, flagsSetup},
	{"residents import", "BERKAS [--dry-run]", "mengimpor penduduk dari .xlsx atau .csv", runImportResidents, flagsImportResidents},
	{"residents find", "KATA", "mencari penduduk", runFind, nil},
	{"services", "", "daftar layanan dan isiannya", runServices, nil},
	{"standard", "LAYANAN|--all [--out F.pdf]", "standar pelayanan, 14 komponen; sebagai PDF untuk papan pengumuman", runStandard, flagsStandard},
	{"request new", "--service KUNCI --nik NIK [--field kunci=isi …]", "mencatat permohonan dan memberi nomor", runNew, flagsNew},
	{"request list", "[--text KATA] [--service KUNCI] [--state STATUS] [--camat STATUS] [--open]", "daftar permohonan", runList, flagsList},
	{"request show", "ID", "satu permohonan", runShow, nil},
	{"request advance", "ID STATUS [--reason ALASAN]", "memindahkan permohonan ke status lain", runAdvance, flagsReason},
	{"request correct", "ID --reason ALASAN [--field kunci=isi …]", "mengganti surat yang sudah terbit dengan surat baru", runCorrect, flagsCorrect},
	{"request camat", "ID STATUS [--reason ALASAN]", "mencatat pengesahan camat: dikirim, disahkan, ditolak, …", runCamat, flagsReason},
	{"number list", "[--year TAHUN] [--scope URUTAN] [--gaps]", "nomor surat setahun, dan mengapa ada yang kosong", runNumbers, flagsNumbers},
	{"number record", "NOMOR --service KUNCI --who NAMA --why PERIHAL [--date TANGGAL]", "mencatat nomor surat yang ditulis di kertas", runRecordNumber, flagsNumber},
	{"number reserve", "[NOMOR[-NOMOR] | --count N] --who NAMA --why KEPERLUAN", "memesan nomor untuk surat di kertas", runReserveNumber, flagsNumber},
	{"number explain", "NOMOR[-NOMOR] --why ALASAN", "menulis mengapa nomor tidak ada suratnya", runExplainNumber, flagsNumber},
	{"number release", "ID --reason ALASAN", "menarik kembali catatan nomor", runCancelNumber, flagsReason},
	{"template list", "", "isi dan kata-kata tiap layanan: bawaan, diubah, atau milik sendiri", runTemplates, nil},
	{"template export", "KUNCI --out F.json [--version VERSI]", "menyimpan template sebagai berkas", runExportTemplate, flagsTemplateOut},
	{"template import", "BERKAS [--note CATATAN]", "memakai template dari berkas; kunci baru menjadi layanan baru", runImportTemplate, flagsTemplate},
	{"template reset", "KUNCI", "kembali ke template bawaan", runResetTemplate, nil},
	{"drafts", "", "permohonan yang sedang diketik", runDrafts, nil},
	{"letter check", "TULISAN|FOTO", "memeriksa kode QR surat desa mana pun, tanpa jaringan", runCheckLetter, nil},
	{"letter", "ID --out F.pdf", "menyimpan surat sebagai PDF", runLetter, flagsOut},
	{"export", "--to FOLDER [--all]", "menulis bundel .skb dan lampiran .skf untuk semua yang belum diterima; --all untuk komputer lain di kantor", runExport, flagsTo},
	{"enrol", "--code KODE --hub URL | --request FOLDER", "mendaftar ke kabupaten, lewat sambungan atau USB", runEnrol, flagsHub},
	{"join", "--village KODE --code KODE (--hub URL | --request DIR) [--key KUNCI]", "menyambungkan komputer ini ke kantor yang sudah ada", runJoin, flagsJoin},
	{"devices", "", "komputer di kantor ini", runDevices, nil},
	{"devices allow", "ID", "mengizinkan komputer lain membaca dan menulis data kantor", runAllow, nil},
	{"clashes", "", "isian yang diubah dua komputer tanpa saling tahu", runClashes, nil},
	{"clashes settle", "ID ISIAN CATATAN", "memilih nilai yang berlaku", runSettle, nil},
	{"sync", "[--hub URL]", "mengirim ke kabupaten", runSync, flagsSync},
	{"scans fetch", "", "mengambil kembali lampiran yang tidak ada di komputer ini dari kabupaten", runFetchScans, nil},
	{"import", "BERKAS|FOLDER [--key KUNCI]", "mengambil tanda terima, jawaban dan catatan komputer lain dari USB", runImport, flagsKey},
	{"status", "", "keadaan kantor, kiriman, data bulan ini dan hubungan terakhir", runStatus, nil},
	{"limit", "MB", "batas data sebulan di komputer ini; pada batasnya pengiriman otomatis berhenti; 0 tanpa batas", runLimit, nil},
	{"backup", "FOLDER", "menyalin data kantor ke USB atau disk lain dan menguji salinannya", runBackup, nil},
	{"restore", "FOLDER", "memasang cadangan di komputer yang belum punya kantor", runRestore, nil},
	{"check", "[--repair]", "memeriksa setiap halaman, catatan, sidik dan segel", runCheck, flagsCheck},
	{"password", "[--new-password-file F]", "mengganti kata sandi sendiri", runPassword, flagsPassword},
	{"recover", "--key KUNCI [--new-password-file F]", "membuka dengan kunci pemulihan dan memberi kata sandi baru", runRecover, flagsRecover},
	{"recovery-identity", "--key KUNCI", "identitas age milik kunci pemulihan, untuk membuka bundel", runRecoveryIdentity, flagsRecover},
	{"demo", "[--dir FOLDER]", "seluruh cerita dengan penduduk rekaan dan pusat di komputer ini", runDemo, flagsDemo},
}, append(bookCommands, surveyCommands...)...)

// call is one run of a command.
type call struct {
	env  Env
	ctx  context.Context
	set  *flag.FlagSet
	args []string // what is no flag
	json bool
	in   *bufio.Reader

	data, user, passwordFile string

	village, head, name, paper, unit string
	dryRun, open, repair, all        bool
	service, nik, note, signer       string
	fields, person, shown, scans     list
	text, state, reason              string
	out, to, hub, code, key, dir     string
	request                          string
	newPasswordFile                  string
	people, requests, ofYear, count  int
	scope, date, number, who, why    string
	camat, version                   string
	gaps                             bool
	month, year, span, pdf, xlsx     string
	mail                             mailFlags
	event                            eventFlags
}

// list is a flag that may come several times.
type list []string

func (l *list) String() string     { return strings.Join(*l, ", ") }
func (l *list) Set(s string) error { *l = append(*l, s); return nil }

// errUsage is a wrong use; its text says which.
type errUsage struct{ text string }

func (e errUsage) Error() string { return e.text }

// Run runs a command line without the program's name and returns the exit code.
func Run(ctx context.Context, args []string, env Env) int {
	if len(args) == 0 || slices.Contains([]string{"help", "-h", "--help", "-help"}, args[0]) {
		if len(args) == 0 {
			usage(env.Err)
			return Wrong
		}
		usage(env.Out)
		return Done
	}
	if args[0] == "version" || args[0] == "--version" {
		fmt.Fprintln(env.Out, "smartkampung", Version)
		return Done
	}
	args = commandFirst(args)
	cmd, rest, ok := find(args)
	if !ok {
		fmt.Fprintln(env.Err, unknown(args))
		return Wrong
	}
	c := &call{env: env, ctx: ctx}
	if err := c.parse(cmd, rest); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(env.Err, err)
		}
		fmt.Fprintln(env.Err, cmd.usage())
		if errors.Is(err, flag.ErrHelp) {
			return Done
		}
		return Wrong
	}
	err := cmd.run(c)
	var wrong errUsage
	switch {
	case err == nil:
		return Done
	case errors.As(err, &wrong):
		fmt.Fprintf(env.Err, "%s\n%s\n", wrong.text, cmd.usage())
		return Wrong
	}
	fmt.Fprintln(env.Err, desk.Words(err))
	if detail := errors.Unwrap(err); detail != nil && env.Getenv("SMARTKAMPUNG_DEBUG") != "" {
		fmt.Fprintln(env.Err, detail)
	}
	return Refused
}

// Version is the program's version; the build sets it.
var Version = "0.1.0"

func find(args []string) (command, []string, bool) {
	for words := min(2, len(args)); words > 0; words-- {
		name := strings.Join(args[:words], " ")
		for _, c := range commands {
			if c.name == name {
				return c, args[words:], true
			}
		}
	}
	return command{}, nil, false
}

// usage is how the command is written.
func (c command) usage() string {
	return strings.TrimSpace("Pemakaian: smartkampung " + c.name + " " + c.args)
}

// unknown says that no command is meant, and which ones begin like it.
func unknown(args []string) string {
	var near []string
	for _, c := range commands {
		if first, rest, two := strings.Cut(c.name, " "); two && len(args) > 0 && first == args[0] {
			near = append(near, first+" "+rest)
		}
	}
	word := short(strings.Join(args[:min(2, len(args))], " "))
	if len(near) > 0 {
		return "Perintah “" + word + "” belum lengkap atau tidak dikenal. Yang ada: " + strings.Join(near, ", ") + "."
	}
	return "Perintah “" + word + "” tidak dikenal. Lihat “smartkampung help”."
}

// common are the flags of every command.
func (c *call) common(set *flag.FlagSet) {
	set.StringVar(&c.data, "data", "", "folder data kantor")
	set.StringVar(&c.user, "user", "", "nama masuk (bawaan: admin)")
	set.StringVar(&c.passwordFile, "password-file", "", "berkas berisi kata sandi")
	set.BoolVar(&c.json, "json", false, "satu objek JSON tiap baris")
}

// commandFirst moves flags that every command takes from before the command to
// after its words, so that --data DIR may stand first.
func commandFirst(args []string) []string {
	var c call
	set := flag.NewFlagSet("", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	c.common(set)
	if set.Parse(args) != nil || set.NArg() == 0 {
		return args
	}
	rest := set.Args()
	words := len(strings.Fields(commandOf(rest).name))
	return slices.Concat(rest[:words], args[:len(args)-len(rest)], rest[words:])
}

// commandOf is the command that the words begin with, or one without a name.
func commandOf(args []string) command {
	cmd, _, _ := find(args)
	return cmd
}

// parse reads flags and other arguments in any order.
func (c *call) parse(cmd command, args []string) error {
	c.set = flag.NewFlagSet(cmd.name, flag.ContinueOnError)
	c.set.SetOutput(io.Discard)
	c.common(c.set)
	if cmd.flags != nil {
		cmd.flags(c)
	}
	for {
		if err := c.set.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return err
			}
			return errUsage{flagTrouble(err)}
		}
		args = c.set.Args()
		if len(args) == 0 {
			break
		}
		c.args = append(c.args, args[0])
		args = args[1:]
	}
	if c.data == "" {
		c.data = DataDir(c.env.Getenv)
	}
	return nil
}

// flagTrouble says what is wrong with a flag. The flag package tells it in
// English only, the flag's name at the end or after its value.
func flagTrouble(err error) string {
	text := err.Error()
	if name, ok := strings.CutPrefix(text, "flag provided but not defined: -"); ok {
		return "Pilihan --" + short(name) + " tidak dikenal di perintah ini."
	}
	if name, ok := strings.CutPrefix(text, "flag needs an argument: -"); ok {
		return "Pilihan --" + name + " belum diberi isi."
	}
	if _, rest, ok := strings.Cut(text, "for -"); ok {
		name, _, _ := strings.Cut(rest, ":")
		return "Isi pilihan --" + name + " belum benar."
	}
	return "Ada pilihan yang belum benar penulisannya."
}

// given reports whether a flag stands on the command line.
func (c *call) given(name string) (given bool) {
	c.set.Visit(func(f *flag.Flag) { given = given || f.Name == name })
	return given
}

// want checks how many arguments a command got.
func (c *call) want(n int, what string) error {
	if len(c.args) < n {
		return errUsage{what + " belum disebut."}
	}
	if len(c.args) > n {
		return errUsage{"Kelebihan kata: “" + short(c.args[n]) + "”."}
	}
	return nil
}

// open unlocks the office.
func (c *call) openDesk() (*desk.Desk, error) {
	password, err := c.password(c.passwordFile, "SMARTKAMPUNG_PASSWORD", "Kata sandi: ")
	if err != nil {
		return nil, err
	}
	d, err := desk.Unlock(c.data, c.login(), password, c.env.Now)
	if err != nil {
		return nil, err
	}
	for _, n := range d.Notices() {
		fmt.Fprintln(c.env.Err, n)
	}
	return d, nil
}

func (c *call) login() string {
	if c.user == "" {
		return "admin"
	}
	return c.user
}

// password reads a password from a file, the environment, or the person.
func (c *call) password(file, variable, prompt string) (string, error) {
	if file != "" {
		b, err := desk.ReadFile(file, 1<<16)
		if err != nil {
			return "", &kampung.Trouble{What: "Berkas kata sandi tidak dapat dibaca.", Next: "Periksa letaknya dan izin bacanya.", Err: err}
		}
		return firstLine(string(b)), nil
	}
	if p := c.env.Getenv(variable); variable != "" && p != "" {
		return p, nil
	}
	fmt.Fprint(c.env.Err, prompt)
	if f, ok := c.env.In.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		b, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(c.env.Err)
		return string(b), err
	}
	if c.in == nil { // one reader for all questions, or the first swallows every answer
		c.in = bufio.NewReader(io.LimitReader(c.env.In, 1<<16))
	}
	line, err := c.in.ReadString('\n')
	fmt.Fprintln(c.env.Err)
	if err != nil && line == "" {
		return "", &kampung.Trouble{What: "Kata sandi belum diberikan.", Next: "Pakai --password-file atau SMARTKAMPUNG_PASSWORD."}
	}
	return firstLine(line), nil
}

// firstLine drops the byte order mark and line end that editors add.
func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimPrefix(s, "\ufeff"), "\n")
	return strings.TrimSuffix(s, "\r")
}

// print writes a JSON object, or the text for people. What a command does is
// done before it prints, so a full disk behind the output takes nothing back.
func (c *call) print(object any, format string, args ...any) error {
	var err error
	if c.json {
		enc := json.NewEncoder(c.env.Out)
		enc.SetEscapeHTML(false)
		err = enc.Encode(object)
	} else {
		_, err = fmt.Fprintf(c.env.Out, format+"\n", args...)
	}
	if err != nil {
		return &kampung.Trouble{What: "Hasil perintah tidak dapat ditulis ke keluaran. Yang dikerjakan perintah ini tetap tersimpan.",
			Next: "Periksa tujuan keluarannya; jangan ulangi perintahnya sebelum melihat “smartkampung status”.", Err: err}
	}
	return nil
}

// hint tells people something beside the result.
func (c *call) hint(text string) {
	if !c.json {
		fmt.Fprintln(c.env.Err, text)
	}
}

func usage(w io.Writer) {
	fmt.Fprintln(w, "Smart Kampung: meja pelayanan desa.\n\nTanpa perintah, program membuka jendela. Perintah:")
	fmt.Fprintln(w)
	for _, c := range commands {
		fmt.Fprintf(w, "  %s\n        %s\n", strings.TrimSpace("smartkampung "+c.name+" "+c.args), c.about)
	}
	fmt.Fprintln(w, "\nUntuk semua: --data FOLDER, --user NAMA, --password-file F (atau SMARTKAMPUNG_PASSWORD), --json.")
	fmt.Fprintln(w, "Hasil: 0 selesai, 1 ditolak atau gagal, 2 salah pakai.")
}
