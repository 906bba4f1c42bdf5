import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadSettings } from '../../src/config/load';

const file = join(__dirname, '../../deploy/image-tagging.service');
const unit = readFileSync(file, 'utf8');

/** Where systemd is not installed (apt install systemd), its own judgement is skipped. */
const itWithSystemd = spawnSync('systemd-analyze', ['--version']).status === 0 ? it : it.skip;

const setting = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1];

describe('the unit for systemd', () => {
	itWithSystemd('has nothing that systemd-analyze verify would say', () => {
		const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', file], {
			encoding: 'utf8',
		});
		expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: '' });
	});

	itWithSystemd('exposes little, as systemd-analyze security sees it', () => {
		const report = execFileSync('systemd-analyze', ['security', '--offline=yes', file], {
			encoding: 'utf8',
		});
		const exposure = Number(/Overall exposure level for .*: ([\d.]+)/.exec(report)?.[1]);
		expect(exposure).toBeLessThanOrEqual(2.5);
	});

	it('lets it finish its work before it is killed, and restarts it when it ends by itself', () => {
		const { config } = loadSettings({});
		expect(Number(setting('TimeoutStopSec')) * 1000).toBeGreaterThan(config.http.shutdownTimeoutMs);
		expect(setting('Restart')).toBe('always');
		expect(setting('MemoryMax')).toBeDefined();
	});

	it('lets it read the configuration itself, which a reload needs, and compile its code', () => {
		expect(unit).toContain('\nEnvironment=IMAGE_SERVICE_CONFIG=/etc/image-tagging/service.json\n');
		expect(setting('LoadCredential')).toBeUndefined();
		expect(setting('ExecReload')).toBe('/bin/kill -HUP $MAINPID');
		expect(setting('MemoryDenyWriteExecute')).toBeUndefined();
	});

	it('names the group that the page has it made', () => {
		const page = readFileSync(join(__dirname, '../../README.md'), 'utf8');
		const group = setting('SupplementaryGroups');
		expect(page).toContain(`\`groupadd --system ${group}\``);
		expect(page).toContain(`\`chgrp -R ${group} /etc/image-tagging\``);
	});
});
