package roster

import (
	"fmt"
	"strings"

	"smartkampung/kampung"
)

// inventedOn is the day on which invented people have their ages.
var inventedOn = kampung.Date{Year: 2026, Month: 1, Day: 1}

// Invent makes up n residents of a village (Kemendagri code "35.10.05.2001")
// in families that fit together: one head each, a spouse, children with their
// parents' names and NIKs, now and then a grandparent; every NIK and KK number
// is its own and matches birth date and sex. The same n, village and seed give
// the same people.
//
// Nobody is real: names are combined from lists, and serials of NIK and KK
// begin at 9001, where no office has come to on a single day.
func Invent(n int, village string, seed uint64) []kampung.Resident {
	v := &inventor{
		dice:   dice(seed),
		region: strings.ReplaceAll(village, ".", ""),
		serial: make(map[uint64]uint16, n),
		people: make([]kampung.Resident, 0, max(n, 0)+8),
	}
	v.region = (v.region + "351005")[:6]
	v.settle()
	for len(v.people) < n {
		v.family()
	}
	return v.people[:max(n, 0)]
}

// dice is SplitMix64: a few lines that give the same numbers in every version
// of Go.
type dice uint64

func (d *dice) next() uint64 {
	*d += 0x9e3779b97f4a7c15
	z := uint64(*d)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// between returns a number from lo to hi.
func (d *dice) between(lo, hi int) int {
	if hi <= lo {
		return lo
	}
	return lo + int(d.next()%uint64(hi-lo+1))
}

// chance is true in percent of 100.
func (d *dice) chance(percent int) bool { return d.between(1, 100) <= percent }

func pick[T any](d *dice, from []T) T { return from[d.between(0, len(from)-1)] }

type inventor struct {
	dice   dice
	region string // six digits of the kecamatan
	dusun  []string
	serial map[uint64]uint16 // first twelve digits of a number → last serial
	people []kampung.Resident
}

// settle chooses the village's dusun.
func (v *inventor) settle() {
	names := append([]string(nil), dusunNames...)
	for range v.dice.between(4, 7) {
		i := v.dice.between(0, len(names)-1)
		v.dusun = append(v.dusun, names[i])
		names = append(names[:i], names[i+1:]...)
	}
}

// family adds one household.
func (v *inventor) family() {
	d := &v.dice
	rw := d.between(1, 3*len(v.dusun))
	home := kampung.Resident{
		Dusun:       v.dusun[(rw-1)/3],
		RW:          fmt.Sprintf("%03d", rw),
		RT:          fmt.Sprintf("%03d", d.between(1, 8)),
		Address:     fmt.Sprintf("JL. %s NO. %d", pick(d, streets), d.between(1, 180)),
		KK:          v.number(kampung.Date{Year: d.between(2008, 2025), Month: d.between(1, 12), Day: d.between(1, 28)}, 0),
		Religion:    1,
		Citizenship: 1,
		Status:      kampung.StatusAlive,
	}
	if d.chance(8) {
		home.Religion = d.between(2, 6)
	}
	first := len(v.people)
	switch {
	case d.chance(80):
		v.couple(home)
	case d.chance(60):
		v.add(home, kampung.RelationHead, kampung.Female, d.between(40, 85), 4)
	default:
		v.add(home, kampung.RelationHead, d.between(kampung.Male, kampung.Female), d.between(22, 60), d.between(1, 3))
	}
	if d.chance(10) {
		head := v.people[first]
		age := kampung.Age(head.BirthDate, inventedOn) + d.between(20, 30)
		if age <= 95 {
			v.add(home, 7, d.between(kampung.Male, kampung.Female), age, 4)
		}
	}
}

// couple adds a married head, the spouse and their children.
func (v *inventor) couple(home kampung.Resident) {
	d := &v.dice
	age := d.between(24, 78)
	his := v.add(home, kampung.RelationHead, kampung.Male, age, 2)
	hers := v.add(home, 3, kampung.Female, max(20, age-d.between(0, 8)), 2)
	father, mother := v.people[his], v.people[hers]
	herAge := kampung.Age(mother.BirthDate, inventedOn)
	wed := kampung.Date{Year: mother.BirthDate.Year + 19, Month: d.between(1, 12), Day: d.between(1, 28)}
	cert := fmt.Sprintf("%04d/%03d/%s/%d", d.between(1, 900), d.between(1, 60), roman[wed.Month-1], wed.Year)
	for _, i := range []int{his, hers} {
		v.people[i].MarriageDate, v.people[i].MarriageCert = wed, cert
	}
	oldest := min(herAge-20, 30)
	for child := oldest - d.between(0, 4); child >= 0 && d.chance(75); child -= d.between(2, 6) {
		i := v.add(home, 4, d.between(kampung.Male, kampung.Female), child, 1)
		c := &v.people[i]
		c.FatherNIK, c.FatherName = father.NIK, father.Name
		c.MotherNIK, c.MotherName = mother.NIK, mother.Name
		c.BirthCert = fmt.Sprintf("%s-LT-%s-%04d", v.region[:4], strings.ReplaceAll(kampung.ShortDate(c.BirthDate), "-", ""), d.between(1, 9999))
	}
}

// add adds one person of a household and returns the place in people.
func (v *inventor) add(home kampung.Resident, relation, sex, age, marital int) int {
	d := &v.dice
	r := home
	r.Relation, r.Sex, r.Marital = relation, sex, marital
	r.BirthDate = kampung.AddDays(kampung.Date{Year: inventedOn.Year - age, Month: 1, Day: 1}, -d.between(1, 360))
	r.Name = v.name(sex)
	r.NIK = v.number(r.BirthDate, sex)
	r.BirthPlace = "BANYUWANGI"
	if d.chance(20) {
		r.BirthPlace = pick(d, places)
	}
	r.FatherName, r.MotherName = v.name(kampung.Male), v.name(kampung.Female)
	r.Blood = 13
	if d.chance(25) {
		r.Blood = d.between(1, 4)
	}
	r.Disability = 7
	v.life(&r, age)
	v.people = append(v.people, r)
	return len(v.people) - 1
}

// life fills in what follows from age and sex.
func (v *inventor) life(r *kampung.Resident, age int) {
	d := &v.dice
	r.Studying, r.KTPEl, r.Recorded = 18, 2, 3
	switch {
	case age < 6:
		r.Education, r.Job, r.Studying = 1, 1, 1
	case age < 13:
		r.Education, r.Job, r.Studying = 2, 3, 4
	case age < 16:
		r.Education, r.Job, r.Studying = 3, 3, 6
	case age < 19:
		r.Education, r.Job, r.Studying = 4, 3, 7
	default:
		r.Education = pick(d, []int{3, 3, 4, 4, 5, 5, 5, 7, 8, 9})
		r.Job = pick(d, jobs)
		if r.Sex == kampung.Female && d.chance(45) {
			r.Job = 2
		}
	}
	if age < 17 {
		r.KTPEl, r.Recorded = 1, 8
	}
}

// number makes the number of a person, or of a family card when sex is 0. One
// in twelve people was first registered in another kecamatan.
func (v *inventor) number(on kampung.Date, sex int) string {
	region, day := v.region, on.Day
	if sex == kampung.Female {
		day += 40
	}
	if sex != 0 && v.dice.chance(8) {
		region = fmt.Sprintf("%s%02d", v.region[:4], v.dice.between(1, 25))
	}
	stem := fmt.Sprintf("%s%02d%02d%02d", region, day, on.Month, on.Year%100)
	key := uint64(0)
	for _, c := range stem {
		key = key*10 + uint64(c-'0')
	}
	if sex == 0 {
		key += 1e13
	}
	v.serial[key]++
	return fmt.Sprintf("%s%04d", stem, 9000+int(v.serial[key])%1000)
}

// name combines a name. Old and new spellings stand side by side, as they do
// on real cards; some people have one word, some an apostrophe or a letter
// that the code pages of old computers lack.
func (v *inventor) name(sex int) string {
	d := &v.dice
	first := maleNames
	if sex == kampung.Female {
		first = femaleNames
	}
	name := pick(d, first)
	switch k := d.between(1, 100); {
	case k <= 12:
		return name
	case k <= 14:
		return name + " " + pick(d, rareNames)
	case k <= 30:
		return name + " " + pick(d, first) + " " + pick(d, lastNames)
	}
	return name + " " + pick(d, lastNames)
}
