/** Every address that leads nowhere. */
export function NotFoundPage() {
  return <main>There is nothing here.</main>;
}
