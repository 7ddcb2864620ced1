import { Outlet } from '@tanstack/react-router';

export function EventFrame() {
  return <Outlet />;
}
