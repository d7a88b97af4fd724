package web

import (
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"
)

// Charts are SVG made here: no script, no style attributes, colours from the
// style sheet. A drawing is stretched to the room that it has, so its words
// stand beside it as text, and its label says them to who does not see it.

// bar is one value of a chart.
type bar struct {
	Label, Tone string
	Value       float64
}

// target is a value beside the one that it is measured by.
type target struct {
	Label           string
	Value, Standard float64
	Words           string
}

// timeBar is a drawn target with its words.
type timeBar struct {
	Label string
	Bar   template.HTML
}

// svg wraps a drawing of 600 by height with its words.
func svg(class string, height int, title, words, drawing string) template.HTML {
	e := template.HTMLEscapeString
	return template.HTML(fmt.Sprintf(`<svg class="chart %s" viewBox="0 0 600 %d" preserveAspectRatio="none" role="img" aria-label="%s"><title>%s</title><desc>%s</desc>%s</svg>`,
		class, height, e(title+". "+words), e(title), e(words), drawing))
}

func f1(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

// count writes a whole number or one decimal, with the comma.
func count(v float64) string { return strings.Replace(f1(v), ".", ",", 1) }

// stackedBar draws parts of a whole in one bar.
func stackedBar(title string, parts []bar) template.HTML {
	total := 0.0
	var words []string
	for _, p := range parts {
		total += p.Value
		words = append(words, p.Label+": "+count(p.Value))
	}
	if total == 0 {
		return ""
	}
	var b strings.Builder
	x := 0.0
	for _, p := range parts {
		w := p.Value / total * 600
		if w == 0 {
			continue
		}
		fmt.Fprintf(&b, `<rect class="f-%s" x="%s" y="0" width="%s" height="28"/>`, p.Tone, f1(x), f1(max(1, w-2)))
		x += w
	}
	return svg("", 28, title, strings.Join(words, ", ")+".", b.String())
}

// columns draws values side by side, with the first, the greatest and the last
// named under them.
func columns(title string, bars []bar) template.HTML {
	top, total := 0.0, 0.0
	best := 0
	for i, b := range bars {
		total += b.Value
		if b.Value > top {
			top, best = b.Value, i
		}
	}
	if total == 0 {
		return ""
	}
	slot := 600 / float64(len(bars))
	var d strings.Builder
	for i, b := range bars {
		if b.Value > 0 {
			h := b.Value / top * 136
			fmt.Fprintf(&d, `<rect class="f-main" x="%s" y="%s" width="%s" height="%s"><title>%s: %s</title></rect>`,
				f1(float64(i)*slot+slot*0.1), f1(140-h), f1(max(2, slot*0.8)), f1(h), template.HTMLEscapeString(b.Label), count(b.Value))
		}
	}
	words := fmt.Sprintf("Jumlah %s; paling banyak %s pada %s.", count(total), count(top), bars[best].Label)
	axis := fmt.Sprintf(`<p class="axis" aria-hidden="true"><span>%s</span><span>paling banyak %s, %s</span><span>%s</span></p>`,
		template.HTMLEscapeString(bars[0].Label), count(top), template.HTMLEscapeString(bars[best].Label), template.HTMLEscapeString(bars[len(bars)-1].Label))
	return svg("tall", 140, title, words, d.String()) + template.HTML(axis)
}

// targets draws values with a mark where the standard stands, on one scale.
func targets(rows []target) []timeBar {
	top := 0.0
	for _, r := range rows {
		top = max(top, r.Value, r.Standard)
	}
	if top == 0 {
		return nil
	}
	scale := 594 / top
	var out []timeBar
	for _, r := range rows {
		tone, judged, label := "main", "", r.Label+": "+r.Words
		if r.Standard > 0 {
			tone, judged = "done", "sesuai standar"
			if r.Value > r.Standard {
				tone, judged = "wait", "lebih lama daripada standar"
			}
			label += ", standar " + minutes(r.Standard)
		}
		d := fmt.Sprintf(`<rect class="f-%s" x="0" y="3" width="%s" height="12"/>`, tone, f1(max(2, r.Value*scale)))
		if r.Standard > 0 {
			d += fmt.Sprintf(`<rect class="f-ink" x="%s" y="0" width="4" height="18"/>`, f1(r.Standard*scale))
		}
		out = append(out, timeBar{label, svg("thin", 18, label, judged, d)})
	}
	return out
}
