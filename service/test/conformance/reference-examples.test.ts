import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { projectId, testConfig } from '../support/accounts';
import { answerV1, answerV2 } from '../support/answer-schema';
import { obtainToken, send, v1Path, v2Path } from '../support/client';
import { startPictureHost, type PictureHost } from '../support/picture-host';
import { runService, type RunningService } from '../support/run-service';

/*
 * The example requests of the API reference as they are printed: only addresses, keys, projects and the image's text,
 * of which the reference prints the beginning, are put in.
 */
const photo = readFileSync(join(__dirname, '../../../examples/photos/march-pastoral.jpg'));

let service: RunningService;
let host: PictureHost;
let token: string;

beforeAll(async () => {
	host = await startPictureHost((_request, response) => response.end(photo));
	const urlFetch = { allowNetworks: ['127.0.0.0/8'], ports: 'any' };
	service = await runService(testConfig({ urlFetch }));
	token = await obtainToken(service);
});

afterAll(async () => {
	await service.stop();
	await host.close();
});

const post = (path: string, body: string) =>
	send(service, {
		path,
		body,
		headers: { 'Content-Type': 'application/json', 'X-Auth-Token': token },
	});

const examples = {
	'v1.0, method 1': [
		v1Path,
		`{
  "image": "{image}",
"url": "",
"language": "en",
"limit": 5,
"threshold": 60.0
}`,
	],
	'v1.0, method 2': [
		v1Path,
		`{
  "image": "",
  "url": "{url}",
  "language": "en",
  "limit": 5,
  "threshold": 60.0
}`,
	],
	'v2, method 1': [
		v2Path,
		`{
  "image": "{image}",
  "threshold": 60
}`,
	],
	'v2, method 2': [
		v2Path,
		`{
  "image": "",
  "url": "{url}",
  "threshold": 60.0
}`,
	],
} as const;

/** The successful answers that sections 4.1 and 4.2 print. */
const answers = {
	'v1.0': {
		result: {
			tags: [
				{
					confidence: 38.51,
					tag: 'sky',
					i18n_tag: { en: 'sky', zh: ' Tag added to the image' },
					type: 'object',
				},
				{
					confidence: 25.75,
					tag: 'landscape',
					i18n_tag: { en: 'landscape', zh: ' Tag added to the image' },
					type: 'scene',
				},
			],
		},
	},
	v2: {
		result: {
			tags: [
				{
					confidence: '92.38',
					instances: [
						{
							bounding_box: {
								height: 133.32496056189905,
								top_left_x: 53.134917332575874,
								top_left_y: 254.21347984900842,
								width: 117.5866567171537,
							},
							confidence: '92.38',
						},
					],
					tag: 'Person',
					i18n_tag: { en: 'Person', zh: 'Chinese character for person' },
					type: 'Human',
					i18n_type: { en: 'Human', zh: 'Chinese characters for human' },
				},
				{
					confidence: '94.38',
					instances: [],
					tag: 'Book',
					i18n_tag: { en: 'Book', zh: 'Chinese characters for book' },
					type: 'Education',
					i18n_type: { en: 'Education', zh: 'Chinese characters for education' },
				},
			],
		},
	},
};

describe.each(Object.entries(examples))('the example request of %s', (name, [path, text]) => {
	const [version] = name.split(',') as ['v1.0' | 'v2'];
	const schema = { 'v1.0': answerV1, v2: answerV2 }[version];

	it('is answered in the shape of the example', async () => {
		const body = text.replace('{image}', photo.toString('base64')).replace('{url}', host.url);
		const { status, data } = await post(path, body);
		expect(status).toBe(200);
		expect(schema.parse(answers[version])).toEqual(answers[version]);
		expect(schema.parse(data).result.tags.length).toBeGreaterThan(0);
	});

	it('with the image cut off as it is printed is refused as no base64', async () => {
		const cut = text
			.replace('{image}', '/9j/4AAQSkZJRgABAgEASABIAAD/...')
			.replace('{url}', host.url);
		const { status, data } = await post(path, cut);
		const expected = text.includes('{image}') ? [400, 'AIS.0503'] : [200, undefined];
		expect([status, data.error_code]).toEqual(expected);
	});
});

it('the failed answer of the reference is that to text that is no JSON', async () => {
	const { data } = await post(v2Path, '{');
	expect(data).toMatchObject({
		error_code: 'AIS.0014',
		error_msg: expect.stringMatching(/^The JSON format of the input data is incorrect\./),
	});
});

describe('the example requests of IAM', () => {
	it('obtaining a token, with a project as its scope', async () => {
		const body = `{
  "auth": {
    "identity": {
      "methods": [
        "password"
      ],
      "password": {
        "user": {
          "name": "ann",
          "password": "ann-password-1",
          "domain": {
            "name": "acme"
          }
        }
      }
    },
    "scope": {
      "project": {
        "name": "test-1"
      }
    }
  }
}`;
		const { status, data, headers } = await send(service, { path: '/v3/auth/tokens', body });
		expect(status).toBe(201);
		expect(headers['x-subject-token']).toMatch(/\S+/);
		expect(data.token).toMatchObject({
			expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
			methods: ['password'],
			catalog: [{ endpoints: [{ region_id: 'test-1' }] }, { endpoints: [{ region_id: 'test-1' }] }],
		});
	});

	it('asking for the projects with that token', async () => {
		const { status, data } = await send(service, {
			method: 'POST',
			path: '/v3/auth/projects',
			headers: { 'Content-Type': 'application/json', 'X-Auth-Token': token },
		});
		expect(status).toBe(200);
		expect(data.projects.map(({ id }: { id: string }) => id)).toContain(projectId);
	});
});
