import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { documented, photos } from './support.mjs';

export const sheep = join(photos, 'march-pastoral.jpg');
export const airplane = join(photos, 'airplane.jpg');

export const names = (page) => page.locator('#tags .name').allTextContents();
export const done = (page) => page.locator('#status', { hasText: /\d+ tags? in|个标签/ }).waitFor();
export const failure = async (page) => {
	await page.locator('#error').waitFor();
	return page.locator('#error').textContent();
};
export const choose = async (page, file) => {
	await page.setInputFiles('#file', file);
	await done(page);
};
/** A picture for the documentation, where it was asked for. */
export async function picture(page, name) {
	if (!process.argv.includes('--pictures')) return;
	const png = await page.screenshot({ fullPage: true });
	await sharp(png).webp({ quality: 80, smartSubsample: true }).toFile(documented(name));
}

/** Hands the page a photo as the clipboard (`paste`) or dragging (`drop`) does. */
export const hand = (page, event) =>
	page.evaluate(
		([name, base64]) => {
			const data = new DataTransfer();
			const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
			data.items.add(new File([bytes], 'handed.jpg', { type: 'image/jpeg' }));
			const init = { bubbles: true, cancelable: true };
			document.body.dispatchEvent(
				name === 'paste'
					? new ClipboardEvent(name, { ...init, clipboardData: data })
					: new DragEvent(name, { ...init, dataTransfer: data }),
			);
		},
		[event, readFileSync(sheep).toString('base64')],
	);

export async function signIn(page, password) {
	await page.fill('[name=account]', 'acme');
	await page.fill('[name=user]', 'ann');
	await page.fill('[name=password]', password);
	await page.locator('#sign-in button').click();
}
