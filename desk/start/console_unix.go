//go:build !windows

package start

// Console does nothing where every program has its terminal already.
func Console() {}
