package letter

import "testing"

func BenchmarkLetter(b *testing.B) {
	s := service(b, "sktm")
	r := request(s)
	logo := arms()
	press()
	b.Run("PDF", func(b *testing.B) {
		for b.Loop() {
			if _, err := compose(b, s, r, Options{Logo: logo}).PDF(press()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Compose", func(b *testing.B) {
		for b.Loop() {
			compose(b, s, r, Options{Logo: logo})
		}
	})
	b.Run("Preview", func(b *testing.B) {
		for b.Loop() {
			compose(b, s, r, Options{Logo: logo}).Image(press(), 0, 90)
		}
	})
}

func BenchmarkNewPress(b *testing.B) {
	p := press()
	f := Faces{p.faces[0].ttf, p.faces[1].ttf, p.faces[2].ttf, p.faces[3].ttf}
	for b.Loop() {
		if _, err := New(f); err != nil {
			b.Fatal(err)
		}
	}
}
