package reports

import (
	"io"

	"fairlead/reports/schema"
)

var tenantsTable = Table{
	File:  "tenants.csv",
	About: "one row for each tenant, in order of the scenario; the numbers of summary.json",
	Columns: []Column{
		{"tenant", "", "name of the tenant"},
		{"role", "", "its role"},
		{"weight", "", "its weight"},
		{"dominant_resource", "", "resource that made up most of the dominant share"},
		{"dominant_share_mean", "0..1", "as dominant_share.mean"},
		{"dominant_share_final", "0..1", "as dominant_share.final"},
		{"offered_share_mean", "0..1", "as offered_share.mean"},
		{"tasks_submitted", "tasks", "as tasks.submitted"},
		{"tasks_finished", "tasks", "as tasks.finished"},
		{"tasks_failed", "tasks", "as tasks.failed"},
		{"tasks_killed", "tasks", "as tasks.killed"},
		{"tasks_impossible", "tasks", "as tasks.impossible"},
		{"tasks_unfinished", "tasks", "as tasks.unfinished"},
		{"attempts_launched", "attempts", "as attempts.launched"},
		{"attempts_running", "attempts", "as attempts.running"},
		{"attempts_finished", "attempts", "as attempts.finished"},
		{"attempts_failed", "attempts", "as attempts.failed"},
		{"attempts_killed", "attempts", "as attempts.killed"},
		{"attempts_lost", "attempts", "as attempts.lost"},
		{"jobs_submitted", "jobs", "as jobs.submitted"},
		{"jobs_finished", "jobs", "as jobs.finished"},
		{"work_useful_cpu_seconds", "cpu s", "as work.useful_cpu_seconds"},
		{"work_lost_cpu_seconds", "cpu s", "as work.lost_cpu_seconds"},
		{"wait_count", "tasks", "as wait_seconds.count"},
		{"wait_censored", "tasks", "as wait_seconds.censored"},
		{"wait_mean_seconds", "s", "as wait_seconds.mean"},
		{"wait_p50_seconds", "s", "as wait_seconds.p50"},
		{"wait_p95_seconds", "s", "as wait_seconds.p95"},
		{"wait_p99_seconds", "s", "as wait_seconds.p99"},
		{"wait_max_seconds", "s", "as wait_seconds.max"},
		{"job_count", "jobs", "as job_seconds.count"},
		{"job_censored", "jobs", "as job_seconds.censored"},
		{"job_mean_seconds", "s", "as job_seconds.mean"},
		{"job_p50_seconds", "s", "as job_seconds.p50"},
		{"job_p95_seconds", "s", "as job_seconds.p95"},
		{"job_p99_seconds", "s", "as job_seconds.p99"},
		{"job_max_seconds", "s", "as job_seconds.max"},
		{"slowdown_mean", "ratio", "as slowdown.mean"},
		{"slowdown_p50", "ratio", "as slowdown.p50"},
		{"slowdown_p95", "ratio", "as slowdown.p95"},
		{"slowdown_p99", "ratio", "as slowdown.p99"},
		{"slowdown_max", "ratio", "as slowdown.max"},
		{"offers_sent", "offers", "as offers.sent"},
		{"offers_accepted", "offers", "as offers.accepted"},
		{"offers_declined", "offers", "as offers.declined"},
		{"offers_rescinded", "offers", "as offers.rescinded"},
		{"allocated_final_RESOURCE", "resource", "as allocated.final, of resources that the cluster has"},
	},
}

// WriteTenantsCSV writes tenants.csv.
func WriteTenantsCSV(w io.Writer, r *Results) error {
	c := newCSV(w)
	c.header(tenantsTable.Columns, r.Timeline.Resources)
	for i := range r.Summary.Tenants {
		c.tenant(&r.Summary.Tenants[i], r.Timeline.Resources)
	}
	return c.close()
}

func (c *csv) tenant(t *schema.Tenant, resources []string) {
	c.text(t.Name)
	c.text(t.Role)
	c.float(t.Weight)
	if t.DominantResource != nil {
		c.text(*t.DominantResource)
	} else {
		c.cell()
	}
	c.maybe(t.DominantShare.Mean)
	c.float(t.DominantShare.Final)
	c.maybe(t.OfferedShare.Mean)
	k, a := &t.Tasks, &t.Attempts
	c.ints(k.Submitted, k.Finished, k.Failed, k.Killed, k.Impossible, k.Unfinished)
	c.ints(a.Launched, a.Running, a.Finished, a.Failed, a.Killed, a.Lost)
	c.ints(t.Jobs.Submitted, t.Jobs.Finished)
	c.float(t.Work.Useful)
	c.float(t.Work.Lost)
	c.times(&t.WaitSeconds)
	c.times(&t.JobSeconds)
	c.quantiles(&t.Slowdown)
	c.ints(t.Offers.Sent, t.Offers.Accepted, t.Offers.Declined, t.Offers.Rescinded)
	for _, r := range resources {
		c.float(t.Allocated.Final[r])
	}
	c.end()
}

func (c *csv) times(s *schema.Stats) {
	c.ints(s.Count, s.Censored)
	c.quantiles(s)
}

func (c *csv) quantiles(s *schema.Stats) {
	for _, x := range []*float64{s.Mean, s.P50, s.P95, s.P99, s.Max} {
		c.maybe(x)
	}
}

func (c *csv) ints(xs ...int64) {
	for _, x := range xs {
		c.int(x)
	}
}
