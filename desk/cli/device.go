package cli

import (
	"fmt"
	"slices"
	"strings"

	"smartkampung/desk"
	"smartkampung/kampung"
)

func flagsJoin(c *call) {
	flagsHub(c)
	flagsKey(c)
	c.set.StringVar(&c.village, "village", "", "kode desa atau kelurahan, 35.10.05.2001")
}

func flagsSync(c *call) {
	c.set.StringVar(&c.hub, "hub", "", "alamat pusat, https://…")
	flagsKey(c)
}

func flagsKey(c *call) {
	c.set.StringVar(&c.key, "key", "", "kunci pemulihan kantor, untuk komputer pengganti")
}

func runJoin(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	if c.village == "" || c.code == "" || (c.hub == "") == (c.request == "") {
		return errUsage{"--village dan --code harus diisi, dan --hub atau --request salah satu."}
	}
	password, err := c.password(c.passwordFile, "SMARTKAMPUNG_PASSWORD", "Kata sandi baru untuk komputer ini: ")
	if err != nil {
		return err
	}
	d, err := desk.Join(c.data, strings.TrimSpace(c.village), c.login(), password, c.env.Now)
	if err != nil {
		return err
	}
	defer d.Close()
	if c.key != "" {
		if err := d.UseRecovery(c.key); err != nil {
			return err
		}
	}
	if c.request != "" {
		return c.askEnrol(d)
	}
	if err := d.Enrol(c.ctx, c.hub, c.code); err != nil {
		return err
	}
	r, err := d.Sync(c.ctx, "")
	if err != nil {
		return err
	}
	return c.printSync(d, r)
}

// ownCode is the code of this PC, to compare with the other one's screen.
func ownCode(d *desk.Desk) string {
	all, err := d.Devices()
	if err != nil || len(all) == 0 {
		return ""
	}
	return all[0].Code
}

func runDevices(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	all, err := d.Devices()
	if err != nil {
		return err
	}
	var text strings.Builder
	for _, v := range all {
		state := "menunggu izin"
		switch {
		case v.Revoked:
			state = "dicabut kabupaten"
		case v.Mine:
			state = "komputer ini"
		case v.Granted:
			state = "ikut bekerja"
		}
		fmt.Fprintf(&text, "%s  kode %s  %s\n", v.ID, v.Code, state)
	}
	return c.print(map[string]any{"devices": all}, "%s", strings.TrimSuffix(text.String(), "\n"))
}

func runAllow(c *call) error {
	if err := c.want(1, "ID komputer"); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.LetIn(c.args[0]); err != nil {
		return err
	}
	return c.print(map[string]string{"device": c.args[0]},
		"Diizinkan. Kirim dari komputer ini lalu dari komputer itu; di sana masuk dengan nama “%s” dan kata sandi yang dipilih di sana.", d.Me().Login)
}

func runClashes(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	all, err := d.Clashes()
	if err != nil {
		return err
	}
	var text strings.Builder
	for _, x := range all {
		fmt.Fprintf(&text, "%s  %s  %s\n", x.Subject, x.Field, x.Name)
		for _, v := range x.Values {
			fmt.Fprintf(&text, "    %s  %s  oleh %s\n", v.Entry, v.Value, v.By)
		}
	}
	if len(all) == 0 {
		all = []kampung.Clash{}
		text.WriteString("Tidak ada isian yang bertabrakan.")
	}
	return c.print(map[string]any{"clashes": all}, "%s", strings.TrimSuffix(text.String(), "\n"))
}

func runSettle(c *call) error {
	if err := c.want(3, "ID, isian dan catatan"); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	all, err := d.Clashes()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(x kampung.Clash) bool { return x.Subject == c.args[0] && x.Field == c.args[1] })
	if i < 0 {
		return &kampung.Trouble{What: "Tidak ada tabrakan pada isian itu.", Next: "Lihat daftarnya dengan “smartkampung clashes”."}
	}
	if err := d.Settle(all[i], c.args[2]); err != nil {
		return err
	}
	return c.print(map[string]string{"subject": c.args[0], "field": c.args[1]}, "Dipilih; komputer lain akan mengikuti.")
}
