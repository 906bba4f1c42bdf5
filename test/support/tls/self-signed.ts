import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const pem = (name: string) => readFileSync(join(__dirname, name), 'utf8');

/** A certificate for 127.0.0.1 of an authority that no machine knows. */
export const selfSigned = { key: pem('key.pem'), cert: pem('certificate.pem') };
