const TIMEOUT_MS = 5000;

/** Gives back the key of the office that a rehearsal was played with; otherwise it expires. Never throws. */
export async function revokeKey(
  office: { url: string; apiKey: string } | undefined,
): Promise<void> {
  if (office === undefined) return;
  await fetch(`${office.url}/v1/api-keys/self`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${office.apiKey}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => undefined);
}
