import { Failure } from './api.js';
import { say } from './texts.js';

/** 10 MB of base64, which is what the API takes. */
const maxBytes = (10 * 1024 * 1024 * 3) / 4;

/**
 * Calls back with a picture that was dropped on the page, pasted into it or chosen as a file:
 * `{file, name}` or `{url}`.
 */
export function onPicture(fileInput, take) {
	fileInput.addEventListener('change', () => {
		offer({ files: fileInput.files }, take);
		// Otherwise choosing the same file again would change nothing.
		fileInput.value = '';
	});
	addEventListener('paste', (event) => {
		const typing = event.target.closest?.('input');
		if (typing && event.clipboardData.files.length === 0) return;
		if (offer(event.clipboardData, take)) event.preventDefault();
	});
	addEventListener('dragover', (event) => {
		event.preventDefault();
		document.body.classList.add('dragging');
	});
	addEventListener('dragleave', (event) => {
		if (!event.relatedTarget) document.body.classList.remove('dragging');
	});
	addEventListener('drop', (event) => {
		event.preventDefault();
		document.body.classList.remove('dragging');
		offer(event.dataTransfer, take);
	});
}

/** A picture from another page is dropped with its address, and mostly with its bytes too. */
function offer(data, take) {
	const [file] = data.files;
	const text = data.getData?.('text/uri-list') || data.getData?.('text/plain') || '';
	const url = text.trim().split(/\s/)[0];
	if (file) take({ file, name: file.name || 'picture.png' });
	else if (/^https?:\/\//i.test(url)) take({ url });
	else return false;
	return true;
}

/**
 * What the request says of the picture: `{image}` as base64, or `{url}`.
 * @throws {Failure} when the file can't be sent
 */
export async function pictureFields({ file, name, url }) {
	if (url) return { url };
	if (file.type && !file.type.startsWith('image/')) throw new Failure(say('notAPicture', name));
	if (file.size > maxBytes) {
		throw new Failure(say('tooLarge', name, (file.size / 1024 / 1024).toFixed(1)));
	}
	return { image: await base64(file, name) };
}

function base64(file, name) {
	return new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(',') + 1));
		reader.onerror = () => reject(new Failure(say('unreadable', name)));
		reader.readAsDataURL(file);
	});
}
