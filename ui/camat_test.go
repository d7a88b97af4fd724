package ui

import (
	"testing"

	"smartkampung/kampung"
)

func TestCountersignatureInTheWindow(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	id := s.desk.order[0]
	r := s.desk.requests[id]
	r.State, r.Camat = kampung.StateApproved, kampung.CamatUnsent
	s.desk.requests[id] = r
	s.u.frame.openRequest(id)
	k.Sees("Pengesahan camat").Sees("Belum dikirim ke camat").Tap("Sudah dikirim").Sees("Dikirim ke camat")
	s.u.show(s.u.frame.list)
	k.Sees("camat: dikirim").Tap("Menunggu camat").Sees(r.Number)
	s.u.frame.openRequest(id)
	k.Tap("Camat menolak").Type("Alasan", "Foto rumah belum ada").Enter().Sees("Ditolak camat").Sees("“Foto rumah belum ada”")
	k.Tap("Sudah dikirim").Tap("Sudah disahkan").Sees("Disahkan camat")
	s.u.show(s.u.frame.list)
	k.SeesNot(r.Number)
}
