const OWN = '*.facebook.com *.fbcdn.net';

const DIRECTIVES: readonly string[] = [
  `default-src blob: 'self' https://*.fbsbx.com ${OWN}`,
  `style-src ${OWN} data: 'unsafe-inline' fonts.googleapis.com`,
  `connect-src ${OWN} facebook.com wss://*.facebook.com:* wss://*.fbcdn.net ws://localhost:* http://localhost:3103 blob: *.cdninstagram.com 'self'`,
  `font-src data: ${OWN}`,
  `img-src ${OWN} data: blob: https://*.fbsbx.com facebook.com *.cdninstagram.com`,
  `media-src ${OWN} *.fbsbx.com blob: data: *.cdninstagram.com`,
  `frame-src ${OWN} *.fbsbx.com fbsbx.com data: www.instagram.com *.instagram.com *.google.com`,
  `worker-src blob: *.facebook.com/static_resources/webworker/ *.facebook.com/sw`,
  'block-all-mixed-content',
  'upgrade-insecure-requests',
];

/**
 * The security headers of a logged-in page as seen in 2025: scripts by nonce, inline styles allowed, loopback only where
 * Facebook itself has it.
 * @param nonce of this answer's script elements
 * @param coep whether `Cross-Origin-Embedder-Policy: require-corp` is sent, as some of Facebook's pages do
 */
export function securityHeaders(nonce: string, coep: boolean): Record<string, string> {
  const script = `script-src 'nonce-${nonce}' ${OWN} 'self' blob: data: 'wasm-unsafe-eval' 127.0.0.1:* connect.facebook.net`;
  return {
    'content-security-policy': `${[DIRECTIVES[0], script, ...DIRECTIVES.slice(1)].join(';')};`,
    'document-policy': 'force-load-at-top',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin-allow-popups',
    'cache-control': 'private, no-cache, no-store, must-revalidate',
    ...(coep ? { 'cross-origin-embedder-policy': 'require-corp' } : {}),
  };
}
