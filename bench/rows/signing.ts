import { createHash, randomBytes } from 'node:crypto';

import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core';
import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner';

import { authenticate } from '../../huawei-cloud/request/authenticate';
import { BodyBuffers } from '../../tagging/body-buffers';
import { requestBody } from '../../tagging/request-body';
import { inChild } from '../children';
import { credentialFor } from '../rig';
import { atLeast, atMost, compare, median, times, type Row } from '../row';

const KIB = 1024;
const SIZES = [
	{ name: '768 KiB', bytes: 768 * KIB },
	{ name: '7.5 MiB', bytes: 7.5 * KIB * KIB },
];
const ROUNDS = 5;
/** Milliseconds that a way is repeated for, first unmeasured and then measured. */
const WARM_MS = 1_000;
const MEASURED_MS = 2_000;
/** So small that a second of it makes V8 compile the code, as the first some thousand images of a run do. */
const WARM_BYTES = 3 * KIB;
/** Multiple of 3; whole megabytes of text would cost more for their memory than the work itself. */
const PIECE_BYTES = 24 * KIB;

const endpoint = 'http://127.0.0.1:8089';
const url = `${endpoint}/v2/0d3c5a7e9b1f4e2c8a6d0f1e2b3c4d5e/image/tagging`;
const credential = credentialFor(endpoint);
const headers = { 'content-type': 'application/json' };

/** Nothing but base64 and SHA-256, piece by piece and without keeping anything. */
const floor = (image: Buffer): unknown => {
	const hash = createHash('sha256');
	for (let start = 0; start < image.length; start += PIECE_BYTES) {
		hash.update(image.toString('base64', start, start + PIECE_BYTES), 'latin1');
	}
	return hash.digest('hex');
};

const buffers = new BodyBuffers();

const ours = async (image: Buffer): Promise<unknown> => {
	const body = requestBody({ image }, { language: 'en' }, (bytes) => buffers.take(bytes));
	const signed = await authenticate(credential, { method: 'POST', url, headers, body });
	buffers.giveBack(body);
	return signed;
};

const official = new BasicCredentials()
	.withAk(credential.accessKeyId)
	.withSk(credential.secretAccessKey)
	.withProjectId(credential.projectId);

/** The official signer makes text of the body to hash it; sending makes it once more. */
const sdkSigner = (image: Buffer): unknown => {
	const data = { image: image.toString('base64'), language: 'en' };
	const request = { method: 'POST', endpoint: url, headers: { ...headers }, data, queryParams: {} };
	const signed = AKSKSigner.sign(request as never, official as never);
	return [signed, Buffer.from(JSON.stringify(data))];
};

const WAYS = { floor, ours, sdkSigner };

interface Measurement {
	way: keyof typeof WAYS;
	bytes: number;
}

async function repeatFor(milliseconds: number, work: () => unknown): Promise<number> {
	const end = performance.now() + milliseconds;
	let repeats = 0;
	for (; performance.now() < end; repeats++) await work();
	return repeats;
}

/** Microseconds of processor time that a repetition takes, once all is warm. */
export async function measureSigning({ way, bytes }: Measurement): Promise<number> {
	const image = randomBytes(bytes);
	const work = () => WAYS[way](image);
	const small = randomBytes(WARM_BYTES);
	await repeatFor(WARM_MS, () => WAYS[way](small));
	await repeatFor(WARM_MS, work);
	const before = process.cpuUsage();
	const repeats = await repeatFor(MEASURED_MS, work);
	const { user, system } = process.cpuUsage(before);
	return (user + system) / repeats;
}

/**
 * From an image's bytes to a request that is ready to be sent. Each way has a process of its own, so
 * that none has to clear up after another.
 */
export async function signing(): Promise<Row[]> {
	const rows: Row[] = [];
	for (const { name, bytes } of SIZES) {
		const rounds: Array<Record<keyof typeof WAYS, number>> = [];
		for (let round = 0; round < ROUNDS; round++) {
			const time = async (way: keyof typeof WAYS) =>
				await inChild<number>('signing', { way, bytes });
			rounds.push({
				floor: await time('floor'),
				ours: await time('ours'),
				sdkSigner: await time('sdkSigner'),
			});
		}
		const over = (way: keyof typeof WAYS, base: keyof typeof WAYS) =>
			median(rounds.map((times) => times[way] / times[base]));
		rows.push(
			atMost(`${name}: over bare base64 and SHA-256`, over('ours', 'floor'), 1.3),
			atLeast(
				`${name}: the official SDK's signer and JSON, over ours`,
				over('sdkSigner', 'ours'),
				8,
			),
			compare(
				`${name}: the official SDK's signer and JSON, over bare base64 and SHA-256`,
				times(over('sdkSigner', 'floor')),
			),
		);
	}
	return rows;
}
