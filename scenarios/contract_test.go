package scenarios

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// TestFormatExample loads the example of the format's description, where it is
// to be had: all that may be wrong with it is that parts are not built yet, and
// that it names a trace that is not there.
func TestFormatExample(t *testing.T) {
	const design = "../../shared/design.md"
	text, err := os.ReadFile(design)
	if err != nil {
		t.Skipf("the description of the format is not here: %v", err)
	}
	_, example, _ := strings.Cut(string(text), "```yaml\n")
	example, _, found := strings.Cut(example, "```")
	if !found {
		t.Fatalf("%s holds no example", design)
	}
	_, err = LoadBytes("example.yaml", []byte(example), Overrides{})
	var ms Mistakes
	if !errors.As(err, &ms) {
		t.Fatalf("error %v is not Mistakes", err)
	}
	for _, m := range ms {
		missing := strings.Contains(m.Msg, "cannot read") && strings.Contains(m.Msg, "file does not exist")
		if !missing && !strings.Contains(m.Msg, "is not supported yet") {
			t.Error(m)
		}
	}
}
