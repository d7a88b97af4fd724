package ui

import "smartkampung/kampung"

// formPart is where the value of a field of a form is kept: one of the three.
type formPart struct {
	text  *string
	day   *kampung.Date
	code  *int // of table
	table kampung.CodeTable
}

// fill puts what is kept into the fields and takes problems away.
func (fs *fields) fill(parts []formPart) {
	for i, f := range fs.list {
		switch p := parts[i]; {
		case p.day != nil:
			f.Control.Put(p.day.ISO())
		case p.code != nil && *p.code == 0:
			f.Control.Put("")
		case p.code != nil:
			f.Control.Put(itoa(int64(*p.code)))
		default:
			f.Control.Put(*p.text)
		}
		f.Fresh()
	}
}

// read keeps what is typed; bad is what stands in a date field and is no day.
func (fs *fields) read(parts []formPart, today kampung.Date) (bad kampung.Problems) {
	for i, f := range fs.list {
		p, v := parts[i], f.Control.Value()
		switch {
		case p.text != nil:
			*p.text = trim(v)
		case p.code != nil:
			*p.code, _ = kampung.ParseCode(p.table, v)
		default:
			day, wrong := kampung.ParseDate(v, today)
			if wrong != "" && v != "" {
				bad.Add(f.Key, wrong)
			}
			*p.day = day
		}
	}
	return bad
}

// present shows each problem beside its field and the rest in whole.
func (fs *fields) present(whole *words, ps kampung.Problems, text string) {
	shown := map[string]bool{}
	for _, f := range fs.list {
		shown[f.Key] = true
	}
	fs.show(ps.Of, true)
	whole.Set(joinNonEmpty(problemLines(ps, shown), text))
}
