//go:build cgo && profile

package main

import (
	"os"
	"os/signal"
	"runtime/pprof"
	"syscall"
)

// A window built with -tags profile writes where its time and memory went into
// $SMARTKAMPUNG_PROFILE.cpu and .heap when it is told to end by SIGTERM.
func init() {
	path := os.Getenv("SMARTKAMPUNG_PROFILE")
	if path == "" {
		return
	}
	cpu, err := os.Create(path + ".cpu")
	if err != nil {
		panic(err)
	}
	if err := pprof.StartCPUProfile(cpu); err != nil {
		panic(err)
	}
	told := make(chan os.Signal, 1)
	signal.Notify(told, syscall.SIGTERM)
	go func() {
		<-told
		pprof.StopCPUProfile()
		if heap, err := os.Create(path + ".heap"); err == nil {
			pprof.WriteHeapProfile(heap)
			heap.Close()
		}
		os.Exit(0)
	}()
}
