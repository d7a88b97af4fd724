package kampung

// Onward lists the steps, the fewest, by which a role brings a request from one
// state to another without anybody else; a step that needs a reason or leads
// back is never among them. Where others have to act too, the steps end before
// the first one that the role may not take, and next is the least role that
// may. With next empty the steps lead all the way; where no way leads there,
// there are no steps either.
func Onward(from, to State, role Role) (steps []State, next Role) {
	type reached struct {
		by   move
		from int // index of the state it was reached from, in the queue
	}
	queue := []reached{{by: move{to: from}, from: -1}}
	seen := map[State]bool{from: true}
	for i := 0; i < len(queue) && queue[i].by.to != to; i++ {
		for _, m := range moves {
			if m.from == queue[i].by.to && !m.reason && !seen[m.to] && m.to != StateDraft {
				seen[m.to] = true
				queue = append(queue, reached{m, i})
			}
		}
	}
	var way []move
	for i, q := range queue {
		if q.by.to == to {
			for ; i > 0; i = queue[i].from {
				way = append([]move{queue[i].by}, way...)
			}
			break
		}
	}
	for _, m := range way {
		if !role.AtLeast(m.role) {
			return steps, m.role
		}
		steps = append(steps, m.to)
	}
	return steps, ""
}

// WhoNext names those of an office whose turn it is: the accounts of the role
// whose turn it is, or of the next higher one that anybody has, in the order
// given. Accounts that are off are left out.
func WhoNext(accounts []Account, role Role) []Account {
	for i, r := range Roles {
		if i < indexOfRole(role) {
			continue
		}
		var who []Account
		for _, a := range accounts {
			if a.Role == r && !a.Off {
				who = append(who, a)
			}
		}
		if len(who) > 0 {
			return who
		}
	}
	return nil
}

// indexOfRole is the place of a role among [Roles], behind all for an unknown one.
func indexOfRole(role Role) int {
	for i, r := range Roles {
		if r == role {
			return i
		}
	}
	return len(Roles)
}
