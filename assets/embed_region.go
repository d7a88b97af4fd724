package assets

import (
	_ "embed"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"

	"smartkampung/kampung"
)

//go:embed region/wilayah_2025.txt.zst
var regionPacked []byte

// RegionLicense is the MIT licence of the region list, for the screen that
// names what the program is made of.
//
//go:embed region/wilayah_2025.LICENSE
var RegionLicense string

// RegionData unpacks the region list into the text that [kampung.LoadRegions]
// reads, about 1.5 MB. Nothing is unpacked before it is called.
func RegionData() ([]byte, error) {
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(16<<20))
	if err != nil {
		return nil, fmt.Errorf("assets: region list: %w", err)
	}
	defer dec.Close()
	text, err := dec.DecodeAll(regionPacked, nil)
	if err != nil {
		return nil, fmt.Errorf("assets: region list: %w", err)
	}
	return text, nil
}

// Regions is the list of all villages, unpacked and read at the first call and
// kept.
var Regions = sync.OnceValues(func() (*kampung.Regions, error) {
	text, err := RegionData()
	if err != nil {
		return nil, err
	}
	return kampung.LoadRegions(text)
})
