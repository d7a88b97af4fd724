package web

import (
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"
)

// Charts are SVG made here: no script, no style attributes, colours from the
// style sheet. Each says in words what it shows, for who does not see it.

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

// svg wraps a drawing with its words.
func svg(width, height int, title, words, drawing string) template.HTML {
	e := template.HTMLEscapeString
	return template.HTML(fmt.Sprintf(`<svg class="chart" viewBox="0 0 %d %d" role="img" aria-label="%s"><title>%s</title><desc>%s</desc>%s</svg>`,
		width, height, e(title+". "+words), e(title), e(words), drawing))
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
	const width = 600.0
	var b strings.Builder
	x := 0.0
	for _, p := range parts {
		w := p.Value / total * width
		if w == 0 {
			continue
		}
		fmt.Fprintf(&b, `<rect class="f-%s" x="%s" y="0" width="%s" height="28"/>`, p.Tone, f1(x), f1(max(1, w-2)))
		x += w
	}
	return svg(int(width), 28, title, strings.Join(words, ", ")+".", b.String())
}

// columns draws values side by side, with some labels under them.
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
	const width, height, left, foot = 600.0, 170.0, 4.0, 24.0
	slot := (width - left) / float64(len(bars))
	var d strings.Builder
	fmt.Fprintf(&d, `<line class="base" x1="0" y1="%s" x2="%s" y2="%s"/>`, f1(height-foot), f1(width), f1(height-foot))
	every := max(1, (len(bars)+5)/6)
	for i, b := range bars {
		h := b.Value / top * (height - foot - 22)
		x := left + float64(i)*slot
		if b.Value > 0 {
			fmt.Fprintf(&d, `<rect class="f-main" x="%s" y="%s" width="%s" height="%s"><title>%s: %s</title></rect>`,
				f1(x), f1(height-foot-h), f1(max(2, slot*0.8)), f1(h), template.HTMLEscapeString(b.Label), count(b.Value))
		}
		if i%every == 0 {
			fmt.Fprintf(&d, `<text class="axis" x="%s" y="%s">%s</text>`, f1(x), f1(height-7), template.HTMLEscapeString(b.Label))
		}
		if i == best {
			anchor, at := "middle", x+slot*0.4
			if at > width-30 {
				anchor, at = "end", x+slot*0.8
			}
			fmt.Fprintf(&d, `<text class="tab" text-anchor="%s" x="%s" y="%s">%s</text>`, anchor, f1(max(at, 12)), f1(height-foot-h-6), count(b.Value))
		}
	}
	words := fmt.Sprintf("Jumlah %s; paling banyak %s pada %s.", count(total), count(top), bars[best].Label)
	return svg(int(width), int(height), title, words, d.String())
}

// targets draws rows of values with a mark where the standard stands.
func targets(title string, rows []target) template.HTML {
	top := 0.0
	for _, r := range rows {
		top = max(top, r.Value, r.Standard)
	}
	if top == 0 {
		return ""
	}
	const width, slot = 600.0, 44.0
	scale := (width - 4) / top
	var d strings.Builder
	var words []string
	for i, r := range rows {
		y := float64(i) * slot
		tone, judged := "done", "sesuai standar"
		if r.Standard > 0 && r.Value > r.Standard {
			tone, judged = "wait", "lebih lama daripada standar"
		}
		label := r.Label + ": " + r.Words
		if r.Standard > 0 {
			label += ", standar " + minutes(r.Standard)
		}
		fmt.Fprintf(&d, `<text x="0" y="%s">%s</text><rect class="f-%s" x="0" y="%s" width="%s" height="14"/>`,
			f1(y+15), template.HTMLEscapeString(label), tone, f1(y+22), f1(max(2, r.Value*scale)))
		if r.Standard > 0 {
			fmt.Fprintf(&d, `<rect class="f-quiet" x="%s" y="%s" width="3" height="22"/>`, f1(r.Standard*scale), f1(y+18))
			label += " (" + judged + ")"
		}
		words = append(words, label)
	}
	return svg(int(width), int(float64(len(rows))*slot), title, strings.Join(words, "; ")+".", d.String())
}
