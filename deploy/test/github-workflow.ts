import { runInNewContext } from 'node:vm';
import { parse } from 'yaml';
import { readText } from '../../test/project-files.ts';
import type { Start } from './pipeline-start.ts';

/** A job of GitHub's workflow, as far as we read it. */
export interface Job {
  if?: string;
  needs?: string | string[];
  permissions?: Record<string, string>;
  environment?: string | { name: string };
  strategy?: { matrix: Record<string, string[]> };
  steps: { uses?: string; run?: string; if?: string; env?: Record<string, string> }[];
}

export interface Workflow {
  on: string | Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}

export function readWorkflow(name: string): Workflow {
  return parse(readText(`.github/workflows/${name}`)) as Workflow;
}

/** The jobs that a workflow of GitHub runs if all of them pass. */
export function githubJobs({ jobs }: Workflow, start: Start): string[] {
  const context = githubContext(start);
  const runs = new Map<string, boolean>();
  const isRun = (name: string): boolean => {
    const known = runs.get(name);
    if (known !== undefined) return known;
    const job = jobs[name];
    if (job === undefined) throw new Error(`there is no job ${name}`);
    // An expression of GitHub's that has no call in it is one of JavaScript, too.
    const condition = job.if ?? 'true';
    const result = needsOf(job).every(isRun) && Boolean(runInNewContext(condition, context));
    runs.set(name, result);
    return result;
  };
  return Object.keys(jobs).filter(isRun);
}

/** The jobs that must have passed before this one, directly or not. */
export function allNeeds(jobs: Record<string, Job>, name: string): string[] {
  const direct = needsOf(jobs[name]);
  return [...new Set(direct.flatMap((need) => [need, ...allNeeds(jobs, need)]))];
}

function needsOf(job: Job | undefined): string[] {
  return job?.needs === undefined ? [] : [job.needs].flat();
}

function githubContext({ event, branch, tag, isConfigured }: Start): object {
  const ref = { push: '', 'merge request': 'refs/pull/7/merge', schedule: '', 'by hand': '' }[
    event
  ];
  const vars = {
    IMAGE_REPOSITORY: 'ghcr.io/example/onsale',
    PRODUCTION_URL: 'https://example.com',
  };
  return {
    github: {
      event_name: {
        push: 'push',
        'merge request': 'pull_request',
        schedule: 'schedule',
        'by hand': 'workflow_dispatch',
      }[event],
      ref: ref || (tag === undefined ? `refs/heads/${branch}` : `refs/tags/${tag}`),
      ref_type: tag === undefined ? 'branch' : 'tag',
    },
    vars: isConfigured ? vars : { IMAGE_REPOSITORY: '', PRODUCTION_URL: '' },
  };
}
