import { randomBytes, randomInt } from 'node:crypto';
import { REHEARSAL_LIMITS, type RehearsalRequest, type RehearsalRun } from '@onsale/contracts';
import { createApiKey, revokeApiKey } from '@onsale/records';
import type { FastifyRequest } from 'fastify';
import type { Actor, Grant } from '../access/actor.ts';
import { logChange } from '../activity/log-change.ts';
import type { OfficeParts } from '../app.ts';
import { findEvent } from '../events/find-event.ts';
import type { GeneratorClient } from './generator-client.ts';

/** A sale is played for an hour at most, and then counted. The generator gives its key back before. */
const KEY_MS = 2 * 60 * 60 * 1000;

/**
 * Has the generator play a rehearsal. It gets a key that can do nothing but make and manage the one event of it, and
 * read the event that this is a copy of.
 */
export async function startRehearsal(
  { records, ledger }: Pick<OfficeParts, 'records' | 'ledger'>,
  asker: { actor: Actor; request: FastifyRequest },
  { generator, asked }: { generator: GeneratorClient; asked: RehearsalRequest },
): Promise<RehearsalRun> {
  const { eventId } = asked;
  if (eventId !== undefined) await findEvent(ledger(), eventId);
  const rehearsalId = `rehearsal-${randomBytes(5).toString('hex')}`;
  const plan = { ...asked, devices: 0, kills: false, seed: randomInt(REHEARSAL_LIMITS.seed) };
  const about = {
    ...{ action: 'startRehearsal', subject: `event:${rehearsalId}`, after: plan },
    ...(eventId === undefined ? {} : { eventId }),
  };
  const grants: Grant[] = [
    { role: 'manager', eventId: rehearsalId },
    ...(eventId === undefined ? [] : [{ role: 'viewer' as const, eventId }]),
  ];
  return await logChange(records, asker, about, async () => {
    const key = await createApiKey(records, {
      ...{ name: rehearsalId, createdBy: asker.actor.name, grants },
      expiresAt: new Date(Date.now() + asked.withinS * 1000 + KEY_MS),
    });
    try {
      return { result: await generator.start({ plan, apiKey: key.secret, rehearsalId }) };
    } catch (error) {
      await revokeApiKey(records, key.keyId);
      throw error;
    }
  });
}
