import { Resolver } from 'node:dns/promises';

/** What is asked of DNS. Each answers [] when there is nothing, and rejects when DNS does not answer. */
export interface Dns {
  txt(name: string): Promise<string[]>;
  mx(name: string): Promise<string[]>;
  /** Addresses, of both kinds. */
  addresses(name: string): Promise<string[]>;
}

const TIMEOUT_MS = 3000;
const TRIES = 2;

/** Asks these name servers, or those of the machine. */
export function openDns(servers: readonly string[]): Dns {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  if (servers.length > 0) resolver.setServers([...servers]);
  return {
    // A long record comes in pieces.
    txt: async (name) =>
      (await orNothing(resolver.resolveTxt(name))).map((parts) => parts.join('')),
    mx: async (name) => (await orNothing(resolver.resolveMx(name))).map(({ exchange }) => exchange),
    addresses: async (name) => {
      const both = [orNothing(resolver.resolve4(name)), orNothing(resolver.resolve6(name))];
      return (await Promise.all(both)).flat();
    },
  };
}

async function orNothing<Item>(answer: Promise<Item[]>): Promise<Item[]> {
  try {
    return await answer;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ENOTFOUND' || code === 'ENODATA') return [];
    throw error;
  }
}
