import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DEMO_ACCOUNT, demoCredential } from '../../scripts/n8n/service.mjs';
import { openBrowser } from './browser.mjs';
import { choose, fill, newCredential, saveCredential, shownParameters } from './editor.mjs';
import { startRig } from './rig.mjs';

let rig;
let browser;

before(async () => {
	rig = await startRig();
	browser = await openBrowser(rig.n8n);
	// High enough for all of the dialog that n8n shows at once.
	await browser.page.setViewportSize({ width: 1360, height: 1000 });
});

after(async () => {
	await browser?.close();
	await rig?.stop();
});

/** A token of the demo user, as one pastes it from a command line. */
async function obtainToken() {
	const { accountName, userName, password, projectName } = DEMO_ACCOUNT;
	const user = { name: userName, password, domain: { name: accountName } };
	const response = await fetch(`${rig.service.url}/v3/auth/tokens`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({
			auth: {
				identity: { methods: ['password'], password: { user } },
				scope: { project: { name: projectName } },
			},
		}),
	});
	assert.equal(response.status, 201);
	return response.headers.get('x-subject-token');
}

/** The form's fields after the choice of an authentication, in order; the common ones follow. */
const OWN_FIELDS = {
	'Access Key': ['accessKeyId', 'secretAccessKey', 'securityToken'],
	'IAM User': ['accountName', 'userName', 'password'],
	Token: ['token'],
};

async function fillForm(authentication, values) {
	const { page } = browser;
	await newCredential(page, rig.n8n.url);
	await choose(page, 'authentication', authentication);
	const own = OWN_FIELDS[authentication];
	await page.getByTestId(`parameter-input-${own[0]}`).waitFor();
	const shown = await shownParameters(page);
	assert.deepEqual(shown.slice(0, own.length + 2), ['authentication', ...own, 'region']);
	assert.ok(!shown.includes('session'));
	await choose(page, 'region', 'Custom');
	const common = {
		projectName: DEMO_ACCOUNT.projectName,
		endpoint: rig.service.url,
		iamEndpoint: rig.service.url,
	};
	for (const [name, value] of Object.entries({ ...values, ...common }))
		await fill(page, name, value);
}

const pictureOfForm = (name) =>
	browser.picture(name, browser.page.getByTestId('editCredential-modal'));

const pick = (...names) => Object.fromEntries(names.map((name) => [name, DEMO_ACCOUNT[name]]));

test('an access key is tested green in the form', async () => {
	await fillForm('Access Key', pick('accessKeyId', 'secretAccessKey'));
	assert.ok((await saveCredential(browser.page)).ok);
	await pictureOfForm('credential-access-key');
});

test('an IAM user is tested green in the form', async () => {
	await fillForm('IAM User', pick('accountName', 'userName', 'password'));
	assert.ok((await saveCredential(browser.page)).ok);
	await pictureOfForm('credential-iam-user');
});

test('a pasted token is tested green in the form', async () => {
	await fillForm('Token', { token: await obtainToken() });
	assert.ok((await saveCredential(browser.page)).ok);
	await pictureOfForm('credential-token');
});

test('a wrong secret access key is tested red with the sentence that says so', async () => {
	await fillForm('Access Key', { ...pick('accessKeyId'), secretAccessKey: 'not-the-secret-1' });
	const { ok, text } = await saveCredential(browser.page);
	await pictureOfForm('credential-wrong-key');
	assert.equal(ok, false);
	assert.match(text, /Secret Access Key is wrong/);
});

const FAILURES = [
	['an unknown access key', 'accessKey', { accessKeyId: 'UNKNOWN' }, /access key/i],
	['a wrong password', 'iamUser', { password: 'not-the-password-1' }, /password is wrong/],
	['a token that is none', 'token', { token: 'nonsense' }, /token/i],
	['a wrong address', 'accessKey', { iamEndpoint: 'http://127.0.0.1:1' }, /refused the connection/],
];

for (const [name, authentication, wrong, sentence] of FAILURES) {
	test(`${name} has a sentence of its own`, async () => {
		const data = { ...demoCredential(rig.service.url, authentication), ...wrong };
		const credential = await rig.api.createCredential(name, 'huaweiCloudApi', data);
		const { status, message } = await rig.api.testCredential(credential, data);
		assert.equal(status, 'Error');
		assert.match(message, sentence);
		for (const secret of [data.secretAccessKey, data.password].filter(Boolean)) {
			assert.ok(!message.includes(secret));
		}
	});
}
