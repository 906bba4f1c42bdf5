import { readFileSync } from 'node:fs';

/** What the bundler puts in place of the import: the bytes of libjpeg-turbo. */
export default readFileSync(require.resolve('@cwasm/jpeg-turbo/jpeg-turbo.wasm'));
