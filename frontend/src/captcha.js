// The captcha of the consent page: ALTCHA's proof of work, served from here, under `default-src 'self'`.
//
// "altcha/external" brings neither styles nor workers of its own: the styles are captcha.css, and each worker is a
// file beside this one whose hashed name the build fills in.
import "altcha/external";
import "altcha/i18n/sv";

const worker = (name) => () => new Worker(new URL(name, import.meta.url));

for (const bits of [256, 384, 512]) {
  globalThis.$altcha.algorithms.set(`PBKDF2/SHA-${bits}`, worker(WORKER_PBKDF2));
  globalThis.$altcha.algorithms.set(`SHA-${bits}`, worker(WORKER_SHA));
}
