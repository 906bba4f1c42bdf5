import { createHash, randomBytes } from 'node:crypto';

import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core';
import { HcClient } from '@huaweicloud/huaweicloud-sdk-core/HcClient';
import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner';
import { DefaultHttpClient } from '@huaweicloud/huaweicloud-sdk-core/http/DefaultHttpClient';

import { authenticate } from '../../../huawei-cloud/authenticate';
import { requestBody } from '../../../tagging/request-body';
import { inChild } from '../children';
import { credentialFor } from '../rig';
import { atLeast, atMost, compare, median, times, type Row } from '../row';

const KIB = 1024;
const SIZES = [
	{ name: '768 KiB', bytes: 768 * KIB, repeats: 20 },
	{ name: '7.5 MiB', bytes: 7.5 * KIB * KIB, repeats: 3 },
];
const ROUNDS = 15;

const endpoint = 'http://127.0.0.1:8089';
const url = `${endpoint}/v2/0d3c5a7e9b1f4e2c8a6d0f1e2b3c4d5e/image/tagging`;
const credential = credentialFor(endpoint);
const headers = { 'content-type': 'application/json' };

const floor = (image: Buffer): unknown =>
	createHash('sha256').update(image.toString('base64'), 'latin1').digest('hex');

const ours = async (image: Buffer): Promise<unknown> => {
	const body = requestBody({ image }, { language: 'en' });
	return await authenticate(credential, { method: 'POST', url, headers, body });
};

const official = new BasicCredentials()
	.withAk(credential.accessKeyId)
	.withSk(credential.secretAccessKey)
	.withProjectId(credential.projectId);

/** The official client whole, up to the bytes that it would send. */
const adapter = async (config: object) => ({ data: {}, status: 200, headers: {}, config });
const client = new HcClient(
	new DefaultHttpClient({ axiosRequestConfig: { adapter } } as never, [endpoint]),
)
	.withEndpoints([endpoint])
	.withCredential(official);

const sdkClient = async (image: Buffer): Promise<unknown> =>
	await client.sendRequest({
		url: new URL(url).pathname,
		method: 'POST',
		pathParams: {},
		queryParams: {},
		headers: {},
		data: { image: image.toString('base64'), language: 'en' },
	} as never);

/** The official signer makes text of the body to hash it; sending makes it once more. */
const sdkSigner = (image: Buffer): unknown => {
	const data = { image: image.toString('base64'), language: 'en' };
	const request = { method: 'POST', endpoint: url, headers: { ...headers }, data, queryParams: {} };
	const signed = AKSKSigner.sign(request as never, official as never);
	return [signed, Buffer.from(JSON.stringify(data))];
};

/** Microseconds of processor time that a repetition takes. */
async function processorTime(
	work: (image: Buffer) => unknown,
	image: Buffer,
	repeats: number,
): Promise<number> {
	globalThis.gc?.();
	const before = process.cpuUsage();
	for (let i = 0; i < repeats; i++) await work(image);
	const { user, system } = process.cpuUsage(before);
	return (user + system) / repeats;
}

/** From an image's bytes to a request that is ready to be sent. */
export async function measureSigning(): Promise<Row[]> {
	const rows: Row[] = [];
	for (const { name, bytes, repeats } of SIZES) {
		const image = randomBytes(bytes);
		const overFloor: number[] = [];
		const overSigner: number[] = [];
		const overClient: number[] = [];
		// The first round warms up.
		for (let round = 0; round <= ROUNDS; round++) {
			const own = await processorTime(ours, image, repeats);
			const least = await processorTime(floor, image, repeats);
			const signer = await processorTime(sdkSigner, image, repeats);
			const whole = await processorTime(sdkClient, image, repeats);
			if (round === 0) continue;
			overFloor.push(own / least);
			overSigner.push(signer / own);
			overClient.push(whole / own);
		}
		rows.push(
			atMost(`${name}: processor time over bare base64 and SHA-256`, median(overFloor), 1.3),
			atLeast(`${name}: the official SDK's signer and JSON, over ours`, median(overSigner), 8),
			compare(`${name}: the official SDK's client, over ours`, times(median(overClient))),
		);
	}
	return rows;
}

export const signing = async (): Promise<Row[]> => await inChild('signing', {});
