import { defineBackground } from 'wxt/utils/define-background';
import { webext } from '../../lib/webext.ts';
import { startBackground } from './start.ts';

export default defineBackground({
  type: 'module',
  main() {
    startBackground(webext);
  },
});
