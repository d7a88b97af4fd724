package store

import (
	"fmt"
	"slices"
	"strings"

	"smartkampung/kampung"
)

// numberClash is what is in dispute of a number; nothing once it was settled.
func (v view) numberClash(key []byte) ([]kampung.Clash, error) {
	scope, seq, ok := cutNumberKey(key)
	if !ok {
		return nil, nil
	}
	all, err := v.taken(key)
	if err != nil || !kampung.NumberClash(all) {
		return nil, err
	}
	c := kampung.Clash{Kind: kampung.KindNumber, Subject: fmt.Sprintf("%s/%d", scope, seq), Field: "number"}
	for _, t := range all {
		if t.Status == kampung.NumberCancelled || t.Status == kampung.NumberUnused {
			continue
		}
		if c.Name == "" {
			c.Name = t.Number
		}
		value := strings.Join(slices.DeleteFunc([]string{t.Status.Label(), t.Number, t.Name, t.Text}, func(s string) bool { return s == "" }), " · ")
		c.Values = append(c.Values, kampung.ClashValue{Entry: t.About, Value: value})
	}
	return []kampung.Clash{c}, nil
}

// settleNumber lets one keep a number: the letters that lose it are cancelled,
// the notes taken back.
func (v view) settleNumber(c kampung.Clash, keep string) (entries []entry, change kampung.Change, err error) {
	const why = "Nomor ini juga dipakai surat lain."
	change.Books = true
	for _, x := range c.Values {
		if x.Entry == keep {
			continue
		}
		more, err := v.cancelNumber(x.Entry, why)
		if err == nil {
			entries = append(entries, more...)
			continue
		}
		if !notThere(err) {
			return nil, change, err
		}
		row, err := v.row(x.Entry)
		if err != nil {
			return nil, change, fmt.Errorf("the other holder of a number: %w", err)
		}
		if text := kampung.Advance(row.State, kampung.StateCancelled, v.s.me.Role, why); text != "" {
			return nil, change, kampung.Problems{{Field: "state", Text: text}}
		}
		change.Requests = append(change.Requests, x.Entry)
		entries = append(entries, entry{audience: kampung.AudienceKabupaten, kind: kampung.KindStep, subject: x.Entry,
			body: kampung.StepBody{State: kampung.StateCancelled, Reason: why}})
	}
	return entries, change, nil
}
