import { REGIONS } from '../../huawei-cloud/regions';

describe('the regions', () => {
	it('have names of their own as the console shows them, by continent or country', () => {
		const names = REGIONS.map(({ name }) => name);
		for (const name of names) expect(name).toMatch(/^(CN|AP|ME|AF|EU|LA|RU|TR)[ -]?[A-Z]\w/);
		expect(new Set(names).size).toBe(names.length);
	});
});
