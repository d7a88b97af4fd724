// Console is smartkampung.com, the program's commands in the command window of
// Windows. The program itself has a window, so Windows neither waits for it
// there nor gives it the console; this one does both. Beside SmartKampung.exe
// the command window finds it first, by its ending.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
)

// program lies in the same folder.
const program = "SmartKampung.exe"

func main() { os.Exit(run(os.Args[1:])) }

// run runs the program with the same words and returns its exit code.
func run(args []string) int {
	self, err := os.Executable()
	if err != nil {
		fmt.Fprintln(os.Stderr, "Letak program tidak diketahui:", err)
		return 1
	}
	if len(args) == 0 {
		args = []string{"help"}
	}
	cmd := exec.Command(filepath.Join(filepath.Dir(self), program), args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	// Ctrl+C is the program's to answer.
	signal.Ignore(os.Interrupt)
	err = cmd.Run()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		return exit.ExitCode()
	case err != nil:
		fmt.Fprintln(os.Stderr, program+" tidak dapat dijalankan. Pasang ulang Smart Kampung; data kantor tetap aman.")
		return 1
	}
	return 0
}
