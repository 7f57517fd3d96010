package scenarios

import (
	"slices"
	"strconv"
	"strings"

	"fairlead/sim"
	"fairlead/workloads"
)

// Limits of jobs.
const (
	maxJobs = 1_000_000_000 // of one kind
	maxAt   = 1_000_000     // instants of one kind
)

var (
	jobSchema = schema{
		what:  "a job",
		known: []string{"name", "kind", "arrivals", "at", "every", "count", "tasks", "task", "priority"},
		soon:  []string{"constraints", "role"},
	}
	kindWords     = []string{"batch"}
	kindsSoon     = []string{"service", "gang"}
	taskWords     = []string{"duration", "startup"} // beside the resources
	arrivalsSoon  = []string{"renewal", "mmpp", "diurnal", "closed"}
	startingWords = []string{"at", "arrivals", "every"}
)

// jobs reads a list of jobs.
func (l *loader) jobs(n *node) []Job {
	items := l.filled(n, "jobs")
	jobs := make([]Job, 0, len(items))
	lines := map[string]int{}
	for i, item := range items {
		d := l.dict(item, &jobSchema)
		if !d.ok {
			continue
		}
		job := l.job(d)
		if d.has("name") {
			l.unique(d.get("name"), job.Name, "jobs", lines)
		} else {
			job.Name = "job-" + strconv.Itoa(i)
			l.unique(item, job.Name, "jobs", lines)
		}
		jobs = append(jobs, job)
	}
	return jobs
}

func (l *loader) job(d dict) Job {
	j := Job{
		Place:    d.Place,
		Name:     l.name(d.get("name"), "name"),
		Priority: l.priority(d.get("priority")),
	}
	l.word(d.get("kind"), "kind", kindWords, kindsSoon)
	l.arrivals(&j, d)
	l.tasksOf(&j, d)
	l.task(&j, l.need(d, "task", "task: {cpus: 1, mem: 512MiB, duration: 30s}"))
	return j
}

// arrivals reads when the jobs come and how many they are.
func (l *loader) arrivals(j *Job, d dict) {
	var given []string
	for _, w := range startingWords {
		if d.has(w) {
			given = append(given, w)
		}
	}
	switch {
	case len(given) == 0:
		l.mistake(d.Place, "at, arrivals or every is missing: when does the job start?")
	case len(given) > 1:
		l.mistake(d.keys[given[1]], "exactly one of at, arrivals and every may stand here, not %s", strings.Join(given, " and "))
	}
	j.Arrivals = Arrivals{
		At:      l.instants(d.get("at")),
		Every:   l.duration(d.get("every"), "every", sim.Millisecond, 0),
		Poisson: l.poisson(d.get("arrivals")),
	}
	otherwise := int64(1)
	if !d.has("at") {
		otherwise = sim.Unlimited
	}
	count := d.get("count")
	unlimited := !d.has("count")
	if count != nil && count.kind == scalarNode && count.text == "unlimited" && !d.has("at") {
		count, unlimited = nil, true
	}
	j.Count = l.whole(count, "count", maxJobs, otherwise)
	j.endless = j.endless || len(given) > 0 && !d.has("at") && unlimited
	if n := len(j.Arrivals.At); n > 0 && j.Count > maxJobs/int64(n) {
		l.mistake(d.get("count").Place, "count: more than %d jobs in all", maxJobs)
	}
}

// instants is a time, or a list of times in any order.
func (l *loader) instants(n *node) []sim.Time {
	if n == nil || n.kind == badNode {
		return nil
	}
	if n.kind != listNode {
		return []sim.Time{l.duration(n, "at", 0, 0)}
	}
	items := l.filled(n, "at")
	if len(items) > maxAt {
		l.mistake(n.Place, "at: more than %d times", maxAt)
		return nil
	}
	at := make([]sim.Time, len(items))
	for i, item := range items {
		at[i] = l.duration(item, "at", 0, 0)
	}
	slices.Sort(at)
	return at
}

// poisson reads an arrival process: the one that there is so far.
func (l *loader) poisson(n *node) float64 {
	text, ok := l.scalar(n, "arrivals")
	if !ok {
		return 0
	}
	word, _, _ := strings.Cut(text, "(")
	if word = strings.TrimSpace(word); slices.Contains(arrivalsSoon, word) {
		l.mistake(n.Place, "arrivals %q is not supported yet", word)
		return 0
	}
	rate, err := workloads.ParseArrivals(text)
	if err != nil {
		l.mistake(n.inside(err), "%v", err)
	}
	return rate
}

// tasksOf reads the number of tasks of a job: a number, a distribution, or
// unlimited.
func (l *loader) tasksOf(j *Job, d dict) {
	n := d.get("tasks")
	text := "1"
	if n != nil {
		var ok bool
		if text, ok = l.scalar(n, "tasks"); !ok {
			return
		}
	} else if d.has("tasks") {
		return
	}
	switch {
	case text == "unlimited":
		j.endless = true
		return
	case !strings.Contains(text, "(") && !startsLikeNumber(text):
		l.mistake(n.Place, "tasks: %s is neither a number nor a distribution such as uniform(1, 5), nor unlimited", quote(text))
		return
	case n != nil && !strings.Contains(text, "("):
		if text = strconv.FormatInt(l.whole(n, "tasks", workloads.MaxTasks, 0), 10); text == "0" {
			return
		}
	}
	j.Tasks = l.dist(n, text, "tasks", workloads.Number)
	if j.Tasks != nil && j.Tasks.Quantile(0.5) > workloads.MaxTasks {
		l.mistake(n.Place, "tasks: %s has a median above the limit of %d", quote(text), workloads.MaxTasks)
	}
}

// task reads what each task needs and how long it runs.
func (l *loader) task(j *Job, n *node) {
	if n == nil || n.kind == badNode {
		return
	}
	if n.kind != mapNode {
		l.mistake(n.Place, "task must be a map such as {cpus: 1, duration: 30s}, not %s", n.describe())
		return
	}
	if l.dims != nil {
		j.Demand = make([]int64, l.dims.Len())
	}
	asks := false
	for _, f := range n.fields {
		switch f.key.text {
		case "duration":
			j.Duration = l.durations(f.value)
		case "startup":
			j.Startup = l.duration(f.value, "startup", 0, 0)
		default:
			dim, amount, ok := l.demand(f, taskWords)
			asks = asks || !ok || amount > 0
			if dim >= 0 {
				j.Demand[dim] = amount
			}
		}
	}
	if !asks {
		l.mistake(n.Place, "the task asks for nothing")
	}
	j.endless = j.endless || n.find("duration") == nil
}

// demand reads an amount that is asked for: its dimension, -1 if it has none. Ok
// is false after a mistake. Also are words that may stand there too.
func (l *loader) demand(f field, also []string) (dim int, amount int64, ok bool) {
	name := f.key.text
	if l.dims != nil && l.dims.Index(name) < 0 {
		v, err := amountOf(name, f.value.text)
		if err == nil && v == 0 && mayBeZero(name) && f.value.kind == scalarNode {
			return -1, 0, true
		}
		l.nobodyHas(f.key, also)
		return -1, 0, false
	}
	amount, ok = l.amount(f.value, name)
	if l.dims == nil {
		return -1, amount, ok
	}
	return l.dims.Index(name), amount, ok
}

// nobodyHas reports a resource that no node has. Also are words that may stand
// there too.
func (l *loader) nobodyHas(key *node, also []string) {
	if l.shapesOpen {
		return
	}
	near := ""
	if !slices.Contains(mesosResources, key.text) {
		near = hint(key.text, slices.Concat(l.resources, also))
	}
	l.mistake(key.Place, "no node has %s%s", quote(key.text), near)
}

// durations reads a time or a distribution of times.
func (l *loader) durations(n *node) workloads.Dist {
	text, ok := l.scalar(n, "duration")
	if !ok {
		return nil
	}
	if !strings.Contains(text, "(") {
		if !startsLikeNumber(text) {
			l.mistake(n.Place, "duration: %s is neither a time such as 30s nor a distribution such as exp(30s)", quote(text))
			return nil
		}
		if l.duration(n, "duration", sim.Millisecond, 0) == 0 {
			return nil
		}
	}
	return l.dist(n, text, "duration", workloads.Seconds)
}
