import { setTimeout as sleep } from 'node:timers/promises';

import { call, type Answer } from './call';
import type { Tally } from './tally';

export interface HonestAccount {
	name: string;
	projects: { id: string; name: string }[];
	users: { name: string; password: string }[];
}

/** An account that clients use as they should. */
export const honestAccount = (name: string): HonestAccount => ({
	name,
	projects: [{ id: `${name}-project`, name: `${name}-1` }],
	users: [{ name: 'user', password: `${name}-password` }],
});

function askForToken(base: string, account: HonestAccount, from: string): Promise<Answer> {
	const [{ name, password } = { name: '', password: '' }] = account.users;
	const user = { name, password, domain: { name: account.name } };
	const scope = { project: { name: account.projects[0]?.name } };
	const identity = { methods: ['password'], password: { user } };
	return call(base, {
		method: 'POST',
		path: '/v3/auth/tokens?nocatalog=true',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ auth: { identity, scope } }),
		from,
	});
}

/** What the service answers to the account's first user who asks for a token; 0 without an answer. */
export const tokenStatus = async (base: string, account: HonestAccount, from: string) =>
	await askForToken(base, account, from).then(
		({ status }) => status,
		() => 0,
	);

/** A token of the account's first user. @throws {Error} when it gets none */
export async function tokenOf(base: string, account: HonestAccount, from: string): Promise<string> {
	const { status, headers } = await askForToken(base, account, from);
	if (status !== 201) throw new Error(`no token: ${status}`);
	return String(headers['x-subject-token']);
}

export interface Photo {
	body: string;
	/** What the service says of it when it has nothing else to do. */
	tags: string;
}

/** What comes of one photo: its tags as ever, or to come again later. Everything else is a fault. */
export async function tagOnce(
	base: string,
	token: string,
	photo: Pick<Photo, 'body'>,
	from: string,
): Promise<{ outcome: string; tags?: string; fault?: string }> {
	try {
		const { status, headers, text } = await call(base, {
			method: 'POST',
			path: '/v1.0/image/tagging',
			headers: { 'content-type': 'application/json', 'x-auth-token': token },
			body: photo.body,
			from,
		});
		const outcome = String(status);
		if (status === 200) {
			return { outcome, tags: JSON.stringify((JSON.parse(text) as { result: unknown }).result) };
		}
		const isToComeAgain = [429, 503].includes(status) && Number(headers['retry-after']) >= 0;
		return isToComeAgain ? { outcome } : { outcome, fault: text };
	} catch (error) {
		return { outcome: 'lost', fault: error instanceof Error ? error.message : String(error) };
	}
}

export interface Load {
	base: string;
	account: HonestAccount;
	token: string;
	from: string;
	photos: Photo[];
	perSecond: number;
	/** Until it aborts; failures from then on are the stop's. */
	stop: AbortSignal;
	tally: Tally;
}

/** Photos that come at a rate, whether earlier ones are answered or not. */
export async function keepTagging(load: Load): Promise<void> {
	const { base, account, token, from, photos, perSecond, stop, tally } = load;
	const open: Promise<void>[] = [];
	const start = performance.now();
	for (let sent = 0; !stop.aborted; ) {
		const due = ((performance.now() - start) / 1000) * perSecond;
		for (; sent < due; sent++) {
			const photo = photos[sent % photos.length] as Photo;
			open.push(
				tagOnce(base, token, photo, from).then(({ outcome, tags, fault }) => {
					if (fault !== undefined) {
						if (!stop.aborted) tally.fault(account.name, `${outcome}: ${fault}`);
					} else if (tags !== undefined && tags !== photo.tags) {
						tally.fault(account.name, `other tags than alone: ${tags}`);
					} else tally.count(account.name, outcome);
				}),
			);
		}
		if (open.length > 1_000) await Promise.all(open.splice(0, open.length - 500));
		await sleep(20);
	}
	await Promise.all(open);
}
