// Loaded into a service before it starts: says on stderr, when it ends, which modules it has loaded.
import { registerHooks } from 'node:module';

const urls = [];
registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) urls.push(url);
    return next(url, context);
  },
});
process.on('exit', () => console.log(JSON.stringify({ level: 'info', msg: 'modules', urls })));
