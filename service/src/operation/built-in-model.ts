import { join } from 'node:path';

/** The folder of the model that comes with the service. */
export function builtInModel(): string {
	return join(__dirname, '..', '..', 'models', 'coco-ssd');
}
