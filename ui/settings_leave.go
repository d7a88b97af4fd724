package ui

// changed reports whether something on the page is not saved.
func (p *settingsPage) changed() bool {
	return p.save != nil && (p.form.changed() || p.form.kept != nil && p.more != nil && p.more())
}

// Unsaved names the part on which something is not saved.
func (s *settingsScreen) Unsaved() string {
	for _, part := range settingsParts() {
		if s.pages[part.Key].changed() {
			return tr("Perubahan pada “{{.Name}}” belum disimpan.", "Name", part.Title)
		}
	}
	return ""
}

// Drop forgets what is not saved.
func (s *settingsScreen) Drop() {
	for _, p := range s.pages {
		if p.changed() {
			p.show()
		}
	}
}

// other goes on to another entry of a page, after asking about what is typed.
func (s *settingsScreen) other(p *settingsPage, then func()) {
	lost := ""
	if p.changed() {
		lost = tr("Perubahan di isian ini belum disimpan.")
	}
	s.u.sure(lost, tr("Tinggalkan"), then)
}
