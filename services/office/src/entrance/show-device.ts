import type { Device } from '@onsale/contracts';
import { given } from '@onsale/ledger';
import type { StoredDevice } from '@onsale/records';

/** A device as its team sees it. */
export function showDevice(device: StoredDevice): Device {
  const { version, clockOffMs, codeExpiresAt, signedInAt, revokedAt, lastSeenAt, listAt, ...rest } =
    device;
  return {
    ...rest,
    createdAt: rest.createdAt.toISOString(),
    ...given({ version, clockOffMs }),
    ...given({
      codeExpiresAt: codeExpiresAt?.toISOString(),
      signedInAt: signedInAt?.toISOString(),
      revokedAt: revokedAt?.toISOString(),
      lastSeenAt: lastSeenAt?.toISOString(),
      listAt: listAt?.toISOString(),
    }),
  };
}
