import { m } from '../app/texts.ts';

const WORDS: Readonly<Record<string, () => string>> = {
  signIn: () => m.team_did_sign_in(),
  signInByPasskey: () => m.team_did_sign_in_passkey(),
  verifyTotp: () => m.team_did_code(),
  verifyBackupCode: () => m.team_did_backup_code(),
  beginTwoFactor: () => m.team_did_begin_factor(),
  disableTwoFactor: () => m.team_did_disable_factor(),
  renewBackupCodes: () => m.team_did_renew_codes(),
  changePassword: () => m.team_did_change_password(),
  addPasskey: () => m.team_did_add_passkey(),
  removeMyPasskey: () => m.team_did_remove_passkey(),
  changeMe: () => m.team_did_change_me(),
  endMySession: () => m.team_did_end_session(),
  endMyOtherSessions: () => m.team_did_end_session(),
  endSession: () => m.team_did_end_session(),
  endSessions: () => m.team_did_end_session(),
  setUpFirstOwner: () => m.team_did_first_owner(),
  acceptInvitation: () => m.team_did_accept(),
  setNewPassword: () => m.team_did_set_password(),
  changeMember: () => m.team_did_change_member(),
  removeMember: () => m.team_did_remove_member(),
  createPasswordLink: () => m.team_did_password_link(),
  createInvitation: () => m.team_did_invite(),
  renewInvitation: () => m.team_did_renew_invitation(),
  withdrawInvitation: () => m.team_did_withdraw(),
  createApiKey: () => m.team_did_make_key(),
  revokeApiKey: () => m.team_did_revoke_key(),
};

/** What an operation does, in words; those of other areas by their names, such as `pauseEvent`: pause event. */
export function wordsOfAction(action: string): string {
  const words = WORDS[action]?.();
  if (words !== undefined) return words;
  const spaced = action.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
