package web

import (
	"slices"
	"strings"

	"smartkampung/hub"
	"smartkampung/kampung"
)

// scope is the part of the regency whose rows an account sees.
func (a Account) scope() hub.Scope {
	switch a.Role {
	case RoleAdmin, RoleViewer:
		return hub.Scope{}
	case RoleKecamatan:
		if a.Place != "" {
			return hub.Scope{Prefix: a.Place + "."}
		}
	case RoleAgency:
		if len(a.Services) > 0 {
			return hub.Scope{Services: slices.Clone(a.Services)}
		}
	}
	return hub.Scope{Prefix: "-", Services: []string{"-"}} // nothing
}

// sees reports whether rows of a service in a village are in the account's scope.
func (a Account) sees(village, service string) bool {
	s := a.scope()
	return strings.HasPrefix(village, s.Prefix) && (len(s.Services) == 0 || slices.Contains(s.Services, service))
}

// seesVillage reports whether the account sees a village's devices and logs.
func (a Account) seesVillage(village string) bool {
	return a.Role != RoleAgency && strings.HasPrefix(village, a.scope().Prefix)
}

// forwarded reports whether requests of a service come to the account's office:
// those that the camat signs, or those that an agency handles. The regency's own
// people see what goes to any office that has an account here.
func (a Account) forwarded(s kampung.Service) bool {
	switch a.Role {
	case RoleKecamatan:
		return s.Camat
	case RoleAgency:
		return slices.Contains(a.Services, s.Key)
	case RoleAdmin, RoleViewer:
		return s.Camat || slices.Contains(a.handled, s.Key)
	}
	return false
}

// opens reports whether the account sees the person behind a request.
func (a Account) opens(village string, s kampung.Service) bool {
	switch a.Role {
	case RoleAdmin:
		return true
	case RoleKecamatan, RoleAgency:
		return a.sees(village, s.Key) && a.forwarded(s)
	}
	return false
}

// decides reports whether the account's office decides on a request.
func (a Account) decides(village string, s kampung.Service) bool {
	return a.Office != "" && a.opens(village, s)
}

// Rights over the whole.
func (a Account) enrols() bool { return a.Role == RoleAdmin }

// decidable reports whether a request may be decided on: the village has signed
// it and has not taken it back.
func decidable(s kampung.State) bool { return s.Signed() }
