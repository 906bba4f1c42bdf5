/**
 * A token as the service wants it. Copying from a terminal or a page brings along line breaks, spaces,
 * quotes, and the name of the header (`X-Auth-Token:`, `X-Subject-Token:`); a token itself is base64
 * text without any of them.
 */
export const cleanToken = (pasted: string): string =>
	pasted
		.replace(/\s+/g, '')
		.replace(/^["'`]*(?:x-(?:auth|subject)-token["'`]*[:=])?/i, '')
		.replace(/["'`,;]+/g, '');
