package allocator

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"fairlead/sim/resource"
)

// resourceReader reads resource strings of the conformance language, such as
// "cpus:2;disk(a>a/b){vol=id1,shared}:100;ports:[31000-32000]". Dimensions are
// numbered as they are met; ranges become the number of their elements.
type resourceReader struct {
	pools  *Pools
	names  []string
	ranges []bool // by dimension: not a scalar
}

func newResourceReader() *resourceReader { return &resourceReader{pools: NewPools()} }

// width is the number of dimensions met, at least 1.
func (r *resourceReader) width() int { return max(len(r.names), 1) }

// dim is the dimension of a resource name.
func (r *resourceReader) dim(name string, isRange bool) int32 {
	i := slices.Index(r.names, name)
	if i < 0 {
		i = len(r.names)
		r.names = append(r.names, name)
		r.ranges = append(r.ranges, false)
	}
	r.ranges[i] = r.ranges[i] || isRange
	return int32(i)
}

// read turns a string into amounts; the empty string is nothing.
func (r *resourceReader) read(text string) (v Amounts, err error) {
	for item := range strings.SplitSeq(text, ";") {
		if strings.TrimSpace(item) == "" && text == "" {
			continue
		}
		o, err := r.object(strings.TrimSpace(item))
		if err != nil {
			return nil, fmt.Errorf("resources %q: %w", text, err)
		}
		v = r.pools.Add(v, o)
	}
	return v, nil
}

// object reads NAME, (STACK), {FLAGS}, then ":" and the value.
func (r *resourceReader) object(item string) (o Object, err error) {
	head, value, ok := strings.Cut(item, ":")
	if !ok {
		return o, fmt.Errorf("%q has no value", item)
	}
	name, flags, pool := head, "", Pool{}
	if at := strings.IndexByte(head, '{'); at >= 0 {
		if !strings.HasSuffix(head, "}") {
			return o, fmt.Errorf("%q: flags do not end", item)
		}
		name, flags = head[:at], head[at+1:len(head)-1]
		if pool, err = r.flags(flags); err != nil {
			return o, err
		}
	}
	if at := strings.IndexByte(name, '('); at >= 0 {
		if !strings.HasSuffix(name, ")") {
			return o, fmt.Errorf("%q: reservation does not end", item)
		}
		roles := strings.Split(name[at+1:len(name)-1], ">")
		if slices.Contains(roles, "") {
			return o, fmt.Errorf("%q: reserved for nobody", item)
		}
		pool.Reserved, name = r.pools.Reservation(roles...), name[:at]
	}
	if name == "" || strings.ContainsAny(name, "(){}") {
		return o, fmt.Errorf("%q has no name", item)
	}
	amount, isRange, err := readValue(value)
	return Object{Pool: r.pools.Intern(pool), Dim: r.dim(name, isRange), Amount: amount}, err
}

func (r *resourceReader) flags(text string) (p Pool, err error) {
	for flag := range strings.SplitSeq(text, ",") {
		key, value, given := strings.Cut(flag, "=")
		switch {
		case flag == "rev":
			p.Revocable = true
		case flag == "mount":
			p.Mount = true
		case flag == "shared":
			p.Shared = true
		case key == "vol" && given && value != "":
			p.Volume = r.pools.Volume(value)
		default:
			return p, fmt.Errorf("unknown flag %q", flag)
		}
	}
	if p.Shared && p.Volume == 0 {
		return p, fmt.Errorf("{%s}: only volumes are shared", text)
	}
	return p, nil
}

// readValue reads a decimal, rounded half up to thousandths, or ranges.
func readValue(text string) (thousandths int64, isRange bool, err error) {
	if inner, ok := strings.CutPrefix(text, "["); ok {
		inner, ok = strings.CutSuffix(inner, "]")
		if !ok {
			return 0, true, fmt.Errorf("%q: ranges do not end", text)
		}
		for part := range strings.SplitSeq(inner, ",") {
			var from, to int64
			if _, err := fmt.Sscanf(strings.TrimSpace(part), "%d-%d", &from, &to); err != nil || to < from {
				return 0, true, fmt.Errorf("%q is no range", part)
			}
			thousandths += (to - from + 1) * resource.Unit
		}
		return thousandths, true, nil
	}
	x, ok := new(big.Rat).SetString(text)
	if !ok || x.Sign() < 0 || strings.ContainsAny(text, "/eE_") {
		return 0, false, fmt.Errorf("%q is no amount", text)
	}
	x.Add(x.Mul(x, big.NewRat(resource.Unit, 1)), big.NewRat(1, 2))
	n := new(big.Int).Quo(x.Num(), x.Denom())
	if !n.IsInt64() {
		return 0, false, fmt.Errorf("%q is too much", text)
	}
	return n.Int64(), false, nil
}
