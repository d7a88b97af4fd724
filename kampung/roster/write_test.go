package roster

import (
	"testing"

	"smartkampung/kampung"
)

func BenchmarkRead5000(b *testing.B) {
	data, err := Write(Invent(5000, "35.10.05.2001", 1))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		file, err := Read("warga.xlsx", data, today)
		if err != nil || len(file.Rows) != 5000 {
			b.Fatal(len(file.Rows), err)
		}
	}
}

func BenchmarkReadAndPlan5000(b *testing.B) {
	data, err := Write(Invent(5000, "35.10.05.2001", 1))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		file, err := Read("warga.xlsx", data, today)
		if err != nil {
			b.Fatal(err)
		}
		if plan := kampung.PlanImport(file, nobody, nobodyNamed, today); plan.New != 5000 {
			b.Fatalf("%+v", plan.Problems)
		}
	}
}

func BenchmarkWrite5000(b *testing.B) {
	people := Invent(5000, "35.10.05.2001", 1)
	for b.Loop() {
		if _, err := Write(people); err != nil {
			b.Fatal(err)
		}
	}
}
