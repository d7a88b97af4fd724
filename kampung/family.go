package kampung

import (
	"cmp"
	"slices"
)

// Codes of SHDK, the relation to the head of the family, that rules speak of.
const (
	relationHusband = 2
	relationWife    = 3
	relationChild   = 4
	relationInLaw   = 5 // menantu
	relationGrand   = 6
	relationParent  = 7
	relationSpouses = 8 // mertua
	relationKin     = 9
	relationServant = 10
	relationOther   = 11
)

const (
	maritalSingle  = 1
	maritalMarried = 2
	maritalWidowed = 4
)

func spouse(relation int) bool { return relation == relationHusband || relation == relationWife }

// Successor is who leads a family that lost its head: the spouse, then the
// eldest child of age, then the eldest of the others. Members are the living
// ones; false when there is none.
func Successor(members []Resident, on Date) (Resident, bool) {
	if len(members) == 0 {
		return Resident{}, false
	}
	rank := func(r Resident) int {
		grown := Age(r.BirthDate, on) >= 17 || r.Marital > maritalSingle
		switch {
		case spouse(r.Relation):
			return 0
		case r.Relation == relationChild && grown:
			return 1
		case grown && r.Relation != relationServant:
			return 2
		case r.Relation != relationServant:
			return 3
		}
		return 4
	}
	return slices.MinFunc(members, func(a, b Resident) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), birthOrder(a.BirthDate, b.BirthDate), cmp.Compare(a.ID, b.ID))
	}), true
}

// birthOrder puts the elder first and those without a birth date last.
func birthOrder(a, b Date) int {
	switch {
	case a == b:
		return 0
	case b.IsZero() || !a.IsZero() && a.Before(b):
		return -1
	}
	return 1
}

// under is the relation to a new head of a member who had another relation to
// the old one. What cannot be told becomes famili lain.
func underHead(headWas, was, sex int) int {
	if was == relationServant || was == relationOther || was == 0 {
		return was
	}
	pick := func(m map[int]int) int {
		if r := m[was]; r != 0 {
			return r
		}
		return relationKin
	}
	switch {
	case spouse(headWas):
		return pick(map[int]int{relationChild: relationChild, relationInLaw: relationInLaw, relationGrand: relationGrand,
			relationParent: relationSpouses, relationSpouses: relationParent})
	case headWas == relationChild:
		return pick(map[int]int{relationHusband: relationParent, relationWife: relationParent})
	case headWas == relationParent:
		partner := relationWife
		if sex == 1 {
			partner = relationHusband
		}
		return pick(map[int]int{relationHusband: relationInLaw, relationWife: relationInLaw, relationChild: relationGrand, relationParent: partner})
	}
	return relationKin
}

// beside is the relation to a head of somebody who led the family before.
func beside(head, r Resident) int {
	if head.Sex != 0 && r.Sex != 0 && head.Sex != r.Sex && r.Marital == maritalMarried && head.Marital == maritalMarried {
		if r.Sex == 1 {
			return relationHusband
		}
		return relationWife
	}
	return relationKin
}

// childIn is the relation to the head of a child of the parent.
func childIn(parent Resident) int {
	switch parent.Relation {
	case RelationHead, relationHusband, relationWife:
		return relationChild
	case relationChild, relationInLaw:
		return relationGrand
	}
	return relationKin
}
