import { EmbedError, orReason } from '../../../images/metadata/embed-error';

const failing = (error: Error) => () => {
	throw error;
};

it('a file that can not carry the tags is a reason, and a bug stays an error', async () => {
	expect(await orReason(failing(new EmbedError('It is full.')))).toBe('It is full.');
	await expect(orReason(failing(new TypeError('a bug')))).rejects.toThrow(TypeError);
});
