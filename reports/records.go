package reports

import (
	"bufio"
	"encoding/json"
	"io"
	"strconv"

	"fairlead/sim"
)

// kinds and causes are what records are called in text.
var (
	kinds = map[sim.Kind]string{
		sim.KindSubmitted: "submitted", sim.KindImpossible: "impossible", sim.KindJobEnded: "job-ended",
		sim.KindLaunched: "launched", sim.KindRunning: "running", sim.KindEnded: "ended", sim.KindWaiting: "waiting",
		sim.KindHeld: "held", sim.KindReleased: "released", sim.KindMore: "more",
		sim.KindNode: "node", sim.KindTenant: "tenant", sim.KindFault: "fault",
	}
	causes = map[sim.Cause]string{
		sim.CauseFinished: "finished", sim.CauseFailed: "failed", sim.CauseKilled: "killed", sim.CauseLost: "lost",
		sim.CauseUsed: "used", sim.CauseReturned: "returned", sim.CauseWithdrawn: "withdrawn",
		sim.CauseUp: "up", sim.CauseDown: "down",
	}
)

// Records is a sim.Sink that writes every record as one line of JSON: names
// instead of numbers, times in seconds, amounts in the unit people write, both
// as exact decimals.
//
// Every object has at and kind. Jobs have a number (job, in order of submission)
// and tasks an index within their job.
type Records struct {
	w     *bufio.Writer
	names names
	line  []byte
	err   error
}

// NewRecordsJSONL returns a sink that writes records to w; Close ends it.
func NewRecordsJSONL(w io.Writer, m *Meta) *Records {
	return &Records{w: bufio.NewWriterSize(w, 1<<16), names: newNames(m)}
}

// Take is sim.Sink.
func (s *Records) Take(batch []sim.Record) {
	for i := range batch {
		if s.err != nil {
			return
		}
		s.line = append(s.object(s.line[:0], &batch[i]), '}', '\n')
		_, s.err = s.w.Write(s.line)
	}
}

// Close writes what is left and returns the first error of all writes.
func (s *Records) Close() error {
	if err := s.w.Flush(); s.err == nil {
		s.err = err
	}
	return s.err
}

// object appends a record without its closing brace.
func (s *Records) object(b []byte, r *sim.Record) []byte {
	b = appendSeconds(append(b, `{"at":`...), r.At)
	b = s.text(b, "kind", kinds[r.Kind])
	switch r.Kind {
	case sim.KindSubmitted:
		b = s.job(b, r)
		b = s.text(b, "name", string(s.names.appendJob(nil, sim.SpecID(r.Node), r.Task)))
		if r.N == sim.Unlimited {
			b = s.text(b, "tasks", "unlimited")
		} else {
			b = number(b, "tasks", r.N)
		}
		return s.amounts(b, s.names.shape(r.Shape), 0)
	case sim.KindImpossible:
		return s.amounts(number(s.job(b, r), "tasks", r.N), s.names.shape(r.Shape), 0)
	case sim.KindJobEnded:
		b = seconds(s.job(b, r), "submitted", sim.Time(r.N))
		return seconds(b, "longest_task", sim.Time(r.M))
	case sim.KindLaunched, sim.KindRunning:
		return s.flags(seconds(s.attempt(b, r), "submitted", sim.Time(r.N)), r)
	case sim.KindEnded:
		b = s.attempt(b, r)
		if r.N >= 0 {
			b = seconds(b, "running_since", sim.Time(r.N))
		}
		return s.text(b, "cause", causes[r.Cause])
	case sim.KindWaiting:
		b = number(s.job(b, r), "task", int64(r.Task))
		b = seconds(number(b, "tasks", r.M), "submitted", sim.Time(r.N))
		return s.amounts(b, s.names.shape(r.Shape), 0)
	default:
		return s.other(b, r)
	}
}

// other appends what is no job's.
func (s *Records) other(b []byte, r *sim.Record) []byte {
	switch r.Kind {
	case sim.KindHeld, sim.KindReleased:
		b = s.tenant(b, r)
		b = number(b, "offers", int64(r.Task))
		if r.Cause != sim.CauseNone {
			b = s.text(b, "cause", causes[r.Cause])
		}
		return s.amounts(b, []int64{r.N, r.M}, 0)
	case sim.KindMore:
		return s.amounts(b, []int64{r.N, r.M}, int(r.Task))
	case sim.KindNode:
		b = s.text(b, "node", string(s.names.appendNode(nil, r.Node)))
		b = s.text(b, "cause", causes[r.Cause])
		return s.amounts(b, s.names.shape(r.Shape), 0)
	case sim.KindTenant:
		return s.text(s.tenant(b, r), "cause", causes[r.Cause])
	case sim.KindFault:
		return s.text(number(b, "fault", int64(r.Task)), "cause", causes[r.Cause])
	}
	return b
}

func (s *Records) tenant(b []byte, r *sim.Record) []byte {
	b = s.text(b, "tenant", s.names.tenant(r.Tenant))
	return s.text(b, "role", s.names.meta.Groups[r.Job].Name)
}

func (s *Records) job(b []byte, r *sim.Record) []byte {
	b = s.text(b, "tenant", s.names.tenant(r.Tenant))
	return number(b, "job", int64(r.Job))
}

func (s *Records) attempt(b []byte, r *sim.Record) []byte {
	b = number(s.job(b, r), "task", int64(r.Task))
	b = number(b, "attempt", r.M)
	b = s.text(b, "node", string(s.names.appendNode(nil, r.Node)))
	return s.amounts(b, s.names.shape(r.Shape), 0)
}

func (s *Records) flags(b []byte, r *sim.Record) []byte {
	if r.Flags&sim.FlagUnlimited != 0 {
		b = append(b, `,"unlimited":true`...)
	}
	if r.Flags&sim.FlagSingle != 0 {
		b = append(b, `,"single":true`...)
	}
	if r.Flags&sim.FlagFirst != 0 {
		b = append(b, `,"first":true`...)
	}
	return b
}

// amounts appends those dimensions from first on that v has and the scenario
// uses.
func (s *Records) amounts(b []byte, v []int64, first int) []byte {
	b = append(b, `,"amounts":{`...)
	for i, x := range v {
		if first+i >= s.names.width {
			break
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, s.names.meta.Dims.Name(first+i)), ':')
		b = appendAmount(b, x)
	}
	return append(b, '}')
}

func (s *Records) text(b []byte, key, value string) []byte {
	return appendString(append(append(append(b, `,"`...), key...), `":`...), value)
}

func number(b []byte, key string, x int64) []byte {
	return strconv.AppendInt(append(append(append(b, `,"`...), key...), `":`...), x, 10)
}

func seconds(b []byte, key string, t sim.Time) []byte {
	return appendSeconds(append(append(append(b, `,"`...), key...), `":`...), t)
}

// appendString appends a JSON string.
func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c >= 0x7f || c == '"' || c == '\\' {
			text, _ := json.Marshal(s) // strings always have a JSON form
			return appendVisibleJSON(b, text)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

var _ sim.Sink = (*Records)(nil)
