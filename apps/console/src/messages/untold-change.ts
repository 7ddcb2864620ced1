const PREFIX = 'untold-change:';

/** Keeps in this browser since which revision of an event its buyers were told nothing; an earlier one stays. */
export function keepUntold(eventId: string, revision: number): number {
  const since = keptUntold(eventId) ?? revision;
  try {
    localStorage.setItem(`${PREFIX}${eventId}`, String(since));
  } catch {
    // Forbidden or full: then it is offered once, when it was saved.
  }
  return since;
}

/** That revision; undefined when they know all that this browser has changed. */
export function keptUntold(eventId: string): number | undefined {
  try {
    const revision = Number(localStorage.getItem(`${PREFIX}${eventId}`));
    return Number.isInteger(revision) && revision > 0 ? revision : undefined;
  } catch {
    return undefined;
  }
}

/** They were told. */
export function forgetUntold(eventId: string): void {
  try {
    localStorage.removeItem(`${PREFIX}${eventId}`);
  } catch {
    // Then it was not kept either.
  }
}
