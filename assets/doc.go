// Package assets holds the data files that are part of the program: fonts and
// the service catalogue, with the licences of what others made beside them.
package assets
