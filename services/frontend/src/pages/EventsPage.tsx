/** `/`: everything that tickets are sold for. */
export function EventsPage() {
  return <main>Events</main>;
}
