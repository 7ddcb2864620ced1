/** `/lab`: the load laboratory. */
export function LabPage() {
  return <main>The laboratory</main>;
}
