import { Failure, readStart, tag } from './api.js';
import { extentOf, linkTagsAndBoxes, showBoxes } from './boxes.js';
import { curlOf } from './curl.js';
import { onPicture, pictureFields } from './picture.js';
import { Session } from './session.js';
import { showTags } from './tags.js';
import { say, speak } from './texts.js';

const at = (id) => document.getElementById(id);
const request = at('request');
const session = new Session();

/** What the reader chose: `{file, name}` or `{url}`. */
let picture = null;
/** What the service answered to the last request. */
let answer = null;
/** Stops the request under way. */
let running = new AbortController();
/** The service's defaults for limit and threshold, by version. */
let defaults = {};

/** An image may be dropped before this is over, and waits for it. */
const started = readStart()
	.then((start) => {
		session.suggest(start.signIn);
		defaults = start.defaults;
		showRequest();
	})
	.catch(showFailure);

/** The options of the request; those left empty are not sent, so that the service's defaults hold. */
function options() {
	const { language, limit, threshold } = request.elements;
	return {
		language: language.value,
		...(limit.value && { limit: limit.valueAsNumber }),
		...(threshold.value && { threshold: threshold.valueAsNumber }),
	};
}

async function tagPicture() {
	running.abort();
	running = new AbortController();
	const { signal } = running;
	showFailure(null);
	try {
		if (!picture) throw new Failure(say('needPicture'));
		if (!request.reportValidity()) return;
		at('status').textContent = say('busy');
		await started;
		const { token, projectId } = await session.open();
		const fields = { ...(await pictureFields(picture)), ...options() };
		const start = performance.now();
		const version = request.elements.version.value;
		const body = await tag({ version, projectId, token, fields, signal });
		answer = { body, version, ms: Math.round(performance.now() - start) };
	} catch (error) {
		if (signal.aborted) return;
		answer = null;
		if (error.status === 401) session.close();
		showFailure(error);
	}
	if (!signal.aborted) await showAnswer();
}

async function showAnswer() {
	const tags = answer?.body.result.tags ?? [];
	showTags(at('tags'), tags, request.elements.language.value);
	at('status').textContent = sentenceOf(tags);
	await showPicture(tags);
	at('answer').hidden = !answer;
	at('json').textContent = answer ? JSON.stringify(answer.body, null, 2) : '';
	showRequest();
}

function sentenceOf(tags) {
	if (!answer) return say(picture ? 'noAnswer' : 'waiting');
	if (tags.length === 0) {
		const { threshold, version } = request.elements;
		return say('foundNone', threshold.value || defaults[version.value]?.threshold);
	}
	return say(tags.length === 1 ? 'foundOne' : 'found', tags.length, answer.ms);
}

async function showPicture(tags) {
	const image = at('picture');
	const hasBoxes = tags.some(({ instances }) => instances?.length);
	const shown = Boolean(picture?.file) && (await canDecode(image));
	const size = shown ? { width: image.naturalWidth, height: image.naturalHeight } : extentOf(tags);
	at('frame').hidden = !shown && !hasBoxes;
	at('invitation').hidden = !at('frame').hidden;
	at('frame').classList.toggle('empty', !shown);
	at('frame').style.aspectRatio = shown ? '' : `${size.width} / ${size.height}`;
	showBoxes(at('boxes'), tags, size);
	const notes = [
		...(picture?.file && !shown ? [say('notShown')] : []),
		...(answer?.version === 'v1.0' && tags.length > 0 ? [say('noBoxes')] : []),
		...(picture?.url && hasBoxes ? [say('drawnToScale')] : []),
	];
	at('note').textContent = notes.join(' ');
	at('note').hidden = notes.length === 0;
}

/** @returns {Promise<boolean>} whether the browser can show what the image has as its source */
function canDecode(image) {
	return image.decode().then(
		() => true,
		() => false,
	);
}

function showFailure(error) {
	at('error').hidden = !error;
	if (!error) return;
	// Anything else is a fault of this page, and belongs in the browser's console as well.
	if (!(error instanceof Failure)) console.error(error);
	const facts = document.createElement('small');
	if (error.code) facts.textContent = say('codeAndRequest', error.code, error.requestId);
	at('error').replaceChildren(error.message, ' ', facts);
}

function showRequest() {
	const version = request.elements.version.value;
	for (const name of ['limit', 'threshold']) {
		request.elements[name].placeholder = defaults[version]?.[name] ?? '';
	}
	at('curl').textContent = curlOf({
		base: new URL('.', location.href).href,
		version,
		person: session.person,
		projectId: session.project?.id ?? 'PROJECT_ID',
		picture,
		fields: options(),
	});
}

function take(chosen) {
	URL.revokeObjectURL(at('picture').src);
	picture = chosen;
	answer = null;
	const { file, name, url } = picture;
	at('picture').src = file ? URL.createObjectURL(file) : 'data:,';
	at('picture').alt = file ? say('pictureOf', name) : '';
	request.elements.url.value = url ?? '';
	void showAnswer().then(tagPicture);
}

function turnTo(language) {
	speak(language);
	session.show();
	void showAnswer();
}

request.addEventListener('submit', (event) => {
	event.preventDefault();
	const url = request.elements.url.value.trim();
	if (url && url !== picture?.url) take({ url });
	else void tagPicture();
});
// The language stands in the page's head: it belongs to the form, but is not inside it.
document.addEventListener('change', ({ target: { form, name, type, value } }) => {
	if (form !== request || type === 'file' || name === 'url') return;
	if (name === 'language') turnTo(value);
	if (picture) void tagPicture();
});
at('copy').addEventListener('click', async () => {
	await navigator.clipboard.writeText(at('curl').textContent);
	at('copy').textContent = say('copied');
	setTimeout(() => (at('copy').textContent = say('copy')), 2000);
});
session.addEventListener('failure', ({ detail }) => showFailure(detail));
session.addEventListener('opened', () => {
	showFailure(null);
	showRequest();
	if (picture) void tagPicture();
});
document.addEventListener('input', showRequest);
// On a phone it would push the answer out of sight.
at('curl').parentElement.open = !matchMedia('(max-width: 760px)').matches;
// Browsers offer the clipboard on HTTPS and loopback only.
at('copy').hidden = !navigator.clipboard;
onPicture(at('file'), take);
linkTagsAndBoxes(at('tags'), at('boxes'));

turnTo(request.elements.language.value);
