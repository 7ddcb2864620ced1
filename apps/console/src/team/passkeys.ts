import { officeApi } from '@onsale/api-client';

/** Whether this browser, on this page, can have passkeys: old ones and plain HTTP can't. */
export function canUsePasskeys(): boolean {
  return (
    typeof PublicKeyCredential === 'function' &&
    typeof PublicKeyCredential.parseCreationOptionsFromJSON === 'function'
  );
}

/** Signs in by a passkey that the member chooses; false when they would rather not. */
export async function signInByPasskey(): Promise<boolean> {
  const options = await officeApi.get('/auth/passkey/generate-authenticate-options');
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as never);
  const response = await credentialOf(() => navigator.credentials.get({ publicKey }));
  if (response === undefined) return false;
  await officeApi.post('/auth/passkey/verify-authentication', { body: { response } });
  return true;
}

/** Makes a passkey on this device; false when the member would rather not. */
export async function addPasskey(name: string): Promise<boolean> {
  const options = await officeApi.get('/auth/passkey/generate-register-options');
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as never);
  const response = await credentialOf(() => navigator.credentials.create({ publicKey }));
  if (response === undefined) return false;
  await officeApi.post('/auth/passkey/verify-registration', { body: { response, name } });
  return true;
}

async function credentialOf(
  ask: () => Promise<Credential | null>,
): Promise<Record<string, unknown> | undefined> {
  try {
    const credential = (await ask()) as PublicKeyCredential | null;
    return credential === null ? undefined : { ...credential.toJSON() };
  } catch (error) {
    // Closed, or too late; browsers don't tell which.
    if (error instanceof DOMException && error.name === 'NotAllowedError') return undefined;
    throw error;
  }
}
