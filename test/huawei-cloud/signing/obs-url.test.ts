import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { describe, expect, it } from '@jest/globals';
import axios from 'axios';
import ObsClient from 'esdk-obs-nodejs';
import fc from 'fast-check';

import { ConfigurationError } from '../../../huawei-cloud/configuration-error';
import { OBS_URL_LIFETIME_SECONDS, temporaryObsUrl } from '../../../huawei-cloud/signing/obs-url';
import { cases } from '../../support/thorough';

const key = { id: 'AKEXAMPLE0123456789A', secret: 'SkExample0123456789abcdefghijklmnopqrstuv' };
const temporary = { ...key, securityToken: 'gQpjbi1ub3J0aC00 +/=%é' };
const endpoint = 'https://obs.ap-southeast-1.myhuaweicloud.com';
const now = new Date('2026-01-15T08:30:00.900Z');

type Key = typeof key & { securityToken?: string };

/** The official client sets itself up in a promise that it doesn't hand out. */
async function officialClient(server: string, accessKey: Key): Promise<ObsClient> {
	const client = new ObsClient({
		access_key_id: accessKey.id,
		secret_access_key: accessKey.secret,
		security_token: accessKey.securityToken,
		server,
	});
	await new Promise(setImmediate);
	return client;
}

/** The official URL, without the default port that it always writes, and ours of the same moment. */
function both(client: ObsClient, server: string, accessKey: Key, bucket: string, name: string) {
	const options = { Method: 'GET', Bucket: bucket, Key: name, Expires: OBS_URL_LIFETIME_SECONDS };
	const signed = client.createSignedUrlSync(options).SignedUrl;
	const expires = Number(/[?&]Expires=(\d+)/.exec(signed)?.[1]);
	const moment = new Date((expires - OBS_URL_LIFETIME_SECONDS) * 1000);
	const ours = temporaryObsUrl({ bucket, key: name, endpoint: server }, accessKey, moment);
	// The official signer leaves `/` in values as it is; both spellings mean the same.
	const withSlashes = ours.replace(/\?.*$/, (query) => query.replaceAll('%2F', '/'));
	return { official: signed.replace(/:(443|80)(?=\/)/, ''), ours: withSlashes };
}

const odd = fc.constantFrom(
	...[
		' ',
		'/',
		'+',
		'%',
		'%20',
		'?',
		'#',
		'&',
		'=',
		'~',
		"'",
		'(',
		'*',
		'!',
		'猫',
		'😀',
		'.',
		'\n',
		'\\',
	],
);
const keys = fc.oneof(
	fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
	fc.array(odd, { minLength: 1, maxLength: 30 }).map((parts) => parts.join('')),
);

/** The link to a key; undefined where there can be none. */
function linkTo(name: string, server = endpoint): string | undefined {
	try {
		return temporaryObsUrl({ bucket: 'photos', key: name, endpoint: server }, key, now);
	} catch (error) {
		expect(error).toBeInstanceOf(ConfigurationError);
		return undefined;
	}
}

describe('a temporary OBS URL', () => {
	it('is valid for a quarter of an hour', () => {
		const url = new URL(temporaryObsUrl({ bucket: 'photos', key: 'a.jpg', endpoint }, key, now));
		expect(Number(url.searchParams.get('Expires'))).toBe(Math.floor(now.getTime() / 1000) + 900);
	});

	it('equals the one of the official client', async () => {
		const cases: Array<[string, Key]> = [
			[endpoint, key],
			[endpoint, temporary],
			['http://obs.private.example:8080', key],
			['https://10.0.0.5', key],
			['https://10.0.0.155', key],
			['https://10.0.0.5.example.com', key],
			['https://10.0.0.5:8443', temporary],
		];
		for (const [server, accessKey] of cases) {
			const client = await officialClient(server, accessKey);
			const { official, ours } = both(
				client,
				server,
				accessKey,
				'photos',
				'cats/猫 & co+1%.jpg?x#y',
			);
			expect(ours).toBe(official);
			client.close();
		}
	});

	it('equals it for any object key', async () => {
		const client = await officialClient(endpoint, temporary);
		const buckets = fc.stringMatching(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9](\.[a-z0-9]{1,5})?$/);
		fc.assert(
			fc.property(buckets, keys, (bucket, name) => {
				fc.pre(linkTo(name) !== undefined && bucket.length <= 63);
				const { official, ours } = both(client, endpoint, temporary, bucket, name);
				expect(ours).toBe(official);
			}),
			{ numRuns: cases(500) },
		);
		client.close();
	});

	it('is read as it was written by URL parsers, and means the key, for any key that is taken', () => {
		fc.assert(
			fc.property(keys, (name) => {
				const signed = linkTo(name);
				if (signed === undefined) return;
				const { href, pathname } = new URL(signed);
				expect(href).toBe(signed);
				expect(decodeURIComponent(pathname)).toBe(`/${Buffer.from(name).toString()}`);
			}),
			{ numRuns: cases(500) },
		);
	});

	it.each([
		'cats//two.jpg',
		'/first.jpg',
		'folder/',
		'what?.jpg',
		'a#b.jpg',
		'100%.jpg',
		'%2e%2e/a.jpg',
		'a%2Fb.jpg',
		'a b+c.jpg',
		'猫/小猫 😀.jpg',
		'a\\..\\b.jpg',
		'...',
		'.hidden/..a/a..',
		'a\nb\tc.jpg',
	])('reaches the server with the path that was signed: %p', async (name) => {
		const paths: string[] = [];
		const server = createServer(({ url = '' }, response) => {
			paths.push(url);
			response.end();
		});
		await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
		const { port } = server.address() as AddressInfo;
		const link = linkTo(name, `http://127.0.0.1:${port}`) ?? '';
		await fetch(link);
		await axios.get(link, { proxy: false });
		await new Promise((closed) => server.close(closed));
		const wanted = link.slice(link.indexOf('/', 'http://'.length));
		expect(paths).toEqual([wanted, wanted]);
		const path = (wanted.split('?')[0] ?? '').replace('/photos/', '');
		expect(decodeURIComponent(path)).toBe(name);
	});

	it.each(['..', '.', '../a.jpg', 'a/../b.jpg', 'a/./b.jpg', 'a/..', 'a/.'])(
		'is refused for a key that no address can name: %p',
		(name) => {
			const make = () => temporaryObsUrl({ bucket: 'photos', key: name, endpoint }, key, now);
			expect(make).toThrow(ConfigurationError);
			expect(make).toThrow(/The object key has the part "\.\.?" between its slashes/);
		},
	);

	it.each(['a..b', 'a.-b', 'a-.b', 'far-on..b', 'far-on.-b', 'far-on-.b'])(
		'is refused for a bucket with the name %p',
		(bucket) => {
			const make = () => temporaryObsUrl({ bucket, key: 'a.jpg', endpoint }, key, now);
			expect(make).toThrow(/bucket name/);
		},
	);

	it('is refused for an endpoint with a path, instead of leading elsewhere', () => {
		const server = 'https://gateway.example.com/obs';
		expect(() =>
			temporaryObsUrl({ bucket: 'photos', key: 'a.jpg', endpoint: server }, key, now),
		).toThrow('The OBS Endpoint of the Huawei Cloud credential has a path');
	});

	it('keeps the key as text when it has half a surrogate pair', () => {
		const url = temporaryObsUrl({ bucket: 'photos', key: 'a\ud800b.jpg', endpoint }, key, now);
		expect(new URL(url).pathname).toBe('/a%EF%BF%BDb.jpg');
	});

	it.each(['', 'ab', 'Photos', 'a/b', 'evil.com/x', 'a@b.com', 'obs://photos', 'x'.repeat(64)])(
		'says what is wrong with the bucket name %p',
		(bucket) => {
			const make = (): string => temporaryObsUrl({ bucket, key: 'a.jpg', endpoint }, key, now);
			expect(make).toThrow(ConfigurationError);
			expect(make).toThrow(/bucket name/);
		},
	);

	it('says that an object key is missing', () => {
		expect(() => temporaryObsUrl({ bucket: 'photos', key: '', endpoint }, key, now)).toThrow(
			'The object key is empty.',
		);
	});

	it.each([
		['1,024 letters', 'a'.repeat(1024), 'a'.repeat(1025)],
		['1,024 bytes of Chinese', '猫'.repeat(341), '猫'.repeat(342)],
	])('takes keys of up to %s', (_, longest, tooLong) => {
		const make = (name: string) =>
			temporaryObsUrl({ bucket: 'photos', key: name, endpoint }, key, now);
		expect(make(longest)).toContain('Signature=');
		expect(() => make(tooLong)).toThrow('The object key is longer than OBS allows (1024 bytes).');
	});
});
