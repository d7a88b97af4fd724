package kampung

import (
	"slices"
	"time"
)

// Use is a letter that was recorded, as far as it tells what comes next.
type Use struct {
	Service string
	Signer  string // key among the office's signers
	By      string // login
	At      time.Time
}

// LastServices are the services that were asked for last, at most limit and each
// once: those that the clerk recorded before those that only others did, and
// the newest first among both.
func LastServices(uses []Use, by string, limit int) []string {
	sorted := newestFirst(uses)
	var keys []string
	for _, own := range []bool{true, false} {
		for _, u := range sorted {
			if (u.By == by) == own && u.Service != "" && !slices.Contains(keys, u.Service) && len(keys) < limit {
				keys = append(keys, u.Service)
			}
		}
	}
	return keys
}

// signerHolds is how long the last signer of a service is offered again: the
// secretary who signs while the head is away does so for some days.
const signerHolds = 14 * 24 * time.Hour

// LastSigner is who signed the last letter of a service, as long as that is not
// more than two weeks ago; "" when nobody did. A letter dated after now, from a
// PC whose clock was wrong, does not count.
func LastSigner(uses []Use, service string, now time.Time) string {
	for _, u := range newestFirst(uses) {
		if u.Service != service || u.Signer == "" || u.At.After(now) {
			continue
		}
		if now.Sub(u.At) > signerHolds {
			return ""
		}
		return u.Signer
	}
	return ""
}

func newestFirst(uses []Use) []Use {
	sorted := slices.Clone(uses)
	slices.SortStableFunc(sorted, func(a, b Use) int { return b.At.Compare(a.At) })
	return sorted
}
