//go:build !unix

package scenarios

import "errors"

func makePipe(string) error { return errors.New("not on this system") }
