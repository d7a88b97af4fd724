package cli

import (
	"fmt"
	"regexp"
	"strings"

	"smartkampung/assets"
	"smartkampung/desk"
	"smartkampung/kampung"
	"smartkampung/store"
)

func flagsSetup(c *call) {
	c.set.StringVar(&c.village, "village", "", "kode desa atau kelurahan, 35.10.05.2001")
	c.set.StringVar(&c.head, "head", "", "nama kepala desa atau lurah")
	c.set.StringVar(&c.name, "name", "", "nama orang pemilik akun pertama")
	c.set.StringVar(&c.paper, "paper", "", "F4, A4 atau F4-210")
	c.set.StringVar(&c.unit, "unit-code", "", "kode unit pada nomor surat, 429.511.01")
}

func runSetup(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	if c.village == "" || strings.TrimSpace(c.head) == "" {
		return errUsage{"--village dan --head harus diisi."}
	}
	regions, err := assets.Regions()
	if err != nil {
		return err
	}
	region, ok := regions.Village(strings.TrimSpace(c.village))
	if !ok {
		return kampung.Problems{{Field: "village", Text: "Kode desa “" + short(c.village) + "” tidak ada di daftar wilayah 2025. Periksa kodenya, misalnya 35.10.05.2001."}}
	}
	password, err := c.password(c.passwordFile, "SMARTKAMPUNG_PASSWORD", "Kata sandi baru untuk "+c.login()+": ")
	if err != nil {
		return err
	}
	o := kampung.NewOffice(region, c.head)
	o.UnitCode = strings.TrimSpace(c.unit)
	if c.paper != "" {
		o.Paper = c.paper
	}
	name := kampung.FoldSpace(c.name)
	if name == "" {
		name = c.login()
	}
	d, recovery, err := desk.Create(c.data, kampung.Setup{
		Office: o, Password: password,
		Account: kampung.Account{Login: c.login(), Name: name, Role: kampung.RoleAdmin},
	}, c.env.Now)
	if err != nil {
		return err
	}
	// The key goes out before anything else can fail: it is shown this once.
	device, _, _, _ := d.Device()
	defer d.Close()
	err = c.print(map[string]string{"village": o.Village, "device": device, "recovery_key": recovery},
		"Kantor %s %s, Kecamatan %s siap dipakai.\nKunci pemulihan (cetak dan simpan di tempat terkunci, tidak disimpan di komputer):\n\n    %s\n", o.Kind(), o.Name, o.Kecamatan, recovery)
	if err != nil {
		return &kampung.Trouble{What: "Kantor sudah dibuat, tetapi kunci pemulihannya tidak dapat ditulis ke keluaran.",
			Next: "Hapus folder data yang baru ini, lalu ulangi setup dengan keluaran yang dapat ditulis.", Err: err}
	}
	return nil
}

// longNumber is a number that may be a NIK, however it is grouped.
var longNumber = regexp.MustCompile(`\d(?:[ .-]?\d){11,}`)

// short makes what was typed fit to be repeated in a sentence: not too long,
// and of a number that may be a NIK no more than its region.
func short(s string) string {
	s = longNumber.ReplaceAllStringFunc(kampung.FoldSpace(s), func(n string) string { return n[:6] + "…" })
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

func flagsCheck(c *call) {
	c.set.BoolVar(&c.repair, "repair", false, "membuat ulang yang rusak dari yang utuh")
}

func runCheck(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	password, err := c.password(c.passwordFile, "SMARTKAMPUNG_PASSWORD", "Kata sandi: ")
	if err != nil {
		return err
	}
	opt, err := desk.Options(c.env.Now)
	if err != nil {
		return err
	}
	if c.repair {
		notices, err := store.MendWith(c.ctx, c.data, c.login(), password, opt, c.tell())
		if err != nil {
			return err
		}
		for _, n := range notices {
			fmt.Fprintln(c.env.Err, n)
		}
	}
	r, err := store.CheckWith(c.ctx, c.data, c.login(), password, opt, c.tell())
	if err != nil {
		return err
	}
	if r.Damage == nil {
		r.Damage = []string{}
	}
	if err := c.print(r, "Diperiksa: %d halaman, %d catatan, %d rekaman jurnal, %d nilai tersegel, %d pindaian.", r.Pages, r.Entries, r.Records, r.Values, r.Scans); err != nil {
		return err
	}
	if len(r.Damage) > 0 {
		return &kampung.Trouble{What: "Ada yang rusak:\n  " + strings.Join(r.Damage, "\n  ") + "\n",
			Next: "Jangan hapus apa pun. Jalankan “smartkampung check --repair” supaya yang rusak dibuat ulang dari salinannya."}
	}
	if !c.json {
		return c.print(nil, "Semuanya utuh.")
	}
	return nil
}

func flagsPassword(c *call) {
	c.set.StringVar(&c.newPasswordFile, "new-password-file", "", "berkas berisi kata sandi baru")
}

func runPassword(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	old, err := c.password(c.passwordFile, "SMARTKAMPUNG_PASSWORD", "Kata sandi lama: ")
	if err != nil {
		return err
	}
	fresh, err := c.password(c.newPasswordFile, "SMARTKAMPUNG_NEW_PASSWORD", "Kata sandi baru: ")
	if err != nil {
		return err
	}
	d, err := desk.Unlock(c.data, c.login(), old, c.env.Now)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.ChangePassword(old, fresh); err != nil {
		return err
	}
	return c.print(map[string]string{"user": c.login()}, "Kata sandi %s sudah diganti.", c.login())
}

func flagsRecover(c *call) {
	c.set.StringVar(&c.key, "key", "", "kunci pemulihan")
	flagsPassword(c)
}

func runRecover(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	if c.key == "" {
		return errUsage{"--key harus diisi."}
	}
	fresh, err := c.password(c.newPasswordFile, "SMARTKAMPUNG_NEW_PASSWORD", "Kata sandi baru untuk "+c.login()+": ")
	if err != nil {
		return err
	}
	d, err := desk.Recover(c.data, c.key, c.login(), fresh, c.env.Now)
	if err != nil {
		return err
	}
	defer d.Close()
	return c.print(map[string]string{"user": c.login()}, "Kantor terbuka lagi; kata sandi %s sudah diganti.", c.login())
}

func runRecoveryIdentity(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	if c.key == "" {
		return errUsage{"--key harus diisi."}
	}
	identity, err := store.RecoveryIdentity(c.key)
	if err != nil {
		return err
	}
	return c.print(map[string]string{"identity": identity}, "%s", identity)
}
