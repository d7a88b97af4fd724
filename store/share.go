package store

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"smartkampung/kampung"
)

// shareRec is which letter numbers this PC may give beside the office's other
// PCs, by year.
type shareRec struct {
	Own    map[int]int                   `json:"own,omitempty"` // from 1 on, without a block
	Blocks map[int][]kampung.NumberBlock `json:"blocks,omitempty"`
	// Others are the numbers that the other PCs may give, as far as this one
	// knows, by year and device.
	Others map[int]map[string][]kampung.NumberBlock `json:"others,omitempty"`
}

// other notes a block of another PC.
func (r *shareRec) other(year int, device string, b kampung.NumberBlock) bool {
	if device == "" || b.From < 1 || b.To < b.From || slices.Contains(r.Others[year][device], b) {
		return false
	}
	if r.Others == nil {
		r.Others = map[int]map[string][]kampung.NumberBlock{}
	}
	if r.Others[year] == nil {
		r.Others[year] = map[string][]kampung.NumberBlock{}
	}
	r.Others[year][device] = append(r.Others[year][device], b)
	return true
}

func (v view) shareRec() (r shareRec, err error) {
	_, err = v.load(bSetting, keyShare, &r)
	if r.Own == nil {
		r.Own = map[int]int{}
	}
	if r.Blocks == nil {
		r.Blocks = map[int][]kampung.NumberBlock{}
	}
	return r, err
}

// projectLimit keeps what this PC said, also under an earlier epoch.
func (v view) projectLimit(p kampung.ParsedEntry) error {
	var b kampung.LimitBody
	if err := json.Unmarshal(p.Body, &b); err != nil {
		return err
	}
	r, err := v.shareRec()
	if err != nil {
		return err
	}
	if p.Head.Subject != v.s.keys.Device {
		if !r.other(b.Year, p.Head.Subject, kampung.NumberBlock{From: 1, To: b.Own}) {
			return nil
		}
		return v.save(bSetting, keyShare, r)
	}
	r.Own[b.Year] = max(r.Own[b.Year], b.Own)
	return v.save(bSetting, keyShare, r)
}

// projectBlock keeps a block that the hub gave this PC.
func (v view) projectBlock(p kampung.ParsedEntry) error {
	var b kampung.BlockBody
	if err := json.Unmarshal(p.Body, &b); err != nil || b.From < 1 || b.To < b.From {
		return err
	}
	r, err := v.shareRec()
	if err != nil || slices.Contains(r.Blocks[b.Year], b.NumberBlock) {
		return err
	}
	if b.Device != v.s.keys.Device {
		if !r.other(b.Year, b.Device, b.NumberBlock) {
			return nil
		}
		return v.save(bSetting, keyShare, r)
	}
	r.Blocks[b.Year] = append(r.Blocks[b.Year], b.NumberBlock)
	return v.save(bSetting, keyShare, r)
}

// share is which numbers of a year this PC may give.
func (v view) share(year int) (kampung.NumberShare, error) {
	shared, err := v.shared()
	if err != nil || !shared {
		return kampung.NumberShare{}, err
	}
	r, err := v.shareRec()
	s := kampung.NumberShare{Shared: true, Blocks: r.Blocks[year]}
	if own := r.Own[year]; own > 0 {
		s.Blocks = append(slices.Clone(s.Blocks), kampung.NumberBlock{From: 1, To: own})
	}
	return s, err
}

// otherBlocks are the numbers of a year that other PCs may give.
func (v view) otherBlocks(year int) (all []kampung.DeviceBlock, err error) {
	r, err := v.shareRec()
	if err != nil {
		return nil, err
	}
	for _, device := range slices.Sorted(maps.Keys(r.Others[year])) {
		var d deviceRec
		if _, err := v.load(bDevice, []byte(device), &d); err != nil {
			return nil, err
		}
		mark := d.Mark
		if mark == "" {
			mark = "A"
		}
		for _, b := range r.Others[year][device] {
			all = append(all, kampung.DeviceBlock{Mark: mark, NumberBlock: b})
		}
	}
	return all, nil
}

// shared reports whether the office has, or had, another PC.
func (v view) shared() (bool, error) {
	recs, err := v.devices()
	return slices.ContainsFunc(recs, func(d deviceRec) bool { return d.Device != v.s.keys.Device }), err
}

// ownMark tells this PC's letters apart while it has no block; the first PC is A.
func (v view) ownMark() (string, error) {
	var d deviceRec
	if _, err := v.load(bDevice, []byte(v.s.keys.Device), &d); err != nil {
		return "", err
	}
	if d.Mark == "" {
		return "A", nil
	}
	return d.Mark, nil
}

// sayLimit tells the hub how far this PC gives numbers by itself, once for each
// epoch of the hub's log: a hub that was put back from a copy has forgotten it.
func (s *Store) sayLimit() error {
	if s.keysNow().Joining {
		return nil
	}
	var origin string
	err := s.change(func(v view) ([]entry, kampung.Change, error) {
		shared, err := v.shared()
		if err != nil || !shared {
			return nil, kampung.Change{}, err
		}
		var said mark
		if _, err := v.load(bMark, keyLimit, &said); err != nil {
			return nil, kampung.Change{}, err
		}
		origin = v.downOrigin()
		if string(said.Receipt) == origin {
			origin = ""
			return nil, kampung.Change{}, nil
		}
		entries, err := v.limits()
		return entries, kampung.Change{Sync: true}, err
	})
	if err != nil || origin == "" {
		return err
	}
	return s.local(func(v view) error {
		return v.save(bMark, keyLimit, mark{At: s.opt.Now(), Receipt: []byte(origin)})
	})
}

// limits are the entries of what this PC keeps, by year.
func (v view) limits() (entries []entry, err error) {
	r, err := v.shareRec()
	if err != nil {
		return nil, err
	}
	year := kampung.DateOf(v.s.opt.Now()).Year
	if _, said := r.Own[year]; !said && len(r.Own) == 0 {
		last, err := v.lastNumber(year)
		if err != nil {
			return nil, err
		}
		if r.Own[year] = 0; last > 0 {
			r.Own[year] = last + kampung.LimitAhead
		}
	}
	upto := maps.Clone(r.Own)
	for y, blocks := range r.Blocks {
		for _, b := range blocks {
			upto[y] = max(upto[y], b.To)
		}
	}
	for _, y := range slices.Sorted(maps.Keys(upto)) {
		entries = append(entries, entry{audience: kampung.AudienceKabupaten, kind: kampung.KindLimit, subject: v.s.keys.Device,
			body: kampung.LimitBody{Year: y, Own: r.Own[y], Upto: upto[y]}})
	}
	return entries, nil
}

// lastNumber is the greatest number that this PC gave in a year, of all
// counters without a mark.
func (v view) lastNumber(year int) (last int, err error) {
	err = v.bucket(bCounter).ForEach(func(k, _ []byte) error {
		if !strings.HasSuffix(string(k), "/"+strconv.Itoa(year)) {
			return nil
		}
		n, err := v.counter(string(k))
		last = max(last, n)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("store: last number: %w", err)
	}
	return last, nil
}
