package main

import (
	"context"
	"crypto/rand"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"smartkampung/desk/cli"
	"smartkampung/desk/start"
	"smartkampung/hub"
)

// command runs the command on the command line; done is false when there is
// none and the window is meant.
func command(ctx context.Context) (code int, done bool) {
	if !cli.Meant(os.Args[1:]) {
		return 0, false
	}
	start.Console()
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	return cli.Run(ctx, os.Args[1:], cli.Env{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: environment(), Now: time.Now, StartHub: startHub,
	}), true
}

// environment is the environment of the program where it lies, which in a
// portable folder names the data beside it.
func environment() func(string) string {
	exe, err := os.Executable()
	if err != nil {
		return os.Getenv
	}
	if real, err := filepath.EvalSymlinks(exe); err == nil {
		exe = real
	}
	return cli.Portable(os.Getenv, exe)
}

// startHub runs the regency's hub on loopback, for the demo alone.
func startHub(dir, regency string) (address string, enrol func(string) (string, error), stop func() error, err error) {
	if _, err := hub.Init(dir, hub.InitOptions{Regency: regency}, rand.Reader, time.Now()); err != nil {
		return "", nil, nil, err
	}
	h, err := hub.Open(dir)
	if err != nil {
		return "", nil, nil, err
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- h.Serve(ctx, ln, nil) }()
	enrol = func(village string) (string, error) { return h.EnrolCode(ctx, village) }
	stop = func() error {
		cancel()
		<-done
		return h.Close()
	}
	return "http://" + ln.Addr().String(), enrol, stop, nil
}
