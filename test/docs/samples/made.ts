import type { IDataObject } from 'n8n-workflow';

import type { Output } from '../../../tagging/items';
import { serviceCredentials, type RunningService } from '../../support/service';
import { coffee, partyGif, type Rig } from './rig';

/** Makes for real what a page shows. */
export type Maker = (rig: Rig, service: RunningService) => Promise<unknown>;

const oneOf = (count: number, items: IDataObject[] = [], at = 0): IDataObject | undefined => {
	if (items.length !== count) throw new Error(`${items.length} items, not ${count}`);
	return items[at];
};

/** Which of how many items the page says that it shows; API V2 without options. */
export const item =
	(output: Output, language: 'en' | 'zh', count = 1, at = 0): Maker =>
	async (rig, { url }) => {
		const [items] = await rig.run(serviceCredentials(url).accessKey, { output, language });
		return oneOf(count, items, at);
	};

/** The item of an image that fails beside one that does not, which both settings of "continue" give. */
export const failure: Maker = async (rig, { url }) => {
	const run = (onError: 'continueRegularOutput' | 'continueErrorOutput') =>
		rig.run(serviceCredentials(url).accessKey, { output: 'images' }, [coffee(), partyGif()], {
			onError,
		});
	const [all] = await run('continueRegularOutput');
	const [good, failed] = await run('continueErrorOutput');
	oneOf(1, good);
	const item = oneOf(1, failed);
	expect(all?.[1]).toEqual(item);
	return item;
};

/** The service's only line on standard output. */
export const firstLine: Maker = (_rig, service) =>
	Promise.resolve(JSON.parse(service.stdout()) as unknown);

/** What a request for a token with a wrong password is answered. */
export const wrongPassword: Maker = async (_rig, { url }) => {
	const user = { name: 'demo', password: 'wrong', domain: { name: 'demo' } };
	const identity = { methods: ['password'], password: { user } };
	const answer = await fetch(`${url}/v3/auth/tokens`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', 'X-Request-Id': 'nightly-run-12' },
		body: JSON.stringify({ auth: { identity } }),
	});
	return (await answer.json()) as unknown;
};
