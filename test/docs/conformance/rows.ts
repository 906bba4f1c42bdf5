import type { Row } from '../../../scripts/docs/conformance-page';
import { CALLING } from './calling';
import { TAGGING } from './tagging';

/** The reference, section by section: what the node does with it, what the service does, and the tests that show it. */
export const ROWS: Row[] = [...CALLING, ...TAGGING];
