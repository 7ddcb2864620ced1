import '@onsale/ui/styles/tokens.css';
import '@onsale/ui/styles/page.css';
import { createRoot } from 'react-dom/client';
import { App } from '../../src/app/App.tsx';
import type { DeviceParts } from '../../src/app/device-parts.ts';
import type { CameraProblem } from '../../src/camera/camera.ts';
import { restoreLanguage } from '../../src/app/language.ts';
import { SHEETS } from '../../src/app/use-sheet.ts';
import { inventedSession } from './invented-session.ts';

// The app as it is, on a session that is invented: `?state=offline&answer=welcome&sheet=log&camera=insecure`.

const query = new URLSearchParams(location.search);
const sheet = SHEETS.find((each) => each === query.get('sheet'));
history.replaceState(sheet === undefined ? null : { sheet }, '');

const problem = query.get('camera') as CameraProblem | null;
const parts: DeviceParts = {
  version: '1.9.0',
  listenToScanner: () => () => undefined,
  startCamera: (video, options) => {
    const read = () => options.onCode('code');
    addEventListener('read-code', read);
    if (problem === null) {
      showSomething(video);
      options.onState?.({ isRunning: true, torch: 'off', canSwitch: true, facing: 'environment' });
    } else options.onProblem(problem);
    return {
      stop: () => removeEventListener('read-code', read),
      torch: async (on) => {
        options.onState?.({
          ...{ isRunning: true, torch: on ? 'on' : 'off' },
          ...{ canSwitch: true, facing: 'environment' },
        });
        await Promise.resolve();
      },
      switchCamera: async () => undefined,
      retry: async () => undefined,
    };
  },
};

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no place to draw in');
await restoreLanguage();
createRoot(root).render(<App session={inventedSession(query)} parts={parts} />);

// A hand that holds out a phone, more or less: what is over the picture has to be seen on light and on dark.
function showSomething(video: HTMLVideoElement): void {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: 480, height: 640 });
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  const light = pen.createLinearGradient(0, 0, 480, 640);
  light.addColorStop(0, '#d8dfe6');
  light.addColorStop(1, '#3a3128');
  pen.fillStyle = light;
  pen.fillRect(0, 0, 480, 640);
  pen.fillStyle = '#111';
  pen.fillRect(130, 150, 220, 400);
  pen.fillStyle = '#fff';
  pen.fillRect(142, 170, 196, 350);
  pen.fillStyle = '#000';
  for (let i = 0; i < 21 * 21; i++) {
    if ((i * 7919) % 13 < 6)
      pen.fillRect(160 + (i % 21) * 7.6, 240 + Math.floor(i / 21) * 7.6, 7.6, 7.6);
  }
  video.srcObject = canvas.captureStream(5);
  void video.play();
}
