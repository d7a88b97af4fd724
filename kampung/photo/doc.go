// Package photo readies the files that residents bring: it tells a picture or
// PDF from other files by its bytes, turns a photo of a telephone upright, makes
// a big one smaller, takes out what the camera wrote about place and device, and
// draws small pictures for the screen. Bytes in, bytes out; what comes from
// outside is never trusted, see [Prepare].
package photo
