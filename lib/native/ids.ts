/** Who the extension is and what the helper is called: the build writes them into the manifest, the installer into host manifests. */

/** Public key (base64 SPKI, RSA-2048) that fixes the extension's id in Chromium: `key` of its manifest. Its private half was thrown away. */
export const CHROMIUM_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAy2EwTos6QqDIZ8R+6iDYfq8l8BScv2ghkCoZ1fgF4uDPjIvJ+VBVBcgDST88EDWzQ62Y7XXbypaKqiG4rG/EJrXpxUEBbcsELWkgPQotXktp0iCxOIZvJro+Zn6NBXBzpcLmg7IoXRKDD2q64ctyW/IkZQ1wza+F1TKe6yFZHgU7/Qu1OrQTq31ZBtyO+43xEqRDMC2Hw/JO/f7dn+K3TsWQ1dPbIgoY2j6ypT4tX7fG2ebCkjhNy2b90GR6gXraRIRUSmjGN+ioeruqbPzRHh19gMI0bmP3g+tc/knqSUfj4t53g+XdzlldHKcVWEtglUCsz1AOQMheuQrbBcTzZQIDAQAB';

/** Id of the extension in Chromium: the first 128 bits of SHA-256 of the key, in letters a to p. */
export const CHROMIUM_ID = 'gmapmebjjpmmcaegogigamjmbnmaoebi';

/** Id of the add-on in Firefox: `browser_specific_settings.gecko.id`. */
export const FIREFOX_ID = 'peerwall@peerwall.example';

/** Name of the native host, and of its manifest file. */
export const HOST_NAME = 'org.peerwall.helper';
