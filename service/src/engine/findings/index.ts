import type { Finding } from '../types';
import type { Views } from '../views';
import { colourFindings } from './colours';
import { combine } from './combine';

/** What is said of an image, from everything that was seen of it. */
export const judge = ({ own, pixels }: Views): Finding[] => combine(own, colourFindings(pixels));
