package scenarios

import (
	"strings"
	"testing"
)

// TestOddFilesAreValid: what looks strange and breaks no rule is not refused.
func TestOddFilesAreValid(t *testing.T) {
	long := strings.Repeat("日", maxName)
	for name, text := range map[string]string{
		"carriage returns":  strings.ReplaceAll(small, "\n", "\r\n"),
		"byte order mark":   "\ufeff" + small,
		"marks of YAML":     "%YAML 1.1\n--- # here\n" + small + "...\n# and after\n",
		"tabs":              strings.Replace(small, "until: 1h", "until:\t1h\t#\ttabs", 1),
		"no last newline":   strings.TrimSuffix(small, "\n"),
		"JSON":              `{"fairlead":1,"until":"1h","cluster":{"nodes":[{"name":"n","resources":{"cpus":8}}]},"tenants":[{"name":"a","jobs":[{"at":"0s","task":{"cpus":1}}]}]}`,
		"longest names":     strings.NewReplacer("name: a", "name: "+long, "name: j", "name: "+long, "name: small", "name: "+long).Replace(small),
		"hostile names":     strings.NewReplacer("name: a", `name: "../<script>\u202E"`, "name: j", `name: "=cmd()"`).Replace(small),
		"nested roles":      strings.Replace(small, "name: a", "name: a\n    role: x/y/z", 1) + "roles: [{name: x, weight: 2}, {name: x/y, priority: -1}]\n",
		"amounts of 0":      strings.NewReplacer("mem: 16GiB", "mem: 16GiB, gpus: 0, disk: 0, ports: 0", "cpus: 1, mem", "gpus: 0, disk: 0MiB, ports: 0, cpus: 1, mem").Replace(small),
		"resources of ours": strings.NewReplacer("mem: 16GiB", "mem: 16GiB, licences: 2.125", "cpus: 1, mem", "licences: 0.125, cpus: 1, mem").Replace(small),
		"most of all":       strings.NewReplacer("count: 4", "count: 10000000", "tasks: 3", "tasks: 1000000000", "until: 1h", "until: 36500d", "at: 0s", "at: 36500d").Replace(small),
	} {
		if _, err := LoadBytes("odd.yaml", []byte(text), Overrides{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
