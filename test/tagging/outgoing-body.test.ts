import { describe, expect, it } from '@jest/globals';

import { BodyBuffers } from '../../tagging/body-buffers';
import { imageBody, linkBody } from '../../tagging/outgoing-body';

const parameters = { language: 'en' as const };
const image = Buffer.from('a picture');
const isSameMemory = (a: Buffer, b: Buffer) => a.buffer === b.buffer;

describe('the body of an image', () => {
	it('is the same for all attempts', () => {
		const body = imageBody(image, parameters, new BodyBuffers());
		expect(body.bytes()).toBe(body.bytes());
		expect(JSON.parse(body.bytes().toString())).toEqual({
			image: image.toString('base64'),
			language: 'en',
		});
	});

	it('gives its memory to the next image once its only request was answered', () => {
		const buffers = new BodyBuffers();
		const first = imageBody(image, parameters, buffers);
		const sent = first.bytes();
		first.release();
		const next = imageBody(image, parameters, buffers).bytes();
		expect(isSameMemory(next, sent)).toBe(true);
	});

	it('keeps its memory to itself after a repeated request: the first may still be uploading', () => {
		const buffers = new BodyBuffers();
		const first = imageBody(image, parameters, buffers);
		const sent = first.bytes();
		first.bytes();
		first.release();
		const next = imageBody(image, parameters, buffers).bytes();
		expect(isSameMemory(next, sent)).toBe(false);
	});
});

describe('the body of a link', () => {
	it('is made anew for each request', () => {
		let requests = 0;
		const body = linkBody(() => `https://obs.example.com/a?Expires=${++requests}`, parameters);
		expect(JSON.parse(body.bytes().toString())).toMatchObject({
			url: expect.stringMatching(/=1$/),
		});
		expect(JSON.parse(body.bytes().toString())).toMatchObject({
			url: expect.stringMatching(/=2$/),
		});
		body.release();
	});
});
