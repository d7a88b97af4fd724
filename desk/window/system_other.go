//go:build !windows

package window

import "smartkampung/ui"

func windowsSticks() []ui.Place { return nil }
