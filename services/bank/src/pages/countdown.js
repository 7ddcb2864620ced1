// Counts down by the time since the page came, so that the reader's clock does not matter.
const timer = document.querySelector('[data-ends-in-ms]');
const endMs = performance.now() + Number(timer.dataset.endsInMs);
const show = () => {
  const leftS = Math.max(0, Math.ceil((endMs - performance.now()) / 1000));
  const minutes = Math.floor(leftS / 60);
  timer.textContent = `${minutes}:${String(leftS % 60).padStart(2, '0')}`;
  if (leftS === 0) location.reload();
};
setInterval(show, 1000);
show();
// A page that the browser kept may tell of what is over.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});
