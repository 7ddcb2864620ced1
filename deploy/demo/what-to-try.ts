/** What the demo prints at its end; `select` has the arguments that make kubectl take the cluster, if any. */
export function whatToTry(
  shop: string | undefined,
  { select, remove }: { select: string; remove: string },
): string {
  const kubectl = `kubectl${select} -n webapp-mq`;
  const address = shop ?? 'http://localhost:8080';
  const forward =
    shop === undefined
      ? [`First, in a terminal of its own:\n  ${kubectl} port-forward service/frontend 8080\n`]
      : [];
  return `
Onsale is ready.

${forward.join('')}  the shop        ${address}
  the laboratory  ${address}/lab

Watch it scale: press "Watch it scale" in the laboratory, and follow it here too.
  ${kubectl} get hpa,pods --watch

Kill a pod while it sells, even Redis: no order is lost.
  ${kubectl} delete pod -l app.kubernetes.io/name=gateway
  ${kubectl} delete pod redis-0

Delete everything that runs, and deploy it again: every order is still there.
  ${kubectl} delete all --all
  kubectl${select} apply -k deploy/overlays/local

Count every order.
  deploy/scripts/admin.sh audit

All this and more, with a report: npm run k8s:e2e
Remove it: ${remove}
`;
}
