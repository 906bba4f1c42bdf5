import { decodeJpeg } from '../../../images/codecs/jpeg/decode';
import { PictureError } from '../../../images/errors';
import { fixture } from '../support/pixels';

jest.mock('@cwasm/jpeg-turbo/jpeg-turbo.wasm', () => Buffer.from('not the decoder'));

it('a decoder that can not be loaded is no fault of the picture', async () => {
	const decoded = decodeJpeg(fixture('colours-420.jpg'));
	await expect(decoded).rejects.toMatchObject({ name: 'CompileError' });
	await expect(decoded).rejects.not.toBeInstanceOf(PictureError);
});
