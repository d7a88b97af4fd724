// Command make writes the region list that the program embeds from the
// published CSV (kode,nama; sorted by code):
//
//	go run ./assets/region/make wilayah_2025.csv assets/region/wilayah_2025.txt.zst
package main

import (
	"encoding/csv"
	"fmt"
	"os"

	"github.com/klauspost/compress/zstd"

	"smartkampung/kampung"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: make wilayah.csv wilayah.txt.zst")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(from, to string) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return err
	}
	var rows [][2]string
	for _, r := range records[min(1, len(records)):] { // below the header
		if len(r) != 2 {
			return fmt.Errorf("region: %q is not a code and a name", r)
		}
		rows = append(rows, [2]string{r[0], r[1]})
	}
	text, err := kampung.EncodeRegions(rows)
	if err != nil {
		return err
	}
	list, err := kampung.LoadRegions(text)
	if err != nil {
		return err
	}
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression))
	if err != nil {
		return err
	}
	packed := enc.EncodeAll(text, nil)
	fmt.Printf("%d villages, %d bytes of text, %d packed\n", list.Len(), len(text), len(packed))
	return os.WriteFile(to, packed, 0o644)
}
