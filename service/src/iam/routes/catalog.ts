import type { z } from 'zod';
import type { Project } from '../../config/account-schema';
import type { tokenAnswer } from './answer-schemas';
import { idOf } from './ids';

type Catalog = z.output<typeof tokenAnswer>['token']['catalog'];

/**
 * Where a token's user finds the services that this one stands for: all under the address that was called.
 * @param origin such as `http://127.0.0.1:8089`
 */
export function catalogOf(origin: string, region: string, project: Project | undefined): Catalog {
	const services = [
		{ name: 'iam', type: 'identity', url: `${origin}/v3` },
		...(project ? [{ name: 'image', type: 'image', url: `${origin}/v2/${project.id}` }] : []),
	];
	return services.map(({ name, type, url }) => ({
		id: idOf(`service ${name}`),
		name,
		type,
		endpoints: [
			{ id: idOf(`endpoint ${name}`), interface: 'public', region, region_id: region, url },
		],
	}));
}
