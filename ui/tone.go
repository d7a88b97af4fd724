package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// role is the theme colour of a tone.
func (t tone) role() fyne.ThemeColorName {
	switch t {
	case toneWork:
		return roleWork
	case toneWait:
		return roleWait
	case toneDone:
		return roleDone
	case toneBack:
		return roleBack
	case toneInk:
		return roleInk
	}
	return roleQuiet
}

// stateIcon is the picture of a state; the word always stands beside it.
func stateIcon(s kampung.State) fyne.Resource {
	switch s {
	case kampung.StateDraft:
		return theme.DocumentCreateIcon()
	case kampung.StateChecked:
		return theme.RadioButtonIcon()
	case kampung.StateVerified:
		return theme.RadioButtonCheckedIcon()
	case kampung.StateApproved:
		return theme.ConfirmIcon()
	case kampung.StatePrinted:
		return theme.DocumentPrintIcon()
	case kampung.StateHanded:
		return theme.CheckButtonCheckedIcon()
	case kampung.StateRefused:
		return theme.ContentUndoIcon()
	case kampung.StateCancelled:
		return theme.CancelIcon()
	}
	return theme.QuestionIcon()
}

// syncIcon is the picture of how far a request has come upstream.
func syncIcon(s kampung.Sync) fyne.Resource {
	switch s {
	case kampung.SyncPacked:
		return theme.StorageIcon()
	case kampung.SyncReceived:
		return theme.ConfirmIcon()
	case kampung.SyncRefused:
		return theme.WarningIcon()
	case kampung.SyncHeld, kampung.SyncTwin:
		return theme.HistoryIcon()
	}
	return theme.DocumentSaveIcon()
}
