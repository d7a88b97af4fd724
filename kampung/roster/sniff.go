package roster

import (
	"archive/zip"
	"bytes"
	"strings"

	"smartkampung/kampung"
)

// tables opens a file by what its bytes say it is; the name only helps the
// sentence when it is nothing that can be read.
func tables(name string, data []byte) ([]table, error) {
	switch {
	case len(data) > maxFile:
		return nil, trouble("Berkas ini lebih dari 64 MB.",
			"Simpan lembar data warga saja ke berkas .xlsx baru, lalu impor berkas itu.", nil)
	case len(bytes.TrimSpace(data)) == 0:
		return nil, trouble("Berkas ini kosong.", "Periksa apakah berkas sudah tersalin lengkap, lalu impor lagi.", nil)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return zipTables(data)
	}
	if t := notTable(data); t != nil {
		return nil, t
	}
	text, ok := decode(data)
	if !ok {
		return nil, trouble("“"+clip(name)+"” bukan berkas lembar kerja.",
			"Pilih berkas .xlsx atau .csv yang berisi data warga.", nil)
	}
	return csvTables(text), nil
}

// notTable knows the files that people pick by mistake.
func notTable(data []byte) *kampung.Trouble {
	for _, k := range knownFiles {
		for _, magic := range k.magic {
			if bytes.HasPrefix(data, []byte(magic)) {
				if k.next == "" {
					return oleTrouble(data)
				}
				return trouble(k.what, k.next, nil)
			}
		}
	}
	head := strings.ToLower(string(bytes.TrimLeft(data[:min(len(data), 2048)], "\xef\xbb\xbf \t\r\n")))
	switch {
	case strings.HasPrefix(head, "<?xml"), strings.HasPrefix(head, "<html"), strings.HasPrefix(head, "<!doctype"),
		strings.HasPrefix(head, "<table"), strings.HasPrefix(head, "<meta"), strings.HasPrefix(head, "<style"):
		return trouble("Berkas ini berisi halaman web atau XML, walaupun mungkin bernama .xls.", asXLSX, nil)
	}
	return nil
}

const pickTable = "Pilih berkas .xlsx atau .csv yang berisi data warga."

var knownFiles = []struct {
	magic      []string
	what, next string
}{
	{[]string{"\xd0\xcf\x11\xe0"}, "", ""},
	{[]string{"%PDF"}, "Ini berkas PDF, bukan lembar kerja.", "Minta data aslinya dalam bentuk .xlsx atau .csv, lalu impor berkas itu."},
	{[]string{"\x89PNG", "\xff\xd8\xff", "GIF8", "BM\x00", "II*\x00", "MM\x00*", "RIFF"}, "Ini berkas gambar, bukan lembar kerja.", pickTable},
	{[]string{"{\\rtf"}, "Ini dokumen RTF, bukan lembar kerja.", pickTable},
	{[]string{"Rar!", "7z\xbc\xaf", "\x1f\x8b", "\xfd7zXZ", "(\xb5/\xfd"}, "Ini berkas arsip yang masih dimampatkan.", "Ekstrak dulu, lalu impor berkas .xlsx atau .csv di dalamnya."},
	{[]string{"SQLite format 3", "\x00\x01\x00\x00Standard"}, "Ini berkas basis data, bukan lembar kerja.", pickTable},
	{[]string{"age-encryption.org", "smartkampung"}, "Ini bundel atau tanda terima Smart Kampung, bukan data warga.", "Bundel (.skb) dibawa ke kabupaten, tanda terima (.skr) diambil di layar Kirim; untuk impor warga pilih berkas .xlsx atau .csv."},
	{[]string{"MZ", "\x7fELF"}, "Ini berkas program, bukan lembar kerja.", pickTable},
}

// oleTrouble tells apart the files of the old Office container: an .xls, and
// an .xlsx that a password has wrapped into one. Names of its streams are
// UTF-16.
func oleTrouble(data []byte) *kampung.Trouble {
	has := func(name string) bool {
		var wide []byte
		for i := range len(name) {
			wide = append(wide, name[i], 0)
		}
		return bytes.Contains(data, wide)
	}
	switch {
	case has("EncryptedPackage"):
		return trouble("Berkas Excel ini dikunci dengan kata sandi.",
			"Buka di Excel, hapus kata sandinya (File, Info, Protect Workbook, Encrypt with Password), simpan sebagai .xlsx, lalu impor lagi.", nil)
	case has("WordDocument"):
		return trouble("Ini dokumen Word, bukan lembar kerja.", pickTable, nil)
	}
	return trouble("Berkas ini berformat .xls lama yang belum dapat dibaca.",
		"Buka di Excel atau LibreOffice, simpan sebagai .xlsx, lalu impor berkas .xlsx itu.", nil)
}

// zipTables opens a workbook, or says what other packed file it is.
func zipTables(data []byte) ([]table, error) {
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, bookTrouble(err)
	}
	if t := notWorkbook(zr); t != nil {
		return nil, t
	}
	b, err := openBook(zr)
	if err != nil {
		return nil, bookTrouble(err)
	}
	var ts []table
	for _, s := range b.sheets {
		if !strings.EqualFold(kampung.FoldSpace(s.name), "Kode Data") {
			ts = append(ts, b.table(s))
		}
	}
	return ts, nil
}

func notWorkbook(zr *zip.Reader) *kampung.Trouble {
	has := map[string]bool{}
	for i, f := range zr.File {
		if i > maxEntries {
			break
		}
		name := partName(f.Name)
		has[name] = true
		if dir, _, ok := strings.Cut(name, "/"); ok {
			has[dir+"/"] = true
		}
	}
	switch {
	case has["xl/workbook.bin"]:
		return trouble("Berkas ini berformat .xlsb yang belum dapat dibaca.", asXLSX, nil)
	case has["xl/"]:
		return nil
	case has["word/"]:
		return trouble("Ini dokumen Word (.docx), bukan lembar kerja.", pickTable, nil)
	case has["ppt/"]:
		return trouble("Ini berkas PowerPoint, bukan lembar kerja.", pickTable, nil)
	case has["mimetype"] && has["content.xml"]:
		return trouble("Ini berkas OpenDocument (.ods), yang belum dapat dibaca.",
			"Buka di LibreOffice, simpan sebagai .xlsx, lalu impor berkas .xlsx itu.", nil)
	case has["_rels/.rels"]:
		return nil
	}
	return trouble("Ini berkas arsip .zip, bukan lembar kerja.",
		"Ekstrak dulu, lalu impor berkas .xlsx atau .csv di dalamnya.", nil)
}
