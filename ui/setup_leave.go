package ui

// inOtherWords is the same first run in the language of now, with what was typed.
func (s *setupScreen) inOtherWords() *setupScreen {
	s.read()
	n := s.u.newSetup()
	n.m = s.m
	n.put()
	n.name.Put(s.name.Value())
	n.login.Put(s.login.Value())
	n.pass.put(s.pass.Text)
	n.again.put(s.again.Text)
	return n
}

// Unsaved tells of what was begun, and of a key that nobody has noted.
func (s *setupScreen) Unsaved() string {
	if s.m.Step == stepKey {
		return tr("Meja sudah dibuat, tetapi kunci pemulihan belum dipastikan tercatat. Kunci itu tidak ditampilkan lagi.")
	}
	for _, f := range s.forms {
		if f.changed() {
			return tr("Isian pemasangan belum disimpan.")
		}
	}
	return ""
}

// Drop is not needed: the first run is made anew each time.
func (s *setupScreen) Drop() {}
