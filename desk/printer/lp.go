//go:build !windows

package printer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"smartkampung/kampung/letter"
)

// Waits for the commands of CUPS: asking is quick unless its server hangs.
const (
	askTime  = 5 * time.Second
	sendTime = time.Minute
)

// List names the printers, the default one first; none where CUPS is not there.
func List() []string {
	out, err := ask("lpstat", "-e")
	if err != nil {
		return nil
	}
	names := strings.Fields(out)
	return lead(names, standard())
}

// standard is the name of the default printer, "" for none.
func standard() string {
	out, err := ask("lpstat", "-d")
	if _, name, ok := strings.Cut(strings.TrimSpace(out), ": "); ok && err == nil {
		return name
	}
	return ""
}

// Print sends a document to a printer, on paper of the document's size. It
// returns when CUPS has taken it, and not when the paper is out. Errors have
// words for the clerk.
func Print(d letter.Document, p *letter.Press, job Job) error {
	lp, err := exec.LookPath("lp")
	if err != nil {
		return noPrinter(err)
	}
	name := job.Printer
	if name == "" {
		if name = standard(); name == "" {
			names := List()
			if len(names) == 0 {
				return noPrinter(errors.New("printer: lpstat names no printer"))
			}
			name = names[0]
		}
	}
	if err := ready(name); err != nil {
		return err
	}
	// What cannot be asked is left to lp.
	options, _ := ask("lpoptions", "-p", name, "-l")
	media, ok := mediaFor(options, d.Paper)
	if !ok {
		return unknownPaper(name, d.Paper, fmt.Errorf("printer: %s has no %g x %g mm", name, d.Paper.W, d.Paper.H))
	}
	pdf, err := d.PDF(p)
	if err != nil {
		return err
	}
	args := []string{"-d", name, "-n", strconv.Itoa(job.copies()), "-t", d.Title,
		"-o", "media=" + media, "-o", "print-scaling=none", "-o", "collate=true", "-"}
	if out, err := run(sendTime, pdf, lp, args...); err != nil {
		return lpWords(name, out, err)
	}
	return nil
}

// ready tells whether a printer is there, on, and takes letters.
func ready(name string) error {
	out, err := ask("lpstat", "-p", name)
	if err != nil {
		if running, _ := ask("lpstat", "-r"); strings.Contains(running, "not running") {
			out = running // without its server lpstat calls every name invalid
		}
		return lpWords(name, out, err)
	}
	if strings.Contains(out, "disabled") {
		return printerOff(name, errors.New("printer: "+strings.TrimSpace(out)))
	}
	if out, err = ask("lpstat", "-a", name); err == nil && strings.Contains(out, "not accepting") {
		return printerOff(name, errors.New("printer: "+strings.TrimSpace(out)))
	}
	return nil
}

// lpWords turns what a command of CUPS said into words.
func lpWords(name, out string, err error) error {
	err = fmt.Errorf("printer: %s: %w", strings.TrimSpace(out), err)
	switch {
	case strings.Contains(out, "scheduler not responding"), strings.Contains(out, "scheduler is not running"),
		strings.Contains(out, "Bad file descriptor"), strings.Contains(out, "Unable to connect"),
		errors.Is(err, context.DeadlineExceeded):
		return noService(err)
	case strings.Contains(out, "Invalid destination"), strings.Contains(out, "does not exist"):
		return noSuchPrinter(name, err)
	case strings.Contains(out, "not accepting"):
		return printerOff(name, err)
	}
	return notTaken(err)
}

func ask(name string, args ...string) (string, error) { return run(askTime, nil, name, args...) }

// run runs a command of CUPS in the language that lpWords reads.
func run(wait time.Duration, in []byte, name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), wait)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "LANGUAGE=")
	if in != nil {
		cmd.Stdin = bytes.NewReader(in)
	}
	out, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return string(out), err
}
