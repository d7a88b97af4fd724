package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"smartkampung/assets"
	"smartkampung/desk"
	"smartkampung/kampung"
	"smartkampung/kampung/roster"
)

func flagsDemo(c *call) {
	c.set.StringVar(&c.dir, "dir", "", "folder untuk hasil demo")
	c.set.IntVar(&c.people, "people", 500, "banyaknya penduduk rekaan")
	c.set.IntVar(&c.requests, "requests", 30, "banyaknya permohonan")
}

// demoVillage is where the invented people live.
const demoVillage = "35.10.05.2001"

// runDemo walks the whole path with invented people: set up, import, record,
// approve, print, pack for a stick, enrol, send, and read the receipt.
func runDemo(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	if c.env.StartHub == nil {
		return &kampung.Trouble{What: "Versi program ini tidak membawa pusat untuk demo.", Next: "Pakai program yang lengkap."}
	}
	if c.people < 50 || c.requests < 2 {
		return errUsage{"--people paling sedikit 50, --requests paling sedikit 2."}
	}
	dir := c.dir
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "smartkampung-demo-"); err != nil {
			return err
		}
	} else if _, err := os.Stat(filepath.Join(dir, "desa")); err == nil {
		dir = filepath.Join(dir, c.env.Now().Format("20060102-150405"))
	}
	d, err := c.demoOffice(dir)
	if d != nil {
		defer d.Close()
	}
	if err != nil {
		return err
	}
	ids, err := c.demoRequests(d)
	if err != nil {
		return err
	}
	return c.demoSend(d, dir, ids)
}

func (c *call) say(format string, args ...any) {
	if !c.json {
		fmt.Fprintf(c.env.Out, format+"\n", args...)
	}
}

// demoOffice sets up an office and imports its residents from an Excel file.
func (c *call) demoOffice(dir string) (*desk.Desk, error) {
	regions, err := assets.Regions()
	if err != nil {
		return nil, err
	}
	region, _ := regions.Village(demoVillage)
	o := kampung.NewOffice(region, "SUGENG RAHARJO, S.Sos.")
	o.UnitCode, o.Address, o.Postal = "429.511.01", "Jl. Raya Contoh No. 1", "68472"
	d, recovery, err := desk.Create(filepath.Join(dir, "desa"), kampung.Setup{
		Office: o, Password: "kata sandi demo",
		Account: kampung.Account{Login: "admin", Name: "Admin Demo", Role: kampung.RoleAdmin},
	}, c.env.Now)
	if err != nil {
		return nil, err
	}
	c.say("1. Kantor Desa %s, Kecamatan %s dibuat. Kunci pemulihan: %s (kata sandi: “kata sandi demo”).", o.Name, o.Kecamatan, recovery)
	sheet, err := roster.Write(roster.Invent(c.people, demoVillage, 1))
	if err != nil {
		return d, err
	}
	path := filepath.Join(dir, "penduduk-rekaan.xlsx")
	if err := desk.WriteFile(path, sheet); err != nil {
		return d, err
	}
	start := time.Now()
	plan, _, err := d.ImportResidents(path, dir)
	if err != nil {
		return d, err
	}
	c.say("2. %d penduduk rekaan diimpor dari %s dalam %d ms (%d ditolak).", plan.New, path, time.Since(start).Milliseconds(), plan.Refused)
	return d, nil
}

// demoValues fills the fields that a service requires.
func demoValues(s kampung.Service, today kampung.Date) map[string]string {
	values := map[string]string{}
	for _, f := range s.Fields {
		if !f.Required {
			continue
		}
		switch f.Type {
		case kampung.FieldTable:
			row, err := json.Marshal([]map[string]string{demoValues(kampung.Service{Fields: f.Columns}, today)})
			if err == nil {
				values[f.Key] = string(row)
			}
		case kampung.FieldNIK:
			values[f.Key] = "3510051708700001"
		case kampung.FieldDate:
			values[f.Key] = kampung.AddDays(today, -2).ISO()
		case kampung.FieldTime:
			values[f.Key] = "09:30"
		case kampung.FieldNumber, kampung.FieldAmount:
			values[f.Key] = "1500000"
		case kampung.FieldChoice:
			values[f.Key] = f.Choices[0]
		case kampung.FieldBool:
			values[f.Key] = "ya"
		default:
			values[f.Key] = "Contoh " + strings.ToLower(f.Label)
		}
	}
	return values
}

// demoRequests records requests of every service and moves some of them on.
func (c *call) demoRequests(d *desk.Desk) ([]string, error) {
	var people []kampung.Resident
	err := d.AllResidents(func(r kampung.Resident) error {
		if r.Alive() && r.NIK != "" && kampung.Age(r.BirthDate, kampung.DateOf(c.env.Now())) >= 17 {
			people = append(people, r)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	services := d.Services()
	var ids []string
	var last kampung.Request
	for i := range c.requests {
		s := services[i%len(services)]
		draft := d.NewDraft()
		draft.Service = s.Key
		draft.Applicant = kampung.PersonOf(people[i*7%len(people)])
		draft.Fields = demoValues(s, kampung.DateOf(c.env.Now()))
		if last, err = d.Record(draft); err != nil {
			return nil, err
		}
		if i%3 > 0 {
			if _, err = d.Advance(last.ID, kampung.StateApproved, ""); err != nil {
				return nil, err
			}
		}
		ids = append(ids, last.ID)
	}
	c.say("3. %d permohonan dicatat, nomor terakhir %s.", len(ids), last.Number)
	return ids, nil
}

// demoSend prints a letter, packs a bundle, and hands everything to a hub on
// this PC until its receipts are here.
func (c *call) demoSend(d *desk.Desk, dir string, ids []string) error {
	letter := filepath.Join(dir, "surat.pdf")
	pdf, doc, err := d.LetterPDF(ids[1])
	if err != nil {
		return err
	}
	if err := desk.WriteFile(letter, pdf); err != nil {
		return err
	}
	c.say("4. Surat dicetak sebagai PDF, %d halaman %s.", len(doc.Pages), doc.Paper.Name)
	address, enrol, stop, err := c.env.StartHub(filepath.Join(dir, "kabupaten"), "35.10")
	if err != nil {
		return err
	}
	defer stop()
	code, err := enrol(demoVillage)
	if err != nil {
		return err
	}
	if err := d.Enrol(c.ctx, address, code); err != nil {
		return err
	}
	c.say("5. Terdaftar di pusat %s dengan kode %s.", address, code)
	stick := filepath.Join(dir, "usb")
	if err := os.MkdirAll(stick, 0o755); err != nil {
		return err
	}
	files, err := d.Export(stick)
	if err != nil {
		return err
	}
	c.say("6. %d bundel ditulis ke %s; aman dicabut.", len(files), stick)
	report, err := d.Sync(c.ctx, "")
	if err != nil {
		return err
	}
	c.say("7. %d catatan dikirim, %d diterima kabupaten dengan tanda terima, %d belum.", report.Sent, report.Received, report.Pending)
	row, err := d.RequestRow(ids[1])
	if err != nil {
		return err
	}
	c.say("8. Permohonan %s: %s, %s.", row.Number, row.State.Label(), row.Sync)
	return c.print(map[string]any{"dir": dir, "letter": letter, "bundle": files[0].File, "hub": filepath.Join(dir, "kabupaten"), "sent": report.Sent, "received": report.Received, "pending": report.Pending},
		"\nSurat  : %s\nBundel : %s", letter, files[0].File)
}
