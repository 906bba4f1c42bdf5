import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ConfigurationError } from '../../../huawei-cloud/configuration-error';
import { chooseProject, projectName, readProjects } from '../../../huawei-cloud/iam/project';

const FILL_IN = expect.stringMatching(/^Open the credential and .*Project ID/);

function thrown(by: () => unknown): unknown {
	try {
		return by();
	} catch (error) {
		return error;
	}
}

describe('the name of the project', () => {
	it('is the region, unless the credential says otherwise', () => {
		expect(projectName({ region: 'cn-north-4' })).toBe('cn-north-4');
		expect(projectName({ region: 'cn-north-4', projectName: 'cn-north-4_photos' })).toBe(
			'cn-north-4_photos',
		);
	});

	it('is asked for when the region is custom', () => {
		expect(() => projectName({ region: 'custom' })).toThrow(ConfigurationError);
		expect(() => projectName({})).toThrow(/project name/);
		expect(thrown(() => projectName({}))).toMatchObject({ remedy: FILL_IN });
	});
});

describe('an answer of the look-up', () => {
	it('reads enabled projects, from text or JSON, and leaves out what is none', () => {
		const body = {
			projects: [
				{ id: '1', name: 'cn-north-4', enabled: true },
				{ id: '2', name: 'off', enabled: false },
				{ id: '', name: 'empty' },
				{ id: 3, name: 'number' },
				{ id: '4' },
				null,
			],
		};
		expect(readProjects(body)).toEqual([{ id: '1', name: 'cn-north-4' }]);
		expect(readProjects(JSON.stringify(body))).toEqual([{ id: '1', name: 'cn-north-4' }]);
	});

	it('tells an empty list from what is no answer of IAM', () => {
		expect(readProjects('{"projects":[]}')).toEqual([]);
		for (const body of ['<html>', '', '[]', 'null', undefined, null, 7, { projects: 'x' }]) {
			expect(readProjects(body)).toBeUndefined();
		}
	});

	it('never throws on any JSON', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => void readProjects({ projects: value } as unknown)),
		);
	});
});

describe('the choice', () => {
	const projects = [
		{ id: '1', name: 'cn-north-4' },
		{ id: '2', name: 'cn-north-4_photos' },
	];

	it('takes the one of that very name', () =>
		expect(chooseProject(projects, 'cn-north-4')).toBe('1'));

	it('names what was found when there is none', () => {
		expect(() => chooseProject(projects, 'x')).toThrow(
			'Huawei Cloud has no project named "x"; this user can see "cn-north-4", "cn-north-4_photos".',
		);
		expect(() => chooseProject([], 'x')).toThrow(/no project named "x" that this user can see/);
		expect(thrown(() => chooseProject([], 'x'))).toMatchObject({ remedy: FILL_IN });
	});

	it('names the IDs when there are several', () => {
		const twins = [...projects, { id: '3', name: 'cn-north-4' }];
		expect(() => chooseProject(twins, 'cn-north-4')).toThrow(/2 projects named .* \(IDs 1, 3\)/);
		expect(thrown(() => chooseProject(twins, 'cn-north-4'))).toMatchObject({ remedy: FILL_IN });
	});
});
