import { PASSWORD_LENGTH } from './password-length.ts';
import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { m } from '../app/texts.ts';

/** A password that is chosen now. */
export function NewPasswordField(props: PasswordInputProps) {
  return (
    <PasswordInput
      label={m.team_new_password()}
      description={m.team_new_password_about({ least: PASSWORD_LENGTH.min })}
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': m.team_password_show() }}
      {...props}
    />
  );
}

/** Why a password can't be taken; null when it can. */
export function problemOfPassword(password: string): string | null {
  const { min, max } = PASSWORD_LENGTH;
  return password.length >= min && password.length <= max
    ? null
    : m.team_new_password_about({ least: min });
}
