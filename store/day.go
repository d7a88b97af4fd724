package store

import (
	"bytes"

	"smartkampung/kampung"
)

// countDay keeps how many requests came and were handed over on each day when a
// request's row changes, so that no page has to read the requests for it.
func (v view) countDay(key []byte, row requestRow) error {
	var old requestRow
	if _, err := v.load(bRequest, key, &old); err != nil {
		return err
	}
	was, is := counted(old), counted(row)
	if was == is {
		return nil
	}
	if err := v.addDay(was, -1); err != nil {
		return err
	}
	return v.addDay(is, 1)
}

// dayMarks is what a request counts in.
type dayMarks struct {
	asked, handed kampung.Date
	service       string
}

func counted(r requestRow) (m dayMarks) {
	if r.Service == "" || r.State == kampung.StateCancelled {
		return m
	}
	m.asked, m.service = kampung.DateOf(r.At), r.Service
	if r.State == kampung.StateHanded && !r.Last.IsZero() {
		m.handed = kampung.DateOf(r.Last)
	}
	return m
}

func (v view) addDay(m dayMarks, n int) error {
	err := v.changeDay(m.asked, func(d *kampung.DayCount) {
		if d.Asked == nil {
			d.Asked = map[string]int{}
		}
		if d.Asked[m.service] += n; d.Asked[m.service] == 0 {
			delete(d.Asked, m.service)
		}
	})
	if err != nil {
		return err
	}
	return v.changeDay(m.handed, func(d *kampung.DayCount) { d.Handed += n })
}

func (v view) changeDay(day kampung.Date, change func(*kampung.DayCount)) error {
	if day.IsZero() {
		return nil
	}
	key := []byte(day.ISO())
	var d kampung.DayCount
	if _, err := v.load(bDay, key, &d); err != nil {
		return err
	}
	d.Day = day
	change(&d)
	return v.save(bDay, key, d)
}

// Days lists what was asked for and handed over on the days from the first to
// the last; a day without anything is left out.
func (s *Store) Days(first, last kampung.Date) (days []kampung.DayCount, err error) {
	err = s.read(func(v view) error {
		days = nil
		c := v.bucket(bDay).Cursor()
		end := []byte(last.ISO())
		for k, _ := c.Seek([]byte(first.ISO())); k != nil && bytes.Compare(k, end) <= 0; k, _ = c.Next() {
			var d kampung.DayCount
			if _, err := v.load(bDay, k, &d); err != nil {
				return err
			}
			if d.Handed != 0 || len(d.Asked) > 0 {
				days = append(days, d)
			}
		}
		return nil
	})
	return days, err
}
