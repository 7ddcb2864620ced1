import { Container } from '@mantine/core';
import { ComingPage } from '../app/ComingPage.tsx';

export function SignInPage() {
  return (
    <Container size="xs" py="xl">
      <ComingPage title="Sign in" />
    </Container>
  );
}
