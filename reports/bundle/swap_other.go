//go:build !linux

package bundle

import "errors"

// exchange is not possible here.
func exchange(_, _ string) error { return errors.ErrUnsupported }
