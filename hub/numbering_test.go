package hub

import (
	"testing"

	"pgregory.net/rapid"

	"smartkampung/kampung"
)

// Blocks never meet what anybody keeps, gave, or was given.
func TestBlocksNeverOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rows []numbering
		for range rapid.IntRange(2, 4).Draw(t, "pcs") {
			n := numbering{device: string(rune('a' + len(rows))), used: int64(rapid.IntRange(0, 300).Draw(t, "used")),
				upto: int64(rapid.IntRange(-1, 300).Draw(t, "upto")), revoked: rapid.Bool().Draw(t, "revoked")}
			n.top = max(n.upto, 0)
			rows = append(rows, n)
		}
		taken := int64(0)
		waits := false
		for _, n := range rows {
			taken = max(taken, n.used, n.top)
			waits = waits || !n.revoked && n.upto < 0
		}
		for range 5 {
			blocks := planBlocks(rows)
			if waits && blocks != nil {
				t.Fatalf("blocks %v before every PC has said what it keeps", blocks)
			}
			for _, b := range blocks {
				if int64(b.From) <= taken || b.To < b.From {
					t.Fatalf("block %+v, but %d are taken", b, taken)
				}
				taken = int64(b.To)
				for i := range rows {
					if rows[i].device != b.Device {
						continue
					}
					if rows[i].revoked || rows[i].top-rows[i].used >= blockLow {
						t.Fatalf("%+v needs no block", rows[i])
					}
					rows[i].top, rows[i].used = int64(b.To), int64(b.From+rapid.IntRange(0, blockSize-1).Draw(t, "gave"))
				}
			}
		}
	})
}

func TestMarks(t *testing.T) {
	for i, want := range map[int]string{0: "", 1: "B", 25: "Z", 26: "AA", 27: "AB"} {
		if got := markOf(i); got != want {
			t.Errorf("mark of PC %d is %q, want %q", i, got, want)
		}
	}
}

// A lost PC keeps the others from blocks until it is revoked; what it may have
// given without sending stays free.
func TestRevokedPCFreesTheNumbers(t *testing.T) {
	th := newHub(t)
	a, b := th.desk(t, village, 1), th.desk(t, village, 2)
	body := kampung.RequestBody{Service: "sku", Number: "500/007/2026", Seq: 7, Year: 2026, Scope: "semua/2026", Person: kampung.Person{Name: "Contoh"}}
	a.Add(kab, kampung.KindRequest, "r1", body)
	th.take(t, a, a.Bundle(kab, 0, 1))
	b.Add(kab, kampung.KindLimit, b.Device, kampung.LimitBody{Year: 2026})
	th.take(t, b, b.Bundle(kab, 0, 1))
	if err := th.giveBlocks(t.Context(), village); err != nil {
		t.Fatal(err)
	}
	rows, err := th.numberings(t.Context(), th.r, village, 2026)
	if err != nil || rows[0].used != 7 || rows[1].top != 0 {
		t.Fatalf("%+v, %v", rows, err)
	}
	if err := th.Revoke(t.Context(), a.Device); err != nil {
		t.Fatal(err)
	}
	if err := th.giveBlocks(t.Context(), village); err != nil {
		t.Fatal(err)
	}
	rows, err = th.numberings(t.Context(), th.r, village, 2026)
	if err != nil || rows[1].top != 7+blockLost+blockSize {
		t.Fatalf("%+v, %v", rows, err)
	}
}
