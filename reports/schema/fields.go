package schema

import "strings"

// Field says what a name of summary.json means.
type Field struct {
	Name    string // path; [] for each element, * for each key
	Unit    string // "" for names, counts without a unit and flags
	Meaning string
}

// Describe finds the field of a path. Roles have the fields of tenants, and what
// a tenant shares with the whole run is described once, for the whole run.
func Describe(path string) (Field, bool) {
	if rest, ok := strings.CutPrefix(path, ".roles[]"); ok {
		path = ".tenants[]" + rest
	}
	for {
		for _, f := range Fields {
			if f.Name == path {
				return f, true
			}
		}
		rest, ok := strings.CutPrefix(path, ".tenants[]")
		if !ok {
			return Field{}, false
		}
		path = rest
	}
}

// Fields are the names of summary.json, in their order there.
var Fields = []Field{
	{".scenario", "", "name of the scenario"},
	{".plane", "", "control plane"},
	{".policy", "", "allocation policy"},
	{".seed", "", "seed of all chance"},
	{".fingerprint", "", "engine version and hash of all records: equal for equal runs"},
	{".records", "records", "records of the run"},
	{".simulated_seconds", "s", "time at which the run ended"},
	{".ended_by", "", "until, drained or bound"},
	{".warnings[]", "", "what is odd about the run"},
	{".sources[].file", "", "trace file as the scenario names it"},
	{".sources[].format", "", "its format"},
	{".sources[].rows", "rows", "rows read, comments apart"},
	{".sources[].kept", "rows", "rows used as they are"},
	{".sources[].repaired", "rows", "rows used after a repair"},
	{".sources[].skipped", "rows", "rows not used"},
	{".sources[].reasons.*", "rows", "rows repaired or skipped for this reason"},
	{".cluster.nodes", "nodes", "nodes registered at the end"},
	{".cluster.total.*", "resource", "amount on the registered nodes at the end; resources that no node ever had are left out"},
	{".cluster.utilization.*", "0..1", "amount held by launched tasks over the amount there, integrated over [warmup, end]"},
	{".cluster.offered.*", "0..1", "likewise, amount held idle by outstanding offers"},
	{".tasks.submitted", "tasks", "sum of the five that follow; tasks of an unlimited job count when launched"},
	{".tasks.finished", "tasks", "tasks whose last attempt did its work"},
	{".tasks.failed", "tasks", "tasks whose last attempt failed by itself"},
	{".tasks.killed", "tasks", "tasks whose last attempt was ended by somebody"},
	{".tasks.impossible", "tasks", "tasks that fit no node they may use; an unlimited job counts as one"},
	{".tasks.unfinished", "tasks", "tasks that wait, run or were lost and not started again when the run ended"},
	{".attempts.launched", "attempts", "sum of the nine that follow"},
	{".attempts.running", "attempts", "alive when the run ended, start-up included"},
	{".attempts.finished", "attempts", "did their work"},
	{".attempts.failed", "attempts", "failed by themselves"},
	{".attempts.killed", "attempts", "ended by somebody"},
	{".attempts.lost", "attempts", "ended with their node or agent"},
	{".attempts.unreachable", "attempts", "out of reach when the run ended"},
	{".attempts.dropped", "attempts", "never reached an agent"},
	{".attempts.gone", "attempts", "on an agent that was marked gone"},
	{".attempts.error", "attempts", "refused as malformed"},
	{".jobs.submitted", "jobs", "jobs handed in"},
	{".jobs.finished", "jobs", "jobs all of whose tasks finished"},
	{".work.useful_cpu_seconds", "cpu s", "work of attempts that finished or still run; whole run"},
	{".work.lost_cpu_seconds", "cpu s", "work of attempts that ended without finishing; whole run"},
	{".work.duplicated_cpu_seconds", "cpu s", "work done a second time beside a first attempt that finished"},
	{".wait_seconds.count", "tasks", "tasks submitted in [warmup, end), of jobs that are possible and not unlimited"},
	{".wait_seconds.mean", "s", "time from submission to first running; of those not started, to the end of the run"},
	{".wait_seconds.p50", "s", "median, nearest rank"},
	{".wait_seconds.p95", "s", "95th percentile, nearest rank"},
	{".wait_seconds.p99", "s", "99th percentile, nearest rank; null if more than 1 % are censored"},
	{".wait_seconds.max", "s", "longest; null if more than 1 % are censored"},
	{".wait_seconds.censored", "tasks", "tasks in count that had not started by the end"},
	{".job_seconds.count", "jobs", "jobs submitted in [warmup, end) that are possible and not unlimited; one of tasks that run for ever stays unfinished"},
	{".job_seconds.mean", "s", "time from submission to the end of the last task; of unfinished jobs, to the end of the run"},
	{".job_seconds.p50", "s", "median, nearest rank"},
	{".job_seconds.p95", "s", "95th percentile, nearest rank"},
	{".job_seconds.p99", "s", "99th percentile, nearest rank; null if more than 1 % are censored"},
	{".job_seconds.max", "s", "longest; null if more than 1 % are censored"},
	{".job_seconds.censored", "jobs", "jobs in count that had not finished by the end"},
	{".slowdown.count", "jobs", "as .job_seconds.count"},
	{".slowdown.mean", "ratio", "time of a job over the time of its longest task, start-up included; finished jobs alone"},
	{".slowdown.p50", "ratio", "median of finished jobs, nearest rank"},
	{".slowdown.p95", "ratio", "95th percentile of finished jobs, nearest rank"},
	{".slowdown.p99", "ratio", "99th percentile of finished jobs; null if more than 1 % are censored"},
	{".slowdown.max", "ratio", "largest of finished jobs; null if more than 1 % are censored"},
	{".slowdown.censored", "jobs", "jobs in count that had not finished by the end"},
	{".wait_reasons.*", "task s", "time that tasks waited, by the last reason"},
	{".tenants[].name", "", "name of the tenant (of the role)"},
	{".tenants[].role", "", "its role (of a role: itself)"},
	{".tenants[].weight", "", "its weight"},
	{".tenants[].dominant_resource", "", "resource that made up most of the dominant share; null if nothing was held"},
	{".tenants[].dominant_share.mean", "0..1", "largest over resources of amount held by launched tasks / cluster total, not divided by weight; over [max(warmup, starts), end]"},
	{".tenants[].dominant_share.final", "0..1", "likewise, at the end"},
	{".tenants[].offered_share.mean", "0..1", "likewise, of what outstanding offers hold"},
	{".tenants[].allocated.final.*", "resource", "amount held by launched tasks at the end"},
	{".tenants[].offers.sent", "offers", "offers made; under one-task granting one for each launch"},
	{".tenants[].offers.accepted", "offers", "offers used, in whole or in part"},
	{".tenants[].offers.declined", "offers", "offers given back unused"},
	{".tenants[].offers.rescinded", "offers", "offers taken back by the plane"},
	{".fairness.jain.mean", "0..1", "Jain's index of dominant share / weight over the tenants that have started and for which something waited all through the bin; mean over the bins from warmup on; null without bins with two such tenants"},
	{".fairness.jain.min", "0..1", "least over bins"},
	{".fairness.jain.max", "0..1", "most over bins"},
	{".fairness.jain.bins", "bins", "how many those are"},
	{".fairness.envy.mean", "ratio", "how much more a tenant could run with another's allocation, most envious pair; mean over bins; not measured yet"},
	{".fairness.envy.min", "ratio", "least over bins"},
	{".fairness.envy.max", "ratio", "most over bins"},
	{".fairness.envy.bins", "bins", "how many those are"},
	{".fairness.sharing_incentive_deficit.mean", "0..1", "weight / sum of all tenants' weights, less dominant share, not below 0; of those tenants the one that lacks most; mean over bins; null without bins with one"},
	{".fairness.sharing_incentive_deficit.min", "0..1", "least over bins"},
	{".fairness.sharing_incentive_deficit.max", "0..1", "most over bins"},
	{".fairness.sharing_incentive_deficit.bins", "bins", "how many those are"},
	{".fairness.starvation_seconds.max", "s", "longest time after warmup and its start in which a tenant had something waiting and nothing launched"},
	{".faults[].kind", "", "kind of fault"},
	{".faults[].at_seconds", "s", "when it struck"},
	{".faults[].hit", "", "how many nodes, tasks or parties it hit"},
	{".faults[].recovered_after_seconds", "s", "until everything reachable was back; null if not by the end"},
	{".faults[].parts.*", "s", "time that this part of the recovery took"},
	{".mesos.elections", "elections", "leader elections"},
	{".mesos.allocation_runs", "runs", "allocation runs"},
	{".mesos.offers_outstanding_mean", "offers", "outstanding offers, mean over [warmup, end]"},
	{".expect[].assertion", "", "the expectation as written"},
	{".expect[].ok", "", "whether it holds"},
	{".expect[].got", "", "what its left side came to; null where that does not exist"},
}
