package kampung

import (
	"cmp"
	"slices"
)

// LimitBody is the body of [KindLimit]: of the counters of the year the PC
// gives the numbers from 1 to Own without a block, and keeps none above Upto.
// It says so when it learns that it is not alone, and again when the hub begins
// its log anew.
type LimitBody struct {
	Year int `json:"year"`
	Own  int `json:"own"`
	Upto int `json:"upto"`
}

// BlockBody is the body of [KindBlock]: a share of every counter of a year for
// one PC. No two blocks of a year overlap.
type BlockBody struct {
	Device string `json:"device"`
	Year   int    `json:"year"`
	NumberBlock
}

// LimitAhead is how many numbers a PC that was alone keeps for itself beyond
// its last one.
const LimitAhead = 50

// NumberShare is which numbers of a year's counters this PC may give. The zero
// share is all of them: the office has one PC.
type NumberShare struct {
	Shared bool // the office has another PC
	Blocks []NumberBlock
}

// Next is the least number above last within the share; false when it is used
// up, or nothing was given yet.
func (s NumberShare) Next(last int) (int, bool) {
	if !s.Shared {
		return max(last, 0) + 1, true
	}
	blocks := slices.Clone(s.Blocks)
	slices.SortFunc(blocks, func(a, b NumberBlock) int { return cmp.Compare(a.From, b.From) })
	for _, b := range blocks {
		if n := max(last+1, b.From, 1); n <= b.To {
			return n, true
		}
	}
	return 0, false
}
