package roster

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

// token is the kind of what xmlScan stands on.
type token uint8

const (
	tokenEnd   token = iota // of the text
	tokenOpen               // <name …> or <name …/>
	tokenClose              // </name>
	tokenText
)

var (
	errXML     = errors.New("xml is damaged")
	errDoctype = errors.New("xml holds a DOCTYPE")
)

// xmlScan walks the XML of a workbook's parts token by token. encoding/xml
// does the same at a tenth of the speed, and a spreadsheet library reads a
// sheet's cells as shown, without telling a text from a number, which is the
// very thing that decides whether a NIK can be trusted. The scan knows no
// entities but the five of XML, refuses every DOCTYPE, and holds one token of
// at most maxToken bytes.
type xmlScan struct {
	r     *bufio.Reader
	buf   []byte // a token that did not fit the reader's buffer
	name  []byte // local name of a tag
	attrs []byte // what follows the name in an opening tag
	text  []byte // raw text; see plain
	cdata bool   // text is literal
	// empty: the opening tag closes itself; the closing token follows.
	empty   bool
	pending bool
	atTag   bool // the '<' of the next tag is read already
}

func newXMLScan(r io.Reader) *xmlScan {
	return &xmlScan{r: bufio.NewReaderSize(r, 64<<10)}
}

// until reads up to and including delim. The bytes stay valid until the next
// read. At the end of the text it returns what is left and io.EOF.
func (x *xmlScan) until(delim byte) ([]byte, error) {
	b, err := x.r.ReadSlice(delim)
	if err != bufio.ErrBufferFull {
		return b, err
	}
	x.buf = append(x.buf[:0], b...)
	for err == bufio.ErrBufferFull {
		if len(x.buf) > maxToken {
			return nil, fmt.Errorf("%w: a token over %d bytes", errXML, maxToken)
		}
		b, err = x.r.ReadSlice(delim)
		x.buf = append(x.buf, b...)
	}
	return x.buf, err
}

// next moves to the next token. Comments and instructions are passed over.
func (x *xmlScan) next() (token, error) {
	if x.pending {
		x.pending = false
		return tokenClose, nil
	}
	for {
		if !x.atTag {
			b, err := x.until('<')
			if err == io.EOF {
				return tokenEnd, nil
			}
			if err != nil {
				return tokenEnd, err
			}
			x.atTag = true
			if len(b) > 1 {
				x.text, x.cdata = b[:len(b)-1], false
				return tokenText, nil
			}
		}
		x.atTag = false
		t, err := x.tag()
		if err != nil || t != tokenEnd {
			return t, err
		}
	}
}

// tag reads a tag after its '<'. tokenEnd without an error is a comment.
func (x *xmlScan) tag() (token, error) {
	b, err := x.until('>')
	if err != nil {
		return tokenEnd, unexpected(err)
	}
	switch {
	case len(b) > 1 && b[0] == '/':
		x.name = local(bytes.TrimRight(b[1:len(b)-1], " \t\r\n"))
		return tokenClose, nil
	case b[0] == '?':
		_, err := x.rest(b, 1, "?>")
		return tokenEnd, err
	case bytes.HasPrefix(b, []byte("!--")):
		_, err := x.rest(b, 3, "-->")
		return tokenEnd, err
	case bytes.HasPrefix(b, []byte("![CDATA[")):
		b, err := x.rest(b, 8, "]]>")
		if err != nil {
			return tokenEnd, err
		}
		x.text, x.cdata = b[8:len(b)-3], true
		return tokenText, nil
	case b[0] == '!':
		return tokenEnd, errDoctype
	}
	if b, err = x.closed(b); err != nil {
		return tokenEnd, err
	}
	b = b[:len(b)-1]
	x.empty = len(b) > 0 && b[len(b)-1] == '/'
	if x.empty {
		b = b[:len(b)-1]
	}
	n := bytes.IndexAny(b, " \t\r\n")
	if n < 0 {
		n = len(b)
	}
	x.name, x.attrs, x.pending = local(b[:n]), b[n:], x.empty
	if len(x.name) == 0 {
		return tokenEnd, fmt.Errorf("%w: a tag without a name", errXML)
	}
	return tokenOpen, nil
}

// rest goes on reading until b, of which skip bytes open the tag, ends in end.
func (x *xmlScan) rest(b []byte, skip int, end string) ([]byte, error) {
	if len(b) >= skip+len(end) && bytes.HasSuffix(b, []byte(end)) {
		return b, nil
	}
	whole := append([]byte(nil), b...)
	for len(whole) < skip+len(end) || !bytes.HasSuffix(whole, []byte(end)) {
		if len(whole) > maxToken {
			return nil, fmt.Errorf("%w: a token over %d bytes", errXML, maxToken)
		}
		more, err := x.until('>')
		if err != nil {
			return nil, unexpected(err)
		}
		whole = append(whole, more...)
	}
	return whole, nil
}

// closed goes on reading while the '>' at the end of b stands inside quotes.
func (x *xmlScan) closed(b []byte) ([]byte, error) {
	open := quote(0, b)
	if open == 0 {
		return b, nil
	}
	whole := append([]byte(nil), b...)
	for open != 0 {
		if len(whole) > maxToken {
			return nil, fmt.Errorf("%w: a tag over %d bytes", errXML, maxToken)
		}
		more, err := x.until('>')
		if err != nil {
			return nil, unexpected(err)
		}
		whole, open = append(whole, more...), quote(open, more)
	}
	return whole, nil
}

// quote returns the quotation mark that is still open at the end of b, or 0,
// when open was open before it.
func quote(open byte, b []byte) byte {
	for {
		i := -1
		if open != 0 {
			i = bytes.IndexByte(b, open)
		} else {
			i = bytes.IndexAny(b, "\"'")
		}
		if i < 0 {
			return open
		}
		if open == 0 {
			open = b[i]
		} else {
			open = 0
		}
		b = b[i+1:]
	}
}

func unexpected(err error) error {
	if err == io.EOF {
		return fmt.Errorf("%w: %w", errXML, io.ErrUnexpectedEOF)
	}
	return err
}

// local returns a name without its namespace prefix.
func local(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// attr returns the raw value of an attribute of the opening tag. A name that
// begins with ':' stands for that name under any prefix.
func (x *xmlScan) attr(name string) []byte {
	b := x.attrs
	for {
		eq := bytes.IndexByte(b, '=')
		if eq < 0 {
			return nil
		}
		key := bytes.TrimSpace(b[:eq])
		b = bytes.TrimLeft(b[eq+1:], " \t\r\n")
		if len(b) == 0 || b[0] != '"' && b[0] != '\'' {
			return nil
		}
		end := bytes.IndexByte(b[1:], b[0])
		if end < 0 {
			return nil
		}
		if string(key) == name || name[0] == ':' && bytes.HasSuffix(key, []byte(name)) {
			return b[1 : 1+end]
		}
		b = b[end+2:]
	}
}

// appendPlain appends the text with its entities resolved.
func appendPlain(dst, raw []byte, literal bool) ([]byte, error) {
	for {
		i := -1
		if !literal {
			i = bytes.IndexByte(raw, '&')
		}
		if i < 0 {
			return append(dst, raw...), nil
		}
		dst = append(dst, raw[:i]...)
		raw = raw[i+1:]
		j := bytes.IndexByte(raw[:min(len(raw), 12)], ';')
		if j < 0 {
			return nil, fmt.Errorf("%w: an entity without end", errXML)
		}
		r, ok := entity(string(raw[:j]))
		if !ok {
			return nil, fmt.Errorf("%w: an unknown entity", errXML)
		}
		dst, raw = utf8.AppendRune(dst, r), raw[j+1:]
	}
}

func entity(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 21)
	return rune(n), err == nil && utf8.ValidRune(rune(n))
}
