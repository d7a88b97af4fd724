package cli

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"smartkampung/kampung"
	"smartkampung/store"
)

func flagsVisitor(c *call) {
	c.set.Var(&c.person, "person", "isian, kunci=isi: "+visitorKeys+"; boleh berkali-kali")
}

// visitorKeys are the JSON keys of [kampung.Visitor] that people type.
const visitorKeys = "nama, sex, identitas, tempatlahir, tanggallahir, pekerjaan, kebangsaan, keturunan, datang_dari, maksud, yang_didatangi, alamat_didatangi, datang, pergi, ket, batal"

// typedVisitor changes a temporary resident by what was typed.
func (c *call) typedVisitor(v *kampung.Visitor) error {
	typed, err := pairs(c.person, "--person")
	if err != nil {
		return err
	}
	today := kampung.DateOf(c.env.Now())
	texts := map[string]*string{"nama": &v.Name, "identitas": &v.Number, "tempatlahir": &v.BirthPlace, "pekerjaan": &v.Job, "kebangsaan": &v.Citizenship,
		"keturunan": &v.Descent, "datang_dari": &v.From, "maksud": &v.Purpose, "yang_didatangi": &v.Host, "alamat_didatangi": &v.HostAddress, "ket": &v.Note, "batal": &v.Cancelled}
	days := map[string]*kampung.Date{"tanggallahir": &v.BirthDate, "datang": &v.Arrived, "pergi": &v.Left}
	var ps kampung.Problems
	for key, value := range typed {
		if text := texts[key]; text != nil {
			*text = value
			continue
		}
		if day := days[key]; day != nil {
			var wrong string
			if *day, wrong = kampung.ParseDate(value, today); wrong != "" {
				ps.Add(key, wrong)
			}
			continue
		}
		sex, ok := kampung.ParseCode(kampung.TableSex, value)
		if key != "sex" {
			return errUsage{"Isian “" + short(key) + "” tidak dikenal. Yang ada: " + visitorKeys + "."}
		}
		if v.Sex = sex; !ok {
			ps.Add("sex", "Jenis kelamin ditulis Laki-laki atau Perempuan.")
		}
	}
	return ps.Err()
}

func runVisitorIn(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	if len(c.person) == 0 {
		return errUsage{"--person belum diisi."}
	}
	v := kampung.Visitor{Arrived: kampung.DateOf(c.env.Now())}
	if err := c.typedVisitor(&v); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	if v, err = d.SaveVisitor(v); err != nil {
		return err
	}
	return c.printVisitor(v)
}

func runVisitorEdit(c *call) error {
	if err := c.want(1, "ID"); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	v, err := d.Visitor(c.args[0])
	if errors.Is(err, store.ErrNotFound) {
		return &kampung.Trouble{What: "Penduduk sementara dengan ID itu tidak ada.", Next: "Lihat ID-nya dengan “smartkampung visitor list”.", Err: err}
	}
	if err != nil {
		return err
	}
	if err := c.typedVisitor(&v); err != nil {
		return err
	}
	if v, err = d.SaveVisitor(v); err != nil {
		return err
	}
	return c.printVisitor(v)
}

func runVisitors(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	all, err := d.Visitors()
	if err != nil {
		return err
	}
	if len(all) == 0 {
		c.hint("Belum ada penduduk sementara yang dicatat.")
	}
	slices.SortFunc(all, func(a, b kampung.Visitor) int { return cmp.Compare(a.ID, b.ID) })
	for _, v := range all {
		if err := c.printVisitor(v); err != nil {
			return err
		}
	}
	return nil
}

func (c *call) printVisitor(v kampung.Visitor) error {
	text := fmt.Sprintf("%s  %s  dari %s  datang %s  pergi %s", v.ID, v.Name, orDash(v.From), kampung.ShortDate(v.Arrived), orDash(kampung.ShortDate(v.Left)))
	if v.Cancelled != "" {
		text += "  (batal: " + v.Cancelled + ")"
	}
	return c.print(v, "%s", text)
}
