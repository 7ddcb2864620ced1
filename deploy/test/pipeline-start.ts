/** How a pipeline starts. */
export interface Start {
  event: 'push' | 'merge request' | 'schedule' | 'by hand';
  branch?: string;
  tag?: string;
  /** GitLab says so of the branch or the tag; GitHub does not. */
  isProtected?: boolean;
  /** Every setting of docs/releasing.md is made, or none. */
  isConfigured: boolean;
}

const main = { branch: 'main', isProtected: true };
const tag = { tag: '0.1.0', isProtected: true };

/** A stranger's: a fork, where nothing was set up, and what is sent to us from there. */
export const STRANGERS: Readonly<Record<string, Start>> = {
  'the main branch of a fork': { event: 'push', ...main, isConfigured: false },
  'a tag of a fork': { event: 'push', ...tag, isConfigured: false },
  'a merge request': { event: 'merge request', branch: 'change', isConfigured: true },
};

/** Ours. */
export const OURS = {
  main: { event: 'push', ...main, isConfigured: true },
  tag: { event: 'push', ...tag, isConfigured: true },
  night: { event: 'schedule', ...main, isConfigured: true },
  branchByHand: { event: 'by hand', branch: 'change', isConfigured: true },
} satisfies Record<string, Start>;
