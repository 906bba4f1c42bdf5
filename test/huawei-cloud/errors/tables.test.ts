import { describe, expect, it } from '@jest/globals';

import { AUTHENTICATION_VARIANTS } from '../../../huawei-cloud/errors/codes/apig';
import { SERVICE_CODES, classifyFailure } from '../../../huawei-cloud/errors/classify';
import { IAM_VARIANTS } from '../../../huawei-cloud/errors/codes/iam';
import { NETWORK } from '../../../huawei-cloud/errors/codes/network';
import type { Row } from '../../../huawei-cloud/errors/codes/row';
import { STATUS, UNREADABLE } from '../../../huawei-cloud/errors/codes/status';

const codes = (family: string, numbers: string): string[] =>
	numbers.split(' ').map((number) => `${family}.${number}`);

/** Section 6.2 of the API reference. */
const REFERENCE = [
	...codes('AIS', '0012 0014 0501 0502 0503 0504 0505 0506'),
	...codes('APIG', '0101 0201 0301 0308'),
	...codes('ModelArts', '0203 4101 4102 4103 4104 4105 4106 4107 4201 4202 4203 4204'),
	...codes('ModelArts', '4601 4603 4702 4703 4704 4705 4706'),
];

/** Codes of newer editions. */
const NEWER = [
	...codes('AIS', '0002 0003 0004 0005 0007 0010 0011 0013 0015 0020 0021 0022 0023 0024 0025'),
	...codes('AIS', '0026 0027 0028 0029 0030 0031 0032'),
	'APIG.0302',
];

/** Section 6.1 of the API reference. */
const STATUSES = [
	100, 101, 200, 201, 202, 203, 204, 205, 206, 300, 301, 302, 303, 304, 305, 306, 400, 401, 402,
	403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 422, 429, 500, 501,
	502, 503, 504, 505,
];

const rows: Array<[string, Row]> = [
	...Object.entries({ ...SERVICE_CODES, ...STATUS, ...UNREADABLE, ...NETWORK }),
	...[...AUTHENTICATION_VARIANTS, ...IAM_VARIANTS].map((row): [string, Row] => [row.cause, row]),
];

describe('the catalogue', () => {
	it('has every code of the reference and of newer editions, and no other', () => {
		expect(Object.keys(SERVICE_CODES).sort()).toEqual([...REFERENCE, ...NEWER].sort());
	});

	it('has every status of the reference', () => {
		for (const status of STATUSES) expect(STATUS).toHaveProperty([`HTTP.${status}`]);
	});

	it.each(rows)('%s: whole sentences for what happened and what to do', (_name, row) => {
		for (const { meaning, remedy } of [row, row.onPublicEndpoint ?? row]) {
			expect(meaning).toMatch(/^[A-Z].{15,}\.$/);
			expect(remedy).toMatch(/^[A-Z].{10,}\.$/);
			expect(`${meaning} ${remedy}`).not.toMatch(/\.\.|\s\s|\bundefined\b/);
		}
	});

	it.each(rows)('%s: what stops a batch is never tried again', (_name, row) => {
		const stops = row.scope === 'authentication' || row.scope === 'account';
		if (stops || row.scope === 'image') expect(row.retry).toBe('never');
		if (row.renewsToken || row.maybeClock) expect(row.scope).toBe('authentication');
		expect(['image', 'service', 'authentication', 'account']).toContain(row.scope);
	});

	it.each([...REFERENCE, ...NEWER])(
		'%s is recognised with 400 as the reference prints it',
		(code) => {
			const failure = classifyFailure({
				status: 400,
				body: { error_code: code, error_msg: 'text' },
			});
			expect(failure.code).toBe(code);
			expect(failure.reason.startsWith(SERVICE_CODES[code]!.meaning)).toBe(true);
			expect(failure.retry).toBe(SERVICE_CODES[code]!.retry);
		},
	);
});
