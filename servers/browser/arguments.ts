import { userInfo } from 'node:os';

/** How a Chromium is to be started. */
export interface ChromiumOptions {
  /** Its profile's folder; made where it is not there. */
  profile: string;
  /** Folder of the built extension. */
  extension: string;
  /** The replica that stands for facebook.com; null: the real site, and the real internet. */
  replica: { port: number; spki: string } | null;
  headless: boolean;
  /** Pages to open; none: about:blank. */
  pages?: string[];
  /** Place and size of the window on the screen, px. */
  window?: { x?: number; y?: number; width: number; height: number };
}

// What a browser does behind its user's back: none of it belongs into a demo or a test.
const SILENT = [
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-client-side-phishing-detection',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-search-engine-choice-screen',
  '--disable-sync',
  '--metrics-recording-only',
  '--no-default-browser-check',
  '--no-first-run',
  '--no-pings',
  '--no-service-autorun',
  '--password-store=basic',
  '--use-mock-keychain',
  '--hide-crash-restore-bubble',
];

const OFF = [
  'DisableLoadExtensionCommandLineSwitch',
  'AutofillServerCommunication',
  'CertificateTransparencyComponentUpdater',
  'DialMediaRouteProvider',
  'MediaRouter',
  'OptimizationHints',
  'PasswordLeakDetection',
  'Translate',
];

// Two windows side by side hide each other's parts; both are to go on as if in front.
const AWAKE = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

/** The command line for these options. */
export function argumentsFor(options: ChromiumOptions): string[] {
  const { profile, extension, replica, headless, pages = ['about:blank'], window } = options;
  return [
    `--user-data-dir=${profile}`,
    `--disable-extensions-except=${extension}`,
    `--load-extension=${extension}`,
    `--disable-features=${OFF.join(',')}`,
    '--remote-debugging-port=0',
    '--remote-debugging-pipe',
    ...SILENT,
    ...AWAKE,
    ...(replica === null ? [] : only(replica)),
    // root has no user namespace to put a sandbox into
    ...(process.platform === 'linux' && userInfo().uid === 0 ? ['--no-sandbox'] : []),
    // without --test-type each window would warn of the switches above
    ...(headless ? ['--headless=new', '--hide-scrollbars'] : ['--test-type']),
    ...(window === undefined ? [] : [`--window-size=${window.width},${window.height}`]),
    ...(window?.x === undefined ? [] : [`--window-position=${window.x},${window.y ?? 0}`]),
    ...pages,
  ];
}

/** Facebook is the replica, this machine is itself, and nothing else exists. */
function only({ port, spki }: { port: number; spki: string }): string[] {
  const rules = [
    `MAP *.facebook.com 127.0.0.1:${port}`,
    'EXCLUDE 127.0.0.1',
    'EXCLUDE localhost',
    'MAP * ~NOTFOUND',
  ];
  return [`--host-resolver-rules=${rules.join(',')}`, `--ignore-certificate-errors-spki-list=${spki}`];
}
