import { resolve } from 'node:path';

import { packService } from '../lib/pack-service.mjs';

/** @param {string[]} args the folder for the tarball, whose path is printed; by default the current one */
export default async function pack([folder = '.']) {
	console.log(await packService(resolve(folder)));
}
