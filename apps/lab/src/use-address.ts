import { useSyncExternalStore } from 'react';

/** What the address of the page says: a stored run that is shown, and two that are compared. */
export interface Address {
  run: string | undefined;
  a: string | undefined;
  b: string | undefined;
}

const listeners = new Set<() => void>();

/** The address, and how to change a part of it; what becomes undefined is left out of it. */
export function useAddress(): [Address, (part: Partial<Address>) => void] {
  const query = useSyncExternalStore(subscribe, () => location.search);
  return [addressOf(query), changeAddress];
}

export function addressOf(query: string): Address {
  const parameters = new URLSearchParams(query);
  const of = (name: keyof Address) => parameters.get(name) ?? undefined;
  return { run: of('run'), a: of('a'), b: of('b') };
}

/** The query of an address; empty when it says nothing. */
export function queryOf(address: Partial<Address>): string {
  const said = Object.entries(address).filter(([, value]) => value !== undefined);
  return said.length === 0 ? '' : `?${new URLSearchParams(said as [string, string][])}`;
}

function changeAddress(part: Partial<Address>): void {
  const query = queryOf({ ...addressOf(location.search), ...part });
  if (query === location.search) return;
  history.pushState(null, '', `${location.pathname}${query}`);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}
