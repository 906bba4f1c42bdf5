import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testConfig } from '../support/accounts';
import { obtainToken, send, v2Path } from '../support/client';
import { startPictureHost, type PictureHost } from '../support/picture-host';
import { runService, type RunningService } from '../support/run-service';

let service: RunningService;
let host: PictureHost;
let token: string;

beforeAll(async () => {
	host = await startPictureHost((_request, response) => response.end('reached'));
	service = await runService(testConfig());
	token = await obtainToken(service);
});

afterAll(async () => {
	await service.stop();
	await host.close();
});

/** PORT stands for a port on which something would answer. */
const spellings = [
	'http://127.0.0.1:PORT/',
	'http://127.1:PORT/',
	'http://127.0.1:PORT/',
	'http://127.000.000.001:PORT/',
	'http://127.255.255.254:PORT/',
	'http://2130706433:PORT/',
	'http://0x7f000001:PORT/',
	'http://0x7f.0x0.0x0.0x1:PORT/',
	'http://0177.0.0.1:PORT/',
	'http://017700000001:PORT/',
	'http://0x7f.1:PORT/',
	'http://127.0.0.1.:PORT/',
	'http://0:PORT/',
	'http://0.0.0.0:PORT/',
	'http://localhost:PORT/',
	'http://LOCALHOST:PORT/',
	'http://localhost.:PORT/',
	'http://ip6-localhost:PORT/',
	'http://[::1]:PORT/',
	'http://[::]:PORT/',
	'http://[0:0:0:0:0:0:0:1]:PORT/',
	'http://[::ffff:127.0.0.1]:PORT/',
	'http://[::ffff:7f00:1]:PORT/',
	'http://[0:0:0:0:0:ffff:127.0.0.1]:PORT/',
	'http://[::127.0.0.1]:PORT/',
	'http://[64:ff9b::127.0.0.1]:PORT/',
	'http://[64:ff9b:1::7f00:1]:PORT/',
	'http://[2002:7f00:1::]:PORT/',
	'http://[2001:0:4136:e378:8000:63bf:80ff:fffe]:PORT/',
	'http://[fe80::1]:PORT/',
	'http://[fec0::1]:PORT/',
	'http://[fc00::1]:PORT/',
	'http://[fd00:ec2::254]/latest/meta-data/',
	'http://[ff02::1]:PORT/',
	'http://[2001:db8::1]:PORT/',
	'http://[100::1]:PORT/',
	'http://[::1%25lo]:PORT/',
	'http://10.0.0.1/',
	'http://172.16.0.1/',
	'http://172.31.255.255/',
	'http://192.168.1.1/',
	'http://169.254.169.254/latest/meta-data/',
	'http://169.254.169.254.:80/openstack/latest',
	'http://0xa9fea9fe/latest/meta-data/',
	'http://2852039166/latest/meta-data/',
	'http://[::ffff:169.254.169.254]/latest/meta-data/',
	'http://168.63.129.16/metadata',
	'http://100.64.0.1/',
	'http://100.100.100.200/latest/meta-data/',
	'http://192.0.0.192/',
	'http://192.0.2.1/',
	'http://198.18.0.1/',
	'http://198.51.100.1/',
	'http://203.0.113.1/',
	'http://224.0.0.1/',
	'http://240.0.0.1/',
	'http://255.255.255.255/',
	'http://①②⑦.⓪.⓪.①:PORT/',
	'http://127。0。0。1:PORT/',
	'http://127.0.0.1%2f@example.com:PORT/',
	'http://example.com@127.0.0.1:PORT/',
	'http://user:password@127.0.0.1:PORT/',
	'http://example.com#@127.0.0.1:PORT\\/',
	'http:\\\\127.0.0.1:PORT\\',
	'http:127.0.0.1:PORT/',
	'http:/127.0.0.1:PORT/',
	'http:///127.0.0.1:PORT/',
	'//127.0.0.1:PORT/',
	' http://127.0.0.1:PORT/',
	'http://127.0.0.1:PORT/\r\nX-Injected: 1',
	'ht\ntp://127.0.0.1:PORT/',
	'http://127.0.0.1\t:PORT/',
	'HTTP://127.0.0.1:PORT/',
	'https://127.0.0.1:PORT/',
	'file:///etc/passwd',
	'ftp://127.0.0.1:PORT/',
	'gopher://127.0.0.1:PORT/_',
	'data:image/png;base64,iVBORw0KGgo=',
	'blob:http://127.0.0.1:PORT/x',
	'unix:/var/run/docker.sock',
	'javascript:alert(1)',
];

describe('an URL never reaches', () => {
	it.each(spellings)('%j', async (spelling) => {
		const url = spelling.replaceAll('PORT', String(host.port));
		const { status, data } = await send(service, {
			path: v2Path,
			body: { url },
			headers: { 'X-Auth-Token': token },
		});
		expect(status).toBe(400);
		expect(['ModelArts.4601', 'ModelArts.4603']).toContain(data.error_code);
		expect(host.asked).toEqual([]);
	});
});
