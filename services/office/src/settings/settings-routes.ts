import { settingsOperations } from '@onsale/contracts';
import type { HttpServer } from '@onsale/service';
import { requireRevision, showRevision } from '../access/if-match.ts';
import { route } from '../access/route.ts';
import type { OfficeParts } from '../app.ts';
import { getSeller, listTermsVersions, replaceSeller } from './edit-seller.ts';
import { getSettings, replaceSettings } from './edit-settings.ts';

/** The settings of the shop and of the office. */
export function registerSettingsRoutes(scope: HttpServer, parts: OfficeParts): void {
  const operations = settingsOperations;

  route(scope, parts, operations.getOfficeSeller, async ({ reply }) => {
    const seller = await getSeller(parts);
    showRevision(reply, seller.revision);
    return seller;
  });
  route(scope, parts, operations.replaceSeller, async ({ body, reply, ...editor }) => {
    const revision = requireRevision(editor.headers);
    const seller = await replaceSeller(parts, editor, { revision, input: body });
    showRevision(reply, seller.revision);
    return seller;
  });
  route(scope, parts, operations.listTermsVersions, async () => await listTermsVersions(parts));
  route(scope, parts, operations.getSettings, async ({ reply }) => {
    const settings = await getSettings(parts);
    showRevision(reply, settings.revision);
    return settings;
  });
  route(scope, parts, operations.replaceSettings, async ({ body, reply, ...editor }) => {
    const revision = requireRevision(editor.headers);
    const settings = await replaceSettings(parts, editor, { revision, input: body });
    showRevision(reply, settings.revision);
    return settings;
  });
}
