import { defineConfig } from 'wxt';
import { FACEBOOK_PAGES } from './lib/messages/facebook.ts';
import { CHROMIUM_KEY, FIREFOX_ID } from './lib/native/ids.ts';

/** Doors of a network on this machine; another network's are asked for when joining. */
const LOCAL_DOORS = ['http://127.0.0.1/*', 'http://localhost/*'];

export default defineConfig({
  modules: ['@wxt-dev/module-svelte'],
  outDir: process.env.PEERWALL_OUT ?? '.output',
  publicDir: 'assets/public',
  imports: false,
  manifestVersion: 3,
  manifest: ({ browser }) => ({
    name: '__MSG_name__',
    description: '__MSG_description__',
    default_locale: 'en',
    permissions: [
      'alarms',
      'declarativeNetRequestWithHostAccess',
      'nativeMessaging',
      'storage',
      'unlimitedStorage',
      'webNavigation',
    ],
    host_permissions: [...FACEBOOK_PAGES, ...LOCAL_DOORS],
    optional_host_permissions: ['https://*/*'],
    // Without wasm-unsafe-eval libsodium is blocked in both browsers. Each page narrows this down for itself.
    content_security_policy: { extension_pages: "script-src 'self' 'wasm-unsafe-eval'; object-src 'none'" },
    web_accessible_resources: [
      {
        // In Chromium a frame within a frame of Facebook's page must be listed, too: pictures are decoded in it.
        resources: browser === 'firefox' ? ['frame.html'] : ['frame.html', 'decoder.html'],
        matches: FACEBOOK_PAGES,
        ...(browser === 'firefox' ? {} : { use_dynamic_url: true }),
      },
    ],
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: FIREFOX_ID,
              strict_min_version: '140.0',
              data_collection_permissions: { required: ['none'] },
            },
            gecko_android: { strict_min_version: '142.0' },
          },
        }
      : { key: CHROMIUM_KEY, minimum_chrome_version: '133' }),
  }),
});
